// Levels in their order. The graph of `fair` or `page_fair` is made only where unrestricted cycles
// exist, and goes before the next is made.
#include "checker/explicit/levels.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "checker/explicit/ghost_sets.h"
#include "checker/explicit/level_graph.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Level;
using property::Livelock;

namespace {

constexpr std::uint64_t kWorkOnBreaking = 2'000'000;  // nodes judged to say what breaks a livelock

bool withholds_and_attempts(const Effect& effect) {
  bool withholds = false, attempts = false;
  for (const Operation& operation : effect) {
    withholds = withholds || operation.kind == Operation::Kind::withholds;
    attempts = attempts || operation.kind == Operation::Kind::attempts;
  }
  return withholds && attempts;
}

// Sets never have more than one member, so that a set as a whole and its members are the same.
bool sets_are_single(const Effects& effects) {
  for (std::size_t number = 0; number < effects.size(); ++number) {
    const Effect& effect = effects[static_cast<std::uint16_t>(number)];
    if (withholds_and_attempts(effect)) return false;
    for (const Operation& operation : effect) {
      const bool prepares = operation.kind == Operation::Kind::prepares;
      if (operation.kind == Operation::Kind::adds || (prepares && operation.first < operation.last))
        return false;
    }
  }
  return true;
}

// Adversary edges of the loop, each once, in the order in which they come.
std::vector<Livelock::Act> acts_of(const machine::Machine& machine, const Livelock& livelock) {
  std::vector<Livelock::Act> acts;
  const auto add = [&](AgentId agent, machine::TransitionId transition) {
    const Livelock::Act act{agent, transition};
    if (std::find(acts.begin(), acts.end(), act) == acts.end()) acts.push_back(act);
  };
  for (const machine::Step& step : livelock.lasso.loop) {
    const machine::Agent& agent = machine.at(step.agent);
    if (agent.kind == machine::AgentKind::adversary) add(step.agent, step.micro.front().transition);
    for (const machine::MicroStep& micro : step.micro) {
      if (agent.kind != machine::AgentKind::adversary &&
          agent.at(micro.transition).favour == machine::Favour::unfavourable) {
        add(step.agent, micro.transition);
      }
    }
  }
  return acts;
}

class LevelByLevel {
 public:
  LevelByLevel(const Ground& ground, Level at_most)
      : ground_(ground),
        graph_(ground.graph),
        at_most_(at_most),
        fairness_(graph_, ground.presumed) {}

  Judged run() {
    if (graph_.threads() == 0) return {std::nullopt, at_most_, ""};
    if (judge_without_adversaries() || at_most_ <= Level::finite) return std::move(judged_);
    if (out_of_bounds(graph_.size() * sizeof(AgentSet))) return std::move(judged_);
    enabled_ = enabled_sets(graph_, true);
    if (!judge_unrestricted()) {
      judged_.holds = at_most_;
      return std::move(judged_);
    }
    for (const Level level : {Level::fair, Level::page_fair}) {
      if (level > at_most_ || judge_between(level)) return std::move(judged_);
    }
    if (at_most_ == Level::unrestricted) judged_.found = std::move(unrestricted_);
    return std::move(judged_);
  }

 private:
  // True if the limit is reached; then the level above is undecided.
  bool out_of_bounds(std::uint64_t bytes) {
    judged_.undecided = ground_.limit(bytes);
    return !judged_.undecided.empty();
  }

  // True if the answer is there.
  bool judge_without_adversaries() {
    const std::vector<AgentSet> enabled = enabled_sets(graph_, false);
    CycleGraph cycles(graph_);
    cycles.enabled_in = enabled;
    {
      const Walk undisturbed = walk(graph_, Adversaries::rest);
      ProgressAtLevel none({cycles, undisturbed, Level::none}, fairness_, ground_.deadlocked);
      judged_.found = none.find(ground_.tracer);
    }
    if (judged_.found) return true;
    judged_.holds = Level::none;
    if (at_most_ == Level::none) return true;
    ProgressAtLevel finite({cycles, ground_.reachable, Level::finite}, fairness_,
                           ground_.deadlocked);
    judged_.found = finite.find(ground_.tracer);
    if (!judged_.found) judged_.holds = Level::finite;
    return judged_.found.has_value();
  }

  // True if it is violated; keeps where its cycles lie.
  bool judge_unrestricted() {
    CycleGraph cycles(graph_);
    cycles.enabled_in = enabled_;
    const Arena arena{cycles, ground_.reachable, Level::unrestricted};
    ProgressAtLevel progress(arena, fairness_, ground_.deadlocked);
    if (!mark_cyclic(progress)) return false;
    if (at_most_ < Level::unrestricted) return true;
    unrestricted_ = progress.find(ground_.tracer);
    const AgentId thread = unrestricted_->livelock.agent;
    const std::vector<Node> nodes = progress.hindering(thread);
    say_what_breaks(*unrestricted_, nodes.size(), [&](const Livelock::Act& act) {
      return breaks_unrestricted(cycles, nodes, act, thread);
    });
    return true;
  }

  // `nodes` are those of cycles that hinder the thread.
  bool breaks_unrestricted(const CycleGraph& cycles, const std::vector<Node>& nodes,
                           const Livelock::Act& act, AgentId thread) {
    std::vector<bool> without(ground_.effects->size());
    for (std::size_t number = 0; number < without.size(); ++number) {
      for (const Operation& operation : (*ground_.effects)[static_cast<std::uint16_t>(number)]) {
        if (operation.kind == Operation::Kind::acts && operation.number == index_of(act.agent) &&
            operation.first == index_of(act.transition)) {
          without[number] = true;
        }
      }
    }
    Walk reachable = walk(graph_, Adversaries::act, &without);
    reachable.order = nodes;
    std::erase_if(reachable.order, [&](StateId state) { return !reachable.reaches(state); });
    ProgressAtLevel progress({cycles, reachable, Level::unrestricted, nullptr, &without}, fairness_,
                             ground_.deadlocked);
    return progress.hindering(thread).empty();
  }

  // True if the answer is there, or can't be had.
  bool judge_between(Level level) {
    const Effects& effects = *ground_.effects;
    if (effects.too_many())
      return undecided("there are more than 65535 kinds of steps to tell apart");
    if (level == Level::page_fair && sets_are_single(effects)) {
      judged_.holds = level;
      return false;
    }
    const std::vector<std::uint8_t> cyclic = on_level_cycles(level);
    if (cyclic.empty()) {
      judged_.holds = level;
      return false;
    }
    std::vector<std::uint8_t> hindering;  // by state: on a cycle that hinders the one who is shown
    std::size_t nodes = 0;                // that many
    {
      Disturbance disturbance(effects, level);
      const LevelGraph graph(graph_, disturbance, cyclic, lasts());
      if (!graph.finished())
        return undecided(disturbance.too_many() ? "there are more than 65535 kinds of attempts"
                                                : ground_.limit(graph.bytes()));
      const CycleGraph cycles = graph.cycles(enabled_);
      const Arena arena{cycles, graph.reachable(), level, &disturbance.pairs()};
      ProgressAtLevel progress(arena, fairness_, ground_.deadlocked);
      judged_.found = progress.find(ground_.tracer);
      if (!judged_.found) {
        judged_.holds = level;
        return false;
      }
      hindering.resize(graph_.size());
      for (const Node node : progress.hindering(judged_.found->livelock.agent)) {
        hindering[index_of(cycles.state(node))] = 1;
        ++nodes;
      }
    }
    const AgentId thread = judged_.found->livelock.agent;
    say_what_breaks(*judged_.found, nodes, [&](const Livelock::Act& act) {
      Disturbance fresh(effects, level);
      const LevelGraph left(graph_, fresh, hindering, lasts(), &act);
      if (!left.finished()) return false;
      const CycleGraph cycles_left = left.cycles(enabled_);
      return ProgressAtLevel({cycles_left, left.reachable(), level}, fairness_, ground_.deadlocked)
          .hindering(thread)
          .empty();
    });
    return true;
  }

  // By state: where cycles of the level may lie that hinder somebody; empty: nowhere.
  std::vector<std::uint8_t> on_level_cycles(Level level) {
    if (ground_.whole_products) return cyclic_;
    Disturbance disturbance(*ground_.effects, level);
    const auto lasts_so_far = lasts();
    const GhostSets sets(graph_, *ground_.effects, disturbance, cyclic_, lasts_so_far);
    if (!sets.finished()) return cyclic_;
    const CycleGraph cycles = sets.cycles(enabled_);
    Walk cyclic_states;
    for (const StateId state : ground_.reachable.order) {
      if (cyclic_[index_of(state)] != 0) cyclic_states.order.push_back(state);
    }
    ProgressAtLevel progress({cycles, cyclic_states, level}, fairness_, ground_.deadlocked);
    return mark_hindering(progress);
  }

  // True if somebody is hindered. Threads that end share their cycles; those that must pass
  // `progress` have each their own, and to seek all of these only to know where they lie costs more
  // than it saves.
  bool mark_cyclic(ProgressAtLevel& progress) {
    const auto ends = [&](AgentSet thread) {
      return graph_.machine()
          .at(AgentId{static_cast<std::uint32_t>(std::countr_zero(thread))})
          .ends;
    };
    AgentSet endless = 0;
    for (AgentSet rest = graph_.threads(); rest != 0; rest &= rest - 1)
      endless |= ends(rest) ? 0 : rest & (~rest + 1);
    if (std::popcount(endless) <= 1) {
      cyclic_ = mark_hindering(progress);
      return !cyclic_.empty();
    }
    for (AgentSet rest = graph_.threads(); rest != 0; rest &= rest - 1) {
      const AgentId thread{static_cast<std::uint32_t>(std::countr_zero(rest))};
      if (progress.hindering(thread).empty()) continue;
      cyclic_.assign(graph_.size(), 0);
      for (const StateId state : progress.cycling()) cyclic_[index_of(state)] = 1;
      return true;
    }
    return false;
  }

  // By state of a graph whose nodes are states; empty: nobody is hindered.
  std::vector<std::uint8_t> mark_hindering(ProgressAtLevel& progress) const {
    std::vector<std::uint8_t> marked;
    for (AgentSet rest = graph_.threads(); rest != 0; rest &= rest - 1) {
      const AgentId thread{static_cast<std::uint32_t>(std::countr_zero(rest))};
      for (const StateId state : progress.hindering(thread)) {
        marked.resize(graph_.size());
        marked[index_of(state)] = 1;
      }
    }
    return marked;
  }

  std::function<bool(std::uint64_t)> lasts() {
    return [this](std::uint64_t bytes) { return ground_.limit(bytes).empty(); };
  }

  bool undecided(std::string why) {
    judged_.undecided = why.empty() ? "its graph is too large" : std::move(why);
    return true;
  }

  template <typename Breaks>
  void say_what_breaks(Hindered& found, std::size_t nodes, Breaks breaks) {
    const std::vector<Livelock::Act> acts = acts_of(graph_.machine(), found.livelock);
    if (ground_.effects->too_many() || acts.size() * nodes > kWorkOnBreaking) {
      found.notes.push_back(
          "which adversary step would end it alone was not sought: the graph is large");
      return;
    }
    for (const Livelock::Act& act : acts) {
      if (breaks(act)) found.livelock.broken_by.push_back(act);
    }
  }

  const Ground& ground_;
  const StateGraph& graph_;
  const Level at_most_;
  const Fairness fairness_;
  std::vector<AgentSet> enabled_;  // with adversary edges
  std::vector<std::uint8_t>
      cyclic_;  // by state: all on an unrestricted cycle that hinders somebody
  std::optional<Hindered> unrestricted_;
  Judged judged_;
};

}  // namespace

Judged judge_levels(const Ground& ground, Level at_most) {
  return LevelByLevel(ground, at_most).run();
}

}  // namespace headway::explicit_engine

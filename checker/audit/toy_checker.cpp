// Who is deadlocked where; which fair runs there are; then the properties, one by one.
//
// A fair run is found by its definition: a strongly connected set of states in which every thread
// and daemon either takes a step or is somewhere not enabled, and every thread that is enabled at
// an acquire takes it. Sets that miss only the second (a Streett condition) may still contain a
// smaller fair set, without the states where the starved acquire is enabled (Emerson and Lei 1987).
// So with a turn (toy_turns.h): without the states where the agent passed over may be picked.
#include "checker/audit/toy_checker.h"

#include <algorithm>

#include "checker/audit/classify.h"
#include "checker/audit/toy_graph.h"
#include "checker/audit/toy_killable.h"
#include "checker/audit/toy_levels.h"
#include "checker/audit/toy_lock_order.h"
#include "checker/audit/toy_spin.h"
#include "checker/audit/toy_turns.h"
#include "model/machine/evaluate.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::LocationId;
using property::Level;

namespace {

class Toy {
 public:
  explicit Toy(const ToyGraph& graph, property::Fairness presumed = property::Fairness::strong)
      : graph_(graph), machine_(graph.machine), presumed_(presumed) {}

  [[nodiscard]] ToyAnswer ask(const property::Property& property) const;
  [[nodiscard]] bool deadlocked(AgentId agent, std::size_t from) const;
  [[nodiscard]] bool hinders(const ToyLevel& level, AgentId thread) const;
  // Some answer would have taken too many states.
  [[nodiscard]] bool gave_up() const { return gave_up_; }

 private:
  [[nodiscard]] bool waits_in_cycle(AgentId agent, const States& component) const;
  [[nodiscard]] bool threads_step(const States& component) const;
  [[nodiscard]] bool fair_run_stays(const States& component) const;
  [[nodiscard]] bool starves(std::size_t state, AgentId agent,
                             const std::set<std::pair<AgentId, LocationId>>& taken) const;
  [[nodiscard]] bool fair_component(const States& component, std::optional<AgentId> no_progress_of,
                                    States& fed) const;
  [[nodiscard]] bool fair_run(const States& inside, std::optional<AgentId> no_progress_of) const;
  [[nodiscard]] bool livelock(AgentId thread, const States& reachable) const;
  [[nodiscard]] ToyAnswer ask_deadlock() const;
  [[nodiscard]] ToyAnswer ask_progress(Level required) const;
  [[nodiscard]] std::optional<bool> violated_at(Level level) const;

  const ToyGraph& graph_;
  const machine::Machine& machine_;
  const property::Fairness presumed_;
  mutable bool gave_up_ = false;
};

// From `agent` holders lead to a cycle of agents, each blocked in every state of the component,
// each holding in every state what the one before it waits for.
bool Toy::waits_in_cycle(AgentId agent, const States& component) const {
  const auto waits_for = [&](AgentId waiter, AgentId holder) {
    return std::all_of(component.begin(), component.end(), [&](std::size_t s) {
      const std::vector<AgentId> all =
          holders(machine_, graph_.layout, graph_.nodes[s].state, waiter);
      return graph_.nodes[s].blocked.contains(waiter) && graph_.nodes[s].blocked.contains(holder) &&
             std::find(all.begin(), all.end(), holder) != all.end();
    });
  };
  // Follow holders as many times as there are agents: who is still somewhere then has met a cycle.
  std::set<AgentId> front{agent};
  for (std::size_t round = 0; round < machine_.agents.size(); ++round) {
    std::set<AgentId> next;
    for (const AgentId waiter : front) {
      for (const AgentId holder : graph_.agents) {
        if (waits_for(waiter, holder)) next.insert(holder);
      }
    }
    front = next;
  }
  return !front.empty();
}

// Some thread takes a kept step inside the component.
bool Toy::threads_step(const States& component) const {
  return std::any_of(component.begin(), component.end(), [&](std::size_t s) {
    return std::any_of(graph_.nodes[s].edges.begin(), graph_.nodes[s].edges.end(),
                       [&](const ToyEdge& edge) {
                         return graph_.usable(edge, component, std::nullopt) &&
                                machine_.at(edge.step.agent).kind == machine::AgentKind::thread;
                       });
  });
}

// Some run may stay in these states and be weakly fair, turns included.
bool Toy::fair_run_stays(const States& component) const {
  return Toy(graph_, property::Fairness::weak).fair_run(component, std::nullopt);
}

// No run from here without adversaries ever makes the agent's wait true, and each component in
// which such a run may stay is one that counts: a fair run can stay there, and nobody's progress is
// the matter there, or a wait cycle is.
bool Toy::deadlocked(AgentId agent, std::size_t from) const {
  if (!graph_.nodes[from].blocked.contains(agent) || !owed_fairness(machine_.at(agent)))
    return false;
  const States& future = graph_.futures.at(from);
  for (const std::size_t s : future) {
    if (!graph_.nodes[s].blocked.contains(agent) || graph_.nodes[s].crashes) return false;
  }
  for (const std::size_t s : future) {
    const States& component = graph_.futures.at(s);
    const bool bottom = std::all_of(component.begin(), component.end(), [&](std::size_t other) {
      return graph_.futures.at(other).contains(s);
    });
    if (bottom && !fair_run_stays(component)) return false;
    if (bottom && threads_step(component) && !waits_in_cycle(agent, component)) return false;
  }
  // What the scheduler picks does not count. (Where nobody is held back it picks everybody.)
  const bool somebody_held = std::any_of(
      future.begin(), future.end(), [&](std::size_t s) { return !graph_.nodes[s].held.empty(); });
  if (!somebody_held) return true;
  const std::optional<bool> released = graph_.may_be_released(from, agent);
  if (!released) gave_up_ = true;
  return released == false;
}

// The thread is enabled here at an acquire from which it takes no step.
bool Toy::starves(std::size_t state, AgentId agent,
                  const std::set<std::pair<AgentId, LocationId>>& taken) const {
  const ToyNode& node = graph_.nodes[state];
  const LocationId at = node.state.locations[index_of(agent)];
  const auto& wait = machine_.at(agent).at(at).wait;
  return presumed_ == property::Fairness::strong && machine_.at(agent).kind == AgentKind::thread &&
         wait && wait->acquire && node.enabled.contains(agent) && !taken.contains({agent, at});
}

// The strongly connected set contains a fair cycle through all of its states and edges; `fed`
// becomes the states without those where a thread is enabled at an acquire that it never takes
// inside, or somebody may be picked who is passed over.
bool Toy::fair_component(const States& component, std::optional<AgentId> no_progress_of,
                         States& fed) const {
  std::set<AgentId> moved;
  std::set<std::pair<AgentId, LocationId>> moved_from;
  for (const std::size_t s : component) {
    for (const ToyEdge& edge : graph_.nodes[s].edges) {
      if (!graph_.usable(edge, component, no_progress_of)) continue;
      moved.insert(edge.step.agent);
      moved_from.emplace(edge.step.agent,
                         graph_.nodes[s].state.locations[index_of(edge.step.agent)]);
    }
  }
  fed.clear();
  if (moved.empty()) return false;  // no cycle
  for (const AgentId agent : graph_.agents) {
    const bool always_enabled = std::all_of(component.begin(), component.end(), [&](std::size_t s) {
      return graph_.nodes[s].enabled.contains(agent);
    });
    if (presumed_ != property::Fairness::none && owed_fairness(machine_.at(agent)) &&
        always_enabled && !moved.contains(agent)) {
      return false;
    }
  }
  std::set<AgentId> neglected;
  if (presumed_ != property::Fairness::none) {
    neglected = passed_over(
        graph_, component, moved, [](std::size_t s) { return s; },
        [&](std::size_t s, AgentId agent) { return graph_.nodes[s].enabled.contains(agent); });
  }
  for (const std::size_t s : component) {
    if (std::none_of(graph_.agents.begin(), graph_.agents.end(), [&](AgentId agent) {
          return starves(s, agent, moved_from) ||
                 (neglected.contains(agent) && graph_.nodes[s].enabled.contains(agent));
        })) {
      fed.insert(s);
    }
  }
  return fed.size() == component.size();
}

// Some fair run stays inside these states for ever, over kept edges; `no_progress_of` passes no
// `progress` in it.
bool Toy::fair_run(const States& inside, std::optional<AgentId> no_progress_of) const {
  std::map<std::size_t, States> reached;
  for (const std::size_t s : inside) reached.emplace(s, graph_.reach(s, inside, no_progress_of));
  for (States rest = inside; !rest.empty();) {
    const std::size_t root = *rest.begin();
    if (graph_.nodes[root].enabled.empty()) return true;  // nobody can move: staying is fair
    States component;
    for (const std::size_t s : reached.at(root)) {
      if (reached.at(s).contains(root)) component.insert(s);
    }
    for (const std::size_t s : component) rest.erase(s);
    States fed;
    if (fair_component(component, no_progress_of, fed)) return true;
    if (!fed.empty() && fair_run(fed, no_progress_of)) return true;
  }
  return false;
}

// The thread has a fair run over these states in which it never ends (or never passes `progress`
// again), and in which it is not deadlocked.
bool Toy::livelock(AgentId thread, const States& reachable) const {
  States region = reachable;
  std::erase_if(region, [&](std::size_t s) {
    return ended(machine_, graph_.nodes[s].state, thread) || deadlocked(thread, s);
  });
  return fair_run(region, machine_.at(thread).ends ? std::nullopt : std::optional(thread));
}

States keys(const std::map<std::size_t, std::size_t>& map) {
  States all;
  for (const auto& [key, value] : map) all.insert(key);
  return all;
}

ToyAnswer Toy::ask_deadlock() const {
  ToyAnswer answer;
  for (const auto& [state, depth] : graph_.walk(true)) {
    for (const AgentId agent : graph_.agents) {
      if (!deadlocked(agent, state)) continue;
      answer.length = answer.violated ? std::min(answer.length, depth) : depth;
      answer.violated = true;
    }
  }
  return answer;
}

bool Toy::hinders(const ToyLevel& level, AgentId thread) const {
  return level.hinders(thread, [&](std::size_t s) { return !deadlocked(thread, s); });
}

// Some thread has a livelock at this level. Nothing where that takes too many states.
std::optional<bool> Toy::violated_at(Level level) const {
  constexpr std::size_t kMaxStates = 400;
  const auto some_thread = [&](auto hindered) {
    return std::any_of(graph_.agents.begin(), graph_.agents.end(), [&](AgentId agent) {
      return machine_.at(agent).kind == AgentKind::thread && hindered(agent);
    });
  };
  if (level <= Level::finite) {
    const States reachable = keys(graph_.walk(level == Level::finite));
    return some_thread([&](AgentId agent) { return livelock(agent, reachable); });
  }
  ToyLevel runs(graph_, level, presumed_);
  if (!runs.explore(kMaxStates)) return std::nullopt;
  return some_thread([&](AgentId agent) { return hinders(runs, agent); });
}

// The least level at which some thread has a livelock; violated if it is one that is required. What
// holds when adversaries act as they like holds when less is allowed. Who asks for `none` gets no
// more.
ToyAnswer Toy::ask_progress(Level required) const {
  ToyAnswer answer;
  const bool calm = required != Level::none && violated_at(Level::unrestricted) == false;
  for (const Level level :
       {Level::none, Level::finite, Level::fair, Level::page_fair, Level::unrestricted}) {
    if (level > Level::finite && calm) break;
    const std::optional<bool> violated =
        level > Level::finite && required == Level::none ? std::nullopt : violated_at(level);
    if (!violated) answer.all_levels = false;
    if (!violated || !*violated) continue;
    if (answer.all_levels) answer.weakest = level;
    break;
  }
  if (!answer.weakest || *answer.weakest > required) return answer;
  answer.violated = true;
  answer.level = *answer.weakest;
  return answer;
}

ToyAnswer Toy::ask(const property::Property& property) const {
  if (property.kind == property::Kind::deadlock) return ask_deadlock();
  if (property.kind == property::Kind::progress) return ask_progress(property.required);
  if (property.kind == property::Kind::no_spin) {
    const auto spin = toy_spin(graph_);
    if (!spin) return ToyAnswer{};
    return ToyAnswer{true, Level::finite, spin->stem, 0, std::nullopt, true, spin->loop};
  }
  if (property.kind == property::Kind::killable) {
    const auto unkillable = toy_unkillable(graph_, property.most_attempts);
    return unkillable ? ToyAnswer{true, Level::finite, unkillable->attempts} : ToyAnswer{};
  }
  const auto failure = graph_.failures.find(property.id);
  if (failure != graph_.failures.end())
    return {true, Level::finite, failure->second, 0, std::nullopt, true};
  const bool alone = property.kind == property::Kind::alone_inverted;
  if (!alone && property.kind != property::Kind::locks) return {};
  const auto inversion = toy_inversion(graph_, alone);
  if (!inversion) return {};
  return {true, Level::finite, inversion->length, inversion->chains, std::nullopt, true};
}

}  // namespace

std::optional<ToyResult> toy_check(const machine::Machine& machine,
                                   const std::vector<property::Property>& properties,
                                   std::size_t max_states, property::Fairness presumed) {
  ToyGraph graph(machine);
  if (!graph.explore(initial_states(machine, graph.layout), max_states)) return std::nullopt;
  graph.remove_false_assumptions();
  ToyResult result;
  result.states = graph.nodes.size();
  result.removed = graph.nodes.size() - graph.kept.size();
  result.taken = graph.taken;
  if (!properties.empty()) result.bounds = toy_bounds(graph);
  const Toy toy(graph, presumed);
  for (const property::Property& property : properties) {
    result.answers.push_back(toy.ask(property));
  }
  if (toy.gave_up()) return std::nullopt;
  for (const machine::Cover& cover : machine.covers) {
    result.covers.push_back(
        std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const ToyNode& node) {
          return evaluate(cover.condition, machine::Context{machine, graph.layout, node.state})
                     .value != 0;
        }));
  }
  return result;
}

std::optional<bool> toy_hinders(const machine::Machine& machine, AgentId thread, Level level,
                                std::size_t max_states, property::Fairness presumed) {
  ToyGraph graph(machine);
  if (!graph.explore(initial_states(machine, graph.layout), max_states)) return std::nullopt;
  graph.remove_false_assumptions();
  ToyLevel runs(graph, level, presumed);
  if (graph.kept.size() != graph.nodes.size() || !runs.explore(max_states)) return std::nullopt;
  const Toy toy(graph, presumed);
  const bool hinders = toy.hinders(runs, thread);
  if (toy.gave_up()) return std::nullopt;
  return hinders;
}

std::optional<bool> toy_deadlocked(const machine::Machine& machine, const machine::State& state,
                                   machine::AgentId agent, std::size_t max_states) {
  ToyGraph graph(machine);
  if (!graph.explore({{machine::Step{}, state, {}, false}}, max_states)) return std::nullopt;
  graph.remove_false_assumptions();
  const Toy toy(graph);
  const bool deadlocked = graph.kept.contains(0) && toy.deadlocked(agent, 0);
  if (toy.gave_up()) return std::nullopt;
  return deadlocked;
}

}  // namespace headway::audit

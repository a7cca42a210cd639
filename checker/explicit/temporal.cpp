// The loop found is one of the product; the machine may go round several times in it. What is shown
// is its shortest period, without the stays, and the stem ends where the loop can begin: formulas
// can't tell the difference. Nor do the pairs of `fair` and `page_fair`: what a loop does to what
// is prepared and disturbed is the same from its second round on.
#include "checker/explicit/temporal.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "checker/explicit/automaton_product.h"
#include "checker/explicit/fair_loop.h"
#include "checker/explicit/level_graph.h"
#include "checker/explicit/obligations.h"
#include "checker/property/buchi.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using property::Level;
using property::Verdict;

namespace {

struct Found {
  property::Unmet unmet;
  std::vector<std::string> notes;
};

// A level, judged: what was found there, or why it could not be judged.
struct AtLevel {
  std::optional<Found> found;
  std::string undecided;
};

// The shortest list that is the same taken again and again.
void reduce_to_period(std::vector<Parent>& steps, const CycleGraph& arena) {
  const auto same = [&](const Parent& a, const Parent& b) {
    return arena.state(a.state) == arena.state(b.state) && a.ordinal == b.ordinal;
  };
  for (std::size_t period = 1; period < steps.size(); ++period) {
    const auto next = steps.begin() + static_cast<std::ptrdiff_t>(period);
    if (steps.size() % period == 0 && std::equal(next, steps.end(), steps.begin(), same)) {
      steps.erase(next, steps.end());
      return;
    }
  }
}

class Judging {
 public:
  Judging(const TemporalGround& ground, const property::Buchi& automaton)
      : ground_(ground),
        graph_(ground.graph),
        automaton_(automaton),
        fairness_(ground.graph, ground.presumed),
        lasts_([this](std::uint64_t bytes) {
          reason_ = ground_.limit(bytes);
          return reason_.empty();
        }) {}

  // The atom that is undefined in some state, if one is.
  std::optional<std::string> read_letters();
  AtLevel at(Level level) {
    return level == Level::fair || level == Level::page_fair ? between(level) : on_states(level);
  }

 private:
  struct Arena {
    const CycleGraph& graph;
    std::vector<Node> starts;
    Level level = Level::none;
    const std::vector<PairOf>* pairs = nullptr;
  };

  AtLevel on_states(Level level);
  AtLevel between(Level level);
  AtLevel in_arena(const Arena& arena);
  Found shown(const Arena& arena, const AutomatonProduct& product, const FairLoop& loop);
  AtLevel undecided(std::string why) const {
    if (why.empty()) why = reason_.empty() ? "the product is too large" : reason_;
    return {std::nullopt, std::move(why)};
  }

  const TemporalGround& ground_;
  const StateGraph& graph_;
  const property::Buchi& automaton_;
  const Fairness fairness_;
  const std::function<bool(std::uint64_t)> lasts_;
  std::string reason_;                  // why it did not last, the last time that was asked
  std::vector<std::uint64_t> letters_;  // by state
};

std::optional<std::string> Judging::read_letters() {
  const machine::Machine& machine = graph_.machine();
  std::vector<Compiled> codes;
  for (const std::uint32_t atom : automaton_.atoms)
    codes.push_back(ground_.successors.compile(machine.atoms[atom].condition));
  std::vector<std::int64_t> values(graph_.store.slots());
  letters_.assign(graph_.size(), 0);
  for (std::uint32_t s = 0; s < graph_.size(); ++s) {
    graph_.store.get(StateId{s}, values.data());
    for (std::size_t n = 0; n < codes.size(); ++n) {
      machine::Fault fault = machine::Fault::none;
      if (ground_.successors.holds(codes[n], values.data(), fault))
        letters_[s] |= std::uint64_t{1} << n;
      if (fault != machine::Fault::none && !graph_.is_removed(StateId{s}))
        return machine.atoms[automaton_.atoms[n]].name;
    }
  }
  return std::nullopt;
}

AtLevel Judging::on_states(Level level) {
  const std::vector<AgentSet> enabled = enabled_sets(graph_, level > Level::finite);
  CycleGraph states(graph_);
  states.enabled_in = enabled;
  Arena arena{states, {}, level};
  for (const Start& start : graph_.starts) {
    if (!graph_.is_removed(start.state) && (level != Level::none || !start.adversary))
      arena.starts.push_back(start.state);
  }
  return in_arena(arena);
}

// Everywhere, not only where unrestricted loops are: the automaton reads the way to them too.
AtLevel Judging::between(Level level) {
  if (ground_.effects->too_many())
    return undecided("there are more than 65535 kinds of steps to tell apart");
  const std::vector<AgentSet> enabled = enabled_sets(graph_, true);
  std::vector<std::uint8_t> everywhere(graph_.size(), 1);
  for (std::uint32_t s = 0; s < graph_.size(); ++s)
    everywhere[s] = graph_.is_removed(StateId{s}) ? 0 : 1;
  Disturbance disturbance(*ground_.effects, level);
  const LevelGraph remembered(graph_, disturbance, everywhere, lasts_);
  if (!remembered.finished())
    return undecided(disturbance.too_many() ? "there are more than 65535 kinds of attempts" : "");
  const CycleGraph cycles = remembered.cycles(enabled);
  Arena arena{cycles, {}, level, &disturbance.pairs()};
  const Walk& reachable = remembered.reachable();
  std::copy_if(reachable.order.begin(), reachable.order.end(), std::back_inserter(arena.starts),
               [&](Node node) { return reachable.parents[index_of(node)].state == node; });
  return in_arena(arena);
}

AtLevel Judging::in_arena(const Arena& arena) {
  const AutomatonProduct product(arena.graph, arena.starts,
                                 arena.level == Level::none ? Adversaries::rest : Adversaries::act,
                                 automaton_, letters_, lasts_);
  if (!product.finished())
    return undecided(product.too_many_labels() ? "there are more than 65535 kinds of steps" : "");
  const CycleGraph cycles = product.cycles();
  const CycleEdges edges{cycles, arena.level > Level::finite};
  const Walk& reachable = product.reachable();
  const auto components = fair_components(edges, fairness_, reachable.order);
  if (components.empty()) return {};
  return {shown(arena, product,
                shortest_fair_loop(edges, fairness_, components, std::nullopt, reachable)),
          ""};
}

// Steps of the loop are kept as nodes of the arena and places among their edges.
Found Judging::shown(const Arena& arena, const AutomatonProduct& product, const FairLoop& loop) {
  const CycleGraph cycles = product.cycles();
  const auto ordinal = [&](const Parent& step) {
    return arena.graph.ordinal(step.state, step.ordinal);
  };
  std::vector<Parent> around;
  for (const auto [node, place] : loop.steps) {
    const std::uint32_t taken = cycles.ordinal(node, place);
    if (taken == AutomatonProduct::kStays) continue;
    const Node here = product.in_arena(node);
    std::uint32_t there = 0;
    while (arena.graph.ordinal(here, there) != taken) ++there;
    around.push_back({here, there});
  }
  reduce_to_period(around, arena.graph);
  std::vector<Parent> stem;
  Node at = loop.steps.front().state;
  const Node entry = product.in_arena(at);
  const auto& parents = product.reachable().parents;
  for (; parents[index_of(at)].state != at; at = parents[index_of(at)].state) {
    const auto [from, taken] = parents[index_of(at)];
    if (taken != AutomatonProduct::kStays) stem.push_back({cycles.state(from), taken});
  }
  std::reverse(stem.begin(), stem.end());
  while (!stem.empty() && !around.empty() && stem.back().ordinal == ordinal(around.back()) &&
         stem.back().state == arena.graph.state(around.back().state)) {
    stem.pop_back();
    std::rotate(around.rbegin(), around.rbegin() + 1, around.rend());
  }
  Found found;
  found.unmet.level = arena.level;
  found.unmet.lasso.stem = ground_.tracer.path(
      cycles.state(at), stem, arena.level == Level::none ? Adversaries::rest : Adversaries::act);
  for (const Parent& step : around) {
    found.unmet.lasso.loop.push_back(
        ground_.tracer.step(arena.graph.state(step.state), ordinal(step)));
  }
  found.unmet.obligations = obligations(arena.graph, fairness_, arena.pairs, entry, around);
  if (!loop.shortest)
    found.notes.push_back("a shorter loop may exist: the search for the shortest was cut off");
  return found;
}

// Levels up to `at_most` in the order of least work; `found` at the weakest that is violated.
struct Levels {
  std::optional<Found> found;
  std::optional<Level> holds;  // the strongest known to
  std::string undecided;       // why the one above could not be judged
};

Levels judge_all(Judging& judging, Level at_most) {
  Levels judged;
  // True where a level holds; else what was found or why nothing was is noted.
  const auto holds = [&](Level level) {
    AtLevel at = judging.at(level);
    judged.found = std::move(at.found);
    judged.undecided = std::move(at.undecided);
    if (judged.found || !judged.undecided.empty()) return false;
    judged.holds = level;
    return true;
  };
  for (const Level level : {Level::none, Level::finite}) {
    if (level > at_most || !holds(level)) return judged;
  }
  if (at_most == Level::finite) return judged;
  if (holds(Level::unrestricted)) {
    judged.holds = at_most;
    return judged;
  }
  std::optional<Found> unrestricted = std::move(judged.found);
  const std::string why_not = std::move(judged.undecided);
  for (const Level level : {Level::fair, Level::page_fair}) {
    if (level > at_most || !holds(level)) return judged;
  }
  if (at_most < Level::unrestricted) return judged;
  judged.found = std::move(unrestricted);
  judged.undecided = why_not;
  return judged;
}

}  // namespace

Verdict judge_temporal(const TemporalGround& ground, const property::Property& property,
                       Level at_most) {
  CHECK(property.formula, "a temporal property without a formula");
  const auto automaton = property::translate(*property.formula, true);
  if (!automaton) return property::Undecided{"the automaton of the formula is too large"};
  if (automaton->states.empty()) return property::Holds{Level::unrestricted, nullptr, {}};
  Judging judging(ground, *automaton);
  if (const auto atom = judging.read_letters())
    return property::Undecided{"`" + *atom + "` is undefined in a state that is reached"};
  Levels judged = judge_all(judging, at_most);
  if (judged.found && judged.found->unmet.level <= property.required) {
    return property::Violated{std::move(judged.found->unmet), std::move(judged.found->notes),
                              judged.holds};
  }
  if (!judged.undecided.empty() && (!judged.holds || *judged.holds < property.required))
    return property::Undecided{judged.undecided};
  property::Holds holds{judged.holds, nullptr, {}};
  if (!judged.undecided.empty())
    holds.notes.push_back("the level above was not decided: " + judged.undecided);
  if (!judged.found) return holds;
  holds.next = std::make_shared<const property::Counterexample>(std::move(judged.found->unmet));
  holds.notes.insert(holds.notes.end(), judged.found->notes.begin(), judged.found->notes.end());
  return holds;
}

}  // namespace headway::explicit_engine

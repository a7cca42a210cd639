// The loop found is one of the product; the machine may go round several times in it. What is shown
// is its shortest period, without the stays, and the stem ends where the loop can begin: formulas
// can't tell the difference.
#include "checker/explicit/temporal.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "checker/explicit/product_cycle.h"
#include "checker/property/buchi.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Level;
using property::Obligation;
using property::Verdict;

namespace {

struct Found {
  property::Unmet unmet;
  std::vector<std::string> notes;
};

class Judging {
 public:
  Judging(const TemporalGround& ground, const property::Buchi& automaton)
      : ground_(ground), graph_(ground.graph), automaton_(automaton), fairness_(ground.graph) {}

  // The atom that is undefined in some state, if one is.
  std::optional<std::string> read_letters();
  [[nodiscard]] bool fits() const;
  std::optional<Found> at(Level level);

 private:
  struct Taken {
    StateId from{};
    std::uint32_t ordinal = 0;
    bool operator==(const Taken&) const = default;
  };

  void find_enabled(bool adversaries);
  Found shown(const AutomatonProduct& product, const ProductLoop& loop, Level level);
  std::vector<Obligation> obligations(StateId first, const std::vector<Taken>& steps) const;
  Obligation weak(AgentId agent, const std::vector<StateId>& states,
                  const std::vector<Taken>& steps) const;
  std::optional<Obligation> strong(std::size_t acquire, const std::vector<StateId>& states,
                                   const std::vector<Taken>& steps) const;
  [[nodiscard]] AgentId agent_of(const Taken& step) const {
    return graph_.edges(step.from)[step.ordinal].agent();
  }

  const TemporalGround& ground_;
  const StateGraph& graph_;
  const property::Buchi& automaton_;
  const Fairness fairness_;
  std::vector<std::uint64_t> letters_;  // by state
  std::vector<AgentSet> enabled_;       // by state: threads and daemons, at the level being judged
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

// Room for the product and for what is worked out on it.
bool Judging::fits() const {
  const std::uint64_t nodes = std::uint64_t{graph_.size()} * automaton_.states.size();
  std::uint64_t transitions = 0;
  for (const auto& state : automaton_.states) transitions += state.size();
  if (nodes >= std::uint64_t{1} << 31) return false;
  return ground_.lasts(nodes * (sizeof(AutomatonProduct::Node) + 32) +
                       graph_.edge_count() * transitions * sizeof(AutomatonProduct::Edge));
}

void Judging::find_enabled(bool adversaries) {
  enabled_.assign(graph_.size(), 0);
  for (std::uint32_t s = 0; s < graph_.size(); ++s) {
    for (const Edge& edge : graph_.edges(StateId{s})) {
      if (adversaries || !edge.is(Edge::adversary)) enabled_[s] |= only(edge.agent());
    }
    enabled_[s] &= graph_.threads_and_daemons();
  }
}

std::optional<Found> Judging::at(Level level) {
  const bool adversaries = level > Level::finite;
  find_enabled(adversaries);
  const AutomatonProduct product(graph_, automaton_, letters_, enabled_,
                                 level == Level::none ? Adversaries::rest : Adversaries::act);
  const CycleRules rules{graph_,      product,         fairness_, enabled_, automaton_.all_marks(),
                         adversaries, ground_.presumed};
  const std::vector<Nodes> parts = fair_parts(rules);
  if (parts.empty()) return std::nullopt;
  return shown(product, shortest_loop(rules, parts), level);
}

Found Judging::shown(const AutomatonProduct& product, const ProductLoop& loop, Level level) {
  std::vector<Taken> stem, around;
  NodeId at = loop.steps.front().from;
  const StateId entry = product.node(at).state;
  for (; product.node(at).parent != at; at = product.node(at).parent) {
    const AutomatonProduct::Node& node = product.node(at);
    if (node.ordinal != AutomatonProduct::kStays)
      stem.push_back({product.node(node.parent).state, node.ordinal});
  }
  std::reverse(stem.begin(), stem.end());
  for (const ProductStep& step : loop.steps) {
    if (!step.edge->stays()) around.push_back({product.node(step.from).state, step.edge->ordinal});
  }
  for (std::size_t period = 1; period < around.size(); ++period) {
    if (around.size() % period != 0) continue;
    if (!std::equal(around.begin() + static_cast<std::ptrdiff_t>(period), around.end(),
                    around.begin()))
      continue;
    around.resize(period);
    break;
  }
  while (!stem.empty() && !around.empty() && stem.back() == around.back()) {
    stem.pop_back();
    std::rotate(around.rbegin(), around.rbegin() + 1, around.rend());
  }
  Found found;
  found.unmet.level = level;
  std::vector<Parent> steps;
  for (const Taken& step : stem) steps.push_back({step.from, step.ordinal});
  found.unmet.lasso.stem = ground_.tracer.path(
      product.node(at).state, steps, level == Level::none ? Adversaries::rest : Adversaries::act);
  for (const Taken& step : around)
    found.unmet.lasso.loop.push_back(ground_.tracer.step(step.from, step.ordinal));
  found.unmet.obligations = obligations(around.empty() ? entry : around.front().from, around);
  if (!loop.shortest)
    found.notes.push_back("a shorter loop may exist: the search for the shortest was cut off");
  return found;
}

std::vector<Obligation> Judging::obligations(StateId first, const std::vector<Taken>& steps) const {
  if (ground_.presumed == property::Fairness::none) return {};
  std::vector<StateId> states;  // each the one before the step of its number
  for (const Taken& step : steps) states.push_back(step.from);
  if (states.empty()) states.push_back(first);
  std::vector<Obligation> all;
  for (AgentSet rest = graph_.threads_and_daemons(); rest != 0; rest &= rest - 1)
    all.push_back(weak(AgentId{static_cast<std::uint32_t>(std::countr_zero(rest))}, states, steps));
  if (ground_.presumed != property::Fairness::strong) return all;
  for (std::size_t acquire = 0; acquire < fairness_.acquires().size(); ++acquire) {
    if (const auto obligation = strong(acquire, states, steps)) all.push_back(*obligation);
  }
  return all;
}

Obligation Judging::weak(AgentId agent, const std::vector<StateId>& states,
                         const std::vector<Taken>& steps) const {
  Obligation obligation{agent, Obligation::Kind::weak, Obligation::Met::steps, 0};
  for (; obligation.where < steps.size(); ++obligation.where) {
    if (agent_of(steps[obligation.where]) == agent) return obligation;
  }
  const auto disabled = [&](StateId state) {
    return (enabled_[index_of(state)] & only(agent)) == 0;
  };
  const auto where = std::find_if(states.begin(), states.end(), disabled);
  CHECK(where != states.end(), "the loop is unfair to agent " << index_of(agent));
  obligation.where = static_cast<std::size_t>(where - states.begin());
  const bool never = std::all_of(states.begin(), states.end(), disabled);
  obligation.met = never ? Obligation::Met::never_enabled : Obligation::Met::disabled;
  return obligation;
}

// Nothing where the thread never stands at the acquire.
std::optional<Obligation> Judging::strong(std::size_t acquire, const std::vector<StateId>& states,
                                          const std::vector<Taken>& steps) const {
  const auto [agent, location] = fairness_.acquires()[acquire];
  const auto stands = [&](StateId state) { return graph_.location(state, agent) == location; };
  if (std::none_of(states.begin(), states.end(), stands)) return std::nullopt;
  Obligation obligation{agent, Obligation::Kind::strong, Obligation::Met::steps, 0, location};
  for (; obligation.where < steps.size(); ++obligation.where) {
    const Taken& step = steps[obligation.where];
    if (stands(step.from) && agent_of(step) == agent) return obligation;
  }
  obligation.where = 0;
  obligation.met = Obligation::Met::never_enabled;
  return obligation;
}

}  // namespace

Verdict judge_temporal(const TemporalGround& ground, const property::Property& property) {
  CHECK(property.formula, "a temporal property without a formula");
  const auto automaton = property::translate(*property.formula, true);
  if (!automaton) return property::Undecided{"the automaton of the formula is too large"};
  if (automaton->states.empty()) return property::Holds{Level::unrestricted, nullptr, {}};
  Judging judging(ground, *automaton);
  if (const auto atom = judging.read_letters())
    return property::Undecided{"`" + *atom + "` is undefined in a state that is reached"};
  std::optional<Level> up_to;
  for (const Level level : {Level::none, Level::finite, Level::unrestricted}) {
    if (!judging.fits()) {
      if (up_to && *up_to >= property.required)
        return property::Holds{
            up_to, nullptr, {"the level above was not decided: " + ground.reason()}};
      return property::Undecided{ground.reason()};
    }
    std::optional<Found> found = judging.at(level);
    if (!found) {
      up_to = level;
      continue;
    }
    if (level <= property.required)
      return property::Violated{std::move(found->unmet), std::move(found->notes), up_to};
    if (up_to < property.required) break;
    found->notes.emplace_back("the levels fair and page-fair are not judged for formulas");
    return property::Holds{
        up_to, std::make_shared<const property::Counterexample>(std::move(found->unmet)),
        std::move(found->notes)};
  }
  if (up_to && *up_to >= property.required) return property::Holds{up_to, nullptr, {}};
  return property::Undecided{
      "temporal formulas are not judged at the levels between finite and unrestricted, which "
      "differ "
      "here"};
}

}  // namespace headway::explicit_engine

// Says what is so on the loop, and stops where something is not met: then the search is wrong.
#include "checker/explicit/obligations.h"

#include <algorithm>
#include <bit>

#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Obligation;

namespace {

class Loop {
 public:
  Loop(const CycleGraph& graph, const Fairness& fairness, Node first,
       const std::vector<Parent>& steps)
      : graph_(graph), fairness_(fairness), steps_(steps) {
    for (const Parent& step : steps) nodes_.push_back(step.state);
    if (nodes_.empty()) nodes_.push_back(first);
  }

  [[nodiscard]] Obligation weak(AgentId agent) const;
  [[nodiscard]] std::optional<Obligation> strong(std::size_t acquire) const;
  [[nodiscard]] std::optional<Obligation> pair(std::uint32_t number, const PairOf& about) const;

 private:
  [[nodiscard]] const Edge& edge(const Parent& step) const {
    return graph_.edges(step.state)[step.ordinal];
  }
  [[nodiscard]] AgentId agent_of(const Parent& step) const { return edge(step).agent(); }

  const CycleGraph& graph_;
  const Fairness& fairness_;
  const std::vector<Parent>& steps_;
  std::vector<Node> nodes_;  // each the one before the step of its number
};

Obligation Loop::weak(AgentId agent) const {
  Obligation obligation{agent, Obligation::Kind::weak};
  const auto step = std::find_if(steps_.begin(), steps_.end(),
                                 [&](const Parent& taken) { return agent_of(taken) == agent; });
  if (step != steps_.end()) {
    obligation.where = static_cast<std::size_t>(step - steps_.begin());
    return obligation;
  }
  const auto disabled = [&](Node node) { return (graph_.enabled(node) & only(agent)) == 0; };
  obligation.where = static_cast<std::size_t>(std::find_if(nodes_.begin(), nodes_.end(), disabled) -
                                              nodes_.begin());
  CHECK(obligation.where < nodes_.size(), "the loop is unfair to agent " << index_of(agent));
  const bool never = std::all_of(nodes_.begin(), nodes_.end(), disabled);
  obligation.met = never ? Obligation::Met::never_enabled : Obligation::Met::disabled;
  return obligation;
}

// Nothing where the thread never stands at the acquire. A turn has no place.
std::optional<Obligation> Loop::strong(std::size_t acquire) const {
  const auto [agent, location] = fairness_.acquires()[acquire];
  const auto stands = [&](Node node) {
    return !location || graph_.base().location(graph_.state(node), agent) == *location;
  };
  if (std::none_of(nodes_.begin(), nodes_.end(), stands)) return std::nullopt;
  Obligation obligation{agent, Obligation::Kind::strong, Obligation::Met::steps, 0, location};
  for (const Parent& step : steps_) {
    if (stands(step.state) && agent_of(step) == agent) return obligation;
    ++obligation.where;
  }
  obligation.met = Obligation::Met::disabled;
  for (obligation.where = 0; obligation.where < nodes_.size(); ++obligation.where) {
    const Node node = nodes_[obligation.where];
    if (fairness_.met_in(acquire, graph_.state(node), graph_.enabled(node))) return obligation;
  }
  obligation.where = 0;
  obligation.met = Obligation::Met::never_enabled;
  CHECK(std::none_of(
            nodes_.begin(), nodes_.end(),
            [&](Node node) { return stands(node) && (graph_.enabled(node) & only(agent)) != 0; }),
        "the loop starves agent " << index_of(agent));
  return obligation;
}

// Of a member of a set nothing where no attempt asks for it.
std::optional<Obligation> Loop::pair(std::uint32_t number, const PairOf& about) const {
  const auto contains = [&](const std::vector<std::uint32_t>& numbers) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  };
  Obligation obligation{about.agent, about.kind, Obligation::Met::never_made};
  obligation.transition = about.transition;
  if (about.slot) {
    const StateGraph& base = graph_.base();
    for (std::uint32_t v = 0; v < base.machine().variables.size(); ++v) {
      const std::size_t slot = base.layout().slot(machine::VariableId{v});
      if (*about.slot < slot || *about.slot >= slot + base.machine().variables[v].extent) continue;
      obligation.member = machine::VariableId{v};
      obligation.cell = static_cast<std::int64_t>(*about.slot - slot);
    }
  }
  bool asked = false;
  std::optional<std::size_t> granted;
  for (std::size_t n = 0; n < steps_.size(); ++n) {
    const EdgeLabel* label = graph_.label(edge(steps_[n]));
    if (label == nullptr) continue;
    asked = asked || contains(label->asks);
    if (!granted && contains(label->grants)) granted = n;
  }
  if (!asked) return about.slot ? std::nullopt : std::optional(obligation);
  CHECK(granted, "the loop asks pair " << number << " in vain");
  obligation.where = *granted;
  obligation.met = about.kind == Obligation::Kind::attempt ? Obligation::Met::undisturbed
                                                           : Obligation::Met::favourable;
  return obligation;
}

}  // namespace

std::vector<Obligation> obligations(const CycleGraph& graph, const Fairness& fairness,
                                    const std::vector<PairOf>* pairs, Node first,
                                    const std::vector<Parent>& steps) {
  const Loop loop(graph, fairness, first, steps);
  std::vector<Obligation> all;
  for (AgentSet rest = fairness.weak(); rest != 0; rest &= rest - 1)
    all.push_back(loop.weak(AgentId{static_cast<std::uint32_t>(std::countr_zero(rest))}));
  for (std::size_t acquire = 0; acquire < fairness.acquires().size(); ++acquire) {
    if (const auto obligation = loop.strong(acquire)) all.push_back(*obligation);
  }
  for (std::uint32_t pair = 0; pairs != nullptr && pair < pairs->size(); ++pair) {
    if (const auto obligation = loop.pair(pair, (*pairs)[pair])) all.push_back(*obligation);
  }
  return all;
}

}  // namespace headway::explicit_engine

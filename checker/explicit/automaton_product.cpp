#include "checker/explicit/automaton_product.h"

namespace headway::explicit_engine {

AutomatonProduct::AutomatonProduct(const StateGraph& graph, const property::Buchi& automaton,
                                   std::span<const std::uint64_t> letters,
                                   std::span<const AgentSet> enabled, Adversaries adversaries)
    : numbers_(graph.size() * automaton.states.size()), width_(automaton.states.size()) {
  if (width_ == 0) {
    first_.push_back(0);
    return;
  }
  for (const Start& start : graph.starts) {
    if (graph.is_removed(start.state) || (adversaries == Adversaries::rest && start.adversary))
      continue;
    arrive(start.state, 0, NodeId{size()}, 0);
  }
  for (std::uint32_t from = 0; from < nodes_.size(); ++from) {
    first_.push_back(edges_.size());
    const auto [state, at, parent, came_by] = nodes_[from];
    const std::span<const explicit_engine::Edge> steps = graph.edges(state);
    for (const property::Buchi::Transition& t : automaton.states[at]) {
      if (!t.reads(letters[index_of(state)])) continue;
      for (std::uint32_t ordinal = 0; ordinal < steps.size(); ++ordinal) {
        const explicit_engine::Edge& step = steps[ordinal];
        const bool adversary = step.is(explicit_engine::Edge::adversary);
        if (!step.leads_on() || graph.is_removed(step.target) ||
            (adversaries == Adversaries::rest && adversary))
          continue;
        const NodeId to = arrive(step.target, t.to, NodeId{from}, ordinal);
        edges_.push_back({t.marks, to, ordinal, step.agent_number, adversary});
      }
      if (enabled[index_of(state)] != 0) continue;
      const NodeId to = arrive(state, t.to, NodeId{from}, kStays);
      edges_.push_back({t.marks, to, kStays, 0, false});
    }
  }
  first_.push_back(edges_.size());
}

NodeId AutomatonProduct::arrive(StateId state, std::uint32_t at, NodeId parent,
                                std::uint32_t ordinal) {
  std::uint32_t& number = numbers_[index_of(state) * width_ + at];
  if (number == 0) {
    nodes_.push_back({state, at, parent, ordinal});
    number = size();
  }
  return NodeId{number - 1};
}

}  // namespace headway::explicit_engine

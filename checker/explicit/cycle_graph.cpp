// One pass over the edges: whoever asks again and again gets an array.
#include "checker/explicit/cycle_graph.h"

namespace headway::explicit_engine {

std::vector<AgentSet> enabled_sets(const StateGraph& graph, bool adversaries) {
  std::vector<AgentSet> sets(graph.size());
  const AgentSet owed = graph.threads_and_daemons();
  for (std::uint32_t s = 0; s < graph.size(); ++s) {
    for (const Edge& edge : graph.edges(StateId{s})) {
      if (edge.is(Edge::held) || (!adversaries && edge.is(Edge::adversary))) continue;
      sets[s] |= only(edge.agent()) & owed;
    }
  }
  return sets;
}

// Asked for the few steps that are shown, and worked out anew for each.
std::uint32_t CycleGraph::nth_between(StateId state, std::uint32_t place) const {
  const std::span<const Edge> steps = base_->edges(state);
  std::uint32_t ordinal = 0;
  for (std::uint32_t before = 0;; ++ordinal) {
    const Edge& step = steps[ordinal];
    if (!step.leads_on() || between_[index_of(step.target)] == 0) continue;
    if (before++ == place) return ordinal;
  }
}

}  // namespace headway::explicit_engine

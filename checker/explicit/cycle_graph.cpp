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

}  // namespace headway::explicit_engine

// Plain breadth-first search. Exploration has found shortest runs already; they are sought again
// because states were removed since, and because the level `none` needs its own.
#include "checker/explicit/walk.h"

#include <algorithm>

namespace headway::explicit_engine {

Walk walk(const StateGraph& graph, Adversaries adversaries, const std::vector<bool>* without) {
  Walk walk;
  walk.depth.assign(graph.size(), Walk::kUnreached);
  walk.parents.resize(graph.size());
  const auto reach = [&](StateId state, Parent parent, std::uint32_t depth) {
    if (graph.is_removed(state) || walk.reaches(state)) return;
    walk.depth[index_of(state)] = depth;
    walk.parents[index_of(state)] = parent;
    walk.order.push_back(state);
  };
  for (const Start& start : graph.starts) {
    if (adversaries == Adversaries::act || !start.adversary)
      reach(start.state, {start.state, 0}, 0);
  }
  for (std::size_t next = 0; next < walk.order.size(); ++next) {
    const StateId from = walk.order[next];
    const std::span<const Edge> edges = graph.edges(from);
    for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
      const Edge& edge = edges[ordinal];
      if (!edge.leads_on() || (adversaries == Adversaries::rest && edge.is(Edge::adversary)))
        continue;
      if (without != nullptr && (*without)[edge.label]) continue;
      reach(edge.target, {from, ordinal}, walk.depth[index_of(from)] + 1);
    }
  }
  return walk;
}

// Backwards, by repeated sweeps: breadth-first numbers make most edges lead on, so that few sweeps
// from the back are enough.
std::vector<std::uint8_t> leading_to(const StateGraph& graph,
                                     const std::vector<std::uint8_t>& marked) {
  std::vector<std::uint8_t> leads = marked;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t s = graph.size(); s-- > 0;) {
      if (leads[s] != 0 || graph.is_removed(StateId{s})) continue;
      const auto edges = graph.edges(StateId{s});
      if (std::none_of(edges.begin(), edges.end(), [&](const Edge& edge) {
            return edge.leads_on() && leads[index_of(edge.target)] != 0;
          })) {
        continue;
      }
      leads[s] = 1;
      changed = true;
    }
  }
  return leads;
}

}  // namespace headway::explicit_engine

// Walks from each state over one thread's steps until it is there again.
#include "checker/audit/toy_spin.h"

#include <algorithm>

#include "checker/audit/classify.h"

namespace headway::audit {

using machine::AgentId;

namespace {

// A step that a spinning thread takes: its own, no whim against it, no progress, from no timed
// wait.
bool spins(const ToyGraph& graph, AgentId thread, std::size_t from, const ToyEdge& edge) {
  return edge.step.agent == thread && !edge.adversary && graph.kept.contains(edge.to) &&
         !passes_progress(graph.machine, edge.step) &&
         !at_timed_wait(graph.machine, graph.nodes[from].state, thread);
}

// Steps of the thread's shortest way from the state back to it.
std::optional<std::size_t> way_round(const ToyGraph& graph, AgentId thread, std::size_t start) {
  States seen;
  States front{start};
  for (std::size_t length = 1; !front.empty(); ++length) {
    States next;
    for (const std::size_t from : front) {
      for (const ToyEdge& edge : graph.nodes[from].edges) {
        if (!spins(graph, thread, from, edge)) continue;
        if (edge.to == start) return length;
        if (seen.insert(edge.to).second) next.insert(edge.to);
      }
    }
    front = next;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ToySpin> toy_spin(const ToyGraph& graph) {
  std::optional<ToySpin> best;
  for (const auto& [state, depth] : graph.walk(true)) {
    for (const AgentId agent : graph.agents) {
      if (graph.machine.at(agent).kind != machine::AgentKind::thread) continue;
      const auto loop = way_round(graph, agent, state);
      if (loop && (!best || ToySpin{*loop, depth} < *best)) best = ToySpin{*loop, depth};
    }
  }
  return best;
}

}  // namespace headway::audit

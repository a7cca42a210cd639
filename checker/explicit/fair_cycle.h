// Fair cycles: the parts of a graph in which a run can go round for ever and be fair to everybody.
// A strongly connected part where someone is always enabled but never steps has none. One that only
// starves acquires (a Streett condition on edges) may have a smaller one, without the states where
// the starved thread is enabled: remove those, take components again (Emerson and Lei 1987;
// Henzinger and Telle 1996). In what remains, a walk through all edges is a fair cycle.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "checker/explicit/fairness.h"
#include "checker/explicit/state_graph.h"

namespace headway::explicit_engine {

// Which edges a cycle may use.
struct CycleEdges {
  const StateGraph& graph;
  std::optional<machine::AgentId> no_progress_of;  // this thread passes no `progress`
  bool adversaries = false;                        // adversary edges too

  [[nodiscard]] bool admit(const Edge& edge) const {
    if (!edge.leads_on() || graph.is_removed(edge.target)) return false;
    return (adversaries || !edge.is(Edge::adversary)) &&
           !(no_progress_of && edge.is(Edge::progress) && edge.agent() == *no_progress_of);
  }
};

struct FairComponent {
  std::vector<StateId> states;
  AgentSet moving = 0;  // agents with a step inside
};

// All greatest fair components within `states`, which kept edges must not leave except to states
// removed.
std::vector<FairComponent> fair_components(const CycleEdges& edges, const Fairness& fairness,
                                           std::span<const StateId> states);

}  // namespace headway::explicit_engine

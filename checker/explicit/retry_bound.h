// How often a loop tries at most. For each site of attempts the greatest number of them on any run
// with at most 0, 1, 2 adversary edges: a longest path. Components of kept edges are shrunk to
// points (Tarjan 1972), which leaves an acyclic graph; adversary edges lead from one layer of it to
// the next. An attempt inside a component can be made any number of times.
#pragma once

#include <vector>

#include "checker/explicit/attempts.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/walk.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

constexpr std::size_t kLayers = 3;  // runs with at most 0, 1, 2 adversary edges

// By site. `reachable` is by all edges.
std::vector<property::RetryBound> retry_bounds(const StateGraph& graph, const Walk& reachable,
                                               const Attempts& attempts);

}  // namespace headway::explicit_engine

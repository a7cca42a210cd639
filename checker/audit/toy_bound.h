// The bound on retries, for the toy checker: the longest path by relaxing edges again and again
// (Bellman 1958) until nothing grows, or until a bound is greater than any run could make it that
// takes no step twice.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "checker/audit/toy_graph.h"

namespace headway::audit {

// By agent and transition, as in property::RetryBound: at most 0, 1, 2 adversary edges.
using ToyBounds = std::map<std::pair<machine::AgentId, machine::TransitionId>,
                           std::vector<std::optional<std::uint64_t>>>;

ToyBounds toy_bounds(const ToyGraph& graph);

}  // namespace headway::audit

// The shortest fair loop, proved to be: breadth-first over pairs of a node and the duties met so
// far, for lengths 1, 2, 3 …, each loop from the one of its nodes that is first in rank. Branches
// that cannot come back in time are cut: on a loop every agent comes back to its own location, so
// it still has at least as many steps before it as its own graph is long from where it stands, more
// if it must yet take one at all (an admissible bound, as in A*: Hart, Nilsson, Raphael 1968).
//
// Never looks at more edges than its allowance; then it gives up.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checker/explicit/loop_duties.h"

namespace headway::explicit_engine {

// Loops are sought among these components, each with its duties (at most LoopDuties::kMost).
// `starts` are all their nodes in rank; `member` says for each node of the graph in which component
// it is, counted from 1. Nothing where the allowance of `edges_to_look_at` is used up.
std::optional<std::vector<Parent>> exact_loop(const CycleEdges& edges,
                                              std::span<const FairComponent> components,
                                              std::span<const LoopDuties> duties,
                                              std::span<const Node> starts,
                                              std::span<const std::uint32_t> member,
                                              std::uint64_t edges_to_look_at);

}  // namespace headway::explicit_engine

// The loop that is shown. A fair component may have a million states; a person wants the shortest
// fair loop in any of them. With up to 12 obligations it is sought exactly: breadth-first over
// pairs of a node and the obligations met so far, for lengths 1, 2, 3 …, from every node as the
// loop's first in rank. That search has an allowance of work; past it, and with more obligations,
// the loop is the greedy one (to the nearest state or step that meets something more, and so on,
// and back), which is fair too but perhaps not shortest.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explicit/fair_cycle.h"
#include "checker/explicit/walk.h"

namespace headway::explicit_engine {

struct FairLoop {
  std::vector<Parent>
      steps;  // from which node, by which of its edges; the first node is the nearest one
  bool shortest = true;  // proved to be
};

// A loop in one of the components; `mover`, if there is one, takes a step in it. Nodes of equal
// standing are ordered by how far they are in `reachable`.
FairLoop shortest_fair_loop(const CycleEdges& edges, const Fairness& fairness,
                            const std::vector<FairComponent>& components,
                            std::optional<machine::AgentId> mover, const Walk& reachable);

}  // namespace headway::explicit_engine

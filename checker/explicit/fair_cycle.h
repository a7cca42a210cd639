// Fair cycles: the parts of a graph in which a run can go round for ever and be fair to everybody.
// A strongly connected part where someone is always enabled but never steps has none, nor has one
// that never grants what every loop asks. One that misses only what some of its nodes or edges ask
// may have a smaller one, without these: remove the nodes where a starved acquire is enabled and
// the edges that ask in vain, take components again (Emerson and Lei 1987; Henzinger and Telle
// 1996). In what remains, a walk through all edges is a fair cycle.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/fairness.h"

namespace headway::explicit_engine {

// Labels that no edge of a part may have; nothing: all may be used.
using Forbidden = std::shared_ptr<const std::vector<bool>>;

struct FairComponent {
  std::vector<Node> nodes;
  AgentSet moving = 0;     // agents with a step inside
  Forbidden without = {};  // edges with these labels are no part of it

  [[nodiscard]] bool allows(const Edge& edge) const { return !without || !(*without)[edge.label]; }
};

// All greatest fair components within `nodes`.
std::vector<FairComponent> fair_components(const CycleEdges& edges, const Fairness& fairness,
                                           std::span<const Node> nodes);

}  // namespace headway::explicit_engine

// How a loop meets what fairness and its level ask of it, one obligation at a time: what a report
// says and the audit checks.
#pragma once

#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/disturbance.h"
#include "checker/explicit/fairness.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// Of the loop that takes `steps` (nodes, and places among their edges) from node `first`; without
// steps it stays there. `pairs`, if not null, says what the pairs of the graph are about.
std::vector<property::Obligation> obligations(const CycleGraph& graph, const Fairness& fairness,
                                              const std::vector<PairOf>* pairs, Node first,
                                              const std::vector<Parent>& steps);

}  // namespace headway::explicit_engine

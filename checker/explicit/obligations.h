// How a loop meets what fairness asks of it, one obligation at a time: what a report says and the
// audit checks.
#pragma once

#include <vector>

#include "checker/explicit/fairness.h"
#include "checker/explicit/state_graph.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// Of the loop that takes `steps` from state `first`; without steps it stays there.
std::vector<property::Obligation> obligations(const StateGraph& graph, const Fairness& fairness,
                                              StateId first, const std::vector<Parent>& steps);

}  // namespace headway::explicit_engine

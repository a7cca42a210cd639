// Without preemption, whoever shares a processor has its turn some time: an agent that has a step
// all along and may be picked again and again takes one. The toy checkers ask it of sets of states.
#pragma once

#include <algorithm>
#include <set>

#include "checker/audit/audit_turns.h"
#include "checker/audit/toy_graph.h"

namespace headway::audit {

// Who has turns and a step in every state of the set, and is none of those who move in it: a run
// that stays in the set does not come by where one of them may be picked. `state_of` gives the
// state of an element, `enabled` says whether an agent is so there, at the level asked about.
template <typename Set, typename StateOf, typename Enabled>
std::set<machine::AgentId> passed_over(const ToyGraph& graph, const Set& set,
                                       const std::set<machine::AgentId>& moved, StateOf state_of,
                                       Enabled enabled) {
  std::set<machine::AgentId> found;
  for (const machine::AgentId agent : graph.agents) {
    if (!has_turns(graph.machine, agent) || moved.contains(agent)) continue;
    const bool ready = std::all_of(set.begin(), set.end(), [&](std::size_t element) {
      return enabled(element, agent) || graph.nodes[state_of(element)].held.contains(agent);
    });
    if (ready) found.insert(agent);
  }
  return found;
}

}  // namespace headway::audit

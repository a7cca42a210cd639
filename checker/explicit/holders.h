// Who waits for whom: the agents that hold what a waiting agent waits for, read from the lock's own
// cell.
#pragma once

#include <array>

#include "checker/explicit/state_graph.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// What `agent`, which stands at a wait, waits for in `state`.
property::Waiter waiter(const StateGraph& graph, const machine::State& state,
                        machine::AgentId agent);

// For each waiting agent the agents that it waits for.
using WaitsFor = std::array<AgentSet, 64>;

// Agents of `agents` from which holders lead on for ever within `agents`: those on a wait cycle or
// on the way to one.
AgentSet lead_into_cycle(const WaitsFor& waits_for, AgentSet agents);

// The shortest cycle of holders through `agent`, `agent` first; empty if there is none.
std::vector<machine::AgentId> wait_cycle(const WaitsFor& waits_for, machine::AgentId agent);

}  // namespace headway::explicit_engine

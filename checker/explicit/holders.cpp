// A lock's cell names its holder (owner locks) or the set of its holders (mask locks): machine.h,
// Holder.
#include "checker/explicit/holders.h"

#include <algorithm>
#include <bit>

#include "model/machine/evaluate.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

AgentSet holders_of(const machine::Variable& variable, std::int64_t value, std::size_t agents) {
  AgentSet holders = 0;
  if (variable.holder == machine::Holder::mask) holders = static_cast<AgentSet>(value);
  if (variable.holder == machine::Holder::owner && value >= 1 &&
      value <= static_cast<std::int64_t>(agents)) {
    holders = AgentSet{1} << (value - 1);
  }
  return agents >= 64 ? holders : holders & ((AgentSet{1} << agents) - 1);
}

}  // namespace

property::Waiter waiter(const StateGraph& graph, const machine::State& state, AgentId agent) {
  property::Waiter waiter;
  waiter.agent = agent;
  waiter.location = state.locations[index_of(agent)];
  const auto& wait = graph.machine().at(agent).at(waiter.location).wait;
  if (!wait || !wait->resource) return waiter;
  const machine::VariableId resource = wait->resource->variable;
  const machine::Expr* index = wait->resource->index ? &*wait->resource->index : nullptr;
  const auto slot = slot_of(resource, index, {graph.machine(), graph.layout(), state});
  if (slot.fault != machine::Fault::none) return waiter;
  waiter.resource = resource;
  waiter.cell = slot.value - static_cast<std::int64_t>(graph.layout().slot(resource));
  AgentSet holders =
      holders_of(graph.machine().at(resource), state.cells[static_cast<std::size_t>(slot.value)],
                 graph.machine().agents.size());
  for (; holders != 0; holders &= holders - 1) {
    waiter.holders.push_back(AgentId{static_cast<std::uint32_t>(std::countr_zero(holders))});
  }
  return waiter;
}

AgentSet lead_into_cycle(const WaitsFor& waits_for, AgentSet agents) {
  for (bool changed = true; changed;) {
    changed = false;
    for (AgentSet rest = agents; rest != 0; rest &= rest - 1) {
      const int agent = std::countr_zero(rest);
      if ((waits_for[static_cast<std::size_t>(agent)] & agents) != 0) continue;
      agents &= ~(AgentSet{1} << agent);
      changed = true;
    }
  }
  return agents;
}

std::vector<AgentId> wait_cycle(const WaitsFor& waits_for, AgentId agent) {
  std::array<std::uint32_t, 64> from{};
  std::vector<AgentId> queue{agent};
  AgentSet seen = 0;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    for (AgentSet holders = waits_for[index_of(queue[next])] & ~seen; holders != 0;
         holders &= holders - 1) {
      const AgentId holder{static_cast<std::uint32_t>(std::countr_zero(holders))};
      seen |= only(holder);
      from[index_of(holder)] = index_of(queue[next]);
      queue.push_back(holder);
    }
    if ((seen & only(agent)) == 0) continue;
    std::vector<AgentId> cycle;
    for (std::uint32_t at = from[index_of(agent)]; at != index_of(agent); at = from[at])
      cycle.push_back(AgentId{at});
    cycle.push_back(agent);
    std::reverse(cycle.begin(), cycle.end());
    return cycle;
  }
  return {};
}

}  // namespace headway::explicit_engine

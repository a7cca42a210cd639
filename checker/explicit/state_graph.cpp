// Sets of agents in a state are worked out anew each time they are asked for: from its edges and
// its packed locations, which is cheap, and saves a word per state for each of them.
#include "checker/explicit/state_graph.h"

namespace headway::explicit_engine {

using machine::AgentId;
using machine::AgentKind;

StateGraph::StateGraph(const machine::Machine& machine)
    : store(machine), machine_(machine), layout_(machine) {
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    if (machine.agents[a].kind == AgentKind::thread) threads_ |= only(AgentId{a});
    if (machine.agents[a].kind == AgentKind::daemon) daemons_ |= only(AgentId{a});
    if (machine.agents[a].kind == AgentKind::signal) signals_ |= only(AgentId{a});
  }
}

std::uint64_t StateGraph::bytes() const {
  return store.bytes() + edges_.capacity() * sizeof(Edge) +
         first_.capacity() * sizeof(std::uint64_t) + parents.capacity() * sizeof(Parent) +
         starts.capacity() * sizeof(Start);
}

machine::State StateGraph::state(StateId id) const {
  std::vector<std::int64_t> values(store.slots());
  store.get(id, values.data());
  machine::State state;
  state.cells.assign(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(layout_.cells()));
  for (std::size_t slot = layout_.cells(); slot < values.size(); ++slot) {
    state.locations.push_back(static_cast<machine::LocationId>(values[slot]));
  }
  return state;
}

machine::LocationId StateGraph::location(StateId state, AgentId agent) const {
  return static_cast<machine::LocationId>(store.get(state, layout_.cells() + index_of(agent)));
}

AgentSet StateGraph::enabled(StateId state) const {
  AgentSet agents = 0;
  for (const Edge& edge : edges(state)) {
    if (!edge.is(Edge::adversary) && !edge.is(Edge::held)) agents |= only(edge.agent());
  }
  return agents;
}

AgentSet StateGraph::held(StateId state) const {
  AgentSet agents = 0;
  for (const Edge& edge : edges(state)) {
    if (edge.is(Edge::held)) agents |= only(edge.agent());
  }
  return agents;
}

AgentSet StateGraph::blocked(StateId state) const {
  AgentSet moving = 0;
  for (const Edge& edge : edges(state)) moving |= only(edge.agent());
  AgentSet agents = 0;
  for (std::uint32_t a = 0; a < machine_.agents.size(); ++a) {
    const AgentId agent{a};
    if ((moving & only(agent)) != 0) continue;
    const auto& wait = machine_.at(agent).at(location(state, agent)).wait;
    if (wait && !wait->idle) agents |= only(agent);
  }
  return agents;
}

AgentSet StateGraph::ended(StateId state) const {
  AgentSet agents = 0;
  for (std::uint32_t a = 0; a < machine_.agents.size(); ++a) {
    const AgentId agent{a};
    if (machine_.at(agent).end == location(state, agent)) agents |= only(agent);
  }
  return agents;
}

}  // namespace headway::explicit_engine

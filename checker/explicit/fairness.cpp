// One pass over the machine; sets of acquires are small, so that they are plain lists of numbers.
#include "checker/explicit/fairness.h"

#include <bit>

namespace headway::explicit_engine {

using machine::AgentId;

Fairness::Fairness(const StateGraph& graph, property::Fairness presumed) : graph_(graph) {
  if (presumed == property::Fairness::none) return;
  weak_ = graph.threads_and_daemons();
  if (presumed == property::Fairness::weak) return;
  const machine::Machine& machine = graph.machine();
  at_.resize(machine.agents.size());
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    if (machine.agents[a].kind != machine::AgentKind::thread) continue;
    for (std::uint32_t l = 0; l < machine.agents[a].locations.size(); ++l) {
      const auto& wait = machine.agents[a].locations[l].wait;
      if (!wait || !wait->acquire) continue;
      acquiring_ |= only(AgentId{a});
      acquires_.push_back({AgentId{a}, machine::LocationId{l}});
      at_[a].resize(machine.agents[a].locations.size());
      at_[a][l] = static_cast<std::uint32_t>(acquires_.size());
    }
  }
}

std::optional<std::size_t> Fairness::acquire_at(StateId state, AgentId agent) const {
  if ((acquiring_ & only(agent)) == 0) return std::nullopt;
  const std::uint32_t number = at_[index_of(agent)][index_of(graph_.location(state, agent))];
  return number == 0 ? std::nullopt : std::optional<std::size_t>(number - 1);
}

void Fairness::enabled_acquires(StateId state, AgentSet enabled,
                                std::vector<std::size_t>& numbers) const {
  numbers.clear();
  for (AgentSet agents = enabled & acquiring_; agents != 0; agents &= agents - 1) {
    const AgentId agent{static_cast<std::uint32_t>(std::countr_zero(agents))};
    if (const auto number = acquire_at(state, agent)) numbers.push_back(*number);
  }
}

}  // namespace headway::explicit_engine

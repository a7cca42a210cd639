// One pass over the machine; sets of acquires are small, so that they are plain lists of numbers.
#include "checker/explicit/fairness.h"

#include <bit>

#include "model/machine/schedule.h"

namespace headway::explicit_engine {

using machine::AgentId;

Fairness::Fairness(const StateGraph& graph, property::Fairness presumed) : graph_(graph) {
  if (presumed == property::Fairness::none) return;
  weak_ = graph.threads_and_daemons();
  const machine::Machine& machine = graph.machine();
  at_.resize(machine.agents.size());
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    if (presumed == property::Fairness::weak ||
        machine.agents[a].kind != machine::AgentKind::thread) {
      continue;
    }
    for (std::uint32_t l = 0; l < machine.agents[a].locations.size(); ++l) {
      const auto& wait = machine.agents[a].locations[l].wait;
      if (!wait || !wait->acquire) continue;
      acquiring_ |= only(AgentId{a});
      acquires_.push_back({AgentId{a}, machine::LocationId{l}});
      at_[a].resize(machine.agents[a].locations.size());
      at_[a][l] = static_cast<std::uint32_t>(acquires_.size());
    }
  }
  if (machine.scheduler != machine::Scheduler::nonpreempt) return;
  for (const std::uint32_t cpu : machine::shared_processors(machine)) {
    for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
      if (machine.agents[a].cpu != cpu) continue;
      turning_ |= only(AgentId{a});
      acquires_.push_back({AgentId{a}, std::nullopt});
    }
  }
}

bool Fairness::met_by_step(std::size_t acquire, StateId state, AgentId agent) const {
  const Acquire& duty = acquires_[acquire];
  return duty.agent == agent && (!duty.location || graph_.location(state, agent) == *duty.location);
}

bool Fairness::met_in(std::size_t acquire, StateId state, AgentSet enabled) const {
  const Acquire& duty = acquires_[acquire];
  return !duty.location && (not_ready(state, enabled) & only(duty.agent)) != 0;
}

AgentSet Fairness::not_ready(StateId state, AgentSet enabled) const {
  const AgentSet waiting = turning_ & ~enabled;
  return waiting == 0 ? 0 : waiting & ~graph_.held(state);
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
  if ((enabled & turning_) == 0) return;
  for (std::size_t number = 0; number < acquires_.size(); ++number) {
    if (!acquires_[number].location && (enabled & only(acquires_[number].agent)) != 0)
      numbers.push_back(number);
  }
}

}  // namespace headway::explicit_engine

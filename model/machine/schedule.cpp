// The two rules as they are worded in schedule.h: first who has a step, then who must leave the
// processor to somebody else.
#include "model/machine/schedule.h"

#include <algorithm>
#include <map>

#include "model/machine/step.h"
#include "model/machine/validate.h"
#include "model/source/error.h"

namespace headway::machine {

std::string runner_name(std::uint32_t cpu) { return "processor " + std::to_string(cpu); }

std::optional<VariableId> runner_of(const Machine& machine, std::uint32_t cpu) {
  const std::string name = runner_name(cpu);
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    if (machine.variables[number].name == name) return VariableId{number};
  }
  return std::nullopt;
}

std::vector<std::uint32_t> shared_processors(const Machine& machine) {
  std::map<std::uint32_t, std::size_t> counts;
  for (const Agent& agent : machine.agents) {
    if (agent.cpu) ++counts[*agent.cpu];
  }
  std::vector<std::uint32_t> shared;
  for (const auto& [cpu, count] : counts) {
    if (count > 1) shared.push_back(cpu);
  }
  return shared;
}

bool scheduled(const Machine& machine, const State& state, AgentId agent) {
  if (machine.scheduler == Scheduler::fair || !machine.at(agent).cpu) return false;
  return state.locations[index_of(agent)] != machine.at(agent).initial;
}

bool asleep(const Machine& machine, const State& state, AgentId agent) {
  const auto& wait = machine.at(agent).at(state.locations[index_of(agent)]).wait;
  return wait && wait->timed;
}

std::vector<bool> held_back(const Machine& machine, const Layout& layout, const State& state) {
  std::vector<bool> held(machine.agents.size());
  std::vector<AgentId> ready;
  for (std::uint32_t number = 0; number < machine.agents.size(); ++number) {
    const AgentId agent{number};
    if (!scheduled(machine, state, agent)) continue;
    if (!successors(machine, layout, state, agent).empty() || stuck(machine, layout, state, agent))
      ready.push_back(agent);
  }
  for (const AgentId agent : ready) {
    const std::uint32_t cpu = *machine.at(agent).cpu;
    for (const AgentId other : ready) {
      if (other == agent || *machine.at(other).cpu != cpu || asleep(machine, state, other))
        continue;
      if (machine.scheduler == Scheduler::priority) {
        if (machine.at(other).priority > machine.at(agent).priority) held[index_of(agent)] = true;
        continue;
      }
      const std::optional<VariableId> runner = runner_of(machine, cpu);
      CHECK(runner, "nobody keeps who runs on processor " << cpu);
      if (state.cells[layout.slot(*runner)] == std::int64_t{index_of(other)} + 1)
        held[index_of(agent)] = true;
    }
  }
  return held;
}

std::vector<std::string> runner_problems(const Machine& machine) {
  std::vector<std::string> problems;
  for (const std::uint32_t cpu : shared_processors(machine)) {
    const std::optional<VariableId> id = runner_of(machine, cpu);
    if (!id) continue;
    const Variable& runner = machine.at(*id);
    if (runner.is_array || runner.owner || runner.initial != std::vector<std::int64_t>{0})
      problems.push_back("variable " + runner.name +
                         ": says who runs, so it is shared, one cell, "
                         "and begins with nobody (0)");
  }
  return problems;
}

}  // namespace headway::machine

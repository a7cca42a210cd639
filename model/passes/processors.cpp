// What a scheduler needs besides who is on which processor. Not one of the passes that keep
// verdicts: it is what gives the scheduler its meaning, and runs after them, so that what they join
// need not be seen through its eyes (README.md says why that is sound).
//
//   * Each agent that shares a processor begins *not ready*, at a new first location; it becomes
//     ready at some moment (weakly fair). Without that everybody would be ready from the start, and
//     whoever has the greatest priority would be through before the others take a lock.
//   * Without preemption a variable says who runs: each step sets it to its agent, one that yields
//     to nobody. Of a step it is the first transition that says so, and any that yields.
#include <algorithm>

#include "model/machine/schedule.h"
#include "model/passes/passes.h"

namespace headway::passes {

using machine::Agent;
using machine::Expr;
using machine::LocationId;
using machine::Machine;
using machine::Scheduler;
using machine::Transition;
using machine::Variable;
using machine::VariableId;

namespace {

void begin_not_ready(Agent& agent) {
  machine::Location not_ready;
  not_ready.name = "not ready";
  const auto taken = [&] {
    return std::any_of(
        agent.locations.begin(), agent.locations.end(),
        [&](const machine::Location& other) { return other.name == not_ready.name; });
  };
  while (taken()) not_ready.name += " yet";
  Transition becomes_ready;
  becomes_ready.from = static_cast<LocationId>(agent.locations.size());
  becomes_ready.to = agent.initial;
  becomes_ready.note = machine::Note{"becomes ready", {}};
  for (const Transition& first : agent.transitions) {
    if (first.from != agent.initial || becomes_ready.origin) continue;
    becomes_ready.origin = first.origin;
  }
  agent.initial = becomes_ready.from;
  agent.locations.push_back(std::move(not_ready));
  agent.transitions.push_back(std::move(becomes_ready));
}

Variable runner(const Machine& machine, std::uint32_t cpu) {
  Variable made;
  made.name = machine::runner_name(cpu);
  made.type = machine::IntType{8, false};
  made.range = machine::Range{0, static_cast<std::int64_t>(machine.agents.size())};
  made.initial = {0};
  made.enumerators.emplace_back(0, "nobody");
  for (std::size_t number = 0; number < machine.agents.size(); ++number) {
    if (machine.agents[number].cpu == cpu)
      made.enumerators.emplace_back(static_cast<std::int64_t>(number) + 1,
                                    machine.agents[number].name);
  }
  return made;
}

// `me` is the value that names the agent.
void say_who_runs(Agent& agent, VariableId runner, machine::IntType type, std::int64_t me) {
  for (Transition& transition : agent.transitions) {
    const bool begins_step = !agent.at(transition.from).committed;
    if (transition.from == agent.initial || (!begins_step && !transition.yields)) continue;
    transition.assignments.push_back(
        {{runner, std::nullopt}, Expr::constant(transition.yields ? 0 : me, type)});
  }
}

}  // namespace

Machine place_on_processors(Machine machine) {
  if (machine.scheduler == Scheduler::fair) return machine;
  for (const std::uint32_t cpu : machine::shared_processors(machine)) {
    if (machine::runner_of(machine, cpu)) continue;  // given as text, placed already
    for (Agent& agent : machine.agents) {
      if (agent.cpu == cpu) begin_not_ready(agent);
    }
    if (machine.scheduler != Scheduler::nonpreempt) continue;
    const auto id = static_cast<VariableId>(machine.variables.size());
    machine.variables.push_back(runner(machine, cpu));
    for (std::size_t number = 0; number < machine.agents.size(); ++number) {
      if (machine.agents[number].cpu == cpu) {
        say_who_runs(machine.agents[number], id, machine.at(id).type,
                     static_cast<std::int64_t>(number) + 1);
      }
    }
  }
  return machine;
}

}  // namespace headway::passes

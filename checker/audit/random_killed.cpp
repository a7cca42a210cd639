// Whims keep their guards: a branch against the thread must have its sibling.
#include "checker/audit/random_killed.h"

#include <string>

#include "checker/audit/random_machine.h"

namespace headway::audit {

using machine::Agent;
using machine::AgentKind;
using machine::Expr;
using machine::LocationId;
using machine::Machine;
using machine::Transition;
using machine::VariableId;

namespace {

void add_signal(Machine& machine, VariableId killed) {
  Agent agent;
  agent.name = "killer";
  agent.kind = AgentKind::signal;
  agent.locations.resize(2);
  agent.locations[0].name = "BEFORE";
  agent.locations[1].name = "AFTER";
  agent.end = LocationId{1};
  Transition kill;
  kill.to = LocationId{1};
  kill.assignments.push_back({{killed, std::nullopt}, Expr::boolean(true)});
  agent.transitions.push_back(std::move(kill));
  machine.agents.push_back(std::move(agent));
}

// The thread looks at the signal in some of its steps.
void look_at_signal(Agent& agent, const Expr& killed, Dice& dice) {
  agent.fatal = killed;
  const std::uint32_t care = dice.below(3) * 30;  // percent
  for (Transition& transition : agent.transitions) {
    if (dice.percent(30)) transition.attempt = "range";
    if (transition.favour != machine::Favour::none || !dice.percent(care)) continue;
    transition.guard = Expr::binary(machine::BinaryOp::logical_and, transition.guard,
                                    Expr::unary(machine::UnaryOp::logical_not, killed));
  }
  if (!agent.end) return;
  for (std::uint32_t l = 0; l < agent.locations.size(); ++l) {
    if (agent.end == LocationId{l} || agent.locations[l].committed || !dice.percent(care)) continue;
    Transition leave;
    leave.from = LocationId{l};
    leave.to = *agent.end;
    leave.guard = killed;
    agent.transitions.push_back(std::move(leave));
  }
}

}  // namespace

Machine random_killed_machine(std::uint64_t seed) {
  Machine machine = random_machine(seed);
  machine.name = "random_killed_" + std::to_string(seed);
  Dice dice(seed);
  machine::Variable variable;
  variable.name = "killed";
  variable.type = machine::kBool;
  variable.initial = {0};
  machine.variables.push_back(std::move(variable));
  const VariableId id{static_cast<std::uint32_t>(machine.variables.size() - 1)};
  const Expr killed = Expr::load(id, machine::kBool);
  for (Agent& agent : machine.agents) {
    if (agent.kind == AgentKind::thread && dice.percent(80)) look_at_signal(agent, killed, dice);
  }
  add_signal(machine, id);
  return machine;
}

}  // namespace headway::audit

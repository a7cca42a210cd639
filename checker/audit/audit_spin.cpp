// What is polled is worked out here variable by variable: it is polled if others may change it and
// there is a chain from it, through what the loop stores, to a guard at one of the loop's places.
#include "checker/audit/audit_spin.h"

#include <algorithm>
#include <string>

#include "checker/audit/classify.h"
#include "checker/audit/replay.h"
#include "model/machine/expr_walk.h"

namespace headway::audit {

using machine::AgentId;
using machine::Machine;
using machine::Step;
using machine::Transition;
using machine::VariableId;
using property::Spin;

namespace {

bool reads(const machine::Expr& expr, VariableId variable) {
  bool found = false;
  machine::for_each_load(expr,
                         [&](const machine::Load& load) { found |= load.variable == variable; });
  return found;
}

// Some guard or choice at a place that the loop comes by looks at the variable.
bool guarded_by(const machine::Agent& agent, const std::vector<Step>& loop, VariableId variable) {
  for (const Step& step : loop) {
    for (const machine::MicroStep& micro : step.micro) {
      for (const Transition& way : agent.transitions) {
        if (way.from != agent.at(micro.transition).from) continue;
        if (reads(way.guard, variable)) return true;
        if (way.choice && (reads(way.choice->low, variable) || reads(way.choice->high, variable)))
          return true;
      }
    }
  }
  return false;
}

// What the variable's value goes into on the loop.
std::vector<VariableId> flows_into(const machine::Agent& agent, const std::vector<Step>& loop,
                                   VariableId variable) {
  std::vector<VariableId> targets;
  for (const Step& step : loop) {
    for (const machine::MicroStep& micro : step.micro) {
      for (const machine::Assignment& assignment : agent.at(micro.transition).assignments) {
        if (reads(assignment.value, variable) ||
            (assignment.place.index && reads(*assignment.place.index, variable)))
          targets.push_back(assignment.place.variable);
      }
    }
  }
  return targets;
}

bool decides(const machine::Agent& agent, const std::vector<Step>& loop, VariableId variable) {
  std::vector<VariableId> reached{variable};
  for (std::size_t next = 0; next < reached.size(); ++next) {
    if (guarded_by(agent, loop, reached[next])) return true;
    for (const VariableId target : flows_into(agent, loop, reached[next])) {
      if (std::find(reached.begin(), reached.end(), target) == reached.end())
        reached.push_back(target);
    }
  }
  return false;
}

std::vector<AgentId> writers(const Machine& machine, AgentId thread, VariableId variable) {
  std::vector<AgentId> all;
  for (std::uint32_t number = 0; number < machine.agents.size(); ++number) {
    const machine::Agent& agent = machine.agents[number];
    bool writes = false;
    for (const Transition& transition : agent.transitions) {
      for (const machine::Assignment& assignment : transition.assignments)
        writes |= assignment.place.variable == variable;
    }
    if (writes && AgentId{number} != thread && agent.kind != machine::AgentKind::setup)
      all.push_back(AgentId{number});
  }
  return all;
}

void require_polled(const Machine& machine, const Spin& spin) {
  std::size_t listed = 0;
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    const VariableId variable{number};
    const std::vector<AgentId> others = writers(machine, spin.agent, variable);
    if (others.empty() || !decides(machine.at(spin.agent), spin.lasso.loop, variable)) continue;
    require(listed < spin.polled.size() && spin.polled[listed].variable == variable,
            machine.at(variable).name + " is polled and not listed");
    require(spin.polled[listed].writers == others,
            "the writers of " + machine.at(variable).name + " are others than listed");
    ++listed;
  }
  require(listed == spin.polled.size(), "a variable is listed that is not polled");
}

}  // namespace

std::size_t audit_spin(const Machine& machine, const machine::Layout& layout, const Spin& spin) {
  require(index_of(spin.agent) < machine.agents.size(), "spinning of no agent");
  const machine::Agent& agent = machine.at(spin.agent);
  require(agent.kind == machine::AgentKind::thread, agent.name + " is not a thread");
  require(!spin.lasso.loop.empty(), "a spinning thread takes no step");
  const Replayed stem = replay_path(machine, layout, spin.lasso.stem, false);
  const Replayed around =
      replay_steps(machine, layout, stem.states.back(), spin.lasso.loop, false, "loop");
  require(around.states.front() == around.states.back(), "the lasso does not close");
  for (std::size_t i = 0; i < spin.lasso.loop.size(); ++i) {
    const Step& step = spin.lasso.loop[i];
    require(step.agent == spin.agent, "another agent takes a step in the loop");
    require(!adversary_edge(machine, step), "the loop contains an adversary edge");
    require(!passes_progress(machine, step), agent.name + " passes progress in the loop");
    require(!at_timed_wait(machine, around.states[i], spin.agent),
            agent.name + " sleeps at a timed wait in the loop");
  }
  require_polled(machine, spin);
  return spin.lasso.stem.steps.size() + spin.lasso.loop.size();
}

}  // namespace headway::audit

// Attempts are counted micro-step by micro-step, from the state in which the signal is first
// pending for good.
#include "checker/audit/audit_killable.h"

#include <algorithm>

#include "checker/audit/audit_lasso.h"
#include "checker/audit/replay.h"
#include "model/machine/evaluate.h"

namespace headway::audit {

using machine::Machine;
using machine::State;
using machine::Step;
using property::Unkillable;

namespace {

bool pending(const Machine& machine, const machine::Layout& layout, const Unkillable& unkillable,
             const State& state) {
  const auto truth =
      evaluate(*machine.at(unkillable.agent).fatal, machine::Context{machine, layout, state});
  return truth.fault == machine::Fault::none && truth.value != 0;
}

std::uint32_t attempts_after(const Machine& machine, const Unkillable& unkillable) {
  std::uint32_t attempts = 0;
  const auto& steps = unkillable.lasso.stem.steps;
  for (std::size_t i = unkillable.killed_after; i < steps.size(); ++i) {
    if (steps[i].agent != unkillable.agent) continue;
    for (const machine::MicroStep& micro : steps[i].micro) {
      const auto& kind = machine.at(steps[i].agent).at(micro.transition).attempt;
      attempts += kind && *kind == "range" ? 1 : 0;
    }
  }
  return attempts;
}

}  // namespace

std::size_t audit_unkillable(const Machine& machine, const machine::Layout& layout,
                             const Unkillable& unkillable, std::uint32_t most_attempts,
                             property::Fairness presumed) {
  require(index_of(unkillable.agent) < machine.agents.size(), "nobody goes on");
  const machine::Agent& agent = machine.at(unkillable.agent);
  require(agent.kind == machine::AgentKind::thread && agent.fatal.has_value(),
          agent.name + " has no fatal signal");
  const auto& [stem_path, loop_steps] = unkillable.lasso;
  const Replayed stem = replay_path(machine, layout, stem_path, false);
  const bool loops = !loop_steps.empty();
  const std::size_t last = loops ? stem.states.size() : stem.states.size() - 1;
  require(unkillable.killed_after < stem.states.size(),
          "the signal comes after the end of the run");
  for (std::size_t i = unkillable.killed_after; i < last; ++i) {
    require(pending(machine, layout, unkillable, stem.states[i]),
            "the signal of " + agent.name + " is not pending all the time");
  }
  require(attempts_after(machine, unkillable) == unkillable.attempts,
          "the attempts are not as many as said");
  if (!loops) {
    require(unkillable.attempts > most_attempts, "there are no more attempts than allowed");
    return stem_path.steps.size();
  }
  Replayed around = replay_steps(machine, layout, stem.states.back(), loop_steps, false, "loop");
  require(around.states.front() == around.states.back(), "the lasso does not close");
  around.states.pop_back();
  for (const State& state : around.states) {
    require(pending(machine, layout, unkillable, state),
            "the signal of " + agent.name + " is not pending all the time");
  }
  require(std::any_of(loop_steps.begin(), loop_steps.end(),
                      [&](const Step& step) { return step.agent == unkillable.agent; }),
          agent.name + " takes no step in the loop");
  require_fair(machine, layout, loop_steps, around.states, unkillable.obligations, true, presumed);
  return stem_path.steps.size() + loop_steps.size();
}

}  // namespace headway::audit

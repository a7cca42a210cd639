// State by state, as the words go.
#include "checker/audit/audit_turns.h"

#include <algorithm>
#include <string>

#include "checker/audit/replay.h"
#include "model/machine/schedule.h"

namespace headway::audit {

using machine::AgentId;
using machine::Machine;
using property::Obligation;

namespace {

void require_turn(const Machine& machine, const machine::Layout& layout, AgentId agent,
                  const std::vector<machine::Step>& loop, const std::vector<machine::State>& states,
                  const std::vector<Obligation>& listed, Counted counted) {
  bool always_ready = true;
  bool may_be_picked = false;
  for (const machine::State& state : states) {
    always_ready = always_ready && has_step(machine, layout, state, agent, counted);
    may_be_picked =
        may_be_picked || (counted == Counted::all ? able(machine, layout, state, agent)
                                                  : enabled(machine, layout, state, agent));
  }
  const bool steps = std::any_of(loop.begin(), loop.end(),
                                 [&](const machine::Step& step) { return step.agent == agent; });
  const std::string& name = machine.at(agent).name;
  require(steps || !always_ready || !may_be_picked,
          name + " is ready all along the loop, may be picked and never is");
  require(std::any_of(listed.begin(), listed.end(),
                      [&](const Obligation& claim) {
                        return claim.agent == agent && claim.kind == Obligation::Kind::strong &&
                               !claim.acquire;
                      }),
          "no turn is listed for " + name);
}

}  // namespace

bool has_turns(const Machine& machine, AgentId agent) {
  if (machine.scheduler != machine::Scheduler::nonpreempt || !machine.at(agent).cpu) return false;
  const std::vector<std::uint32_t> shared = machine::shared_processors(machine);
  return std::find(shared.begin(), shared.end(), *machine.at(agent).cpu) != shared.end();
}

void require_turns(const Machine& machine, const machine::Layout& layout,
                   const std::vector<machine::Step>& loop,
                   const std::vector<machine::State>& states, const std::vector<Obligation>& listed,
                   Counted counted) {
  for (std::uint32_t number = 0; number < machine.agents.size(); ++number) {
    if (has_turns(machine, AgentId{number}))
      require_turn(machine, layout, AgentId{number}, loop, states, listed, counted);
  }
}

}  // namespace headway::audit

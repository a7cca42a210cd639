// What the last state says about each waiter is compared with what the answer says; whether the
// wait ever ends is asked of the toy checker.
#include "checker/audit/audit_deadlock.h"

#include <algorithm>

#include "checker/audit/classify.h"
#include "checker/audit/replay.h"
#include "checker/audit/toy_checker.h"

namespace headway::audit {

using machine::AgentId;
using machine::Machine;
using machine::State;
using property::Waiter;

namespace {

constexpr std::size_t kExplored = 300;  // states; the toy checker is quadratic

void require_waiter(const Machine& machine, const machine::Layout& layout, const State& state,
                    const Waiter& waiter) {
  require(index_of(waiter.agent) < machine.agents.size(), "a waiter that is no agent");
  const machine::Agent& agent = machine.at(waiter.agent);
  require(owed_fairness(agent), agent.name + " is neither thread nor daemon");
  require(state.locations[index_of(waiter.agent)] == waiter.location,
          agent.name + " does not stand at the wait it is said to stand at");
  require(blocked(machine, layout, state, waiter.agent), agent.name + " is not blocked");
  const auto& resource = agent.at(waiter.location).wait->resource;
  const auto cell = awaited_cell(machine, layout, state, waiter.agent);
  if (waiter.resource) {
    require(resource && resource->variable == *waiter.resource && cell &&
                static_cast<std::int64_t>(*cell - layout.slot(*waiter.resource)) == waiter.cell,
            agent.name + " waits for another resource");
  }
  require(waiter.holders == holders(machine, layout, state, waiter.agent),
          "the holders of what " + agent.name + " waits for are others");
}

bool held_by(const Waiter& waiter, AgentId agent) {
  return std::find(waiter.holders.begin(), waiter.holders.end(), agent) != waiter.holders.end();
}

}  // namespace

DeadlockAudit audit_deadlock(const Machine& machine, const machine::Layout& layout,
                             const property::Deadlock& deadlock) {
  const Replayed run = replay_path(machine, layout, deadlock.path, false);
  const State& last = run.states.back();
  const std::vector<machine::Step>& steps = deadlock.path.steps;
  require(deadlock.closing <= steps.size(), "more steps close the wait cycle than the run has");
  for (std::size_t i = steps.size() - deadlock.closing; i < steps.size(); ++i) {
    require(!adversary_edge(machine, steps[i]), "an adversary closes the wait cycle");
  }
  const std::vector<Waiter>& waits = deadlock.waits;
  require(!waits.empty() && waits.front().agent == deadlock.agent,
          "the list of waiters does not start with the deadlocked agent");
  for (std::size_t i = 0; i < waits.size(); ++i) {
    require_waiter(machine, layout, last, waits[i]);
    require(i == 0 || held_by(waits[i - 1], waits[i].agent),
            "a waiter does not hold what the one before it waits for");
  }
  if (deadlock.cycle) {
    require(std::any_of(waits.begin(), waits.end(),
                        [&](const Waiter& waiter) { return held_by(waits.back(), waiter.agent); }),
            "the wait cycle does not close");
  }
  const std::optional<bool> for_good = toy_deadlocked(machine, last, deadlock.agent, kExplored);
  require(for_good.value_or(true),
          machine.at(deadlock.agent).name + " may go on after the run that ends in its deadlock");
  return {steps.size(), for_good.has_value()};
}

}  // namespace headway::audit

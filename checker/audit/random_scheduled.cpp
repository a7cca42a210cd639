// Only decorates what the other generators make.
#include "checker/audit/random_scheduled.h"

#include "checker/audit/random_disturbed.h"
#include "checker/audit/random_guarded.h"
#include "checker/audit/random_killed.h"
#include "checker/audit/random_machine.h"

namespace headway::audit {

namespace {

machine::Machine undecorated(Dice& dice, std::uint64_t seed) {
  switch (dice.below(6)) {
    case 0:
      return random_guarded_machine(seed);
    case 1:
      return random_disturbed_machine(seed);
    case 2:
      return random_killed_machine(seed);
    default:
      return random_machine(seed);
  }
}

}  // namespace

machine::Machine random_scheduled_machine(std::uint64_t seed) {
  Dice dice(seed ^ 0x5C4ED01E5ULL);
  machine::Machine machine = undecorated(dice, seed);
  machine.scheduler =
      dice.percent(50) ? machine::Scheduler::nonpreempt : machine::Scheduler::priority;
  for (machine::Agent& agent : machine.agents) {
    if (agent.kind != machine::AgentKind::thread && agent.kind != machine::AgentKind::daemon)
      continue;
    if (dice.percent(85)) agent.cpu = dice.percent(85) ? 0 : 1;
    if (agent.cpu) agent.priority = static_cast<std::int32_t>(dice.between(-1, 1));
    for (machine::Transition& transition : agent.transitions)
      if (dice.below(6) == 0) transition.yields = true;
  }
  return machine;
}

}  // namespace headway::audit

// Fusing: a location from which an agent does only local work is committed, so that the work
// belongs to the step before it. Nobody else can tell when local work is done, so no verdict
// changes; local_work.h says which places are kept apart.
#include "model/passes/local_work.h"
#include "model/passes/passes.h"

namespace headway::passes {

machine::Machine fuse_local_work(machine::Machine machine) {
  const std::vector<Touches> touched = touches(machine);
  for (machine::Agent& agent : machine.agents) {
    const std::vector<bool> commit = committable(
        machine, agent, [&](const machine::Transition& each) { return is_private(each, touched); });
    for (std::size_t i = 0; i < commit.size(); ++i) {
      if (commit[i]) agent.locations[i].committed = true;
    }
  }
  return machine;
}

}  // namespace headway::passes

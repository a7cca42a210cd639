// Does this agent wait for ever at the end of that run, and for whom? The wait and the wait cycle
// are read off the last state; that nothing ever ends the wait is decided anew by the toy checker,
// where what is reachable from there is small.
#pragma once

#include <string>

#include "checker/property/property.h"
#include "model/machine/state.h"

namespace headway::audit {

struct DeadlockAudit {
  std::size_t replayed_steps = 0;
  bool for_good = false;  // confirmed that the wait never ends, by exploring all that is reachable
};

// Throws source::InternalError.
DeadlockAudit audit_deadlock(const machine::Machine& machine, const machine::Layout& layout,
                             const property::Deadlock& deadlock);

}  // namespace headway::audit

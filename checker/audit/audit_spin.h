// Is this lasso a thread that goes round alone? Every step of the loop must be its own, none of
// them an adversary edge, past a timed wait or past `progress`, and the loop must close; what it is
// said to poll is derived anew.
#pragma once

#include "checker/property/property.h"
#include "model/machine/state.h"

namespace headway::audit {

// Returns the number of steps replayed. Throws source::InternalError.
std::size_t audit_spin(const machine::Machine& machine, const machine::Layout& layout,
                       const property::Spin& spin);

}  // namespace headway::audit

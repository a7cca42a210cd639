// Does this thread go on after its fatal signal? The signal must be pending from where it is said
// to be; then either the loop is fair and has a step of the thread, or the run has more attempts
// than are allowed. Adversaries may do what they like.
#pragma once

#include "checker/property/property.h"
#include "model/machine/state.h"

namespace headway::audit {

// Returns the number of steps replayed. Throws source::InternalError.
std::size_t audit_unkillable(const machine::Machine& machine, const machine::Layout& layout,
                             const property::Unkillable& unkillable, std::uint32_t most_attempts,
                             property::Fairness presumed);

}  // namespace headway::audit

// Violated temporal formulas: the lasso is replayed, closes, keeps to its level, is fair, and does
// not satisfy the formula.
#pragma once

#include "checker/property/property.h"
#include "model/machine/machine.h"
#include "model/machine/state.h"

namespace headway::audit {

// Returns the number of steps replayed. Throws source::InternalError.
std::size_t audit_unmet(const machine::Machine& machine, const machine::Layout& layout,
                        const property::Property& property, property::Fairness fairness,
                        const property::Unmet& unmet);

}  // namespace headway::audit

// Do these chains really take locks in inverted order? Each chain is replayed and read off the last
// state of its run; then the cycle is judged as a whole.
#pragma once

#include "checker/property/property.h"
#include "model/machine/state.h"

namespace headway::audit {

// Throws source::InternalError. `alone`: all chains are of one agent, else of as many as there are
// chains. Returns the number of steps replayed.
std::size_t audit_inversion(const machine::Machine& machine, const machine::Layout& layout,
                            const property::Inversion& inversion, bool alone);

}  // namespace headway::audit

// Makes a machine that shows a fault smaller, as long as it still shows it: delta debugging (Zeller
// and Hildebrandt 2002) by single removals, repeated until none helps. What "shows it" means is the
// caller's predicate.
#pragma once

#include <functional>

#include "model/machine/machine.h"

namespace headway::audit {

// `fails(machine)` must be true to begin with, and is asked about well-formed machines only
// (validate.h).
machine::Machine shrink(machine::Machine machine,
                        const std::function<bool(const machine::Machine&)>& fails);

}  // namespace headway::audit

// Random machines with a fatal signal: a random machine whose threads may be killed, and here and
// there look at it: some steps are only taken while nobody is killed, some places have a way to the
// end. Many steps are attempts. A machine is a function of its seed alone.
#pragma once

#include <cstdint>

#include "model/machine/machine.h"

namespace headway::audit {

machine::Machine random_killed_machine(std::uint64_t seed);

}  // namespace headway::audit

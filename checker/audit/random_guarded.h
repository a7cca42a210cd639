// Random machines in which data is mostly touched under its lock, for the differential test of
// transactions: among machines with everything in them (random_machine.h) hardly any variable is.
#pragma once

#include <cstdint>

#include "model/machine/machine.h"

namespace headway::audit {

// Two threads, sometimes a daemon and an adversary; owners, readers and writers, trylocks, data
// that one access in twenty touches without the lock. A function of its seed alone.
machine::Machine random_guarded_machine(std::uint64_t seed);

}  // namespace headway::audit

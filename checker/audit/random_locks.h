// Random machines that only take and give back locks, for the differential test of lock order:
// among machines with everything in them (random_machine.h) too few nest two locks.
#pragma once

#include <cstdint>

#include "model/machine/machine.h"

namespace headway::audit {

// Two or three threads, some of them only after another one; owners, readers and writers, locks in
// an array, trylocks, waits that are no acquires. A function of its seed alone.
machine::Machine random_lock_machine(std::uint64_t seed);

}  // namespace headway::audit

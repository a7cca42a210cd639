// Random machines whose threads and daemons share processors, for the differential test of the
// schedulers.
#pragma once

#include <cstdint>

#include "model/machine/machine.h"

namespace headway::audit {

// A random machine (of random_machine.h, half of the time of its sisters) under one of the two
// schedulers that hold agents back: most agents on one processor, priorities from three, one step
// in six yields. A function of its seed alone. Not placed yet (passes::place_on_processors).
machine::Machine random_scheduled_machine(std::uint64_t seed);

}  // namespace headway::audit

// Random machines about preparing and being disturbed: threads that make pages present, attempt to
// use them and go back when they are gone, whims that withhold, and somebody who takes pages away.
// Small, so that the toy checker can remember everything that matters beside each state.
#pragma once

#include <cstdint>

#include "model/machine/machine.h"

namespace headway::audit {

machine::Machine random_disturbed_machine(std::uint64_t seed);

}  // namespace headway::audit

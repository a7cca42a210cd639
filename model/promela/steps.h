// Where the steps of an agent may lead: through committed locations to the next stable ones.
#pragma once

#include <cstdint>
#include <map>

#include "model/machine/machine.h"

namespace headway::promela {

// By stable location, at most how many steps lead there from `from`, each value of a choice one.
// Saturates at kManySteps, which also stands for choices between bounds that are no constants.
inline constexpr std::uint64_t kManySteps = 1'000'000;
using Destinations = std::map<machine::LocationId, std::uint64_t>;
Destinations destinations(const machine::Agent& agent, machine::LocationId from);

// The same, one transition at a time.
Destinations next_locations(const machine::Agent& agent, machine::LocationId from);

}  // namespace headway::promela

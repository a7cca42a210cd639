// The C text that every export begins with.
#pragma once

#include <string>

namespace headway::promela {

// What a run of the verifier is asked for, and how it refuses a machine.
std::string modes();
// How steps are tried, taken and judged: the part that speaks of SPIN's state `now`. Needs the
// table `hw_agents` and the function `hw_judge` of the machine before it.
std::string stepping();

}  // namespace headway::promela

// What never moves on a loop: the reason for a livelock in the model's own words. Observables that
// keep their value, and the variables that the thread looks at on its way round and finds
// unchanged.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// "iter.count 4", observables first; what no transition ever changes is left out.
std::vector<std::string> what_never_moves(const Reading& reading, const Replay& run,
                                          const property::Livelock& livelock);

}  // namespace headway::report

// The values that a failed check looked at: what `condition` read in the state in which it failed.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// "result = 3", in reading order; observables that the condition is made of go by their own names.
std::vector<std::string> values_involved(const Reading& reading, const Replay& run,
                                         const property::Property& property,
                                         const property::Failed& failed);

}  // namespace headway::report

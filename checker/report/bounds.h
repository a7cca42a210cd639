// How often a loop tries at most: one line for each place of attempts, with the sizes for which
// that was counted.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// "write_count 6 and 3 pages"; empty where the model has neither.
std::string sizes_of_bounds(const machine::Machine& machine);

// "copy (loop.c:47): at most 4 attempts with no adversary step, 6 with 1, unbounded with 2". A
// place that no run comes to has no line; those with the same words share one.
std::vector<std::string> retry_bounds(const Reading& reading, const property::Result& result);

}  // namespace headway::report

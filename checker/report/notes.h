// What a verdict doesn't say and a reader should know: remarks on the loop (useless-fault-in), and
// whether the answer may be vacuous (covers never met, actions never taken, states that only a
// false assumption left).
#pragma once

#include <string>
#include <vector>

#include "checker/report/findings.h"
#include "checker/report/report.h"

namespace headway::report {

// One finding for each place in the user's text, in the order of properties and places.
std::vector<Finding> remarks(const Reading& reading, const property::Result& result);

// "all 7 met", or empty where some wasn't or there are none.
std::string covers_met(const machine::Machine& machine, const property::Result& result);

}  // namespace headway::report

// Why a loop is a fair run: each thing that the scheduler owes somebody, and the step that pays it.
// The engine has found these and the audit has confirmed them; here they become sentences.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

std::vector<std::string> why_fair(const Reading& reading, const Replay& run,
                                  const property::Livelock& livelock);

}  // namespace headway::report

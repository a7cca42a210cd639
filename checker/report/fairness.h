// Why a loop is a fair run: each thing that the scheduler owes somebody, and what the adversaries
// owe at the levels `fair` and `page-fair`, with the step that pays it.
// The engine has found these and the audit has confirmed them; here they become sentences.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// Attempts that are never made and whims that never go badly share a line.
std::vector<std::string> why_fair(const Reading& reading, const Replay& run,
                                  const std::vector<property::Obligation>& obligations);

}  // namespace headway::report

// What a thread still does after its fatal signal.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

std::vector<std::string> after_the_signal(const Reading& reading, const Replay& run,
                                          const property::Property& property,
                                          const property::Unkillable& unkillable);

}  // namespace headway::report

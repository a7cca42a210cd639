// How far an answer holds: a part of the answer, always printed, in a form that fits a commit
// message.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"

namespace headway::report {

std::string scope(const machine::Machine& machine, const std::vector<property::Answer>& answers);

}  // namespace headway::report

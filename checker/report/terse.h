// For scripts and patch hooks: "file:line: severity: message", one line a finding, nothing when all
// is well. Lines are as long as they are: a hook wants the whole message.
#pragma once

#include <string>

#include "checker/report/report.h"

namespace headway::report {

std::string render_terse(const Request& request);

}  // namespace headway::report

// The user's own lines that lowering found no way to.
#pragma once

#include <string>
#include <vector>

#include "checker/report/executed.h"
#include "model/lower/lower.h"
#include "model/program/program.h"

namespace headway::cli {

// Statements and returns of functions in `file`. Functions that are no more than one returned
// expression are left out: the condition of a wait may have been made of them.
std::vector<report::Unlowered> unlowered_lines(const program::Program& program,
                                               const lower::Reached& reached,
                                               const std::string& file);

}  // namespace headway::cli

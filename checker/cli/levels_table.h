// The table of `headway list --levels`: of every file of every example the adversary level up to
// which progress holds, expected beside found, the bound on attempts, and how long the lasso is
// that shows why it goes no further.
#pragma once

#include <vector>

#include "checker/cli/commands.h"
#include "checker/cli/expectations.h"
#include "checker/cli/resources.h"

namespace headway::cli {

// Exit status: 0 all equal, 1 some difference (a file that is refused is one), 4 where an audit
// failed.
int print_levels_table(const std::vector<Entry>& entries, const Options& options,
                       const Resources& resources, const Streams& streams);

}  // namespace headway::cli

// The table of `headway list --table`: every file of every example checked, expected beside found.
#pragma once

#include <vector>

#include "checker/cli/commands.h"
#include "checker/cli/expectations.h"
#include "checker/cli/resources.h"

namespace headway::cli {

// What is checked by the hundred gets a limit even where nobody sets one.
Options with_limits(Options options);

// Exit status: 0 all equal, 1 some difference (a file that is refused is one), 4 where an audit
// failed.
int print_table(const std::vector<Entry>& entries, const Options& options,
                const Resources& resources, const Streams& streams);

}  // namespace headway::cli

// `headway list --passes`: what each pass saves. Every file of every example is checked with all
// passes on, and again with each one off: no verdict may depend on a pass.
#pragma once

#include <vector>

#include "checker/cli/commands.h"
#include "checker/cli/expectations.h"
#include "checker/cli/resources.h"

namespace headway::cli {

// Exit status: 0 all verdicts equal, 1 some difference, 4 where an audit failed.
int print_pass_table(const std::vector<Entry>& entries, const Options& options,
                     const Resources& resources, const Streams& streams);

}  // namespace headway::cli

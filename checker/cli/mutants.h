// `headway list --mutants`: every good loop, broken in small ways. A spec that lets a broken loop
// pass is found here.
#pragma once

#include <vector>

#include "checker/cli/commands.h"
#include "checker/cli/expectations.h"
#include "checker/cli/resources.h"

namespace headway::cli {

// Exit status: 0 every mutant is caught or survives as its patch says, and each good loop has
// enough of them; 1 some difference; 4 where an audit failed.
int print_mutants(const std::vector<Entry>& entries, const Options& options,
                  const Resources& resources, const Streams& streams);

}  // namespace headway::cli

// The table of `headway list --spin`: every example given to SPIN, our counts and verdicts beside
// SPIN's.
#pragma once

#include <vector>

#include "checker/cli/commands.h"
#include "checker/cli/expectations.h"
#include "checker/cli/resources.h"

namespace headway::cli {

// Exit status: 0 where all that was compared agrees, 1 where something differs, could not be
// compared for another reason than size or a variable's width, or nothing was compared at all.
int print_spin_table(const std::vector<Entry>& entries, const Options& options,
                     const Resources& resources, const Streams& streams);

}  // namespace headway::cli

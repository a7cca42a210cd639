// Machine to Machine, one pass a file. Each keeps every verdict; each has a switch, so that a test
// can see that.
#pragma once

#include <string_view>
#include <vector>

#include "model/machine/machine.h"

namespace headway::passes {

struct Pass {
  std::string_view name;
  std::string_view sentence;  // for --help
  machine::Machine (*run)(machine::Machine);
};

// In the order in which they run.
const std::vector<Pass>& all_passes();

// Replaces loads whose value is the same in every run, removes what can't be reached then.
machine::Machine propagate_constants(machine::Machine machine);
// Leads past transitions that do nothing.
machine::Machine skip_idle_transitions(machine::Machine machine);
// Drops variables that no verdict depends on, and all that is done to them.
machine::Machine slice(machine::Machine machine);
// Drops the observables that alone keep a counter from being sliced away. Not for a machine that is
// to be asked about its observables later: it belongs before slice(), when specs are bound.
machine::Machine drop_observed_counters(machine::Machine machine);
// Moves the choice of an initial value to the first step that looks at it.
machine::Machine choose_lazily(machine::Machine machine);
// Resets locals to their initial value where nobody reads them again; drops variables that nobody
// reads.
machine::Machine clear_dead_variables(machine::Machine machine);
// Commits locations where an agent does only local work, so that it belongs to the step before.
machine::Machine fuse_local_work(machine::Machine machine);
// Commits locations where an agent does only what a lock that it holds keeps to itself.
machine::Machine join_transactions(machine::Machine machine);

// Not in the table above, as it gives the machine's scheduler its meaning rather than keeping
// verdicts: whoever shares a processor becomes ready at some moment, and it is kept who runs
// (machine/schedule.h). Runs after all passes; does nothing under the fair scheduler.
machine::Machine place_on_processors(machine::Machine machine);

}  // namespace headway::passes

// The table of passes: command line, help and tests iterate over it.
#include "model/passes/passes.h"

namespace headway::passes {

const std::vector<Pass>& all_passes() {
  static const std::vector<Pass> kPasses = {
      {"constants", "fold what is the same in every run", propagate_constants},
      {"slice", "drop what no verdict depends on", slice},
      {"lazy-choice", "choose initial values when they are first looked at", choose_lazily},
      {"dead-variables", "reset what nobody reads again", clear_dead_variables},
      {"skip", "lead past transitions that do nothing", skip_idle_transitions},
      {"fuse", "join local work with the step before it", fuse_local_work},
      {"transactions", "join what a held lock protects with the step before it", join_transactions},
  };
  return kPasses;
}

}  // namespace headway::passes

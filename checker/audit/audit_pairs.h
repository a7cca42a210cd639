// The levels `fair` and `page_fair` ask for more of a loop: of infinitely many attempts infinitely
// many are undisturbed, and what a whim withholds it also grants. Derived anew from what the loop
// does, round after round, until what a run remembers (disturbed.h) comes round as well.
#pragma once

#include <vector>

#include "checker/audit/replay.h"
#include "checker/property/property.h"

namespace headway::audit {

// `stem` and `loop` are the replayed states of the lasso, each one more than its steps; `level` is
// fair or page_fair. Throws source::InternalError where a pair is asked in vain, or an obligation
// is missing or untrue.
void require_pairs(const machine::Machine& machine, const machine::Layout& layout,
                   const machine::Lasso& lasso, property::Level level,
                   const std::vector<property::Obligation>& listed,
                   const std::vector<machine::State>& stem,
                   const std::vector<machine::State>& loop);

}  // namespace headway::audit

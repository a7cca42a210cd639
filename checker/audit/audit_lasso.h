// Is this lasso a livelock of that thread, at its level and under the fairness presumed? It must
// close, keep to its level, leave the thread unfinished, and be fair: each obligation is derived
// anew from the loop and then looked up among those that the answer lists.
#pragma once

#include <vector>

#include "checker/property/property.h"
#include "model/machine/state.h"

namespace headway::audit {

// The states of a lasso: those of the stem, one more than its steps; of the loop those before each
// step, or the one where the run stays.
struct ReplayedLasso {
  std::vector<machine::State> stem, loop;
};

// Throws source::InternalError where a step can't be taken, or the lasso does not close.
ReplayedLasso replay_lasso(const machine::Machine& machine, const machine::Layout& layout,
                           const machine::Lasso& lasso);

// It keeps to its level and is fair, as far as fairness is presumed, and every obligation is listed
// and true. Throws source::InternalError.
void require_level(const machine::Machine& machine, const machine::Layout& layout,
                   const machine::Lasso& lasso, const ReplayedLasso& run, property::Level level,
                   const std::vector<property::Obligation>& listed, property::Fairness presumed);

// Returns the number of steps replayed. Throws source::InternalError.
std::size_t audit_livelock(const machine::Machine& machine, const machine::Layout& layout,
                           const property::Livelock& livelock, property::Fairness presumed);

// Is the loop through these states (each the one before the step of its number) fair to threads and
// daemons, as far as is presumed, and is every obligation listed and true? `adversaries`: they may
// act on it.
// Throws source::InternalError.
void require_fair(const machine::Machine& machine, const machine::Layout& layout,
                  const std::vector<machine::Step>& loop, const std::vector<machine::State>& states,
                  const std::vector<property::Obligation>& listed, bool adversaries,
                  property::Fairness presumed);

}  // namespace headway::audit

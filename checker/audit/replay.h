// Replays runs in the reference interpreter: each step must be one of the steps that
// `machine::successors` offers in the state where it is taken, so guards, choices, committed
// locations and assignments are all judged by their one meaning. Whatever does not fit is an
// InternalError that says which step, of whom, and why.
#pragma once

#include <string>
#include <vector>

#include "model/machine/path.h"
#include "model/machine/state.h"
#include "model/machine/step.h"

namespace headway::audit {

// Throws source::InternalError("audit: " + what) unless `condition`.
void require(bool condition, const std::string& what);

struct Replayed {
  std::vector<machine::State> states;  // one more than steps; a cut run ends where it was cut
  std::vector<machine::Failure> last_failures;  // of the last step
  bool cut = false;                             // the last step was cut by a fatal failure
};

// Only the last step may be cut, and only with `may_be_cut`.
Replayed replay_steps(const machine::Machine& machine, const machine::Layout& layout,
                      const machine::State& from, const std::vector<machine::Step>& steps,
                      bool may_be_cut, const std::string& part);

// The whole path: starts in a raw initial state, and with the setup agent's step where the machine
// has one.
Replayed replay_path(const machine::Machine& machine, const machine::Layout& layout,
                     const machine::Path& path, bool may_be_cut);

}  // namespace headway::audit

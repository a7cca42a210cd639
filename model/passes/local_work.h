// Where an agent may be committed because it only does work that nobody else can tell: the part
// that fusing and transactions have in common. What is kept apart are the places that verdicts
// speak of: waits, attempts, progress, the return of a call, and the target of every back edge of a
// depth-first search (a purely local loop would vanish otherwise; `goto` into a loop body makes
// graphs that have no single loop head, hence the search rather than dominators).
//
//   I1  A location that a false assumption may stop (its guards don't cover every case, or a
//       committed location behind it may be stuck) stays apart: joined, the step that leads there
//       would vanish instead of being cut off, and who waits or tries again in its place would look
//       like a hang or a livelock.
//   I2  A location that leads by local work into an atomic part that does visible work stays apart:
//       joined, the pause before the atomic part would be gone.
//   I3  A location where a fault or a fatal check may end the run stays apart if the step that it
//       would join has done something visible before: joined, nobody would get to see that, and
//       what others do wrong then would be lost.
#pragma once

#include <functional>
#include <vector>

#include "model/machine/machine.h"
#include "model/passes/touches.h"

namespace headway::passes {

// Progress, levels and specs look at when the transition is taken.
bool bears_mark(const machine::Transition& transition);

// Bears no mark and touches nothing whose changes others or properties can see.
bool is_private(const machine::Transition& transition, const std::vector<Touches>& touched);

// By location: whether it may be committed, given which transitions are local work.
std::vector<bool> committable(const machine::Machine& machine, const machine::Agent& agent,
                              const std::function<bool(const machine::Transition&)>& is_local);

}  // namespace headway::passes

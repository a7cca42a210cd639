// Progress of threads: does some fair run keep a thread from its end (or, where it has none, from
// ever passing `progress` again)? Judged level by level, weakest first, on the states in which the
// thread is not deadlocked.
//
//   none    no adversary edge at all, from the first state on;
//   finite  adversary edges anywhere before the loop, none in it.
//
// A run that stays in a state for ever is fair where nobody is enabled. Of several threads the
// first that itself goes round is shown before one that merely waits meanwhile.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/explicit/deadlock.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/walk.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

struct Hindered {
  property::Livelock livelock;
  std::vector<std::string> notes;
};

// The first livelock at level `at_most` or below; levels above `finite` are not judged.
std::optional<Hindered> find_livelock(const StateGraph& graph, const Deadlocked& deadlocked,
                                      const Walk& reachable, property::Level at_most,
                                      Tracer& tracer);

}  // namespace headway::explicit_engine

// Spinning: a thread goes round alone where it should wait. A cycle of its own steps, with nobody
// else's between them, without unfavourable whims, that passes no timed wait (which blocks) and no
// `progress`. Fairness is of no account: a fair scheduler lets the others end the loop in time, and
// the thread has burnt a processor until then. An open wait does not block.
//
// The subgraph of one thread's steps is small in depth: strongly connected components first
// (Tarjan 1972), then, in those that hold a cycle, breadth-first searches for the shortest one
// (Itai and Rodeh 1978), each cut off at the length of the best so far.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/walk.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

struct Spinning {
  property::Spin spin;  // the shortest loop, then the shortest stem
  std::vector<std::string> notes;
  std::vector<StateId> states;  // of the loop
};

// `reachable` is by all edges. Spin::hinders is left open.
std::optional<Spinning> find_spin(const StateGraph& graph, const Walk& reachable, Tracer& tracer);

// The weakest of the levels `none` and `finite` at which a fair run stays among states that hold
// all of the loop: the thread then never gets on, and the spinning is a part of why.
std::optional<property::Level> hindered_level(const StateGraph& graph, const Walk& reachable,
                                              const Spinning& spinning);

}  // namespace headway::explicit_engine

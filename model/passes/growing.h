// Counters that only ever grow and that somebody reads, so that slicing must keep them: a loop that
// comes round up to such a counter is an endless path, and its run ends at a limit instead of in a
// livelock. Whoever reports that limit can say so.
//
// A counter here is a scalar of more values than a person would wait for, every assignment to which
// adds a positive constant to it (what is done before the start apart). What wraps around
// counts as growing.
#pragma once

#include <string>
#include <vector>

#include "model/machine/machine.h"

namespace headway::passes {

struct Growing {
  std::string variable;
  source::Span grows;  // where it is added to; the line is 0 where nothing is known
  source::Span read;   // where it is read apart from that
};

// In the order of variables.
std::vector<Growing> growing_counters(const machine::Machine& machine);

}  // namespace headway::passes

// The steps of an agent, written out: every way from a stable location through committed ones to
// the next stable location, each choice a way of its own. Whether a way can be taken in a state is
// for the verifier to find out.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/machine/machine.h"

namespace headway::promela {

struct Move {
  machine::TransitionId transition{};
  std::int64_t choice = 0;
};

struct Way {
  std::vector<Move> moves;
  machine::LocationId to{};
};

// The values tried for a choice. Exact where both bounds are constants; else a few values from the
// constant bound, and the verifier refuses the machine where that is not enough.
machine::Range values_tried(const machine::Transition& transition);

// Throws InputError where they are too many.
std::vector<Way> ways_from(const machine::Agent& agent, machine::LocationId from);

}  // namespace headway::promela

// One transition as C.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/machine.h"

namespace headway::promela {

// A name for a comment, where braces would be counted and the end of a comment would end it.
std::string quoted(const std::string& name);

// The bit of a property in `hw_failed`.
std::uint64_t flag_of(const std::vector<std::string>& properties, const std::string& property);

// `int tAGENT_NUMBER(State *s, hw c)`; nothing is stored unless it returns HW_ON. Before a choice,
// also `int bAGENT_NUMBER(State *s, hw *low, hw *high)`, its bounds, 0 where they fault.
std::string print_transition(const machine::Machine& machine, std::size_t agent,
                             machine::TransitionId id, const std::vector<std::string>& properties);

}  // namespace headway::promela

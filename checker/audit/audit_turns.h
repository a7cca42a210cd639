// Without preemption fairness is more than weak: an agent that shares a processor and has a step
// all along the loop, and that the scheduler may pick somewhere on it, takes one: it has its
// *turn*.
#pragma once

#include <vector>

#include "checker/audit/classify.h"
#include "checker/property/property.h"
#include "model/machine/state.h"

namespace headway::audit {

// Some agents have turns, and this is one of them.
bool has_turns(const machine::Machine& machine, machine::AgentId agent);

// Nobody's turn is passed over on the loop through these states (each the one before the step of
// its number), and each is listed. Which steps count depends on the level. Throws
// source::InternalError.
void require_turns(const machine::Machine& machine, const machine::Layout& layout,
                   const std::vector<machine::Step>& loop,
                   const std::vector<machine::State>& states,
                   const std::vector<property::Obligation>& listed, Counted counted);

}  // namespace headway::audit

// False assumptions. An agent whose every way on contradicts an hw_assume is stuck: enabled, but by
// a step that no run takes. Others may move first and make the assumption true, so its state goes
// only where nobody else leads on, and so does every state where somebody is enabled but every step
// leads to a state that went (where nobody is enabled a run may stay, and a step that ends in a
// fatal failure leads to a real failure).
#pragma once

#include <cstdint>

#include "checker/explicit/state_graph.h"

namespace headway::explicit_engine {

// Sets graph.removed. Returns how many states went.
std::uint64_t remove_false_assumptions(StateGraph& graph);

}  // namespace headway::explicit_engine

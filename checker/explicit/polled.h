// What a spinning loop polls: variables that a guard at one of its locations looks at, by itself or
// through what the loop stores on the way, and that other agents may change. Static: the writers
// are those whose graph has an assignment to the variable, whether it is ever taken or not.
#pragma once

#include <vector>

#include "checker/property/property.h"
#include "model/machine/path.h"

namespace headway::explicit_engine {

// `loop`: steps of `thread` alone. By variable, ascending.
std::vector<property::Spin::Polled> polled_on(const machine::Machine& machine,
                                              machine::AgentId thread,
                                              const std::vector<machine::Step>& loop);

}  // namespace headway::explicit_engine

// Killable(k): once a thread's fatal signal is pending it soon takes no step any more. Two ways to
// fail: a fair cycle, whatever the adversaries do, in which it takes a step; or a run on which it
// makes more than k `range` attempts. That it may hang at a wait is a matter of deadlock, or of the
// progress of whoever ought to wake it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/explicit/attempts.h"
#include "checker/explicit/killed.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/walk.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

struct Undying {
  property::Unkillable unkillable;
  std::vector<std::string> notes;
};

// A fair loop, adversaries and whims included, with a step of the thread, while its signal is
// pending.
std::optional<Undying> find_undying(const StateGraph& graph, const Walk& reachable,
                                    const Attempts& attempts, machine::AgentId thread,
                                    const Killed& killed, property::Fairness presumed,
                                    Tracer& tracer);

// A shortest run on which the thread makes more than `most` attempts while its signal is pending.
std::optional<Undying> find_overlong(const StateGraph& graph, const Walk& reachable,
                                     const Attempts& attempts, machine::AgentId thread,
                                     const Killed& killed, std::uint32_t most, Tracer& tracer);

}  // namespace headway::explicit_engine

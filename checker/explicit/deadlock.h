// Deadlock by components, as the design words it. Delete adversary edges from the reachable graph.
// An agent is *deadlocked* in a state where it stands at a wait that is not idle, if no run from
// there makes one of its guards true, and every bottom component that such runs come to counts: a
// run may stay there (nobody who could move throughout it has only steps that contradict an
// assumption), and either no unfinished thread takes steps in it, or holders lead from the agent
// into a wait cycle of agents that are blocked throughout it. (Else it hangs because somebody else
// never comes to an end: a matter of progress.)
//
// What the scheduler picks does not count: if a run that it does not let happen would make a guard
// true, the agent is not deadlocked (unscheduled.h).
//
// A wait cycle alone is never a deadlock here: another agent may release the lock, or a wait may
// have a way out.
#pragma once

#include <optional>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/unscheduled.h"
#include "checker/explicit/walk.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// Who is deadlocked where.
class Deadlocked {
 public:
  // Judges the states of `reachable`. `unscheduled` may be null where nobody is held back.
  Deadlocked(const StateGraph& graph, const Walk& reachable, Unscheduled* unscheduled);
  [[nodiscard]] AgentSet at(StateId state) const { return agents_[component_[index_of(state)]]; }

 private:
  AgentSet judge(const StateGraph& graph, std::span<const StateId> component,
                 Unscheduled* unscheduled);

  std::vector<std::uint32_t> component_;  // by state; good where reachable
  std::vector<AgentSet> agents_;          // by component: deadlocked in all of its states
  std::vector<bool> held_;                // by component: somebody is held back there or further on
};

// A shortest path to a state where somebody is deadlocked, and on to where the wait cycle is
// closed.
std::optional<property::Deadlock> find_deadlock(const StateGraph& graph,
                                                const Deadlocked& deadlocked, const Walk& reachable,
                                                Tracer& tracer);

}  // namespace headway::explicit_engine

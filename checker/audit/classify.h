// What single steps and single states mean for the properties: adversary edges, blocked agents, who
// holds what a blocked agent waits for, states that a false assumption cuts off. Both the toy
// checker and the replay of counterexamples rest on these; the explicit engine has its own and is
// compared.
#pragma once

#include <optional>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/path.h"
#include "model/machine/state.h"
#include "model/machine/step.h"

namespace headway::audit {

// An agent to which fairness is owed: a thread or a daemon.
bool owed_fairness(const machine::Agent& agent);

// A step of an adversary or a signal, or one that takes the unfavourable branch of a whim.
bool adversary_edge(const machine::Machine& machine, const machine::Step& step);

// The step passes a transition marked `progress`.
bool passes_progress(const machine::Machine& machine, const machine::Step& step);

// The agent stands at a wait that ends by itself after a time.
bool at_timed_wait(const machine::Machine& machine, const machine::State& state,
                   machine::AgentId agent);

// Which steps of an agent count: all, or those that are no adversary edges.
enum class Counted { kept, all };

// The agent has such a step here, or is stuck (validate.h), whether or not the scheduler picks it.
// A step that a fatal failure cuts is a step.
bool has_step(const machine::Machine& machine, const machine::Layout& layout,
              const machine::State& state, machine::AgentId agent, Counted counted);

// It has a kept one, and the scheduler may pick it (machine/schedule.h).
bool enabled(const machine::Machine& machine, const machine::Layout& layout,
             const machine::State& state, machine::AgentId agent);

// It has one of whatever kind, and the scheduler may pick it: enabled where adversaries may act for
// ever.
bool able(const machine::Machine& machine, const machine::Layout& layout,
          const machine::State& state, machine::AgentId agent);

// The agent stands at a wait that is not idle, and no guard there is true for any choice. A guard
// that faults counts as true: its agent can move, into a failure.
bool blocked(const machine::Machine& machine, const machine::Layout& layout,
             const machine::State& state, machine::AgentId agent);

// The cell, counted in State::cells, that the agent's wait names as its resource; nothing where it
// names none, or an index outside the array.
std::optional<std::size_t> awaited_cell(const machine::Machine& machine,
                                        const machine::Layout& layout, const machine::State& state,
                                        machine::AgentId agent);

// Who holds the resource that the agent waits for, ascending. Empty when nobody is known to.
std::vector<machine::AgentId> holders(const machine::Machine& machine,
                                      const machine::Layout& layout, const machine::State& state,
                                      machine::AgentId agent);

// The lock that the agent is about to take or waits to take: its location is a blocking acquire of
// a cell that names its holders.
std::optional<property::Lock> acquired_lock(const machine::Machine& machine,
                                            const machine::Layout& layout,
                                            const machine::State& state, machine::AgentId agent);

// What the agent holds, in order of variables and cells.
std::vector<property::Lock> held_locks(const machine::Machine& machine,
                                       const machine::Layout& layout, const machine::State& state,
                                       machine::AgentId agent);

// Some lock is in both lists, and exclusive in one of them: two agents can't have both.
bool conflicting(const std::vector<property::Lock>& some,
                 const std::vector<property::Lock>& others);

// The values of the parameters.
std::vector<std::int64_t> sizes_in(const machine::Machine& machine, const machine::Layout& layout,
                                   const machine::State& state);

}  // namespace headway::audit

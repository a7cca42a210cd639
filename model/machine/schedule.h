// Whom the scheduler may pick, where several threads and daemons share a processor (Agent::cpu).
// The reference: slow and obvious; the explicit engine has its own and is tested against this one.
//
// An agent that shares a processor is *not ready* while it stands at its initial location; leaving
// it is becoming ready, which happens at any moment and is no running. `place_on_processors` (a
// pass) gives each such agent an initial location of that kind.
//
//   priority    among those of one processor that are ready and have a step, the ones with the
//               greatest priority; equals take turns as they like.
//   nonpreempt  a variable says who runs on the processor. While that agent has a step it is the
//               only one; where it has none (it waits, or has ended), or nobody runs, anybody.
//
// An agent that sleeps at a timed wait leaves the processor to others, although it has a step: to
// wake up and go on, which it may do where the processor is its to have.
//
// An agent that has a step and may not take it is *held back*: neither enabled nor blocked.
// Adversaries, signals and agents on processors of their own are always free to move.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/state.h"

namespace headway::machine {

// Under which name a machine keeps who runs on a processor (nonpreempt): 0 is nobody, n is agent
// number n-1. No variable of C has such a name.
std::string runner_name(std::uint32_t cpu);
std::optional<VariableId> runner_of(const Machine& machine, std::uint32_t cpu);

// The processors that two agents or more share, ascending.
std::vector<std::uint32_t> shared_processors(const Machine& machine);

// Is what the agent does in `state` a matter of the scheduler's: does it share a processor, and is
// it ready?
bool scheduled(const Machine& machine, const State& state, AgentId agent);

// Does the agent stand at a wait that ends by itself after a time?
bool asleep(const Machine& machine, const State& state, AgentId agent);

// By agent: has a step in a stable `state` (or is stuck there: validate.h), and is held back. All
// false under the fair scheduler.
std::vector<bool> held_back(const Machine& machine, const Layout& layout, const State& state);

// What is wrong with the machine's variables for who runs; empty when nothing is.
std::vector<std::string> runner_problems(const Machine& machine);

}  // namespace headway::machine

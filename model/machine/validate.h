// What a well-formed machine is. Everything behind lowering may rely on it; a machine that breaks
// it is a bug of whoever made it, or, where it came from text, wrong input.
#pragma once

#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/state.h"

namespace headway::machine {

// What is wrong with `machine` as it stands, a sentence each; empty when nothing is. Never throws,
// whatever the ids.
std::vector<std::string> problems(const Machine& machine);

// What must hold in every reachable stable state of a well-formed machine: an unfavourable branch
// of a whim has a favourable sibling enabled beside it. (That an unfinished agent with nothing
// enabled stands at a wait is no problem of the machine but a false assumption: `stuck`.)
std::vector<std::string> problems_in(const Machine& machine, const Layout& layout,
                                     const State& state);

// An unfinished thread or daemon has no step although it does not wait: it stands at no wait, or at
// one with a guard that is true, and every way on contradicts an assumption. Only runs in which it
// moves here are none; others may move first and make the assumption true. So a stuck agent counts
// as enabled, with a step that no run takes.
bool stuck(const Machine& machine, const Layout& layout, const State& state, AgentId agent);

}  // namespace headway::machine

// A machine as Promela, for SPIN to judge: one proctype per agent with an explicit location, one
// d_step per step, so that SPIN's states are the stable states of the machine, plus those in which
// the initial state is being chosen. Values and expressions are C, so that their semantics are
// those of a C compiler and not ours. README.md says how to read the text and what to ask of it.
//
// Needs nothing of the explicit engine and shares no code with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/machine.h"

namespace headway::promela {

// Throws source::InputError where SPIN can't hold the machine: a variable whose declared range or
// initial value exceeds 32 bits (by name). A value that only turns out to exceed 32 bits ends the
// verifier, which says which variable it was; so do more steps from a state than the text has
// options for.
std::string print_promela(const machine::Machine& machine);
// The same with another never claim than the usual one. It may ask `hw_atom_N(&now)` in C: is atom
// number N of the machine true?
std::string print_promela(const machine::Machine& machine, const std::string& claim);

// The properties that steps or states may fail, in the order of their numbers in the text.
std::vector<std::string> judged_properties(const machine::Machine& machine);

// The C text of an expression, over a state `s` and the chosen value `c`. Sets `hw_fault` where the
// evaluation faults; needs `prelude()` before it.
std::string print_c(const machine::Machine& machine, const machine::Expr& expr);
// Promela's type of a variable's cells: byte, short or int. Wider types lie in an int, and what
// does not fit ends the verifier.
std::string cell_type(machine::IntType type);
// How a variable is called in the text.
std::string name_in_c(const machine::Machine& machine, machine::VariableId id);
// The part of the C text that is the same for all machines and knows no state.
std::string arithmetic();

}  // namespace headway::promela

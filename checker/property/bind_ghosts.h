// Ghosts of a spec, and counts of events: variables that change where the model marks an event.
#pragma once

#include <cstdint>
#include <string>

#include "checker/property/bind_term.h"
#include "checker/property/spec_tree.h"
#include "model/machine/machine.h"

namespace headway::property {

// A variable that no agent owns, called `stem` or, where that is taken, by the stem and a number.
machine::VariableId declare_ghost(machine::Machine& machine, const std::string& stem,
                                  machine::IntType type, std::int64_t initial);

// Declares the spec's ghosts, adds their names, and adds what they do to the machine's transitions.
void bind_ghosts(const Spec& spec, Names& names, machine::Machine& machine);

// `count(EVENT) <= e`: an invariant of the property `id`.
void bind_count(const tree::CountBody& body, const std::string& id, const Names& names,
                machine::Machine& machine);

}  // namespace headway::property

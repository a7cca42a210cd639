// Temporal terms of a spec become formulas over a machine's atoms.
#pragma once

#include "checker/property/bind_term.h"
#include "checker/property/formula.h"
#include "checker/property/spec_tree.h"
#include "model/machine/machine.h"

namespace headway::property {

// A temporal operator occurs in it.
bool is_temporal(const tree::Term& term);

// The greatest parts without temporal operators become atoms of the machine; equal ones share one.
// Throws source::InputError for a temporal operator where a value is wanted, and for a formula
// whose automaton would be too large.
FormulaPtr bind_formula(const tree::Term& term, const Names& names, machine::Machine& machine);

}  // namespace headway::property

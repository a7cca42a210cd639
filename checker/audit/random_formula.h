// Formulas for differential tests: all small ones, and random larger ones.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/audit/random_machine.h"
#include "checker/property/formula.h"

namespace headway::audit {

// All formulas of exactly so many nodes over atoms 0 … atoms-1, without constants.
std::vector<property::FormulaPtr> all_formulas(std::size_t nodes, std::uint32_t atoms);

// One of exactly so many nodes, constants rare.
property::FormulaPtr random_formula(Dice& dice, std::size_t nodes, std::uint32_t atoms);

// Adds so many atoms that compare a shared variable with a number. Nothing where it has none.
bool add_random_atoms(Dice& dice, machine::Machine& machine, std::uint32_t atoms);

}  // namespace headway::audit

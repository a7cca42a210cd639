// Temporal formulas by another method than the engine's, as its oracle: the tableau of Lichtenstein
// and Pnueli (1985). Beside a state stands a guess for each temporal subformula, whether it is true
// from here on; a step must make the guesses on its two sides agree by the law of each operator
// (`eventually f` is true if f is, or if it is true next), and a run keeps its word: what is
// guessed to come true infinitely often comes true. No normal form, no automaton. At the levels
// between finite and unrestricted there stands beside it too what the run remembers (disturbed.h).
//
// Exponential in the formula, and slow: for small machines and small formulas.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "checker/property/formula.h"
#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::audit {

struct ToyUnmet {
  // Is there a fair run that does not satisfy the formula? In the order of the levels.
  std::array<bool, 5> at{};
  std::size_t states = 0;
};

// Nothing when there are more than `max_states`, or more than `most_nodes` of states with what is
// guessed and remembered beside them.
std::optional<ToyUnmet> toy_unmet(const machine::Machine& machine, const property::Formula& formula,
                                  property::Fairness fairness, std::size_t max_states,
                                  std::size_t most_nodes = 4000);

}  // namespace headway::audit

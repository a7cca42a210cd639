// Temporal formulas: is there a fair run that does not satisfy one? Sought in the product of an
// arena with the automaton of the formula's negation, at the levels of progress.h and in their
// order: the weakest at which there is one is the answer. What is judged first is what inclusion
// leaves least work for: `none` and `finite`, then `unrestricted`; only if that is violated, the
// levels between.
//
// A run that stays in a state for ever is one where no thread or daemon is enabled.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/explicit/effects.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"
#include "checker/explicit/trace.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// What judging rests on.
struct TemporalGround {
  const StateGraph& graph;
  Successors& successors;  // compiles the atoms
  Tracer& tracer;
  const Effects* effects = nullptr;  // of the labels of `graph`; needed above `finite`
  property::Fairness presumed = property::Fairness::strong;
  // Says why so many more bytes can't be had, or time is up; empty: go on.
  std::function<std::string(std::uint64_t)> limit;
};

// Judges levels up to `at_most`, which is not below the one required.
property::Verdict judge_temporal(const TemporalGround& ground, const property::Property& property,
                                 property::Level at_most);

}  // namespace headway::explicit_engine

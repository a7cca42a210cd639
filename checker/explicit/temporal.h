// Temporal formulas: is there a fair run that does not satisfy one? Level by level, weakest first,
// in the product of the state graph with the automaton of the formula's negation.
//
//   none          no adversary edge at all, from the first state on;
//   finite        adversary edges anywhere before the loop, none in it;
//   unrestricted  the loop may have them, but no signal's.
//
// A run that stays in a state for ever is one where no thread or daemon is enabled.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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
  property::Fairness presumed = property::Fairness::strong;
  // False where so many more bytes can't be had, or time is up.
  std::function<bool(std::uint64_t)> lasts;
  std::function<std::string()> reason;  // why not
};

property::Verdict judge_temporal(const TemporalGround& ground, const property::Property& property);

}  // namespace headway::explicit_engine

// Breadth-first exploration of all stable states: every shortest run to a failure is found on the
// way, and the graph is left for the judgements that need all of it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "checker/explicit/budget.h"
#include "checker/explicit/effects.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// Where a check or an invariant failed first.
struct Failing {
  std::uint64_t length = 0;  // of the run, in steps
  std::string message;
  std::optional<StateId> state;          // nothing: in a setup step
  std::optional<std::uint32_t> ordinal;  // of the failing step; nothing: in the state itself
  std::size_t raw = 0;                   // of the setup step
};

struct Explored {
  std::map<std::string, Failing> failing;  // by property id
  property::Coverage coverage;
  std::uint64_t transitions = 0;  // steps between stored states
  std::uint64_t depth = 0;        // levels
};

// Fills `graph`, which is complete unless the budget is exceeded afterwards. With `effects` the
// labels of edges are theirs.
Explored explore(const machine::Machine& machine, Successors& successors, StateGraph& graph,
                 Budget& budget, Effects* effects = nullptr);

}  // namespace headway::explicit_engine

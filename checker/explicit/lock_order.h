// Inverted lock order, read off the states: while an agent stands at a blocking acquire and holds
// other locks, it takes the one after the others. Such a *chain* of one agent and a chain of
// another that takes them the other way round may wait for each other, whether or not a run of this
// model ever does: what kernels find with lockdep. The graph is looked through once, after
// exploration.
//
//   I1  A chain stands in some reachable state: its agent at the acquire, holding what it is said
//   to. I2  Of a cycle's chains each takes what the next one holds, and one of these two uses is
//       exclusive (two readers don't wait for each other).
//   I3  Any two chains of a cycle can stand at the same time: their agents differ, their sizes are
//       the same, and they hold no lock in common unless both hold it shared (a common one is a
//       gate).
//   I4  A chain that waits for what its own agent holds is none: that is a matter of deadlock.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/explicit/trace.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// Whose chains a cycle is made of: of different agents; or two of one agent, who would wait for
// another that runs the same code (I3 but for the agents).
enum class Chains { of_different_agents, of_one_agent };

class LockOrder {
 public:
  explicit LockOrder(const StateGraph& graph);

  // The cycle with the fewest chains, then with the shortest runs.
  [[nodiscard]] std::optional<property::Inversion> inversion(Chains whose, Tracer& tracer) const;

 private:
  struct Chain {
    machine::AgentId agent{};
    machine::LocationId location{};
    property::Lock acquires;
    std::vector<property::Lock> held;
    std::vector<std::int64_t> sizes;
    StateId state{};
    std::uint64_t depth = 0;
  };
  class Search;

  void look_through();
  [[nodiscard]] std::vector<property::Lock> held_by(StateId state, machine::AgentId agent) const;
  [[nodiscard]] std::optional<property::Lock> acquired(StateId state,
                                                       const machine::Wait& wait) const;

  const StateGraph& graph_;
  std::vector<std::size_t> sizes_;          // slots of the parameters
  std::vector<machine::VariableId> locks_;  // variables that name holders
  std::vector<Chain> chains_;               // one of each kind, with its first state
};

}  // namespace headway::explicit_engine

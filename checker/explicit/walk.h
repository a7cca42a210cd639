// Shortest runs over the finished graph, from the initial states, without the states that were
// removed. With or without adversary edges: the level `none` has neither them nor initial states
// that only they lead to.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/explicit/state_graph.h"

namespace headway::explicit_engine {

enum class Adversaries { act, rest };

struct Walk {
  static constexpr std::uint32_t kUnreached = 0xffffffff;

  std::vector<StateId> order;  // states reached, nearest first
  // By state, in steps from an initial state. Empty (of products) where nodes are numbered by it.
  std::vector<std::uint32_t> depth;
  std::vector<Parent> parents;  // by state; an initial state is its own

  [[nodiscard]] bool reaches(StateId state) const { return depth[index_of(state)] != kUnreached; }
};

// `without`, if not null, says which labels no step may have.
Walk walk(const StateGraph& graph, Adversaries adversaries,
          const std::vector<bool>* without = nullptr);

// By state: states that `marked` names can be reached from here.
std::vector<std::uint8_t> leading_to(const StateGraph& graph,
                                     const std::vector<std::uint8_t>& marked);

}  // namespace headway::explicit_engine

// The state graph beside the ghosts of disturbance.h: the arena of the levels `fair` and
// `page_fair`. A node is a state and a ghost. Made by a breadth-first walk over the state graph,
// whose edges carry effects; nothing is expanded again. What can't lead to a cycle of interest is
// left out, and edges are kept only between states where cycles may lie.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/disturbance.h"
#include "checker/explicit/pieces.h"
#include "checker/explicit/walk.h"

namespace headway::explicit_engine {

class LevelGraph {
 public:
  // `cyclic` says, by state, where cycles of interest may lie, none of them removed; it is referred
  // to. `without`, if not null, is an adversary's transition that is never taken; ordinals then
  // mean nothing. Asks `lasts(bytes)` now and then, and stops with an unfinished graph when that
  // says no.
  LevelGraph(const StateGraph& base, Disturbance& disturbance,
             const std::vector<std::uint8_t>& cyclic,
             const std::function<bool(std::uint64_t)>& lasts,
             const property::Livelock::Act* without = nullptr);

  [[nodiscard]] bool finished() const { return finished_; }
  // Nodes of cyclic states only, nearest first; ways to them from the initial states.
  [[nodiscard]] const Walk& reachable() const { return walk_; }
  [[nodiscard]] std::uint64_t bytes() const;
  // `enabled` by state. Good as long as this is.
  [[nodiscard]] CycleGraph cycles(std::span<const AgentSet> enabled) const;

 private:
  Node reach(StateId state, std::uint32_t ghost, Parent parent);
  void expand(Node from, const property::Livelock::Act* without);
  std::uint32_t& find(StateId state, std::uint32_t ghost);
  void grow();

  const StateGraph& base_;
  Disturbance& disturbance_;
  const std::vector<std::uint8_t>& cyclic_;
  std::vector<std::uint8_t> useful_;   // by state: cyclic ones can be reached from here
  std::vector<std::uint32_t> table_;   // by hash: number of a node, and 1; 0: free
  std::vector<StateId> states_;        // by node
  std::vector<std::uint32_t> ghosts_;  // by node
  std::vector<std::uint64_t> first_;
  std::vector<Edge> edges_;
  Pieces<std::uint64_t> growing_first_;  // these four while it is made
  Pieces<Edge> growing_edges_;
  Pieces<Parent> growing_parents_;
  Pieces<Node> growing_order_;
  Walk walk_;
  bool finished_ = false;
};

}  // namespace headway::explicit_engine

// An arena of cycles and an automaton side by side: a node is a node of the arena and where the
// automaton stands before it reads that node's state. A step leads on wherever some transition of
// the automaton reads the state it starts from (Vardi and Wolper 1986). Where no thread or daemon
// is enabled a run may stay: such a node has edges that are nobody's step.
//
// Each mark of the automaton is a pair that every loop asks, behind the pairs of the arena. Only
// what runs come to is made, breadth-first, so that nodes are numbered by their distance.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/walk.h"
#include "checker/property/buchi.h"

namespace headway::explicit_engine {

class AutomatonProduct {
 public:
  // The ordinal of an edge that is nobody's step.
  static constexpr std::uint32_t kStays = std::numeric_limits<std::uint32_t>::max();

  // `starts`: nodes of the arena where runs begin. `letters`: by state, which of the automaton's
  // atoms are true. Asks `lasts(bytes)` now and then, and stops with an unfinished product when
  // that says no. Good as long as the arena is.
  AutomatonProduct(const CycleGraph& arena, std::span<const Node> starts, Adversaries adversaries,
                   const property::Buchi& automaton, std::span<const std::uint64_t> letters,
                   const std::function<bool(std::uint64_t)>& lasts);

  [[nodiscard]] bool finished() const { return finished_; }
  // There are more kinds of steps than labels: the product is unfinished for that.
  [[nodiscard]] bool too_many_labels() const { return too_many_labels_; }
  // All nodes, nearest first; ways to them from the starts, in ordinals of the steps (or kStays).
  [[nodiscard]] const Walk& reachable() const { return walk_; }
  [[nodiscard]] Node in_arena(Node node) const { return arena_nodes_[index_of(node)]; }
  [[nodiscard]] CycleGraph cycles() const;

 private:
  using LabelKey = std::pair<std::uint16_t, std::uint64_t>;  // the arena's label, marks

  Node arrive(Node in_arena, std::uint32_t at, Parent parent);
  void expand(Node from);
  std::uint16_t label(std::uint16_t in_arena, std::uint64_t marks);
  [[nodiscard]] std::uint64_t bytes() const;

  const CycleGraph& arena_;
  const Adversaries adversaries_;
  const property::Buchi& automaton_;
  const std::span<const std::uint64_t> letters_;
  std::vector<std::uint32_t> numbers_;  // by arena's node and automaton's state; node's number + 1
  std::vector<Node> arena_nodes_;       // by node
  std::vector<std::uint32_t> at_;       // by node: where the automaton stands
  std::vector<StateId> states_;         // by node
  std::vector<std::uint64_t> first_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> ordinals_;
  std::vector<EdgeLabel> labels_{1};
  std::map<LabelKey, std::uint16_t> label_numbers_{{{0, 0}, 0}};
  Walk walk_;
  bool finished_ = false;
  bool too_many_labels_ = false;
};

}  // namespace headway::explicit_engine

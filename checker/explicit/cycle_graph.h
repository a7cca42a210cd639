// What fair cycles are sought in. Nodes stand for states of the base graph, one state for perhaps
// many nodes: the base graph itself is such a graph, and so is its product with whatever remembers
// more (what was prepared and disturbed; an automaton). Edges carry labels; a label says to which
// *pairs* the step matters (Streett 1982): where one that asks is taken again and again, one that
// grants must be taken again and again too.
//
// Edges lie in arrays of whoever made the graph; this only looks at them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checker/explicit/state_graph.h"

namespace headway::explicit_engine {

using Node = StateId;

struct EdgeLabel {
  std::vector<std::uint32_t> asks, grants;  // numbers of pairs
};

struct Pair {
  bool always = false;  // asked by every loop: a loop that does not grant it is none (Büchi)
};

class CycleGraph {
 public:
  // Every state its own node.
  explicit CycleGraph(const StateGraph& base)
      : base_(&base), first_(base.first()), edges_(base.all_edges()) {}
  // A product that has, of the steps of each node's state, those that lead to a state that
  // `between` marks, in their order.
  CycleGraph(const StateGraph& base, std::span<const std::uint64_t> first,
             std::span<const Edge> edges, std::span<const StateId> states,
             std::span<const std::uint8_t> between)
      : base_(&base), first_(first), edges_(edges), states_(states), between_(between) {}
  // Another product: the state of each node, and for each edge the ordinal of its step in that
  // state.
  CycleGraph(const StateGraph& base, std::span<const std::uint64_t> first,
             std::span<const Edge> edges, std::span<const StateId> states,
             std::span<const std::uint32_t> ordinals)
      : base_(&base), first_(first), edges_(edges), states_(states), ordinals_(ordinals) {}

  // By state of the base graph: who is enabled there (`enabled_sets`, below: it depends on the
  // level).
  std::span<const AgentSet> enabled_in;
  std::vector<EdgeLabel> labels;  // by Edge::label; one without an entry matters to no pair
  std::vector<Pair> pairs;

  [[nodiscard]] const StateGraph& base() const { return *base_; }
  [[nodiscard]] std::uint32_t size() const {
    return first_.empty() ? 0 : static_cast<std::uint32_t>(first_.size() - 1);
  }
  [[nodiscard]] std::span<const Edge> edges(Node node) const {
    const std::uint64_t begin = first_[index_of(node)];
    return edges_.subspan(begin, static_cast<std::size_t>(first_[index_of(node) + 1] - begin));
  }
  [[nodiscard]] StateId state(Node node) const {
    return states_.empty() ? node : states_[index_of(node)];
  }
  [[nodiscard]] AgentSet enabled(Node node) const { return enabled_in[index_of(state(node))]; }
  // The step of the edge at `place` among the node's.
  [[nodiscard]] std::uint32_t ordinal(Node node, std::uint32_t place) const {
    if (!ordinals_.empty()) return ordinals_[first_[index_of(node)] + place];
    return between_.empty() ? place : nth_between(state(node), place);
  }
  [[nodiscard]] const EdgeLabel* label(const Edge& edge) const {
    return edge.label < labels.size() ? &labels[edge.label] : nullptr;
  }

 private:
  [[nodiscard]] std::uint32_t nth_between(StateId state, std::uint32_t place) const;

  const StateGraph* base_;
  std::span<const std::uint64_t> first_;
  std::span<const Edge> edges_;
  std::span<const StateId> states_;          // by node; empty: its own
  std::span<const std::uint32_t> ordinals_;  // by edge; empty: its place, or as `between_` says
  std::span<const std::uint8_t> between_;    // by state
};

// Which edges a cycle may use. Signals happen once, so no cycle has any.
struct CycleEdges {
  const CycleGraph& graph;
  bool adversaries = false;                             // adversary edges too
  std::optional<machine::AgentId> no_progress_of = {};  // this thread passes no `progress`
  const std::vector<bool>* without = nullptr;           // labels that no edge may have
  AgentSet signals = graph.base().signals();

  [[nodiscard]] bool admit(const Edge& edge) const {
    if (edge.is(Edge::stays)) return true;
    if (!edge.leads_on() || (!adversaries && edge.is(Edge::adversary))) return false;
    if ((only(edge.agent()) & signals) != 0) return false;
    if (without != nullptr && (*without)[edge.label]) return false;
    if (no_progress_of && edge.is(Edge::progress) && edge.agent() == *no_progress_of) return false;
    return !graph.base().is_removed(graph.state(edge.target));
  }
};

// Who is enabled, by state: threads and daemons with a step that the level keeps, wherever it
// leads, and those that are stuck; nobody whom the scheduler holds back.
std::vector<AgentSet> enabled_sets(const StateGraph& graph, bool adversaries);

}  // namespace headway::explicit_engine

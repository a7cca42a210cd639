// The state graph and an automaton side by side: a node is a state and where the automaton stands
// before it reads that state. A step leads on wherever some transition of the automaton reads the
// state it starts from (Vardi and Wolper 1986). Where no thread or daemon is enabled a run may
// stay: such a node has edges that are nobody's step.
//
// Only what runs come to is made, breadth-first, so that nodes are numbered by their distance.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/explicit/walk.h"
#include "checker/property/buchi.h"

namespace headway::explicit_engine {

enum class NodeId : std::uint32_t {};
constexpr std::uint32_t index_of(NodeId id) { return static_cast<std::uint32_t>(id); }

class AutomatonProduct {
 public:
  static constexpr std::uint32_t kStays = std::numeric_limits<std::uint32_t>::max();

  struct Edge {
    std::uint64_t marks = 0;  // of the automaton
    NodeId to{};
    std::uint32_t ordinal = 0;  // of the step among those of the state, or kStays
    std::uint8_t agent_number = 0;
    bool adversary = false;

    [[nodiscard]] bool stays() const { return ordinal == kStays; }
    [[nodiscard]] machine::AgentId agent() const { return machine::AgentId{agent_number}; }
  };
  struct Node {
    StateId state{};
    std::uint32_t at = 0;  // of the automaton
    NodeId parent{};       // itself for an initial node
    std::uint32_t ordinal = 0;
  };

  // `letters`: by state, which of the automaton's atoms are true. `enabled`: by state, the threads
  // and daemons that are. At level `none` there are no adversary edges at all.
  AutomatonProduct(const StateGraph& graph, const property::Buchi& automaton,
                   std::span<const std::uint64_t> letters, std::span<const AgentSet> enabled,
                   Adversaries adversaries);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  [[nodiscard]] const Node& node(NodeId id) const { return nodes_[index_of(id)]; }
  [[nodiscard]] std::span<const Edge> edges(NodeId id) const {
    return std::span(edges_).subspan(first_[index_of(id)],
                                     first_[index_of(id) + 1] - first_[index_of(id)]);
  }

 private:
  NodeId arrive(StateId state, std::uint32_t at, NodeId parent, std::uint32_t ordinal);

  std::vector<std::uint32_t> numbers_;  // by state and automaton's state; one more than the node's
  std::size_t width_;
  std::vector<Node> nodes_;
  std::vector<std::size_t> first_;  // by node, and one more
  std::vector<Edge> edges_;
};

}  // namespace headway::explicit_engine

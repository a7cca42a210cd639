// Fair cycles in a product with an automaton: strongly connected parts that have every mark of the
// automaton and are fair to everybody, as fair_cycle.h says of the state graph; and a shortest loop
// in them, as fair_loop.h says.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "checker/explicit/automaton_product.h"
#include "checker/explicit/fairness.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// What a cycle must be.
struct CycleRules {
  const StateGraph& graph;
  const AutomatonProduct& product;
  const Fairness& fairness;
  std::span<const AgentSet> enabled;  // by state: threads and daemons
  std::uint64_t marks = 0;            // that it must have
  bool adversaries = false;           // it may have adversary edges, though no signal's
  property::Fairness presumed = property::Fairness::strong;

  [[nodiscard]] bool admits(const AutomatonProduct::Edge& edge) const;
  [[nodiscard]] AgentSet enabled_at(NodeId node) const {
    return enabled[index_of(product.node(node).state)];
  }
  // Acquires at which their threads are enabled here, as numbers.
  void offered_at(NodeId node, std::vector<std::size_t>& numbers) const;
  // The acquire that the edge takes.
  [[nodiscard]] std::optional<std::size_t> taken_by(NodeId from,
                                                    const AutomatonProduct::Edge& edge) const;
};

using Nodes = std::vector<NodeId>;

// All greatest parts in which a walk through all edges is such a cycle.
std::vector<Nodes> fair_parts(const CycleRules& rules);

struct ProductStep {
  NodeId from{};
  const AutomatonProduct::Edge* edge = nullptr;
};
struct ProductLoop {
  std::vector<ProductStep> steps;
  bool shortest = true;  // proved to be
};
// `parts` are not empty.
ProductLoop shortest_loop(const CycleRules& rules, const std::vector<Nodes>& parts);

}  // namespace headway::explicit_engine

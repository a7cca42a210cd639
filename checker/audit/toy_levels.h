// The toy checker above level `finite`: adversaries act for ever. Its states are those of the toy
// graph, each together with what the run remembers (disturbed.h); a fair run is found by its
// definition, a strongly connected set of them that meets all that is asked.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "checker/audit/disturbed.h"
#include "checker/audit/toy_graph.h"
#include "checker/property/property.h"

namespace headway::audit {

class ToyLevel {
 public:
  // `level` is above `finite`.
  ToyLevel(const ToyGraph& graph, property::Level level, property::Fairness presumed)
      : graph_(graph), level_(level), presumed_(presumed) {}

  // False when there are more than `max_states`, each with what is remembered.
  bool explore(std::size_t max_states);
  // The thread has a fair run that goes on for ever without its progress, over states of the graph
  // that `counts` lets through.
  [[nodiscard]] bool hinders(machine::AgentId thread,
                             const std::function<bool(std::size_t)>& counts) const;

 private:
  struct Edge {
    const ToyEdge* edge = nullptr;
    std::size_t to = 0;
    Asked asked;
  };
  struct Node {
    std::size_t state = 0;  // of the graph
    std::vector<Edge> edges;
  };
  using Pairs = std::set<std::string>;

  [[nodiscard]] bool usable(const Edge& edge, const States& inside, const Pairs& forbidden,
                            machine::AgentId thread) const;
  [[nodiscard]] States reach(std::size_t from, const States& inside, const Pairs& forbidden,
                             machine::AgentId thread) const;
  [[nodiscard]] bool fair_run(const States& inside, const Pairs& forbidden,
                              machine::AgentId thread) const;
  [[nodiscard]] bool fair_component(const States& component, Pairs& forbidden,
                                    machine::AgentId thread, States& fed) const;
  [[nodiscard]] bool neglects(const States& component,
                              const std::set<machine::AgentId>& moved) const;
  [[nodiscard]] const ToyNode& state(std::size_t node) const {
    return graph_.nodes[nodes_[node].state];
  }

  const ToyGraph& graph_;
  const property::Level level_;
  const property::Fairness presumed_;
  std::vector<Node> nodes_;
};

}  // namespace headway::audit

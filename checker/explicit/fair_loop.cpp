// Nodes are ranked by how near they are to the initial states. A loop that is sought greedily
// starts at the first node of its component.
#include "checker/explicit/fair_loop.h"

#include <algorithm>

#include "checker/explicit/exact_loop.h"
#include "checker/explicit/loop_duties.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

constexpr std::size_t kMostExact = 12;            // obligations
constexpr std::uint64_t kAllowance = 20'000'000;  // edges looked at by the exact search
constexpr std::size_t kGreedyComponents = 64;

class LoopSearch {
 public:
  LoopSearch(const CycleEdges& edges, const Fairness& fairness,
             const std::vector<FairComponent>& components, std::optional<AgentId> mover,
             const Walk& reachable);
  FairLoop run();

 private:
  [[nodiscard]] bool before(Node a, Node b) const;
  [[nodiscard]] bool inside(const Edge& edge, std::size_t component) const;
  std::vector<Parent> greedy(std::size_t component);
  template <typename Goal>
  Node go(Node from, std::size_t component, std::vector<Parent>& steps, Goal goal);

  const CycleEdges& edges_;
  const CycleGraph& graph_;
  const std::vector<FairComponent>& components_;
  const Walk& reachable_;
  std::vector<LoopDuties> duties_;     // by component
  std::vector<std::uint32_t> member_;  // by node: number of its component + 1
  std::vector<Node> starts_;           // all nodes of all components, in rank
  std::vector<std::uint32_t> visit_;   // by node: the last walk of `go` that saw it
  std::vector<Parent> came_by_;        // by node, in that walk
  std::uint32_t walks_ = 0;
};

LoopSearch::LoopSearch(const CycleEdges& edges, const Fairness& fairness,
                       const std::vector<FairComponent>& components, std::optional<AgentId> mover,
                       const Walk& reachable)
    : edges_(edges),
      graph_(edges.graph),
      components_(components),
      reachable_(reachable),
      member_(graph_.size()) {
  for (std::size_t number = 0; number < components.size(); ++number) {
    const std::vector<Node>& nodes = components[number].nodes;
    for (const Node node : nodes) member_[index_of(node)] = static_cast<std::uint32_t>(number + 1);
    starts_.insert(starts_.end(), nodes.begin(), nodes.end());
    duties_.emplace_back(edges, fairness, components[number], mover);
  }
  std::sort(starts_.begin(), starts_.end(), [&](Node a, Node b) { return before(a, b); });
}

bool LoopSearch::before(Node a, Node b) const {
  const std::vector<std::uint32_t>& depth = reachable_.depth;
  if (depth.empty() || depth[index_of(a)] == depth[index_of(b)]) return a < b;
  return depth[index_of(a)] < depth[index_of(b)];
}

bool LoopSearch::inside(const Edge& edge, std::size_t component) const {
  return member_[index_of(edge.target)] == component + 1 && edges_.admit(edge) &&
         components_[component].allows(edge);
}

// Walks inside the component to the nearest place where `goal(from, edge)` is true, over that edge,
// and appends the steps. Returns where it ends.
template <typename Goal>
Node LoopSearch::go(Node from, std::size_t component, std::vector<Parent>& steps, Goal goal) {
  visit_.resize(graph_.size());
  came_by_.resize(graph_.size());
  ++walks_;
  std::vector<Node> queue{from};
  visit_[index_of(from)] = walks_;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const Node node = queue[next];
    const auto edges = graph_.edges(node);
    for (std::uint32_t place = 0; place < edges.size(); ++place) {
      const Edge& edge = edges[place];
      if (!inside(edge, component)) continue;
      if (goal(node, edge)) {
        const std::size_t before_these = steps.size();
        steps.push_back({node, place});
        for (Node at = node; at != from; at = came_by_[index_of(at)].state) {
          steps.push_back(came_by_[index_of(at)]);
        }
        std::reverse(steps.begin() + static_cast<std::ptrdiff_t>(before_these), steps.end());
        return edge.target;
      }
      if (visit_[index_of(edge.target)] == walks_) continue;
      visit_[index_of(edge.target)] = walks_;
      came_by_[index_of(edge.target)] = {node, place};
      queue.push_back(edge.target);
    }
  }
  CHECK(false, "a fair component does not meet its obligations");
}

// Every acquire on offer in the component is taken on this loop, and every pair that is asked
// somewhere in it is granted, whether the loop comes by there or not.
std::vector<Parent> LoopSearch::greedy(std::size_t component) {
  const LoopDuties& duties = duties_[component];
  std::vector<Duty> unmet = duties.all();
  const std::vector<Node>& nodes = components_[component].nodes;
  const Node start =
      *std::min_element(nodes.begin(), nodes.end(), [&](Node a, Node b) { return before(a, b); });
  std::vector<Parent> steps;
  Node at = start;
  std::size_t settled = 0;  // steps whose contribution was counted
  for (std::erase_if(unmet, [&](const Duty& duty) { return duties.met_at(duty, start); });
       !unmet.empty();) {
    at = go(at, component, steps, [&](Node from, const Edge& edge) {
      return std::any_of(unmet.begin(), unmet.end(), [&](const Duty& duty) {
        return duties.met_by(duty, from, edge) || duties.met_at(duty, edge.target);
      });
    });
    for (; settled < steps.size(); ++settled) {
      const auto [from, place] = steps[settled];
      const Edge& edge = graph_.edges(from)[place];
      std::erase_if(unmet, [&](const Duty& duty) {
        return duties.met_by(duty, from, edge) || duties.met_at(duty, edge.target);
      });
    }
  }
  if (at != start || steps.empty()) {
    go(at, component, steps, [&](Node, const Edge& edge) { return edge.target == start; });
  }
  return steps;
}

FairLoop LoopSearch::run() {
  const bool few = std::all_of(duties_.begin(), duties_.end(), [](const LoopDuties& duties) {
    return duties.all().size() <= kMostExact;
  });
  if (few) {
    auto steps = exact_loop(edges_, components_, duties_, starts_, member_, kAllowance);
    if (steps) return {*std::move(steps), true};
  }
  FairLoop best{{}, false};
  std::vector<bool> tried(components_.size());
  std::size_t left = kGreedyComponents;
  for (auto start = starts_.begin(); start != starts_.end() && left != 0; ++start) {
    const std::size_t component = member_[index_of(*start)] - 1;
    if (tried[component]) continue;
    tried[component] = true;
    --left;
    std::vector<Parent> steps = greedy(component);
    if (best.steps.empty() || steps.size() < best.steps.size()) best.steps = std::move(steps);
  }
  return best;
}

}  // namespace

FairLoop shortest_fair_loop(const CycleEdges& edges, const Fairness& fairness,
                            const std::vector<FairComponent>& components,
                            std::optional<AgentId> mover, const Walk& reachable) {
  CHECK(!components.empty());
  return LoopSearch(edges, fairness, components, mover, reachable).run();
}

}  // namespace headway::explicit_engine

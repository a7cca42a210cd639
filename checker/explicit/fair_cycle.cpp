// A list of parts still to be judged. Components are told apart by numbers on their nodes, so that
// one array serves all.
#include "checker/explicit/fair_cycle.h"

#include <algorithm>

#include "checker/explicit/components.h"

namespace headway::explicit_engine {

namespace {

class Refinement {
 public:
  Refinement(const CycleEdges& edges, const Fairness& fairness)
      : edges_(edges),
        graph_(edges.graph),
        fairness_(fairness),
        components_(edges.graph),
        component_(edges.graph.size()) {}

  std::vector<FairComponent> run(std::span<const Node> nodes) {
    work_.push_back({{nodes.begin(), nodes.end()}, nullptr});
    while (!work_.empty()) {
      const Part part = std::move(work_.back());
      work_.pop_back();
      without_ = part.without;
      components_.for_each(
          part.nodes, [&](const Edge& edge) { return admit(edge); },
          [&](std::span<const Node> component) { judge(component); });
    }
    return std::move(found_);
  }

 private:
  struct Part {
    std::vector<Node> nodes;
    Forbidden without;
  };
  // What happens inside a component.
  struct Inside {
    AgentSet moving = 0;
    AgentSet always_enabled = ~AgentSet{0};
    AgentSet not_ready = 0;            // somewhere
    std::vector<bool> offered, met;    // by acquire
    std::vector<bool> asked, granted;  // by pair
  };

  [[nodiscard]] bool admit(const Edge& edge) const {
    return edges_.admit(edge) && !(without_ && (*without_)[edge.label]);
  }
  [[nodiscard]] bool is_inside(const Edge& edge) const {
    return component_[index_of(edge.target)] == number_ && admit(edge);
  }

  // Components come in the order of a search; in the order of numbers neighbours lie close
  // together.
  void judge(std::span<const Node> found) {
    if (found.size() == 1 && !has_loop(found.front())) return;
    std::vector<Node> component(found.begin(), found.end());
    std::sort(component.begin(), component.end());
    ++number_;
    for (const Node node : component) component_[index_of(node)] = number_;
    const Inside inside = look(component);
    if ((inside.always_enabled & fairness_.weak() & ~inside.moving) != 0) return;
    if (!grants_always(inside)) return;
    const std::size_t size = component.size();
    remove_starving(component, inside);
    const Forbidden without = without_asking_in_vain(inside);
    if (component.size() == size && without == without_) {
      component.shrink_to_fit();
      found_.push_back({std::move(component), inside.moving, without_});
    } else if (!component.empty()) {
      work_.push_back({std::move(component), without});
    }
  }

  Inside look(std::span<const Node> component) {
    Inside inside;
    inside.offered.resize(fairness_.acquires().size());
    inside.met.resize(fairness_.acquires().size());
    inside.asked.resize(graph_.pairs.size());
    inside.granted.resize(graph_.pairs.size());
    for (const Node node : component) {
      const AgentSet enabled = graph_.enabled(node);
      inside.always_enabled &= enabled;
      inside.not_ready |= fairness_.not_ready(graph_.state(node), enabled);
      fairness_.enabled_acquires(graph_.state(node), enabled, acquires_);
      for (const std::size_t acquire : acquires_) inside.offered[acquire] = true;
      for (const Edge& edge : graph_.edges(node)) {
        if (is_inside(edge)) look(node, edge, inside);
      }
    }
    for (std::size_t acquire = 0; acquire < inside.met.size(); ++acquire) {
      const auto& [agent, location] = fairness_.acquires()[acquire];
      if (!location && ((inside.moving | inside.not_ready) & only(agent)) != 0)
        inside.met[acquire] = true;
    }
    return inside;
  }

  void look(Node node, const Edge& edge, Inside& inside) const {
    if (!edge.is(Edge::stays)) {
      inside.moving |= only(edge.agent());
      if (const auto acquire = fairness_.acquire_at(graph_.state(node), edge.agent()))
        inside.met[*acquire] = true;
    }
    const EdgeLabel* label = graph_.label(edge);
    if (label == nullptr) return;
    for (const std::uint32_t pair : label->asks) inside.asked[pair] = true;
    for (const std::uint32_t pair : label->grants) inside.granted[pair] = true;
  }

  [[nodiscard]] bool grants_always(const Inside& inside) const {
    for (std::size_t pair = 0; pair < graph_.pairs.size(); ++pair) {
      if (graph_.pairs[pair].always && !inside.granted[pair]) return false;
    }
    return true;
  }

  // Removes the nodes at which an acquire is enabled that is never taken inside, or somebody may be
  // picked whose turn never comes.
  void remove_starving(std::vector<Node>& component, const Inside& inside) {
    if (inside.offered == inside.met) return;
    std::erase_if(component, [&](Node node) {
      fairness_.enabled_acquires(graph_.state(node), graph_.enabled(node), acquires_);
      return std::any_of(acquires_.begin(), acquires_.end(),
                         [&](std::size_t acquire) { return !inside.met[acquire]; });
    });
  }

  // The labels forbidden so far, and those that ask what nothing inside grants.
  [[nodiscard]] Forbidden without_asking_in_vain(const Inside& inside) const {
    if (inside.asked == inside.granted) return without_;
    std::shared_ptr<std::vector<bool>> without;
    for (std::size_t number = 0; number < graph_.labels.size(); ++number) {
      const std::vector<std::uint32_t>& asks = graph_.labels[number].asks;
      const bool in_vain = std::any_of(asks.begin(), asks.end(), [&](std::uint32_t pair) {
        return inside.asked[pair] && !inside.granted[pair];
      });
      if (!in_vain || (without_ && (*without_)[number])) continue;
      if (!without) {
        without = without_ ? std::make_shared<std::vector<bool>>(*without_)
                           : std::make_shared<std::vector<bool>>(kLabels);
      }
      (*without)[number] = true;
    }
    return without ? Forbidden(without) : without_;
  }

  [[nodiscard]] bool has_loop(Node node) const {
    const auto edges = graph_.edges(node);
    return std::any_of(edges.begin(), edges.end(),
                       [&](const Edge& edge) { return edge.target == node && admit(edge); });
  }

  static constexpr std::size_t kLabels = 65536;  // that Edge::label can tell apart

  const CycleEdges& edges_;
  const CycleGraph& graph_;
  const Fairness& fairness_;
  StronglyConnected<CycleGraph> components_;
  std::vector<std::uint32_t> component_;  // by node: the component it was last in
  std::uint32_t number_ = 0;              // of the component being judged
  Forbidden without_;                     // in the part being judged
  std::vector<std::size_t> acquires_;     // scratch
  std::vector<Part> work_;
  std::vector<FairComponent> found_;
};

}  // namespace

std::vector<FairComponent> fair_components(const CycleEdges& edges, const Fairness& fairness,
                                           std::span<const Node> nodes) {
  return Refinement(edges, fairness).run(nodes);
}

}  // namespace headway::explicit_engine

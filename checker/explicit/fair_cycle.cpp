// A list of parts still to be judged. Parts are told apart by labels on their states, so that one
// array serves all.
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
        part_(edges.graph.size()),
        component_(edges.graph.size()) {}

  std::vector<FairComponent> run(std::span<const StateId> states) {
    work_.emplace_back(states.begin(), states.end());
    for (std::uint32_t label = 1; !work_.empty(); ++label) {
      const std::vector<StateId> part = std::move(work_.back());
      work_.pop_back();
      for (const StateId state : part) part_[index_of(state)] = label;
      components_.for_each(
          part,
          [&](const Edge& edge) {
            return edges_.admit(edge) && part_[index_of(edge.target)] == label;
          },
          [&](std::span<const StateId> component) { judge(component); });
    }
    return std::move(found_);
  }

 private:
  // What happens inside a component.
  struct Inside {
    AgentSet moving = 0;
    AgentSet always_enabled = ~AgentSet{0};
    std::vector<bool> offered, met;  // by acquire
  };

  [[nodiscard]] bool is_inside(const Edge& edge) const {
    return edges_.admit(edge) && component_[index_of(edge.target)] == label_;
  }

  Inside look(std::span<const StateId> component) {
    Inside inside;
    inside.offered.resize(fairness_.acquires().size());
    inside.met.resize(fairness_.acquires().size());
    std::vector<std::size_t> acquires;
    for (const StateId state : component) {
      const AgentSet enabled = graph_.enabled(state);
      inside.always_enabled &= enabled;
      fairness_.enabled_acquires(state, enabled, acquires);
      for (const std::size_t acquire : acquires) inside.offered[acquire] = true;
      AgentSet moving = 0;
      for (const Edge& edge : graph_.edges(state)) {
        if (is_inside(edge)) moving |= only(edge.agent());
      }
      inside.moving |= moving;
      for (std::size_t acquire = 0; acquire < inside.met.size(); ++acquire) {
        if (inside.met[acquire]) continue;
        const machine::AgentId agent = fairness_.acquires()[acquire].agent;
        inside.met[acquire] =
            fairness_.met_in(acquire, state) ||
            ((moving & only(agent)) != 0 && fairness_.met_by_step(acquire, state, agent));
      }
    }
    return inside;
  }

  void judge(std::span<const StateId> component) {
    ++label_;
    for (const StateId state : component) component_[index_of(state)] = label_;
    if (component.size() == 1 && !has_loop(component.front())) return;
    const Inside inside = look(component);
    if ((inside.always_enabled & graph_.threads_and_daemons() & ~inside.moving) != 0) return;
    std::vector<StateId> fed;
    std::vector<std::size_t> acquires;
    for (const StateId state : component) {
      fairness_.enabled_acquires(state, graph_.enabled(state), acquires);
      const bool starving = std::any_of(acquires.begin(), acquires.end(), [&](std::size_t acquire) {
        return inside.offered[acquire] && !inside.met[acquire];
      });
      if (!starving) fed.push_back(state);
    }
    if (fed.size() == component.size()) {
      found_.push_back({std::move(fed), inside.moving});
    } else if (!fed.empty()) {
      work_.push_back(std::move(fed));
    }
  }

  [[nodiscard]] bool has_loop(StateId state) const {
    const auto edges = graph_.edges(state);
    return std::any_of(edges.begin(), edges.end(),
                       [&](const Edge& edge) { return is_inside(edge); });
  }

  const CycleEdges& edges_;
  const StateGraph& graph_;
  const Fairness& fairness_;
  StronglyConnected components_;
  std::vector<std::uint32_t> part_;       // by state: the part being judged
  std::vector<std::uint32_t> component_;  // by state: the component it was last in
  std::uint32_t label_ = 0;
  std::vector<std::vector<StateId>> work_;
  std::vector<FairComponent> found_;
};

}  // namespace

std::vector<FairComponent> fair_components(const CycleEdges& edges, const Fairness& fairness,
                                           std::span<const StateId> states) {
  return Refinement(edges, fairness).run(states);
}

}  // namespace headway::explicit_engine

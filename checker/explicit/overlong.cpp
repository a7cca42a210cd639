// Layer by layer: layer n holds the shortest runs after which at least n attempts have been made
// since the signal. To have made more is never a hindrance, so that one distance per state and
// layer is enough: layer 0 is the plain distance, and from layer to layer lead the attempts. Within
// a layer states come in the order of their distances (Dijkstra 1959), since a layer begins at many
// states at once.
#include <algorithm>
#include <queue>
#include <tuple>
#include <unordered_map>

#include "checker/explicit/killable.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

class Overlong {
 public:
  Overlong(const StateGraph& graph, const Walk& reachable, const Attempts& attempts, AgentId thread,
           const Killed& killed)
      : graph_(graph),
        reachable_(reachable),
        attempts_(attempts),
        thread_(thread),
        killed_(killed) {}

  // The steps of a shortest run with `wanted` attempts, from an initial state; empty: none.
  std::vector<Parent> run(std::uint32_t wanted) {
    for (std::uint32_t layer = 1; layer < wanted; ++layer) {
      if (!settle(layer)) return {};
    }
    return last(wanted);
  }

 private:
  [[nodiscard]] std::uint32_t made_by(const Parent& step) const {
    return range_attempts(attempts_, thread_, step);
  }
  struct Reached {
    std::uint32_t distance = 0;
    Parent by;
    std::uint32_t layer = 0;  // that `by` comes from
  };
  using Layer = std::unordered_map<std::uint32_t, Reached>;  // by state

  // The distance in a layer; nothing where it does not reach the state.
  [[nodiscard]] std::optional<std::uint32_t> distance(StateId state, std::uint32_t layer) const {
    if (layer == 0) return reachable_.depth[index_of(state)];
    const auto found = layers_[layer - 1].find(index_of(state));
    if (found == layers_[layer - 1].end()) return std::nullopt;
    return found->second.distance;
  }

  // Calls `visit(step, target, layer, distance)` for the attempts that lead into layer `to`.
  template <typename Visit>
  void for_each_attempt_into(std::uint32_t to, Visit visit) const {
    for (const StateId state : reachable_.order) {
      if (!killed_.at(state)) continue;
      std::uint32_t before = Walk::kUnreached;  // the step looked at last
      for (const Attempts::Made& made : attempts_.from(state)) {
        const Parent step{state, made.ordinal};
        const std::uint32_t times = made.ordinal == before ? 0 : made_by(step);
        before = made.ordinal;
        const Edge& edge = graph_.edges(state)[made.ordinal];
        if (times == 0 || !edge.leads_on() || graph_.is_removed(edge.target)) continue;
        const std::uint32_t from = to > times ? to - times : 0;
        if (const auto known = distance(state, from)) visit(step, edge.target, from, *known + 1);
      }
    }
  }

  bool settle(std::uint32_t layer);
  [[nodiscard]] std::vector<Parent> last(std::uint32_t layer) const;
  void lead_to(const Parent& step, std::uint32_t layer, std::vector<Parent>& backwards) const;

  const StateGraph& graph_;
  const Walk& reachable_;
  const Attempts& attempts_;
  const AgentId thread_;
  const Killed& killed_;
  std::vector<Layer> layers_;  // layer 1 first; of states in which the signal is pending
};

// Fills the layer. False if it is empty.
bool Overlong::settle(std::uint32_t layer) {
  using Entry = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t,
                           std::uint32_t>;  // distance, target, state, ordinal, layer of the step
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  const auto offer = [&](const Parent& step, StateId target, std::uint32_t from,
                         std::uint32_t distance) {
    if (killed_.at(target))
      queue.emplace(distance, index_of(target), index_of(step.state), step.ordinal, from);
  };
  for_each_attempt_into(layer, offer);
  Layer reached;
  while (!queue.empty()) {
    const auto [distance, target, state, ordinal, from] = queue.top();
    queue.pop();
    if (!reached.emplace(target, Reached{distance, {StateId{state}, ordinal}, from}).second)
      continue;
    const auto edges = graph_.edges(StateId{target});
    for (std::uint32_t next = 0; next < edges.size(); ++next) {
      if (!edges[next].leads_on() || graph_.is_removed(edges[next].target)) continue;
      offer({StateId{target}, next}, edges[next].target, layer, distance + 1);
    }
  }
  layers_.push_back(std::move(reached));
  return !layers_.back().empty();
}

// The nearest attempt that leads into the layer, and the way to it.
std::vector<Parent> Overlong::last(std::uint32_t layer) const {
  std::optional<Reached> best;
  for_each_attempt_into(
      layer, [&](const Parent& step, StateId, std::uint32_t from, std::uint32_t distance) {
        if (!best || distance < best->distance) best = Reached{distance, step, from};
      });
  std::vector<Parent> steps;
  if (!best) return steps;
  lead_to(best->by, best->layer, steps);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

void Overlong::lead_to(const Parent& step, std::uint32_t layer,
                       std::vector<Parent>& backwards) const {
  backwards.push_back(step);
  StateId at = step.state;
  while (layer != 0) {
    const Reached& reached = layers_[layer - 1].at(index_of(at));
    backwards.push_back(reached.by);
    at = reached.by.state;
    layer = reached.layer;
  }
  for (; reachable_.parents[index_of(at)].state != at; at = reachable_.parents[index_of(at)].state)
    backwards.push_back(reachable_.parents[index_of(at)]);
}

}  // namespace

std::optional<Undying> find_overlong(const StateGraph& graph, const Walk& reachable,
                                     const Attempts& attempts, AgentId thread, const Killed& killed,
                                     std::uint32_t most, Tracer& tracer) {
  Overlong search(graph, reachable, attempts, thread, killed);
  const std::vector<Parent> steps = search.run(most + 1);
  if (steps.empty()) return std::nullopt;
  Undying found;
  property::Unkillable& unkillable = found.unkillable;
  unkillable.agent = thread;
  unkillable.lasso.stem =
      tracer.path(reachable.parents, steps.front().state, Adversaries::act);  // the setup step
  const std::size_t before = unkillable.lasso.stem.steps.size();
  std::vector<StateId> states;
  for (const Parent& step : steps) {
    unkillable.lasso.stem.steps.push_back(tracer.step(step.state, step.ordinal));
    states.push_back(step.state);
  }
  const std::size_t killed_after = killed.since(states);
  unkillable.killed_after = before + killed_after;
  for (std::size_t i = killed_after; i < steps.size(); ++i)
    unkillable.attempts += range_attempts(attempts, thread, steps[i]);
  return found;
}

}  // namespace headway::explicit_engine

// Components come out of Tarjan's algorithm with all that they lead to before them, so that one
// sweep in that order settles a layer.
#include "checker/explicit/retry_bound.h"

#include <algorithm>
#include <limits>

#include "checker/explicit/components.h"

namespace headway::explicit_engine {

namespace {

using Count = std::uint64_t;
constexpr Count kUnbounded = std::numeric_limits<Count>::max();

Count plus(Count a, Count b) { return a == kUnbounded || b == kUnbounded ? kUnbounded : a + b; }

class Bounds {
 public:
  Bounds(const StateGraph& graph, const Walk& reachable, const Attempts& attempts)
      : graph_(graph), attempts_(attempts), component_(graph.size()) {
    StronglyConnected components(graph);
    components.for_each(
        reachable.order, [&](const Edge& edge) { return graph.is_kept(edge); },
        [&](std::span<const StateId> component) {
          for (const StateId state : component)
            component_[index_of(state)] = static_cast<std::uint32_t>(first_.size());
          first_.push_back(order_.size());
          order_.insert(order_.end(), component.begin(), component.end());
        });
    first_.push_back(order_.size());
  }

  std::vector<std::optional<std::uint64_t>> of(std::uint32_t site) {
    std::vector<std::optional<std::uint64_t>> most;
    std::vector<Count> below;  // the layer with one adversary edge less; empty: none
    for (std::size_t layer = 0; layer < kLayers; ++layer) {
      std::vector<Count> values(first_.size() - 1);
      for (std::uint32_t component = 0; component < values.size(); ++component) {
        values[component] = from_component(component, site, values, below);
      }
      Count best = 0;
      for (const Start& start : graph_.starts) {
        if (graph_.is_removed(start.state)) continue;
        const std::uint32_t component = component_[index_of(start.state)];
        if (!start.adversary) best = std::max(best, values[component]);
        if (start.adversary && !below.empty()) best = std::max(best, below[component]);
      }
      most.push_back(best == kUnbounded ? std::nullopt : std::optional(best));
      below = std::move(values);
    }
    return most;
  }

 private:
  // The most attempts on a run from a state of the component.
  [[nodiscard]] Count from_component(std::uint32_t component, std::uint32_t site,
                                     const std::vector<Count>& values,
                                     const std::vector<Count>& below) const {
    Count best = 0;
    for (std::size_t at = first_[component]; at < first_[component + 1]; ++at) {
      const auto edges = graph_.edges(order_[at]);
      const auto made = attempts_.from(order_[at]);
      for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
        const Edge& edge = edges[ordinal];
        if (!edge.leads_on() || graph_.is_removed(edge.target)) continue;
        const std::uint32_t target = component_[index_of(edge.target)];
        const Count weight = times(made, ordinal, site);
        if (edge.is(Edge::adversary)) {
          if (!below.empty()) best = std::max(best, plus(weight, below[target]));
        } else if (target == component) {
          if (weight != 0) return kUnbounded;
        } else {
          best = std::max(best, plus(weight, values[target]));
        }
      }
    }
    return best;
  }

  static Count times(std::span<const Attempts::Made> made, std::uint32_t ordinal,
                     std::uint32_t site) {
    for (const Attempts::Made& each : made) {
      if (each.ordinal == ordinal && each.site == site) return each.times;
    }
    return 0;
  }

  const StateGraph& graph_;
  const Attempts& attempts_;
  std::vector<std::uint32_t> component_;  // by state
  std::vector<StateId> order_;            // states, component by component
  std::vector<std::size_t> first_;        // by component: where its states begin; and one more
};

}  // namespace

std::vector<property::RetryBound> retry_bounds(const StateGraph& graph, const Walk& reachable,
                                               const Attempts& attempts) {
  std::vector<property::RetryBound> all;
  if (attempts.sites().empty()) return all;
  Bounds bounds(graph, reachable, attempts);
  for (std::uint32_t site = 0; site < attempts.sites().size(); ++site) {
    const AttemptSite& where = attempts.sites()[site];
    all.push_back({where.agent, where.transition, bounds.of(site)});
  }
  return all;
}

}  // namespace headway::explicit_engine

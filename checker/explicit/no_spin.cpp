// A state in which the thread stands at a timed wait is left out as a whole: the one way on over
// the thread's own steps is to pass that wait. States are tried in the order of their distance, so
// that of the shortest loops the first found has the shortest stem.
#include "checker/explicit/no_spin.h"

#include <algorithm>
#include <bit>
#include <set>

#include "checker/explicit/components.h"
#include "checker/explicit/fair_cycle.h"
#include "checker/explicit/polled.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

constexpr std::uint64_t kAllowance = 20'000'000;  // edges looked at in search of the shortest loop

class SpinSearch {
 public:
  SpinSearch(const StateGraph& graph, const Walk& reachable)
      : graph_(graph),
        reachable_(reachable),
        components_(graph),
        component_(graph.size()),
        visit_(graph.size()),
        came_by_(graph.size()) {}

  struct Loop {
    AgentId thread{};
    std::vector<Parent> steps;
    std::uint32_t depth = 0;  // of its first state
  };

  std::optional<Loop> run() {
    for (AgentSet rest = graph_.threads(); rest != 0; rest &= rest - 1) {
      look_at(AgentId{static_cast<std::uint32_t>(std::countr_zero(rest))});
    }
    return std::move(best_);
  }
  [[nodiscard]] bool cut_off() const { return looked_at_ >= kAllowance; }

 private:
  [[nodiscard]] bool at_timed_wait(StateId state) const {
    if (timed_.empty()) return false;
    return timed_.contains(graph_.location(state, thread_));
  }
  [[nodiscard]] bool own(const Edge& edge) const {
    return edge.agent() == thread_ && graph_.is_kept(edge) && !edge.is(Edge::progress) &&
           !at_timed_wait(edge.target);
  }
  [[nodiscard]] bool inside(const Edge& edge, std::uint32_t component) const {
    return own(edge) && component_[index_of(edge.target)] == component;
  }

  void look_at(AgentId thread);
  std::vector<StateId> cyclic_states();
  void search_from(StateId start, std::uint32_t most);
  void keep(StateId start, StateId last, std::uint32_t ordinal);

  const StateGraph& graph_;
  const Walk& reachable_;
  StronglyConnected<StateGraph> components_;
  AgentId thread_{};
  std::set<machine::LocationId> timed_;   // waits of the thread
  std::vector<std::uint32_t> component_;  // by state: the last cyclic component it was in
  std::uint32_t label_ = 0;
  std::vector<std::uint32_t> visit_;  // by state: the last search that saw it
  std::vector<Parent> came_by_;       // by state, in that search
  std::uint32_t searches_ = 0;
  std::uint64_t looked_at_ = 0;
  std::optional<Loop> best_;
};

void SpinSearch::look_at(AgentId thread) {
  thread_ = thread;
  timed_.clear();
  const auto& locations = graph_.machine().at(thread).locations;
  for (std::uint32_t l = 0; l < locations.size(); ++l) {
    if (locations[l].wait && locations[l].wait->timed) timed_.insert(machine::LocationId{l});
  }
  std::vector<StateId> starts = cyclic_states();
  const auto before = [&](StateId a, StateId b) {
    const std::uint32_t depth_a = reachable_.depth[index_of(a)];
    const std::uint32_t depth_b = reachable_.depth[index_of(b)];
    return depth_a != depth_b ? depth_a < depth_b : a < b;
  };
  std::sort(starts.begin(), starts.end(), before);
  for (const StateId start : starts) {
    if (best_ && cut_off()) break;
    std::uint32_t most = Walk::kUnreached;
    if (best_) {
      most = static_cast<std::uint32_t>(best_->steps.size());
      if (reachable_.depth[index_of(start)] >= best_->depth) --most;
    }
    search_from(start, most);
  }
}

// The states of components that hold a cycle of the thread's; component_ tells them apart.
std::vector<StateId> SpinSearch::cyclic_states() {
  std::vector<StateId> part;
  for (const StateId state : reachable_.order) {
    if (!at_timed_wait(state)) part.push_back(state);
  }
  std::vector<StateId> cyclic;
  components_.for_each(
      part, [&](const Edge& edge) { return own(edge); },
      [&](std::span<const StateId> component) {
        const auto edges = graph_.edges(component.front());
        const bool cycle =
            component.size() > 1 || std::any_of(edges.begin(), edges.end(), [&](const Edge& edge) {
              return own(edge) && edge.target == component.front();
            });
        if (!cycle) return;
        ++label_;
        for (const StateId state : component) component_[index_of(state)] = label_;
        cyclic.insert(cyclic.end(), component.begin(), component.end());
      });
  return cyclic;
}

// A shortest cycle through `start`, if it has at most `most` steps.
void SpinSearch::search_from(StateId start, std::uint32_t most) {
  ++searches_;
  const std::uint32_t component = component_[index_of(start)];
  std::vector<StateId> level{start};
  visit_[index_of(start)] = searches_;
  for (std::uint32_t length = 1; length <= most && !level.empty(); ++length) {
    std::vector<StateId> next;
    for (const StateId state : level) {
      const auto edges = graph_.edges(state);
      looked_at_ += edges.size();
      for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
        const Edge& edge = edges[ordinal];
        if (!inside(edge, component)) continue;
        if (edge.target == start) return keep(start, state, ordinal);
        if (visit_[index_of(edge.target)] == searches_) continue;
        visit_[index_of(edge.target)] = searches_;
        came_by_[index_of(edge.target)] = {state, ordinal};
        next.push_back(edge.target);
      }
    }
    level = std::move(next);
  }
}

void SpinSearch::keep(StateId start, StateId last, std::uint32_t ordinal) {
  Loop loop{thread_, {{last, ordinal}}, reachable_.depth[index_of(start)]};
  for (StateId at = last; at != start; at = came_by_[index_of(at)].state) {
    loop.steps.push_back(came_by_[index_of(at)]);
  }
  std::reverse(loop.steps.begin(), loop.steps.end());
  best_ = std::move(loop);
}

}  // namespace

std::optional<Spinning> find_spin(const StateGraph& graph, const Walk& reachable, Tracer& tracer) {
  SpinSearch search(graph, reachable);
  const auto loop = search.run();
  if (!loop) return std::nullopt;
  Spinning found;
  found.spin.agent = loop->thread;
  found.spin.lasso.stem =
      tracer.path(reachable.parents, loop->steps.front().state, Adversaries::act);
  for (const Parent& step : loop->steps) {
    found.spin.lasso.loop.push_back(tracer.step(step.state, step.ordinal));
    found.states.push_back(step.state);
  }
  found.spin.polled = polled_on(graph.machine(), loop->thread, found.spin.lasso.loop);
  if (search.cut_off())
    found.notes.push_back("a shorter loop may exist: the search for the shortest was cut off");
  return found;
}

std::optional<property::Level> hindered_level(const StateGraph& graph, const Walk& reachable,
                                              const Spinning& spinning) {
  const AgentId thread = spinning.spin.agent;
  const bool ends = graph.machine().at(thread).ends;
  const std::vector<AgentSet> enabled = enabled_sets(graph, false);
  CycleGraph cycles(graph);
  cycles.enabled_in = enabled;
  const CycleEdges edges{cycles, false, ends ? std::nullopt : std::optional(thread)};
  const std::set<StateId> loop(spinning.states.begin(), spinning.states.end());
  const auto among = [&](const Walk& states) {
    const auto components = fair_components(edges, Fairness(graph), states.order);
    return std::any_of(components.begin(), components.end(), [&](const FairComponent& component) {
      const auto on_loop = std::count_if(component.nodes.begin(), component.nodes.end(),
                                         [&](StateId state) { return loop.contains(state); });
      return static_cast<std::size_t>(on_loop) == loop.size();
    });
  };
  if (among(walk(graph, Adversaries::rest))) return property::Level::none;
  if (among(reachable)) return property::Level::finite;
  return std::nullopt;
}

}  // namespace headway::explicit_engine

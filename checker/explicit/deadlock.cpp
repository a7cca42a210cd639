// Components come in reverse topological order, so that who is deadlocked in the successors of a
// component is known when it is judged. An agent that is blocked in every state of a component
// doesn't move, so its wait is the same in all of them; and whoever is deadlocked in a state is so
// in all that follow: deadlock is a matter of components.
#include "checker/explicit/deadlock.h"

#include <algorithm>
#include <bit>

#include "checker/explicit/components.h"
#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/fair_cycle.h"
#include "checker/explicit/fairness.h"
#include "checker/explicit/holders.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

// A step that may be taken here ends in a fatal failure; what would come after is unknown.
bool crashes(const StateGraph& graph, StateId state) {
  const auto edges = graph.edges(state);
  return std::any_of(edges.begin(), edges.end(), [](const Edge& edge) {
    return edge.is(Edge::cut) && !edge.is(Edge::adversary);
  });
}

WaitsFor waits_for(const StateGraph& graph, StateId state, AgentSet agents) {
  WaitsFor all{};
  const machine::State values = graph.state(state);
  for (; agents != 0; agents &= agents - 1) {
    const AgentId agent{static_cast<std::uint32_t>(std::countr_zero(agents))};
    for (const AgentId holder : waiter(graph, values, agent).holders)
      all[index_of(agent)] |= only(holder);
  }
  return all;
}

// Agents from which holders lead into a wait cycle among `blocked` in every state of the component.
AgentSet wait_in_cycle(const StateGraph& graph, std::span<const StateId> component,
                       AgentSet blocked) {
  WaitsFor throughout{};
  throughout.fill(~AgentSet{0});
  for (const StateId state : component) {
    const WaitsFor here = waits_for(graph, state, blocked);
    for (std::size_t agent = 0; agent < here.size(); ++agent) throughout[agent] &= here[agent];
  }
  return lead_into_cycle(throughout, blocked);
}

// Somebody who takes no step here that is kept may have turns: does a fair run do without them?
bool may_stay(const StateGraph& graph, std::span<const StateId> component) {
  const std::vector<AgentSet> enabled = enabled_sets(graph, false);
  CycleGraph cycles(graph);
  cycles.enabled_in = enabled;
  const CycleEdges edges{cycles};
  return !fair_components(edges, Fairness(graph, property::Fairness::weak), component).empty();
}

}  // namespace

Deadlocked::Deadlocked(const StateGraph& graph, const Walk& reachable, Unscheduled* unscheduled)
    : component_(graph.size()) {
  StronglyConnected components(graph);
  components.for_each(
      reachable.order, [&](const Edge& edge) { return graph.is_kept(edge); },
      [&](std::span<const StateId> component) {
        for (const StateId state : component) {
          component_[index_of(state)] = static_cast<std::uint32_t>(agents_.size());
        }
        held_.push_back(false);
        agents_.push_back(judge(graph, component, unscheduled));
      });
}

AgentSet Deadlocked::judge(const StateGraph& graph, std::span<const StateId> component,
                           Unscheduled* unscheduled) {
  const std::uint32_t own = component_[index_of(component.front())];
  AgentSet blocked = ~AgentSet{0};               // in all of its states
  AgentSet afterwards = ~AgentSet{0};            // deadlocked in all of its successors
  AgentSet owed = graph.threads_and_daemons();   // a step in all of its states
  AgentSet ready = graph.threads_and_daemons();  // have a step in all of them, or are held back …
  AgentSet picked = 0;                           // … and may be picked in some
  AgentSet moving = 0;
  bool bottom = true;
  for (const StateId state : component) {
    if (crashes(graph, state)) return 0;
    const AgentSet enabled = graph.enabled(state);
    const AgentSet held = graph.held(state);
    if (held != 0) held_[own] = true;
    if (blocked != 0) blocked &= graph.blocked(state);
    owed &= enabled;
    ready &= enabled | held;
    picked |= enabled;
    for (const Edge& edge : graph.edges(state)) {
      if (!graph.is_kept(edge)) continue;
      const std::uint32_t target = component_[index_of(edge.target)];
      if (target == own) {
        moving |= only(edge.agent());
      } else {
        bottom = false;
        afterwards &= agents_[target];
        if (held_[target]) held_[own] = true;
      }
    }
  }
  // Whoever is owed a step and takes none that is kept could only contradict an assumption: no fair
  // run stays here.
  if (bottom && (owed & ~moving) != 0) return 0;
  AgentSet candidates = blocked & afterwards & graph.threads_and_daemons();
  if (candidates == 0) return 0;
  if (bottom && (ready & picked & ~moving) != 0 && !may_stay(graph, component)) return 0;
  if (held_[own]) candidates &= ~unscheduled->released(component.front(), candidates);
  if (!bottom || candidates == 0 || (moving & graph.threads()) == 0) return candidates;
  return candidates & wait_in_cycle(graph, component, blocked);
}

namespace {

// A closed wait cycle of deadlocked agents, by the least agent that is on one; empty if none is
// closed yet.
std::vector<AgentId> closed_cycle(const StateGraph& graph, StateId state, AgentSet deadlocked) {
  WaitsFor all = waits_for(graph, state, deadlocked);
  const AgentSet into_cycle = lead_into_cycle(all, deadlocked);
  for (AgentSet& holders : all) holders &= into_cycle;
  for (AgentSet rest = into_cycle; rest != 0; rest &= rest - 1) {
    auto cycle = wait_cycle(all, AgentId{static_cast<std::uint32_t>(std::countr_zero(rest))});
    if (!cycle.empty()) return cycle;
  }
  return {};
}

// States reached from `from` over the edges that `follow` lets through, nearest first, until `stop`
// says so.
struct Search {
  std::vector<StateId> order;
  std::vector<Parent> parents;  // by position in `order`; the state is the parent
  bool stopped = false;         // at the last of `order`
};

template <typename Follow, typename Stop>
Search search(const StateGraph& graph, StateId from, Follow follow, Stop stop) {
  Search found;
  std::vector<bool> seen(graph.size());
  const auto reach = [&](StateId state, Parent parent) {
    if (found.stopped || seen[index_of(state)]) return;
    seen[index_of(state)] = true;
    found.order.push_back(state);
    found.parents.push_back(parent);
    found.stopped = stop(state);
  };
  reach(from, {from, 0});
  for (std::size_t next = 0; next < found.order.size() && !found.stopped; ++next) {
    const StateId state = found.order[next];
    const auto edges = graph.edges(state);
    for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
      const Edge& edge = edges[ordinal];
      if (edge.leads_on() && !graph.is_removed(edge.target) && follow(edge))
        reach(edge.target, {state, ordinal});
    }
  }
  return found;
}

// The steps from the search's first state to its last.
std::vector<Parent> steps_of(const Search& found) {
  std::vector<Parent> steps;
  for (std::size_t at = found.order.size() - 1; at != 0;) {
    steps.push_back(found.parents[at]);
    const auto parent = std::find(found.order.begin(), found.order.end(), found.parents[at].state);
    at = static_cast<std::size_t>(parent - found.order.begin());
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

// Would adversary edges of the one sort, alone, make the agent's wait true some day?
bool released_by(const StateGraph& graph, StateId state, AgentId agent, bool signals) {
  const auto is_signal = [&](const Edge& edge) {
    return graph.machine().at(edge.agent()).kind == machine::AgentKind::signal;
  };
  return search(
             graph, state,
             [&](const Edge& edge) {
               return !edge.is(Edge::adversary) || is_signal(edge) == signals;
             },
             [&](StateId at) { return (graph.blocked(at) & only(agent)) == 0; })
      .stopped;
}

// The first deadlocked state, or another equally near one where a wait cycle is closed already.
std::optional<StateId> nearest(const StateGraph& graph, const Deadlocked& deadlocked,
                               const Walk& reachable) {
  std::optional<StateId> first;
  for (const StateId state : reachable.order) {
    if (first && reachable.depth[index_of(state)] != reachable.depth[index_of(*first)]) break;
    const AgentSet agents = deadlocked.at(state);
    if (agents == 0) continue;
    if (!closed_cycle(graph, state, agents).empty()) return state;
    if (!first) first = state;
  }
  return first;
}

}  // namespace

std::optional<property::Deadlock> find_deadlock(const StateGraph& graph,
                                                const Deadlocked& deadlocked, const Walk& reachable,
                                                Tracer& tracer) {
  const std::optional<StateId> near = nearest(graph, deadlocked, reachable);
  if (!near) return std::nullopt;
  property::Deadlock found;
  found.path = tracer.path(reachable.parents, *near, Adversaries::act);
  const Search closing = search(
      graph, *near, [](const Edge& edge) { return !edge.is(Edge::adversary); },
      [&](StateId state) { return !closed_cycle(graph, state, deadlocked.at(state)).empty(); });
  StateId end = *near;
  std::vector<AgentId> cycle;
  if (closing.stopped) {
    end = closing.order.back();
    cycle = closed_cycle(graph, end, deadlocked.at(end));
    const std::vector<Parent> steps = steps_of(closing);
    for (const Parent& step : steps)
      found.path.steps.push_back(tracer.step(step.state, step.ordinal));
    found.closing = steps.size();
  }
  found.cycle = !cycle.empty();
  const int least = std::countr_zero(deadlocked.at(end));
  if (cycle.empty()) cycle.push_back(AgentId{static_cast<std::uint32_t>(least)});
  found.agent = cycle.front();
  const machine::State values = graph.state(end);
  for (const AgentId agent : cycle) found.waits.push_back(waiter(graph, values, agent));
  found.only_signal_releases = released_by(graph, end, found.agent, true);
  found.only_adversary_releases = released_by(graph, end, found.agent, false);
  return found;
}

}  // namespace headway::explicit_engine

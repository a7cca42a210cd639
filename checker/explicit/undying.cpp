// A fair cycle of the whole graph among the states in which the signal is pending. That the thread
// steps somewhere in the component is enough: a walk through all of its edges is fair.
#include <algorithm>

#include "checker/explicit/fair_cycle.h"
#include "checker/explicit/fair_loop.h"
#include "checker/explicit/killable.h"
#include "checker/explicit/obligations.h"

namespace headway::explicit_engine {

namespace {

// Steps on a shortest run to a state.
std::vector<Parent> way_to(const Walk& reachable, StateId to) {
  std::vector<Parent> steps;
  for (StateId at = to; reachable.parents[index_of(at)].state != at;
       at = reachable.parents[index_of(at)].state)
    steps.push_back(reachable.parents[index_of(at)]);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace

std::optional<Undying> find_undying(const StateGraph& graph, const Walk& reachable,
                                    const Attempts& attempts, machine::AgentId thread,
                                    const Killed& killed, property::Fairness presumed,
                                    Tracer& tracer) {
  std::vector<StateId> region;
  std::copy_if(reachable.order.begin(), reachable.order.end(), std::back_inserter(region),
               [&](StateId state) { return killed.at(state); });
  const std::vector<AgentSet> enabled = enabled_sets(graph, true);
  CycleGraph cycles(graph);
  cycles.enabled_in = enabled;
  const CycleEdges edges{cycles, true};
  const Fairness fairness(graph, presumed);
  std::vector<FairComponent> components = fair_components(edges, fairness, region);
  std::erase_if(components, [&](const FairComponent& component) {
    return (component.moving & only(thread)) == 0;
  });
  if (components.empty()) return std::nullopt;
  const FairLoop loop = shortest_fair_loop(edges, fairness, components, thread, reachable);
  const StateId first = loop.steps.front().state;

  Undying found;
  property::Unkillable& unkillable = found.unkillable;
  unkillable.agent = thread;
  unkillable.lasso.stem = tracer.path(reachable.parents, first, Adversaries::act);
  const std::vector<Parent> stem = way_to(reachable, first);
  std::vector<StateId> states;
  for (const Parent& step : stem) states.push_back(step.state);
  const std::size_t killed_after = killed.since(states);
  for (std::size_t i = killed_after; i < stem.size(); ++i)
    unkillable.attempts += range_attempts(attempts, thread, stem[i]);
  unkillable.killed_after = unkillable.lasso.stem.steps.size() - stem.size() + killed_after;
  for (const Parent& step : loop.steps)
    unkillable.lasso.loop.push_back(tracer.step(step.state, step.ordinal));
  unkillable.obligations = obligations(cycles, fairness, nullptr, first, loop.steps);
  if (!loop.shortest)
    found.notes.push_back("a shorter loop may exist: the search for the shortest was cut off");
  return found;
}

}  // namespace headway::explicit_engine

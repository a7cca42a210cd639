// Whether a thread has ended, and whether it is deadlocked, is the same in all states of a
// component of kept edges: its end has no way out, and deadlock is for good. So components are
// found once for all threads that end, and only those that must pass `progress` need their own.
#include "checker/explicit/progress.h"

#include <algorithm>
#include <bit>
#include <map>

#include "checker/explicit/fair_loop.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Level;
using property::Obligation;

namespace {

class ProgressAtLevel {
 public:
  ProgressAtLevel(const StateGraph& graph, const Deadlocked& deadlocked, const Walk& reachable,
                  Level level, Tracer& tracer)
      : graph_(graph),
        deadlocked_(deadlocked),
        reachable_(reachable),
        level_(level),
        tracer_(tracer),
        fairness_(graph) {}

  std::optional<Hindered> find() {
    for (const bool moving : {true, false}) {
      for (AgentSet rest = graph_.threads(); rest != 0; rest &= rest - 1) {
        const AgentId thread{static_cast<std::uint32_t>(std::countr_zero(rest))};
        if (auto found = moving ? going_round(thread) : hindered(thread)) return found;
      }
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] CycleEdges edges_for(AgentId thread) const {
    const bool ends = graph_.machine().at(thread).ends;
    return {graph_, ends ? std::nullopt : std::optional(thread)};
  }

  const std::vector<FairComponent>& components_for(const CycleEdges& edges) {
    const auto found = components_.find(edges.no_progress_of);
    if (found != components_.end()) return found->second;
    return components_
        .emplace(edges.no_progress_of, fair_components(edges, fairness_, reachable_.order))
        .first->second;
  }

  // The thread ought to go on from here.
  [[nodiscard]] bool owed(StateId state, AgentId thread) const {
    return ((graph_.ended(state) | deadlocked_.at(state)) & only(thread)) == 0;
  }

  std::vector<const FairComponent*> candidates(const CycleEdges& edges, AgentId thread,
                                               bool moving) {
    std::vector<const FairComponent*> all;
    for (const FairComponent& component : components_for(edges)) {
      if (moving && (component.moving & only(thread)) == 0) continue;
      if (owed(component.states.front(), thread)) all.push_back(&component);
    }
    return all;
  }

  std::optional<Hindered> going_round(AgentId thread) { return in_loop(thread, true); }

  // A run that stays for ever needs no loop at all, and so is the shorter one.
  std::optional<Hindered> hindered(AgentId thread) {
    for (const StateId state : reachable_.order) {
      if (graph_.enabled(state) == 0 && owed(state, thread))
        return report(thread, state, {{}, true});
    }
    return in_loop(thread, false);
  }

  std::optional<Hindered> in_loop(AgentId thread, bool moving) {
    const CycleEdges edges = edges_for(thread);
    const auto components = candidates(edges, thread, moving);
    if (components.empty()) return std::nullopt;
    const FairLoop loop = shortest_fair_loop(
        edges, fairness_, components, moving ? std::optional(thread) : std::nullopt, reachable_);
    return report(thread, loop.steps.front().state, loop);
  }

  Hindered report(AgentId thread, StateId first, const FairLoop& loop) {
    Hindered found;
    found.livelock.agent = thread;
    found.livelock.level = level_;
    found.livelock.lasso.stem = tracer_.path(
        reachable_.parents, first, level_ == Level::none ? Adversaries::rest : Adversaries::act);
    for (const Parent& step : loop.steps) {
      found.livelock.lasso.loop.push_back(tracer_.step(step.state, step.ordinal));
    }
    found.livelock.obligations = obligations(first, loop.steps);
    if (!loop.shortest)
      found.notes.push_back("a shorter loop may exist: the search for the shortest was cut off");
    return found;
  }

  std::vector<Obligation> obligations(StateId first, const std::vector<Parent>& steps) const;
  Obligation weak(AgentId agent, const std::vector<StateId>& states,
                  const std::vector<Parent>& steps) const;
  std::optional<Obligation> strong(std::size_t acquire, const std::vector<StateId>& states,
                                   const std::vector<Parent>& steps) const;
  [[nodiscard]] AgentId agent_of(const Parent& step) const {
    return graph_.edges(step.state)[step.ordinal].agent();
  }

  const StateGraph& graph_;
  const Deadlocked& deadlocked_;
  const Walk& reachable_;
  const Level level_;
  Tracer& tracer_;
  const Fairness fairness_;
  std::map<std::optional<AgentId>, std::vector<FairComponent>>
      components_;  // by CycleEdges::no_progress_of
};

std::vector<Obligation> ProgressAtLevel::obligations(StateId first,
                                                     const std::vector<Parent>& steps) const {
  std::vector<StateId> states;  // each the one before the step of its number
  for (const Parent& step : steps) states.push_back(step.state);
  if (states.empty()) states.push_back(first);
  std::vector<Obligation> all;
  for (AgentSet rest = graph_.threads_and_daemons(); rest != 0; rest &= rest - 1) {
    all.push_back(weak(AgentId{static_cast<std::uint32_t>(std::countr_zero(rest))}, states, steps));
  }
  for (std::size_t acquire = 0; acquire < fairness_.acquires().size(); ++acquire) {
    if (const auto obligation = strong(acquire, states, steps)) all.push_back(*obligation);
  }
  return all;
}

Obligation ProgressAtLevel::weak(AgentId agent, const std::vector<StateId>& states,
                                 const std::vector<Parent>& steps) const {
  Obligation obligation{agent, Obligation::Kind::weak, Obligation::Met::steps, 0, std::nullopt};
  const auto step = std::find_if(steps.begin(), steps.end(),
                                 [&](const Parent& taken) { return agent_of(taken) == agent; });
  if (step != steps.end()) {
    obligation.where = static_cast<std::size_t>(step - steps.begin());
    return obligation;
  }
  const auto disabled = [&](StateId state) { return (graph_.enabled(state) & only(agent)) == 0; };
  obligation.where = static_cast<std::size_t>(std::find_if(states.begin(), states.end(), disabled) -
                                              states.begin());
  CHECK(obligation.where < states.size(), "the loop is unfair to agent " << index_of(agent));
  const bool never = std::all_of(states.begin(), states.end(), disabled);
  obligation.met = never ? Obligation::Met::never_enabled : Obligation::Met::disabled;
  return obligation;
}

// Nothing where the thread never stands at the acquire.
std::optional<Obligation> ProgressAtLevel::strong(std::size_t acquire,
                                                  const std::vector<StateId>& states,
                                                  const std::vector<Parent>& steps) const {
  const auto [agent, location] = fairness_.acquires()[acquire];
  const auto stands = [&](StateId state) {
    return !location || graph_.location(state, agent) == *location;
  };
  if (std::none_of(states.begin(), states.end(), stands)) return std::nullopt;
  Obligation obligation{agent, Obligation::Kind::strong, Obligation::Met::steps, 0, location};
  for (const Parent& step : steps) {
    if (stands(step.state) && agent_of(step) == agent) return obligation;
    ++obligation.where;
  }
  for (obligation.where = 0; obligation.where < states.size(); ++obligation.where) {
    obligation.met = Obligation::Met::disabled;
    if (fairness_.met_in(acquire, states[obligation.where])) return obligation;
  }
  obligation.where = 0;
  obligation.met = Obligation::Met::never_enabled;
  CHECK(std::none_of(states.begin(), states.end(),
                     [&](StateId state) {
                       return stands(state) && (graph_.enabled(state) & only(agent)) != 0;
                     }),
        "the loop starves agent " << index_of(agent));
  return obligation;
}

}  // namespace

std::optional<Hindered> find_livelock(const StateGraph& graph, const Deadlocked& deadlocked,
                                      const Walk& reachable, Level at_most, Tracer& tracer) {
  if (graph.threads() == 0) return std::nullopt;
  const Walk undisturbed = walk(graph, Adversaries::rest);
  if (auto found = ProgressAtLevel(graph, deadlocked, undisturbed, Level::none, tracer).find())
    return found;
  if (at_most == Level::none) return std::nullopt;
  return ProgressAtLevel(graph, deadlocked, reachable, Level::finite, tracer).find();
}

}  // namespace headway::explicit_engine

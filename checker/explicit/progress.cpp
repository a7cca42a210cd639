// Whether a thread has ended is the same in all nodes of a component: its end has no way out. So
// components are found once for all threads that end, and only those that must pass `progress` need
// their own. Deadlock is for good over kept edges; where adversaries act, they may end it, and a
// component with deadlocked states is taken apart again for the thread whose they are.
#include "checker/explicit/progress.h"

#include <algorithm>
#include <bit>
#include <iterator>

#include "checker/explicit/fair_loop.h"
#include "checker/explicit/obligations.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Level;

ProgressAtLevel::ProgressAtLevel(const Arena& arena, const Fairness& fairness,
                                 const Deadlocked& deadlocked)
    : arena_(arena),
      graph_(arena.graph),
      base_(arena.graph.base()),
      fairness_(fairness),
      deadlocked_(deadlocked) {}

std::optional<Hindered> ProgressAtLevel::find(Tracer& tracer) {
  for (const bool moving : {true, false}) {
    for (AgentSet rest = base_.threads(); rest != 0; rest &= rest - 1) {
      const AgentId thread{static_cast<std::uint32_t>(std::countr_zero(rest))};
      if (auto found = moving ? in_loop(thread, true, tracer) : hindered(thread, tracer))
        return found;
    }
  }
  return std::nullopt;
}

std::vector<Node> ProgressAtLevel::hindering(AgentId thread) {
  std::vector<Node> nodes;
  for (const FairComponent& component : candidates(edges_for(thread), thread, false))
    nodes.insert(nodes.end(), component.nodes.begin(), component.nodes.end());
  return nodes;
}

std::vector<Node> ProgressAtLevel::cycling() {
  std::vector<Node> nodes;
  for (const FairComponent& component :
       components_for({graph_, arena_.adversaries(), std::nullopt, arena_.without}))
    nodes.insert(nodes.end(), component.nodes.begin(), component.nodes.end());
  return nodes;
}

CycleEdges ProgressAtLevel::edges_for(AgentId thread) const {
  const bool ends = base_.machine().at(thread).ends;
  return {graph_, arena_.adversaries(), ends ? std::nullopt : std::optional(thread),
          arena_.without};
}

const std::vector<FairComponent>& ProgressAtLevel::components_for(const CycleEdges& edges) {
  const auto found = components_.find(edges.no_progress_of);
  if (found != components_.end()) return found->second;
  return components_
      .emplace(edges.no_progress_of, fair_components(edges, fairness_, arena_.reachable.order))
      .first->second;
}

// The thread ought to go on from here.
bool ProgressAtLevel::owed(Node node, AgentId thread) const {
  const StateId state = graph_.state(node);
  const auto& end = base_.machine().at(thread).end;
  return (deadlocked_.at(state) & only(thread)) == 0 &&
         !(end && *end == base_.location(state, thread));
}

// The components in which the thread ought to go on, itself moving if it must.
std::vector<FairComponent> ProgressAtLevel::candidates(const CycleEdges& edges, AgentId thread,
                                                       bool moving) {
  std::vector<FairComponent> all;
  const auto add = [&](const FairComponent& component) {
    if (!moving || (component.moving & only(thread)) != 0) all.push_back(component);
  };
  for (const FairComponent& component : components_for(edges)) {
    if (moving && (component.moving & only(thread)) == 0) continue;
    std::vector<Node> going_on;
    if (arena_.adversaries()) {
      std::copy_if(component.nodes.begin(), component.nodes.end(), std::back_inserter(going_on),
                   [&](Node node) { return owed(node, thread); });
    } else if (owed(component.nodes.front(), thread)) {
      going_on = component.nodes;
    }
    if (going_on.size() == component.nodes.size()) {
      add(component);
    } else if (!going_on.empty()) {
      for (const FairComponent& part : fair_components(edges, fairness_, going_on)) add(part);
    }
  }
  return all;
}

// A run that stays for ever needs no loop at all, and so is the shorter one.
std::optional<Hindered> ProgressAtLevel::hindered(AgentId thread, Tracer& tracer) {
  for (const Node node : arena_.reachable.order) {
    if (graph_.enabled(node) == 0 && owed(node, thread))
      return report(thread, node, {{}, true}, tracer);
  }
  return in_loop(thread, false, tracer);
}

std::optional<Hindered> ProgressAtLevel::in_loop(AgentId thread, bool moving, Tracer& tracer) {
  const CycleEdges edges = edges_for(thread);
  const std::vector<FairComponent> components = candidates(edges, thread, moving);
  if (components.empty()) return std::nullopt;
  const FairLoop loop =
      shortest_fair_loop(edges, fairness_, components,
                         moving ? std::optional(thread) : std::nullopt, arena_.reachable);
  return report(thread, loop.steps.front().state, loop, tracer);
}

machine::Path ProgressAtLevel::stem_to(Node to, Tracer& tracer) const {
  const std::vector<Parent>& parents = arena_.reachable.parents;
  std::vector<Parent> steps;
  Node at = to;
  for (; parents[index_of(at)].state != at; at = parents[index_of(at)].state) {
    const auto [from, ordinal] = parents[index_of(at)];
    steps.push_back({graph_.state(from), ordinal});
  }
  std::reverse(steps.begin(), steps.end());
  return tracer.path(graph_.state(at), steps,
                     arena_.level == Level::none ? Adversaries::rest : Adversaries::act);
}

Hindered ProgressAtLevel::report(AgentId thread, Node first, const FairLoop& loop,
                                 Tracer& tracer) const {
  Hindered found;
  found.livelock.agent = thread;
  found.livelock.level = arena_.level;
  found.livelock.lasso.stem = stem_to(first, tracer);
  for (const auto [node, place] : loop.steps)
    found.livelock.lasso.loop.push_back(
        tracer.step(graph_.state(node), graph_.ordinal(node, place)));
  found.livelock.obligations = obligations(graph_, fairness_, arena_.pairs, first, loop.steps);
  if (!loop.shortest)
    found.notes.push_back("a shorter loop may exist: the search for the shortest was cut off");
  return found;
}

}  // namespace headway::explicit_engine

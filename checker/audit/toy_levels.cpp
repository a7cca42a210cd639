// Walks, fixpoints, and sets of names. Nothing here is clever.
#include "checker/audit/toy_levels.h"

#include <algorithm>
#include <map>
#include <utility>

#include "checker/audit/classify.h"
#include "checker/audit/toy_turns.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::LocationId;
using property::Fairness;
using property::Level;

bool ToyLevel::explore(std::size_t max_states) {
  std::map<std::pair<std::size_t, Memory>, std::size_t> numbers;
  std::vector<Memory> memories;
  const auto arrive = [&](std::size_t state, const Memory& memory) {
    const auto [place, fresh] = numbers.emplace(std::pair(state, memory), nodes_.size());
    if (fresh) {
      nodes_.push_back({state, {}});
      memories.push_back(memory);
    }
    return place->second;
  };
  for (const std::size_t start : graph_.initial) {
    if (graph_.kept.contains(start)) arrive(start, {});
  }
  for (std::size_t from = 0; from < nodes_.size(); ++from) {
    if (nodes_.size() > max_states) return false;
    const ToyNode& before = state(from);
    for (const ToyEdge& edge : before.edges) {
      if (!graph_.kept.contains(edge.to)) continue;
      Edge made{&edge, 0, {}};
      Memory memory = memories[from];
      if (level_ == Level::unrestricted) {
        memory = {};
      } else {
        const Happened happened = remember(graph_.machine, graph_.layout, memory, before.state,
                                           edge.step, graph_.nodes[edge.to].state);
        made.asked = asked_by(happened, level_ == Level::page_fair);
      }
      made.to = arrive(edge.to, memory);
      nodes_[from].edges.push_back(made);
    }
  }
  return true;
}

bool ToyLevel::usable(const Edge& edge, const States& inside, const Pairs& forbidden,
                      AgentId thread) const {
  const machine::Machine& machine = graph_.machine;
  const machine::Step& step = edge.edge->step;
  if (!inside.contains(edge.to) || machine.at(step.agent).kind == AgentKind::signal) return false;
  if (step.agent == thread && !machine.at(thread).ends && passes_progress(machine, step))
    return false;
  return std::none_of(edge.asked.asks.begin(), edge.asked.asks.end(),
                      [&](const auto& pair) { return forbidden.contains(pair.first); });
}

States ToyLevel::reach(std::size_t from, const States& inside, const Pairs& forbidden,
                       AgentId thread) const {
  States found{from};
  std::vector<std::size_t> queue{from};
  while (!queue.empty()) {
    const Node& node = nodes_[queue.back()];
    queue.pop_back();
    for (const Edge& edge : node.edges) {
      if (usable(edge, inside, forbidden, thread) && found.insert(edge.to).second)
        queue.push_back(edge.to);
    }
  }
  return found;
}

// Some agent that is owed weak fairness could step everywhere here, and never does.
bool ToyLevel::neglects(const States& component, const std::set<AgentId>& moved) const {
  if (presumed_ == Fairness::none) return false;
  return std::any_of(graph_.agents.begin(), graph_.agents.end(), [&](AgentId agent) {
    return owed_fairness(graph_.machine.at(agent)) && !moved.contains(agent) &&
           std::all_of(component.begin(), component.end(),
                       [&](std::size_t n) { return state(n).able.contains(agent); });
  });
}

// As in the toy checker below `fair`: may a run go round the whole component? Else `fed` and
// `forbidden` become what a smaller one could be made of, which may be nothing.
bool ToyLevel::fair_component(const States& component, Pairs& forbidden, AgentId thread,
                              States& fed) const {
  std::set<AgentId> moved;
  std::set<std::pair<AgentId, LocationId>> moved_from;
  std::map<std::string, std::string> asks;
  std::set<std::string> grants;
  for (const std::size_t n : component) {
    for (const Edge& edge : nodes_[n].edges) {
      if (!usable(edge, component, forbidden, thread)) continue;
      const AgentId agent = edge.edge->step.agent;
      moved.insert(agent);
      moved_from.emplace(agent, state(n).state.locations[index_of(agent)]);
      asks.insert(edge.asked.asks.begin(), edge.asked.asks.end());
      grants.insert(edge.asked.grants.begin(), edge.asked.grants.end());
    }
  }
  fed.clear();
  if (moved.empty() || neglects(component, moved)) return false;
  std::set<AgentId> neglected;
  if (presumed_ != Fairness::none) {
    neglected = passed_over(
        graph_, component, moved, [&](std::size_t n) { return nodes_[n].state; },
        [&](std::size_t n, AgentId agent) { return state(n).able.contains(agent); });
  }
  for (const std::size_t n : component) {
    const bool starves =
        std::any_of(graph_.agents.begin(), graph_.agents.end(), [&](AgentId agent) {
          if (neglected.contains(agent) && state(n).able.contains(agent)) return true;
          const LocationId at = state(n).state.locations[index_of(agent)];
          const auto& wait = graph_.machine.at(agent).at(at).wait;
          return presumed_ == Fairness::strong &&
                 graph_.machine.at(agent).kind == AgentKind::thread && wait && wait->acquire &&
                 state(n).able.contains(agent) && !moved_from.contains({agent, at});
        });
    if (!starves) fed.insert(n);
  }
  bool in_vain = false;
  for (const auto& [pair, stands_for_it] : asks) {
    if (grants.contains(pair) || grants.contains(stands_for_it)) continue;
    forbidden.insert(pair);
    in_vain = true;
  }
  return fed.size() == component.size() && !in_vain;
}

bool ToyLevel::fair_run(const States& inside, const Pairs& forbidden, AgentId thread) const {
  std::map<std::size_t, States> reached;
  for (const std::size_t n : inside) reached.emplace(n, reach(n, inside, forbidden, thread));
  for (States rest = inside; !rest.empty();) {
    const std::size_t root = *rest.begin();
    States component;
    for (const std::size_t n : reached.at(root)) {
      if (reached.at(n).contains(root)) component.insert(n);
    }
    for (const std::size_t n : component) rest.erase(n);
    States fed;
    Pairs more = forbidden;
    if (fair_component(component, more, thread, fed)) return true;
    if (!fed.empty() && fair_run(fed, more, thread)) return true;
  }
  return false;
}

bool ToyLevel::hinders(AgentId thread, const std::function<bool(std::size_t)>& counts) const {
  States inside;
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    if (ended(graph_.machine, state(n).state, thread) || !counts(nodes_[n].state)) continue;
    inside.insert(n);
    const bool nobody =
        std::none_of(state(n).able.begin(), state(n).able.end(),
                     [&](AgentId agent) { return owed_fairness(graph_.machine.at(agent)); });
    if (nobody) return true;  // staying is fair
  }
  return fair_run(inside, {}, thread);
}

}  // namespace headway::audit

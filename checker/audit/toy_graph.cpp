// Breadth-first through `machine::successors`; a std::map tells states apart. Nothing here is
// clever.
#include "checker/audit/toy_graph.h"

#include <algorithm>

#include "checker/audit/classify.h"
#include "model/machine/evaluate.h"
#include "model/machine/schedule.h"
#include "model/machine/validate.h"

namespace headway::audit {

using machine::AgentId;
using machine::State;

ToyGraph::ToyGraph(const machine::Machine& m) : machine(m), layout(m) {
  for (std::uint32_t number = 0; number < m.agents.size(); ++number) {
    agents.push_back(AgentId{number});
  }
}

// Records what failed on the way, and the state unless the run was cut. `depth` is the length of
// the run.
std::optional<std::size_t> ToyGraph::arrive(const machine::Successor& next, std::size_t depth) {
  for (const machine::Failure& failure : next.failures) failures.emplace(failure.property, depth);
  for (const machine::MicroStep& micro : next.step.micro) {
    taken.emplace(next.step.agent, micro.transition);
  }
  if (next.cut) return std::nullopt;
  const auto [place, fresh] = numbers_.emplace(next.to, nodes.size());
  if (fresh) {
    nodes.push_back(ToyNode{next.to, depth, {}, {}, {}, {}, {}, false});
    for (const machine::Invariant& invariant : machine.invariants) {
      const auto truth = evaluate(invariant.condition, machine::Context{machine, layout, next.to});
      if (truth.fault != machine::Fault::none || truth.value == 0) {
        failures.emplace(invariant.property, depth);
      }
    }
  }
  return place->second;
}

// Breadth-first, so that the first length recorded is the least.
bool ToyGraph::explore(const std::vector<machine::Successor>& starts, std::size_t max_states) {
  max_states_ = max_states;
  for (const machine::Successor& start : starts) {
    const std::optional<std::size_t> number = arrive(start, start.step.micro.empty() ? 0 : 1);
    if (!number) continue;
    initial.insert(*number);
    if (start.step.micro.empty() || !adversary_edge(machine, start.step))
      undisturbed.insert(*number);
  }
  for (std::size_t from = 0; from < nodes.size(); ++from) {
    if (nodes.size() > max_states) return false;
    const State state = nodes[from].state;
    const std::vector<bool> held = held_back(machine, layout, state);
    for (const AgentId agent : agents) {
      if (held[index_of(agent)]) {
        nodes[from].held.insert(agent);
        continue;
      }
      if (blocked(machine, layout, state, agent)) nodes[from].blocked.insert(agent);
      if (stuck(machine, layout, state, agent)) {
        nodes[from].enabled.insert(agent);
        nodes[from].able.insert(agent);
      }
      for (const machine::Successor& next : successors(machine, layout, state, agent)) {
        const bool adversary = adversary_edge(machine, next.step);
        nodes[from].able.insert(agent);
        if (!adversary) nodes[from].enabled.insert(agent);
        const auto to = arrive(next, nodes[from].depth + 1);
        if (to) nodes[from].edges.push_back(ToyEdge{next.step, *to, adversary});
        if (!to && !adversary) nodes[from].crashes = true;
      }
    }
  }
  return true;
}

// A state goes when somebody is enabled and every step leads to a state that went; who is stuck is
// enabled but leads nowhere. Where nobody is enabled the run may stay, whatever an adversary could
// do.
void ToyGraph::remove_false_assumptions() {
  for (std::size_t number = 0; number < nodes.size(); ++number) kept.insert(number);
  const auto goes_on = [&](const ToyNode& node) {
    return node.enabled.empty() || node.crashes ||
           std::any_of(node.edges.begin(), node.edges.end(),
                       [&](const ToyEdge& edge) { return kept.contains(edge.to); });
  };
  for (bool changed = true; changed;) {
    changed = std::erase_if(kept, [&](std::size_t s) { return !goes_on(nodes[s]); }) > 0;
  }
  for (const std::size_t number : kept) futures.emplace(number, reach(number, kept, std::nullopt));
}

std::optional<bool> ToyGraph::may_be_released(std::size_t from, AgentId agent) const {
  std::set<State> seen{nodes[from].state};
  std::vector<State> queue{nodes[from].state};
  while (!queue.empty()) {
    const State state = queue.back();
    queue.pop_back();
    if (!blocked(machine, layout, state, agent)) return true;
    if (seen.size() > max_states_) return std::nullopt;
    for (const AgentId other : agents) {
      for (const machine::Successor& next : successors(machine, layout, state, other)) {
        if (next.cut || adversary_edge(machine, next.step)) continue;
        if (seen.insert(next.to).second) queue.push_back(next.to);
      }
    }
  }
  return false;
}

std::map<std::size_t, std::size_t> ToyGraph::walk(bool adversaries) const {
  std::map<std::size_t, std::size_t> steps;
  std::vector<std::size_t> queue;
  const auto visit = [&](std::size_t number, std::size_t depth) {
    if (kept.contains(number) && steps.emplace(number, depth).second) queue.push_back(number);
  };
  for (const std::size_t number : adversaries ? initial : undisturbed) {
    visit(number, nodes[number].depth);
  }
  for (std::size_t next = 0; next < queue.size(); ++next) {
    for (const ToyEdge& edge : nodes[queue[next]].edges) {
      if (adversaries || !edge.adversary) visit(edge.to, steps.at(queue[next]) + 1);
    }
  }
  return steps;
}

bool ToyGraph::usable(const ToyEdge& edge, const States& inside,
                      std::optional<AgentId> no_progress_of) const {
  return !edge.adversary && inside.contains(edge.to) &&
         !(edge.step.agent == no_progress_of && passes_progress(machine, edge.step));
}

States ToyGraph::reach(std::size_t from, const States& inside,
                       std::optional<AgentId> no_progress_of) const {
  States found{from};
  std::vector<std::size_t> queue{from};
  while (!queue.empty()) {
    const ToyNode& node = nodes[queue.back()];
    queue.pop_back();
    for (const ToyEdge& edge : node.edges) {
      if (usable(edge, inside, no_progress_of) && found.insert(edge.to).second) {
        queue.push_back(edge.to);
      }
    }
  }
  return found;
}

}  // namespace headway::audit

// A set of states is good for a fair run if each leads to each inside it, everybody who is owed
// fairness and always enabled moves, and every acquire that is enabled somewhere is taken. A set
// that fails the last may hold a smaller one, without the states where it fails (Emerson and Lei
// 1987).
#include "checker/audit/toy_killable.h"

#include <algorithm>

#include "checker/audit/classify.h"
#include "checker/audit/toy_turns.h"
#include "model/machine/evaluate.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;

namespace {

bool pending(const ToyGraph& graph, AgentId thread, std::size_t state) {
  const auto truth =
      evaluate(*graph.machine.at(thread).fatal,
               machine::Context{graph.machine, graph.layout, graph.nodes[state].state});
  return truth.fault == machine::Fault::none && truth.value != 0;
}

// What any edges lead to, inside.
States reach(const ToyGraph& graph, std::size_t from, const States& inside) {
  States found{from};
  for (bool grown = true; grown;) {
    grown = false;
    for (const std::size_t s : States(found)) {
      for (const ToyEdge& edge : graph.nodes[s].edges)
        grown |= inside.contains(edge.to) && found.insert(edge.to).second;
    }
  }
  return found;
}

bool steps_inside(const ToyGraph& graph, const States& set, AgentId agent,
                  std::optional<machine::LocationId> from) {
  return std::any_of(set.begin(), set.end(), [&](std::size_t s) {
    if (from && graph.nodes[s].state.locations[index_of(agent)] != *from) return false;
    return std::any_of(
        graph.nodes[s].edges.begin(), graph.nodes[s].edges.end(),
        [&](const ToyEdge& edge) { return edge.step.agent == agent && set.contains(edge.to); });
  });
}

// The thread could take its lock here, and never takes one from this place in the set.
bool starves(const ToyGraph& graph, const States& set, std::size_t state, AgentId agent) {
  const machine::LocationId at = graph.nodes[state].state.locations[index_of(agent)];
  const auto& wait = graph.machine.at(agent).at(at).wait;
  return graph.machine.at(agent).kind == AgentKind::thread && wait && wait->acquire &&
         graph.nodes[state].enabled.contains(agent) && !steps_inside(graph, set, agent, at);
}

bool fair_run_with(const ToyGraph& graph, AgentId thread, const States& inside) {
  for (const std::size_t root : inside) {
    States set;
    for (const std::size_t s : reach(graph, root, inside)) {
      if (reach(graph, s, inside).contains(root)) set.insert(s);
    }
    if (*set.begin() != root || !steps_inside(graph, set, thread, std::nullopt)) continue;
    const bool just = std::all_of(graph.agents.begin(), graph.agents.end(), [&](AgentId agent) {
      const bool always = std::all_of(set.begin(), set.end(), [&](std::size_t s) {
        return graph.nodes[s].enabled.contains(agent);
      });
      return !owed_fairness(graph.machine.at(agent)) || !always ||
             steps_inside(graph, set, agent, std::nullopt);
    });
    if (!just) continue;
    std::set<AgentId> moved;
    for (const AgentId agent : graph.agents) {
      if (steps_inside(graph, set, agent, std::nullopt)) moved.insert(agent);
    }
    const std::set<AgentId> neglected = passed_over(
        graph, set, moved, [](std::size_t s) { return s; },
        [&](std::size_t s, AgentId agent) { return graph.nodes[s].enabled.contains(agent); });
    States fed = set;
    std::erase_if(fed, [&](std::size_t s) {
      return std::any_of(graph.agents.begin(), graph.agents.end(), [&](AgentId agent) {
        return starves(graph, set, s, agent) ||
               (neglected.contains(agent) && graph.nodes[s].enabled.contains(agent));
      });
    });
    if (fed == set || fair_run_with(graph, thread, fed)) return true;
  }
  return false;
}

std::size_t range_attempts(const ToyGraph& graph, AgentId thread, const ToyEdge& edge) {
  if (edge.step.agent != thread) return 0;
  return static_cast<std::size_t>(
      std::count_if(edge.step.micro.begin(), edge.step.micro.end(), [&](const auto& micro) {
        return graph.machine.at(thread).at(micro.transition).attempt == "range";
      }));
}

// Breadth-first over states and attempts made since the signal; each run begins with its setup
// step, where there is one.
std::optional<std::size_t> too_many(const ToyGraph& graph, AgentId thread, std::uint32_t most) {
  std::set<std::pair<std::size_t, std::size_t>> seen, front;
  const std::map<std::size_t, std::size_t> depths = graph.walk(true);
  std::size_t length = 0;
  for (const std::size_t start : graph.initial) {
    if (!graph.kept.contains(start)) continue;
    length = depths.at(start);  // the same for all
    front.emplace(start, 0);
  }
  for (++length; !front.empty(); ++length) {
    std::set<std::pair<std::size_t, std::size_t>> next;
    for (const auto& [state, made] : front) {
      for (const ToyEdge& edge : graph.nodes[state].edges) {
        if (!graph.kept.contains(edge.to)) continue;
        std::size_t now =
            pending(graph, thread, state) ? made + range_attempts(graph, thread, edge) : 0;
        if (now > most) return length;
        if (!pending(graph, thread, edge.to)) now = 0;
        if (seen.emplace(edge.to, now).second) next.emplace(edge.to, now);
      }
    }
    front = next;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ToyUnkillable> toy_unkillable(const ToyGraph& graph, std::uint32_t most) {
  std::optional<ToyUnkillable> found;
  for (const AgentId agent : graph.agents) {
    if (graph.machine.at(agent).kind != AgentKind::thread || !graph.machine.at(agent).fatal)
      continue;
    States region;
    for (const auto& [state, depth] : graph.walk(true)) {
      if (pending(graph, agent, state)) region.insert(state);
    }
    if (fair_run_with(graph, agent, region)) return ToyUnkillable{true, 0};
    const auto length = too_many(graph, agent, most);
    if (length && !found) found = ToyUnkillable{false, *length};  // the first thread's is shown
  }
  return found;
}

}  // namespace headway::audit

// Forwards, from the initial states: how many attempts can a run have made that is here, after so
// many adversary edges?
#include "checker/audit/toy_bound.h"

#include <algorithm>

namespace headway::audit {

using machine::AgentId;
using machine::TransitionId;

namespace {

constexpr std::size_t kActs = 3;

bool one_site(const machine::Transition& a, const machine::Transition& b) {
  if (!a.attempt || a.attempt != b.attempt) return false;
  if (!a.origin || !b.origin) return !a.origin && !b.origin && a.from == b.from;
  return a.origin->span == b.origin->span && a.origin->stack == b.origin->stack;
}

std::uint64_t attempts_of(const ToyGraph& graph, AgentId agent, TransitionId site,
                          const ToyEdge& edge) {
  if (edge.step.agent != agent) return 0;
  const auto& transitions = graph.machine.at(agent);
  return static_cast<std::uint64_t>(
      std::count_if(edge.step.micro.begin(), edge.step.micro.end(), [&](const auto& micro) {
        return one_site(transitions.at(micro.transition), transitions.at(site));
      }));
}

std::vector<std::optional<std::uint64_t>> bound(const ToyGraph& graph, AgentId agent,
                                                TransitionId site) {
  std::uint64_t too_many = 0;  // more than a run makes that takes no step twice after as many acts
  for (const ToyNode& node : graph.nodes) {
    for (const ToyEdge& edge : node.edges)
      too_many += kActs * attempts_of(graph, agent, site, edge);
  }
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> made;  // by acts and state
  for (const std::size_t start : graph.initial) {
    if (graph.kept.contains(start)) made[{graph.undisturbed.contains(start) ? 0 : 1, start}] = 0;
  }
  std::vector<std::optional<std::uint64_t>> most(kActs, 0);
  for (bool grown = true; grown;) {
    grown = false;
    const auto before = made;
    for (const auto& [at, count] : before) {
      const auto [acts, state] = at;
      for (std::size_t n = acts; n < kActs; ++n) {
        if (most[n] && count > *most[n]) most[n] = count;
        if (count > too_many) most[n].reset();
      }
      if (count > too_many) continue;
      for (const ToyEdge& edge : graph.nodes[state].edges) {
        const std::size_t then = acts + (edge.adversary ? 1 : 0);
        if (then >= kActs || !graph.kept.contains(edge.to)) continue;
        const std::uint64_t now = count + attempts_of(graph, agent, site, edge);
        const auto [place, fresh] = made.emplace(std::pair(then, edge.to), now);
        grown = grown || fresh || place->second < now;
        place->second = std::max(place->second, now);
      }
    }
  }
  return most;
}

}  // namespace

ToyBounds toy_bounds(const ToyGraph& graph) {
  ToyBounds bounds;
  for (const AgentId agent : graph.agents) {
    const machine::Agent& who = graph.machine.at(agent);
    if (who.kind != machine::AgentKind::thread) continue;
    for (std::uint32_t t = 0; t < who.transitions.size(); ++t) {
      if (!who.transitions[t].attempt) continue;
      const bool known = std::any_of(bounds.begin(), bounds.end(), [&](const auto& entry) {
        return entry.first.first == agent &&
               one_site(who.at(entry.first.second), who.transitions[t]);
      });
      if (!known) bounds[{agent, TransitionId{t}}] = bound(graph, agent, TransitionId{t});
    }
  }
  return bounds;
}

}  // namespace headway::audit

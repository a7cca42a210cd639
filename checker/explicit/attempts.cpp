// A step leads from a stable location through committed ones, so that an attempt is near where its
// source is reached over committed locations alone: found backwards from the attempts.
#include "checker/explicit/attempts.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headway::explicit_engine {

using machine::AgentId;
using machine::TransitionId;

namespace {

constexpr std::uint32_t kNone = 0xffffffff;

// Two transitions with equal keys belong to one site.
bool same_site(const machine::Transition& a, const machine::Transition& b) {
  if (a.attempt != b.attempt) return false;
  if (a.origin && b.origin) return *a.origin == *b.origin;
  return !a.origin && !b.origin && a.from == b.from;
}

}  // namespace

Attempts::Attempts(const StateGraph& graph, Successors& successors) : some_(graph.size()) {
  const machine::Machine& machine = graph.machine();
  find_sites(machine);
  if (sites_.empty()) return;
  std::vector<std::int64_t> values(graph.store.slots());
  Steps steps;
  for (std::uint32_t number = 0; number < graph.size(); ++number) {
    const StateId state{number};
    bool loaded = false;
    for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
      if (near_[a].empty() || !near_[a][index_of(graph.location(state, AgentId{a}))]) continue;
      if (!loaded) graph.store.get(state, values.data());
      loaded = true;
      successors.expand(values.data(), AgentId{a}, steps);
      look(graph, state, AgentId{a}, steps);
    }
  }
}

void Attempts::find_sites(const machine::Machine& machine) {
  site_of_.resize(machine.agents.size());
  near_.resize(machine.agents.size());
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    const machine::Agent& agent = machine.agents[a];
    site_of_[a].assign(agent.transitions.size(), kNone);
    if (agent.kind != machine::AgentKind::thread) continue;
    for (std::uint32_t t = 0; t < agent.transitions.size(); ++t) {
      if (!agent.transitions[t].attempt) continue;
      near_[a].resize(agent.locations.size());
      const auto known = std::find_if(sites_.begin(), sites_.end(), [&](const AttemptSite& site) {
        return site.agent == AgentId{a} &&
               same_site(agent.at(site.transition), agent.transitions[t]);
      });
      site_of_[a][t] = static_cast<std::uint32_t>(known - sites_.begin());
      if (known == sites_.end())
        sites_.push_back({AgentId{a}, TransitionId{t}, *agent.transitions[t].attempt});
      near_[a][index_of(agent.transitions[t].from)] = true;
    }
    if (near_[a].empty()) continue;
    for (bool grown = true; grown;) {
      grown = false;
      for (const machine::Transition& transition : agent.transitions) {
        if (!agent.at(transition.to).committed || !near_[a][index_of(transition.to)] ||
            near_[a][index_of(transition.from)])
          continue;
        near_[a][index_of(transition.from)] = grown = true;
      }
    }
  }
}

// Steps of one agent come in the same order whether all agents' are made or only its own. One that
// is held back has a mark in place of its steps.
void Attempts::look(const StateGraph& graph, StateId state, AgentId agent, const Steps& steps) {
  const auto edges = graph.edges(state);
  const auto first = static_cast<std::uint32_t>(
      std::find_if(edges.begin(), edges.end(),
                   [&](const Edge& edge) { return edge.agent() == agent; }) -
      edges.begin());
  if (first < edges.size() && edges[first].is(Edge::held)) return;
  for (std::uint32_t n = 0; n < steps.size(); ++n) {
    std::map<std::uint32_t, std::uint32_t> times;  // by site
    for (const machine::MicroStep& micro : steps[n].micro) {
      const std::uint32_t site = site_of_[index_of(agent)][index_of(micro.transition)];
      if (site != kNone) ++times[site];
    }
    for (const auto& [site, count] : times) {
      made_.push_back({state, first + n, site, count});
      some_[index_of(state)] = true;
    }
  }
}

std::span<const Attempts::Made> Attempts::from(StateId state) const {
  if (!some_[index_of(state)]) return {};
  const auto range =
      std::equal_range(made_.begin(), made_.end(), Made{state, 0, 0, 0},
                       [](const Made& a, const Made& b) { return a.state < b.state; });
  return {range.first, range.second};
}

std::uint32_t range_attempts(const Attempts& attempts, AgentId thread, const Parent& step) {
  std::uint32_t times = 0;
  for (const Attempts::Made& made : attempts.from(step.state)) {
    const AttemptSite& site = attempts.sites()[made.site];
    if (made.ordinal == step.ordinal && site.agent == thread && site.kind == "range")
      times += made.times;
  }
  return times;
}

}  // namespace headway::explicit_engine

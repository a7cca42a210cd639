// States that show the same of an agent are one chain, with the least depth; else nothing is saved.
#include "checker/audit/toy_lock_order.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "checker/audit/classify.h"

namespace headway::audit {

using machine::AgentId;
using property::Lock;

namespace {

struct Chain {
  AgentId agent{};
  Lock acquires;
  std::vector<Lock> held;
  std::vector<std::int64_t> sizes;
  auto operator<=>(const Chain&) const = default;
};

using Depths = std::map<Chain, std::size_t>;

Depths chains_of(const ToyGraph& graph) {
  Depths depths;
  for (const ToyNode& node : graph.nodes) {
    for (const AgentId agent : graph.agents) {
      const auto lock = acquired_lock(graph.machine, graph.layout, node.state, agent);
      const auto held = held_locks(graph.machine, graph.layout, node.state, agent);
      if (!lock || held.empty() || conflicting(held, {*lock})) continue;
      const Chain chain{agent, *lock, held, sizes_in(graph.machine, graph.layout, node.state)};
      const auto [place, fresh] = depths.emplace(chain, node.depth);
      place->second = std::min(place->second, node.depth);
    }
  }
  return depths;
}

// Each chain takes what the next one holds, the last one what the first one holds.
bool goes_round(const std::vector<Chain>& chains) {
  for (std::size_t i = 0; i < chains.size(); ++i) {
    if (!conflicting(chains[(i + 1) % chains.size()].held, {chains[i].acquires})) return false;
  }
  return true;
}

bool together(const std::vector<Chain>& chains, bool alone) {
  for (std::size_t i = 0; i < chains.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if ((chains[i].agent == chains[j].agent) != alone || chains[i].sizes != chains[j].sizes ||
          conflicting(chains[i].held, chains[j].held)) {
        return false;
      }
    }
  }
  return true;
}

// All lists of `count` chains that begin with `list`.
void try_all(const Depths& depths, std::size_t count, bool alone, std::vector<Chain>& list,
             std::size_t length, std::optional<ToyInversion>& best) {
  if (!together(list, alone)) return;
  if (list.size() == count) {
    if (goes_round(list) && (!best || length < best->length)) best = ToyInversion{count, length};
    return;
  }
  for (const auto& [chain, depth] : depths) {
    list.push_back(chain);
    try_all(depths, count, alone, list, length + depth, best);
    list.pop_back();
  }
}

}  // namespace

std::optional<ToyInversion> toy_inversion(const ToyGraph& graph, bool alone) {
  const Depths depths = chains_of(graph);
  for (std::size_t count = 2; count <= (alone ? 2 : graph.agents.size()); ++count) {
    std::optional<ToyInversion> best;
    std::vector<Chain> list;
    try_all(depths, count, alone, list, 0, best);
    if (best) return best;
  }
  return std::nullopt;
}

}  // namespace headway::audit

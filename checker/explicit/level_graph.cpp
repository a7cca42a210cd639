// Nodes are numbered as they are found, so that the queue is the range of numbers not yet expanded.
// Parents name steps of the base graph: Walk's places would need edges that are not kept.
#include "checker/explicit/level_graph.h"

#include <algorithm>

#include "checker/explicit/release.h"

namespace headway::explicit_engine {

namespace {

constexpr std::uint32_t kBetweenLooks = 4096;  // expansions between two looks at limits

}  // namespace

LevelGraph::LevelGraph(const StateGraph& base, Disturbance& disturbance,
                       const std::vector<std::uint8_t>& cyclic,
                       const std::function<bool(std::uint64_t)>& lasts,
                       const property::Livelock::Act* without)
    : base_(base),
      disturbance_(disturbance),
      cyclic_(cyclic),
      useful_(leading_to(base, cyclic)),
      table_(1024) {
  for (const Start& start : base.starts) {
    const Node own{static_cast<std::uint32_t>(states_.size())};
    if (useful_[index_of(start.state)] != 0) reach(start.state, 0, {own, 0});
  }
  for (std::uint32_t next = 0; next < states_.size(); ++next) {
    if (next % kBetweenLooks == 0 && !lasts(bytes())) return;
    if (states_.size() > Walk::kUnreached - base.all_edges().size() || disturbance.too_many())
      return;
    expand(Node{next}, without);
  }
  growing_first_.push_back(growing_edges_.size());
  release(table_);
  release(ghosts_);
  release(useful_);
  first_ = growing_first_.joined();
  walk_.order = growing_order_.joined();
  walk_.parents = growing_parents_.joined();
  edges_ = growing_edges_.joined();
  finished_ = true;
}

void LevelGraph::expand(Node from, const property::Livelock::Act* without) {
  const StateId state = states_[index_of(from)];
  const std::uint32_t ghost = ghosts_[index_of(from)];
  const bool on_cycles = cyclic_[index_of(state)] != 0;
  growing_first_.push_back(growing_edges_.size());
  const auto edges = base_.edges(state);
  for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
    Edge edge = edges[ordinal];
    if (!edge.leads_on() || useful_[index_of(edge.target)] == 0 || base_.is_removed(edge.target))
      continue;
    const Disturbance::Next next = disturbance_.step(ghost, edge.label);
    if (without != nullptr) {
      const auto& acts = disturbance_.acts()[next.label];
      if (std::find(acts.begin(), acts.end(), *without) != acts.end()) continue;
    }
    const bool keep = on_cycles && cyclic_[index_of(edge.target)] != 0;
    edge.target = reach(edge.target, next.ghost, {from, ordinal});
    edge.label = next.label;
    if (keep) growing_edges_.push_back(edge);
  }
}

Node LevelGraph::reach(StateId state, std::uint32_t ghost, Parent parent) {
  if (3 * (states_.size() + 1) > 2 * table_.size()) grow();
  std::uint32_t& number = find(state, ghost);
  if (number == 0) {
    const Node node{static_cast<std::uint32_t>(states_.size())};
    states_.push_back(state);
    ghosts_.push_back(ghost);
    number = index_of(node) + 1;
    if (cyclic_[index_of(state)] != 0) growing_order_.push_back(node);
    growing_parents_.push_back(parent);
  }
  return Node{number - 1};
}

// Where the node's number is, or belongs.
std::uint32_t& LevelGraph::find(StateId state, std::uint32_t ghost) {
  const std::uint64_t key = std::uint64_t{ghost} << 32U | index_of(state);
  std::size_t at = (key * 0x9E3779B97F4A7C15U) >> 24U & (table_.size() - 1);
  while (table_[at] != 0 &&
         (states_[table_[at] - 1] != state || ghosts_[table_[at] - 1] != ghost)) {
    at = (at + 1) & (table_.size() - 1);
  }
  return table_[at];
}

void LevelGraph::grow() {
  const std::size_t size = 2 * table_.size();
  release(table_);
  table_.resize(size);
  for (std::uint32_t node = 0; node < states_.size(); ++node)
    find(states_[node], ghosts_[node]) = node + 1;
}

std::uint64_t LevelGraph::bytes() const {
  constexpr std::uint64_t kNode = sizeof(StateId) + sizeof(std::uint32_t) + sizeof(std::uint64_t) +
                                  sizeof(Parent) + sizeof(Node);
  return useful_.capacity() + table_.capacity() * sizeof(std::uint32_t) +
         states_.capacity() * kNode + (growing_edges_.size() + edges_.size()) * sizeof(Edge) +
         disturbance_.bytes();
}

CycleGraph LevelGraph::cycles(std::span<const AgentSet> enabled) const {
  CycleGraph graph(base_, first_, edges_, states_, cyclic_);
  graph.enabled_in = enabled;
  graph.labels = disturbance_.labels();
  graph.pairs.resize(disturbance_.pairs().size());
  return graph;
}

}  // namespace headway::explicit_engine

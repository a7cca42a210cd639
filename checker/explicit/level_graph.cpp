// Nodes are numbered as they are found, so that the queue is the range of numbers not yet expanded.
// Parents name steps of the base graph: Walk's places would need edges that are not kept.
#include "checker/explicit/level_graph.h"

#include <algorithm>

namespace headway::explicit_engine {

namespace {

constexpr std::uint32_t kBetweenLooks = 4096;  // expansions between two looks at limits

}  // namespace

LevelGraph::LevelGraph(const StateGraph& base, Disturbance& disturbance,
                       const std::vector<std::uint8_t>& cyclic,
                       const std::function<bool(std::uint64_t)>& lasts,
                       const property::Livelock::Act* without)
    : base_(base), disturbance_(disturbance), useful_(base.size()), table_(1024) {
  mark_useful(cyclic);
  for (const Start& start : base.starts) {
    if (useful_[index_of(start.state)] != 0) reach(start.state, 0, {}, 0);
  }
  for (std::uint32_t n = 0; n < states_.size(); ++n) walk_.parents[n].state = Node{n};
  for (std::uint32_t next = 0; next < states_.size(); ++next) {
    if (next % kBetweenLooks == 0 && !lasts(bytes())) return;
    if (states_.size() > Walk::kUnreached - base.all_edges().size() || disturbance.too_many())
      return;
    expand(Node{next}, cyclic, without);
  }
  first_.push_back(edges_.size());
  std::erase_if(walk_.order, [&](Node node) { return cyclic[index_of(states_[index_of(node)])] == 0; });
  table_ = {};
  useful_ = {};
  finished_ = true;
}

// Backwards from the cyclic states, by repeated sweeps: breadth-first numbers make most edges lead
// on, so that few sweeps from the back are enough.
void LevelGraph::mark_useful(const std::vector<std::uint8_t>& cyclic) {
  useful_ = cyclic;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t s = base_.size(); s-- > 0;) {
      if (useful_[s] != 0 || base_.is_removed(StateId{s})) continue;
      const auto edges = base_.edges(StateId{s});
      if (std::none_of(edges.begin(), edges.end(), [&](const Edge& edge) {
            return edge.leads_on() && useful_[index_of(edge.target)] != 0;
          })) {
        continue;
      }
      useful_[s] = 1;
      changed = true;
    }
  }
}

void LevelGraph::expand(Node from, const std::vector<std::uint8_t>& cyclic,
                        const property::Livelock::Act* without) {
  const StateId state = states_[index_of(from)];
  const std::uint32_t ghost = ghosts_[index_of(from)];
  const std::uint32_t depth = walk_.depth[index_of(from)];
  const bool on_cycles = cyclic[index_of(state)] != 0;
  first_.push_back(edges_.size());
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
    const bool keep = on_cycles && cyclic[index_of(edge.target)] != 0;
    edge.target = reach(edge.target, next.ghost, {from, ordinal}, depth + 1);
    edge.label = next.label;
    if (!keep) continue;
    edges_.push_back(edge);
    ordinals_.push_back(ordinal);
  }
}

Node LevelGraph::reach(StateId state, std::uint32_t ghost, Parent parent, std::uint32_t depth) {
  if (2 * (states_.size() + 1) > table_.size()) grow();
  Slot& slot = find(state, ghost);
  if (slot.number == 0) {
    states_.push_back(state);
    ghosts_.push_back(ghost);
    slot = {state, ghost, static_cast<std::uint32_t>(states_.size())};
    const Node node{slot.number - 1};
    walk_.order.push_back(node);
    walk_.depth.push_back(depth);
    walk_.parents.push_back(parent);
  }
  return Node{slot.number - 1};
}

LevelGraph::Slot& LevelGraph::find(StateId state, std::uint32_t ghost) {
  const std::uint64_t key = std::uint64_t{ghost} << 32U | index_of(state);
  std::size_t at = (key * 0x9E3779B97F4A7C15U) >> 24U & (table_.size() - 1);
  while (table_[at].number != 0 && (table_[at].state != state || table_[at].ghost != ghost))
    at = (at + 1) & (table_.size() - 1);
  return table_[at];
}

void LevelGraph::grow() {
  std::vector<Slot> old(2 * table_.size());
  old.swap(table_);
  for (const Slot& slot : old) {
    if (slot.number != 0) find(slot.state, slot.ghost) = slot;
  }
}

std::uint64_t LevelGraph::bytes() const {
  return useful_.capacity() + table_.capacity() * sizeof(Slot) +
         states_.capacity() * (sizeof(StateId) + sizeof(std::uint32_t)) +
         first_.capacity() * sizeof(std::uint64_t) + edges_.capacity() * sizeof(Edge) +
         ordinals_.capacity() * sizeof(std::uint32_t) +
         walk_.parents.capacity() * (sizeof(Parent) + sizeof(Node) + sizeof(std::uint32_t)) +
         disturbance_.bytes();
}

CycleGraph LevelGraph::cycles(std::span<const AgentSet> enabled) const {
  CycleGraph graph(base_, first_, edges_, states_, ordinals_);
  graph.enabled_in = enabled;
  graph.labels = disturbance_.labels();
  graph.pairs.resize(disturbance_.pairs().size());
  return graph;
}

}  // namespace headway::explicit_engine

// One look at the component says what can be asked of a loop in it.
#include "checker/explicit/loop_duties.h"

#include <algorithm>
#include <bit>

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

bool contains(const std::vector<std::uint32_t>& numbers, std::size_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// Pairs that some edge inside asks.
std::vector<bool> asked_inside(const CycleEdges& edges, const FairComponent& component) {
  const CycleGraph& graph = edges.graph;
  std::vector<bool> asked(graph.pairs.size());
  std::vector<bool> seen(graph.labels.size());
  for (const Node node : component.nodes) {
    if (asked.empty()) break;
    for (const Edge& edge : graph.edges(node)) {
      if (edge.label >= seen.size() || seen[edge.label]) continue;
      if (!edges.admit(edge) || !component.allows(edge)) continue;
      seen[edge.label] = true;
      for (const std::uint32_t pair : graph.labels[edge.label].asks) asked[pair] = true;
    }
  }
  return asked;
}

}  // namespace

LoopDuties::LoopDuties(const CycleEdges& edges, const Fairness& fairness,
                       const FairComponent& component, std::optional<AgentId> mover)
    : graph_(edges.graph), fairness_(fairness) {
  AgentSet always = ~AgentSet{0};
  AgentSet ever = 0;
  std::vector<bool> offered(fairness_.acquires().size());
  std::vector<std::size_t> acquires;
  for (const Node node : component.nodes) {
    const AgentSet enabled = graph_.enabled(node);
    always &= enabled;
    ever |= enabled;
    fairness_.enabled_acquires(graph_.state(node), enabled, acquires);
    for (const std::size_t acquire : acquires) offered[acquire] = true;
  }
  for (AgentSet rest = ever & fairness_.weak(); rest != 0; rest &= rest - 1) {
    const AgentId agent{static_cast<std::uint32_t>(std::countr_zero(rest))};
    duties_.push_back({Duty::Kind::weak, agent, 0, (always & only(agent)) != 0, true});
  }
  for (std::size_t acquire = 0; acquire < offered.size(); ++acquire) {
    if (offered[acquire]) {
      const Acquire& duty = fairness_.acquires()[acquire];
      duties_.push_back(
          {Duty::Kind::strong, duty.agent, acquire, false, false, duty.location.has_value()});
    }
  }
  if (mover && (always & fairness_.weak() & only(*mover)) == 0)
    duties_.push_back({Duty::Kind::moves, *mover, 0, true, true});
  first_pair_ = static_cast<std::uint32_t>(duties_.size());
  const std::vector<bool> asked = asked_inside(edges, component);
  for (std::size_t pair = 0; pair < asked.size(); ++pair) {
    const bool of_every_loop = graph_.pairs[pair].always;
    if (asked[pair] || of_every_loop)
      duties_.push_back({Duty::Kind::pair, AgentId{}, pair, false, of_every_loop});
  }
  by_agent_.resize(graph_.base().machine().agents.size());
  by_acquire_.resize(offered.size());
  for (std::size_t n = 0; n < duties_.size() && n < kMost; ++n) {
    const Duty& duty = duties_[n];
    always_ |= duty.always ? 1U << n : 0;
    if (duty.kind == Duty::Kind::pair) continue;
    const bool at_acquire =
        duty.kind == Duty::Kind::strong && fairness_.acquires()[duty.number].location;
    (at_acquire ? by_acquire_[duty.number] : by_agent_[index_of(duty.agent)]) |= 1U << n;
  }
}

bool LoopDuties::met_at(const Duty& duty, Node node) const {
  const AgentSet enabled = graph_.enabled(node);
  if (duty.kind == Duty::Kind::strong)
    return fairness_.met_in(duty.number, graph_.state(node), enabled);
  return duty.kind == Duty::Kind::weak && (enabled & only(duty.agent)) == 0;
}

bool LoopDuties::met_by(const Duty& duty, Node from, const Edge& edge) const {
  if (duty.kind == Duty::Kind::pair) {
    const EdgeLabel* label = graph_.label(edge);
    return label != nullptr && contains(label->grants, duty.number);
  }
  if (edge.is(Edge::stays) || edge.agent() != duty.agent) return false;
  return duty.kind != Duty::Kind::strong ||
         fairness_.met_by_step(duty.number, graph_.state(from), duty.agent);
}

std::uint32_t LoopDuties::bits_at(Node node) const {
  std::vector<std::size_t> offered;
  fairness_.enabled_acquires(graph_.state(node), graph_.enabled(node), offered);
  std::uint32_t bits = 0;
  for (std::uint32_t n = 0; n < duties_.size(); ++n) {
    const Duty& duty = duties_[n];
    if (met_at(duty, node)) bits |= 1U << n;
    if (duty.kind == Duty::Kind::strong &&
        std::find(offered.begin(), offered.end(), duty.number) != offered.end()) {
      bits |= 1U << (kAsked + n);
    }
  }
  return bits;
}

std::uint32_t LoopDuties::bits_by(Node from, const Edge& edge) const {
  std::uint32_t bits = 0;
  if (!edge.is(Edge::stays)) {
    bits = by_agent_[edge.agent_number];
    if (const auto acquire = fairness_.acquire_at(graph_.state(from), edge.agent()))
      bits |= by_acquire_[*acquire];
  }
  const EdgeLabel* label = graph_.label(edge);
  if (label == nullptr) return bits;
  for (std::uint32_t n = first_pair_; n < duties_.size(); ++n) {
    if (contains(label->grants, duties_[n].number)) bits |= 1U << n;
    if (contains(label->asks, duties_[n].number)) bits |= 1U << (kAsked + n);
  }
  return bits;
}

}  // namespace headway::explicit_engine

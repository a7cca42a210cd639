// The loop that is shown. A *duty* is something every loop in the part has to meet: an agent steps
// or is somewhere not enabled, a mark, or an acquire that is taken if the loop comes by where it is
// on offer. Exactly, where there are few duties: breadth-first over pairs of a node and the duties
// met, from each node as the loop's first in distance, never longer than the best so far. That has
// an allowance of work; beyond it the loop is greedy: to the nearest node or edge that meets one
// more duty, and so on, and back.
#include <algorithm>
#include <bit>
#include <unordered_map>
#include <unordered_set>

#include "checker/explicit/product_cycle.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using Hop = AutomatonProduct::Edge;
using machine::AgentId;

namespace {

constexpr std::size_t kMostExact = 16;            // duties
constexpr std::uint64_t kAllowance = 10'000'000;  // edges looked at
constexpr std::uint32_t kAsked = 16;              // offset of the bits "the acquire is on offer"

struct Duty {
  enum class Kind { weak, mark, acquire } kind = Kind::weak;
  AgentId agent{};
  std::size_t number = 0;  // of the mark, of the acquire
};

class Search {
 public:
  Search(const CycleRules& rules, const Nodes& part)
      : rules_(rules), part_(part), inside_(part.begin(), part.end()) {
    std::sort(part_.begin(), part_.end());
    find_duties();
  }

  // A loop of fewer than `length` steps (0: any), or none.
  std::vector<ProductStep> exact(std::size_t length, std::uint64_t& looked_at);
  std::vector<ProductStep> greedy();
  [[nodiscard]] bool few() const { return duties_.size() <= kMostExact; }

 private:
  struct Hash {
    std::size_t operator()(NodeId id) const { return index_of(id); }
  };
  struct Step {
    NodeId node{};
    std::uint32_t bits = 0, parent = 0, depth = 0;
    const Hop* by = nullptr;
  };

  void find_duties();
  [[nodiscard]] bool inside(const Hop& edge) const {
    return rules_.admits(edge) && inside_.count(edge.to) != 0;
  }
  [[nodiscard]] bool met_at(const Duty& duty, NodeId node) const {
    return duty.kind == Duty::Kind::weak && (rules_.enabled_at(node) & only(duty.agent)) == 0;
  }
  [[nodiscard]] bool met_by(const Duty& duty, NodeId from, const Hop& edge) const {
    if (duty.kind == Duty::Kind::weak) return !edge.stays() && edge.agent() == duty.agent;
    if (duty.kind == Duty::Kind::mark) return (edge.marks >> duty.number & 1U) != 0;
    return rules_.taken_by(from, edge) == duty.number;
  }
  std::uint32_t bits_at(NodeId node);
  std::uint32_t bits_by(NodeId from, const Hop& edge) const;
  [[nodiscard]] bool complete(std::uint32_t bits) const;
  std::vector<ProductStep> loop_from(NodeId start, std::size_t length, std::uint64_t& looked_at);
  template <typename Goal>
  NodeId go(NodeId from, std::vector<ProductStep>& steps, Goal goal) const;

  const CycleRules& rules_;
  Nodes part_;  // nearest first
  std::unordered_set<NodeId, Hash> inside_;
  std::vector<Duty> duties_;
  std::unordered_map<NodeId, std::uint32_t, Hash> node_bits_;
  std::vector<std::size_t> offered_;
};

void Search::find_duties() {
  AgentSet ever = 0;
  std::vector<bool> offered(rules_.fairness.acquires().size());
  for (const NodeId node : part_) {
    ever |= rules_.enabled_at(node);
    rules_.offered_at(node, offered_);
    for (const std::size_t number : offered_) offered[number] = true;
  }
  if (rules_.presumed == property::Fairness::none) ever = 0;
  for (AgentSet rest = ever; rest != 0; rest &= rest - 1) {
    const auto agent = static_cast<std::uint32_t>(std::countr_zero(rest));
    duties_.push_back({Duty::Kind::weak, AgentId{agent}, 0});
  }
  for (std::uint64_t rest = rules_.marks; rest != 0; rest &= rest - 1)
    duties_.push_back({Duty::Kind::mark, {}, static_cast<std::size_t>(std::countr_zero(rest))});
  for (std::size_t number = 0; number < offered.size(); ++number) {
    if (offered[number]) duties_.push_back({Duty::Kind::acquire, {}, number});
  }
}

std::uint32_t Search::bits_at(NodeId node) {
  const auto [known, fresh] = node_bits_.emplace(node, 0);
  if (!fresh) return known->second;
  rules_.offered_at(node, offered_);
  std::uint32_t bits = 0;
  for (std::uint32_t n = 0; n < duties_.size(); ++n) {
    if (met_at(duties_[n], node)) bits |= 1U << n;
    if (duties_[n].kind == Duty::Kind::acquire &&
        std::find(offered_.begin(), offered_.end(), duties_[n].number) != offered_.end()) {
      bits |= 1U << (kAsked + n);
    }
  }
  return known->second = bits;
}

std::uint32_t Search::bits_by(NodeId from, const Hop& edge) const {
  std::uint32_t bits = 0;
  for (std::uint32_t n = 0; n < duties_.size(); ++n)
    bits |= met_by(duties_[n], from, edge) ? 1U << n : 0;
  return bits;
}

bool Search::complete(std::uint32_t bits) const {
  for (std::uint32_t n = 0; n < duties_.size(); ++n) {
    const bool asked = duties_[n].kind != Duty::Kind::acquire || (bits >> (kAsked + n) & 1U) != 0;
    if (asked && (bits >> n & 1U) == 0) return false;
  }
  return true;
}

// The shortest loop whose nearest node is `start`.
std::vector<ProductStep> Search::loop_from(NodeId start, std::size_t length,
                                           std::uint64_t& looked_at) {
  std::vector<Step> queue{{start, bits_at(start), 0, 0, nullptr}};
  std::unordered_set<std::uint64_t> seen;
  for (std::uint32_t next = 0; next < queue.size() && looked_at < kAllowance; ++next) {
    const Step step = queue[next];
    if (length != 0 && step.depth + 1 >= length) break;
    for (const Hop& edge : rules_.product.edges(step.node)) {
      ++looked_at;
      if (!inside(edge) || edge.to < start) continue;
      const std::uint32_t bits = step.bits | bits_by(step.node, edge) | bits_at(edge.to);
      if (edge.to == start && complete(bits)) {
        std::vector<ProductStep> steps{{step.node, &edge}};
        for (std::uint32_t at = next; at != 0; at = queue[at].parent)
          steps.push_back({queue[queue[at].parent].node, queue[at].by});
        std::reverse(steps.begin(), steps.end());
        return steps;
      }
      if (seen.insert(std::uint64_t{bits} << 32 | index_of(edge.to)).second)
        queue.push_back({edge.to, bits, next, step.depth + 1, &edge});
    }
  }
  return {};
}

std::vector<ProductStep> Search::exact(std::size_t length, std::uint64_t& looked_at) {
  std::vector<ProductStep> best;
  for (const NodeId start : part_) {
    if (looked_at >= kAllowance) break;
    std::vector<ProductStep> loop = loop_from(start, length, looked_at);
    if (loop.empty()) continue;
    length = loop.size();
    best = std::move(loop);
  }
  return best;
}

// Walks to the nearest place where `goal(from, edge)` is true, over that edge.
template <typename Goal>
NodeId Search::go(NodeId from, std::vector<ProductStep>& steps, Goal goal) const {
  std::unordered_map<NodeId, ProductStep, Hash> came_by{{from, {}}};
  std::vector<NodeId> queue{from};
  for (std::size_t next = 0; next < queue.size(); ++next) {
    for (const Hop& edge : rules_.product.edges(queue[next])) {
      if (!inside(edge)) continue;
      if (goal(queue[next], edge)) {
        const auto before = static_cast<std::ptrdiff_t>(steps.size());
        steps.push_back({queue[next], &edge});
        for (NodeId at = queue[next]; at != from; at = came_by.at(at).from)
          steps.push_back(came_by.at(at));
        std::reverse(steps.begin() + before, steps.end());
        return edge.to;
      }
      if (came_by.emplace(edge.to, ProductStep{queue[next], &edge}).second)
        queue.push_back(edge.to);
    }
  }
  CHECK(false, "a fair part does not meet its duties");
}

std::vector<ProductStep> Search::greedy() {
  const NodeId start = part_.front();
  std::vector<Duty> unmet = duties_;
  std::vector<ProductStep> steps;
  NodeId at = start;
  std::erase_if(unmet, [&](const Duty& duty) { return met_at(duty, start); });
  for (std::size_t settled = 0; !unmet.empty();) {
    at = go(at, steps, [&](NodeId from, const Hop& edge) {
      return std::any_of(unmet.begin(), unmet.end(), [&](const Duty& duty) {
        return met_by(duty, from, edge) || met_at(duty, edge.to);
      });
    });
    for (; settled < steps.size(); ++settled) {
      std::erase_if(unmet, [&](const Duty& duty) {
        return met_by(duty, steps[settled].from, *steps[settled].edge) ||
               met_at(duty, steps[settled].edge->to);
      });
    }
  }
  if (at != start || steps.empty())
    go(at, steps, [&](NodeId, const Hop& edge) { return edge.to == start; });
  return steps;
}

}  // namespace

ProductLoop shortest_loop(const CycleRules& rules, const std::vector<Nodes>& parts) {
  CHECK(!parts.empty());
  ProductLoop best;
  std::uint64_t looked_at = 0;
  for (const Nodes& part : parts) {
    Search search(rules, part);
    if (looked_at < kAllowance && search.few()) {
      std::vector<ProductStep> loop = search.exact(best.steps.size(), looked_at);
      if (!loop.empty()) best.steps = std::move(loop);
    }
    if (looked_at < kAllowance && search.few()) continue;
    best.shortest = false;
    if (best.steps.empty()) best.steps = search.greedy();
  }
  return best;
}

}  // namespace headway::explicit_engine

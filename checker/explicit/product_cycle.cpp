// Components by Tarjan's algorithm (1972), iterative; parts without the nodes that starve an
// acquire are taken apart again (Emerson and Lei 1987).
#include "checker/explicit/product_cycle.h"

#include <algorithm>
#include <utility>

#include "model/source/error.h"

namespace headway::explicit_engine {

using Hop = AutomatonProduct::Edge;

bool CycleRules::admits(const Hop& edge) const {
  if (!edge.adversary) return true;
  return adversaries && graph.machine().at(edge.agent()).kind != machine::AgentKind::signal;
}

void CycleRules::offered_at(NodeId node, std::vector<std::size_t>& numbers) const {
  numbers.clear();
  if (presumed == property::Fairness::strong)
    fairness.enabled_acquires(product.node(node).state, enabled_at(node), numbers);
}

std::optional<std::size_t> CycleRules::taken_by(NodeId from, const Hop& edge) const {
  if (presumed != property::Fairness::strong || edge.stays()) return std::nullopt;
  return fairness.acquire_at(product.node(from).state, edge.agent());
}

namespace {

class Refinement {
 public:
  explicit Refinement(const CycleRules& rules)
      : rules_(rules),
        part_(rules.product.size()),
        number_(rules.product.size()),
        low_(rules.product.size()) {}

  std::vector<Nodes> run() {
    Nodes all;
    for (std::uint32_t n = 0; n < rules_.product.size(); ++n) all.push_back(NodeId{n});
    work_.push_back(std::move(all));
    while (!work_.empty()) {
      const Nodes part = std::move(work_.back());
      work_.pop_back();
      const std::uint32_t label = ++labels_;
      for (const NodeId node : part) {
        part_[index_of(node)] = label;
        number_[index_of(node)] = 0;
      }
      for (const NodeId node : part) {
        if (part_[index_of(node)] == label && number_[index_of(node)] == 0) search(node, label);
      }
    }
    return std::move(found_);
  }

 private:
  struct Call {
    NodeId node{};
    std::size_t edge = 0;
  };

  void open(NodeId node) {
    number_[index_of(node)] = low_[index_of(node)] = ++next_;
    stack_.push_back(node);
    calls_.push_back({node, 0});
  }
  void lower(NodeId node, std::uint32_t to) {
    low_[index_of(node)] = std::min(low_[index_of(node)], to);
  }

  void search(NodeId root, std::uint32_t label) {
    for (open(root); !calls_.empty();) {
      Call& call = calls_.back();
      const NodeId node = call.node;
      const auto edges = rules_.product.edges(node);
      if (call.edge < edges.size()) {
        const Hop& edge = edges[call.edge++];
        if (!rules_.admits(edge) || part_[index_of(edge.to)] != label) continue;
        if (number_[index_of(edge.to)] == 0) {
          open(edge.to);
        } else {
          lower(node, number_[index_of(edge.to)]);
        }
        continue;
      }
      calls_.pop_back();
      if (!calls_.empty()) lower(calls_.back().node, low_[index_of(node)]);
      if (low_[index_of(node)] == number_[index_of(node)]) close(node);
    }
  }

  // A finished component gets a label of its own, so that nothing in the part leads to it any more.
  void close(NodeId root) {
    const auto begin = std::find(stack_.rbegin(), stack_.rend(), root).base() - 1;
    const Nodes component(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    const std::uint32_t label = ++labels_;
    for (const NodeId node : component) part_[index_of(node)] = label;
    judge(component, label);
  }

  void judge(const Nodes& component, std::uint32_t label) {
    bool cycle = false;
    std::uint64_t marks = 0;
    std::vector<bool> taken(rules_.fairness.acquires().size());
    AgentSet always = rules_.graph.threads_and_daemons(), moving = 0;
    for (const NodeId node : component) {
      always &= rules_.enabled_at(node);
      for (const Hop& edge : rules_.product.edges(node)) {
        if (!rules_.admits(edge) || part_[index_of(edge.to)] != label) continue;
        cycle = true;
        marks |= edge.marks;
        if (const auto acquire = rules_.taken_by(node, edge)) taken[*acquire] = true;
        if (!edge.stays()) moving |= only(edge.agent());
      }
    }
    if (!cycle || (marks & rules_.marks) != rules_.marks) return;
    if (rules_.presumed != property::Fairness::none && (always & ~moving) != 0) return;
    Nodes fed;
    std::vector<std::size_t> offered;
    for (const NodeId node : component) {
      rules_.offered_at(node, offered);
      if (std::all_of(offered.begin(), offered.end(), [&](std::size_t n) { return taken[n]; }))
        fed.push_back(node);
    }
    if (fed.size() == component.size()) {
      found_.push_back(std::move(fed));
    } else if (!fed.empty()) {
      work_.push_back(std::move(fed));
    }
  }

  const CycleRules& rules_;
  std::vector<std::uint32_t> part_;    // by node: the part or component it was last in
  std::vector<std::uint32_t> number_;  // by node; 0: not seen in this part
  std::vector<std::uint32_t> low_;
  std::uint32_t labels_ = 0, next_ = 0;
  Nodes stack_;
  std::vector<Call> calls_;
  std::vector<Nodes> work_, found_;
};

}  // namespace

std::vector<Nodes> fair_parts(const CycleRules& rules) { return Refinement(rules).run(); }

}  // namespace headway::explicit_engine

// Backwards from the states without a way on, counting for each state the steps that still lead on.
#include "checker/explicit/assumption.h"

#include <vector>

namespace headway::explicit_engine {

namespace {

// Does the state stay whatever becomes of its successors?
bool may_stay(const StateGraph& graph, StateId state) {
  for (const Edge& edge : graph.edges(state)) {
    if (edge.is(Edge::cut) && !edge.is(Edge::adversary)) return true;
  }
  return graph.enabled(state) == 0;
}

// Sources of edges by target.
class Reverse {
 public:
  explicit Reverse(const StateGraph& graph)
      : first_(graph.size() + 1), sources_(graph.edge_count()) {
    for_each_edge(graph, [&](StateId, StateId to) { ++first_[index_of(to)]; });
    std::uint64_t sum = 0;
    for (std::uint64_t& first : first_) first = sum += first;
    for_each_edge(graph,
                  [&](StateId from, StateId to) { sources_[--first_[index_of(to)]] = from; });
  }
  [[nodiscard]] std::span<const StateId> operator[](StateId to) const {
    const std::uint64_t begin = first_[index_of(to)];
    return std::span(sources_).subspan(begin, first_[index_of(to) + 1] - begin);
  }

 private:
  template <typename Visit>
  static void for_each_edge(const StateGraph& graph, Visit visit) {
    for (std::uint32_t s = 0; s < graph.size(); ++s) {
      for (const Edge& edge : graph.edges(StateId{s})) {
        if (edge.leads_on()) visit(StateId{s}, edge.target);
      }
    }
  }
  std::vector<std::uint64_t> first_;
  std::vector<StateId> sources_;
};

}  // namespace

std::uint64_t remove_false_assumptions(StateGraph& graph) {
  std::vector<std::uint32_t> ways_on(graph.size());
  std::vector<StateId> gone;
  for (std::uint32_t s = 0; s < graph.size(); ++s) {
    for (const Edge& edge : graph.edges(StateId{s})) ways_on[s] += edge.leads_on() ? 1 : 0;
    if (ways_on[s] == 0 && !may_stay(graph, StateId{s})) gone.push_back(StateId{s});
  }
  if (gone.empty()) return 0;
  const Reverse reverse(graph);
  graph.removed.assign(graph.size(), false);
  for (const StateId state : gone) graph.removed[index_of(state)] = true;
  for (std::size_t next = 0; next < gone.size(); ++next) {
    for (const StateId source : reverse[gone[next]]) {
      if (--ways_on[index_of(source)] != 0 || graph.removed[index_of(source)] ||
          may_stay(graph, source))
        continue;
      graph.removed[index_of(source)] = true;
      gone.push_back(source);
    }
  }
  return gone.size();
}

}  // namespace headway::explicit_engine

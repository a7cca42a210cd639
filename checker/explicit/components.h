// Strongly connected components by Tarjan's algorithm (1972), iterative: a path of a million states
// must not be a million calls deep. Works on any part of the graph that the caller describes;
// components come out in reverse topological order, so that all successors of a component are known
// when it is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/explicit/state_graph.h"

namespace headway::explicit_engine {

// `Graph` has `size()` and `edges(StateId)`, a span of Edge.
template <typename Graph>
class StronglyConnected {
 public:
  explicit StronglyConnected(const Graph& graph)
      : graph_(graph), number_(graph.size()), low_(graph.size()) {}

  // Calls `emit(std::span<const StateId>)` for every component of the part of the graph that
  // consists of `states` and of the edges for which `follow(const Edge&)` is true; these must stay
  // within `states`.
  template <typename Follow, typename Emit>
  void for_each(std::span<const StateId> states, Follow follow, Emit emit) {
    for (const StateId state : states) number_[index_of(state)] = kUnseen;
    next_number_ = kUnseen;
    for (const StateId root : states) {
      if (number_[index_of(root)] == kUnseen) search(root, follow, emit);
    }
  }

 private:
  static constexpr std::uint32_t kUnseen = 0;
  static constexpr std::uint32_t kDone = 0xffffffff;  // its component was emitted

  struct Call {
    StateId state{};
    std::uint32_t edge = 0;  // the next one to look at
  };

  void open(StateId state) {
    number_[index_of(state)] = low_[index_of(state)] = ++next_number_;
    stack_.push_back(state);
    calls_.push_back({state, 0});
  }

  template <typename Follow, typename Emit>
  void search(StateId root, Follow& follow, Emit& emit) {
    open(root);
    while (!calls_.empty()) {
      Call& call = calls_.back();
      const StateId state = call.state;
      const std::span<const Edge> edges = graph_.edges(state);
      if (call.edge == edges.size()) {
        calls_.pop_back();
        if (!calls_.empty()) lower(calls_.back().state, low_[index_of(state)]);
        if (low_[index_of(state)] == number_[index_of(state)]) close(state, emit);
        continue;
      }
      const Edge& edge = edges[call.edge++];
      if (!follow(edge)) continue;
      const std::uint32_t number = number_[index_of(edge.target)];
      if (number == kUnseen) {
        open(edge.target);
      } else if (number != kDone) {
        lower(state, number);
      }
    }
  }

  void lower(StateId state, std::uint32_t to) {
    low_[index_of(state)] = std::min(low_[index_of(state)], to);
  }

  // `root` is the first state of its component on the stack.
  template <typename Emit>
  void close(StateId root, Emit& emit) {
    const auto begin = std::find(stack_.rbegin(), stack_.rend(), root).base() - 1;
    const std::vector<StateId> component(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    for (const StateId state : component) number_[index_of(state)] = kDone;
    emit(std::span<const StateId>(component));
  }

  const Graph& graph_;
  std::vector<std::uint32_t> number_;  // by state
  std::vector<std::uint32_t> low_;
  std::uint32_t next_number_ = 0;
  std::vector<StateId> stack_;
  std::vector<Call> calls_;
};

}  // namespace headway::explicit_engine

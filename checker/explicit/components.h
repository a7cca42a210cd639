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
  explicit StronglyConnected(const Graph& graph) : graph_(graph), orders_(graph.size()) {}

  // Calls `emit(std::span<const StateId>)` for every component of the part of the graph that
  // consists of `states` and of the edges between them for which `follow(const Edge&)` is true. The
  // span is good while `emit` runs, which may not come back here.
  template <typename Follow, typename Emit>
  void for_each(std::span<const StateId> states, Follow follow, Emit emit) {
    for (const StateId state : states) at(state).number = kUnseen;
    next_number_ = kUnseen;
    for (const StateId root : states) {
      if (at(root).number == kUnseen) search(root, follow, emit);
    }
  }

 private:
  static constexpr std::uint32_t kUnseen = 0;
  static constexpr std::uint32_t kDone = 0xffffffff;  // its component was emitted

  struct Order {
    std::uint32_t number = kDone;  // as if, where it is of no part
    std::uint32_t low = 0;
  };
  struct Call {
    StateId state{};
    std::uint32_t edge = 0;  // the next one to look at
  };

  Order& at(StateId state) { return orders_[index_of(state)]; }

  void open(StateId state) {
    ++next_number_;
    at(state) = {next_number_, next_number_};
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
        if (!calls_.empty()) lower(calls_.back().state, at(state).low);
        if (at(state).low == at(state).number) close(state, emit);
        continue;
      }
      const Edge& edge = edges[call.edge++];
      if (!follow(edge)) continue;
      const std::uint32_t number = at(edge.target).number;
      if (number == kUnseen) {
        open(edge.target);
      } else if (number != kDone) {
        lower(state, number);
      }
    }
  }

  void lower(StateId state, std::uint32_t to) { at(state).low = std::min(at(state).low, to); }

  // `root` is the first state of its component on the stack.
  template <typename Emit>
  void close(StateId root, Emit& emit) {
    const auto begin = std::find(stack_.rbegin(), stack_.rend(), root).base() - 1;
    const std::span<const StateId> component(begin, stack_.end());
    for (const StateId state : component) at(state).number = kDone;
    emit(component);
    stack_.resize(stack_.size() - component.size());
  }

  const Graph& graph_;
  std::vector<Order> orders_;  // by state
  std::uint32_t next_number_ = 0;
  std::vector<StateId> stack_;
  std::vector<Call> calls_;
};

}  // namespace headway::explicit_engine

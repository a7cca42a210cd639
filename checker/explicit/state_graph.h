// The reachable states with the steps between them: what exploration leaves behind and what
// deadlock and progress are judged on. The steps of a state lie together, in the order in which
// Successors gives them, so that a step's place among them (its *ordinal*) is enough to make it
// again.
//
// Words used from here on: an edge is *kept* if it is no adversary edge and leads to a state that
// was not removed; an agent is *enabled* where it has a step that is no adversary edge, wherever
// that leads, or is stuck: its step would contradict an assumption, so a run that owes it that step
// is none.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/explicit/state_store.h"
#include "model/machine/machine.h"

namespace headway::explicit_engine {

using AgentSet = std::uint64_t;  // bit n: agent number n
constexpr AgentSet only(machine::AgentId agent) { return AgentSet{1} << index_of(agent); }

struct Edge {
  enum Flag : std::uint8_t {
    adversary = 1,
    progress = 2,
    cut = 4,     // a fatal failure ends the run here: leads nowhere
    stuck = 8,   // no step at all, though the agent does not wait: an assumption is false
    stays = 16,  // nobody's step: the run stays here (only in graphs made of this one)
    held = 128,  // no step at all, though the agent has one: the scheduler picks somebody else
  };
  StateId target{};
  std::uint8_t agent_number = 0;
  std::uint8_t flags = 0;
  std::uint16_t label = 0;  // what the step means beyond its target; 0: nothing

  [[nodiscard]] machine::AgentId agent() const { return machine::AgentId{agent_number}; }
  [[nodiscard]] bool leads_on() const { return (flags & (cut | stuck | held)) == 0; }
  [[nodiscard]] bool is(Flag flag) const { return (flags & flag) != 0; }
};

// How a run starts: raw initial state number `raw`, then (where there is a setup agent) its step
// number `ordinal`.
struct Start {
  StateId state{};
  std::size_t raw = 0;
  std::uint32_t ordinal = 0;
  bool adversary = false;  // the setup step is an adversary edge
};

struct Parent {
  StateId state{};  // itself for an initial state
  std::uint32_t ordinal = 0;
};

class StateGraph {
 public:
  explicit StateGraph(const machine::Machine& machine);

  // Filled by exploration, states in order of their numbers. `removed` is filled by
  // remove_false_assumptions.
  StateStore store;
  std::vector<Start>
      starts;  // the first way into each initial state, and the first without adversary edges
  std::vector<Parent> parents;  // by state: a shortest way to it
  std::vector<bool> removed;    // by state; empty: none

  void begin_state() { first_.push_back(edges_.size()); }
  void add(const Edge& edge) { edges_.push_back(edge); }
  void finish() { first_.push_back(edges_.size()); }

  [[nodiscard]] std::uint32_t size() const {
    return first_.empty() ? 0 : static_cast<std::uint32_t>(first_.size() - 1);
  }
  [[nodiscard]] std::uint64_t edge_count() const { return edges_.size(); }
  [[nodiscard]] std::uint64_t bytes() const;
  [[nodiscard]] const machine::Machine& machine() const { return machine_; }
  [[nodiscard]] const machine::Layout& layout() const { return layout_; }

  // All edges of a state, marks (cut, stuck, held) included; the index is the step's ordinal.
  [[nodiscard]] std::span<const Edge> edges(StateId state) const {
    const std::uint64_t begin = first_[index_of(state)];
    return {edges_.data() + begin, static_cast<std::size_t>(first_[index_of(state) + 1] - begin)};
  }
  // The same for those who go through all of them: edges of state s lie from first()[s] to
  // first()[s + 1].
  [[nodiscard]] std::span<const std::uint64_t> first() const { return first_; }
  [[nodiscard]] std::span<const Edge> all_edges() const { return edges_; }
  [[nodiscard]] bool is_removed(StateId state) const {
    return !removed.empty() && removed[index_of(state)];
  }
  [[nodiscard]] bool is_kept(const Edge& edge) const {
    return edge.leads_on() && !edge.is(Edge::adversary) && !is_removed(edge.target);
  }

  [[nodiscard]] AgentSet enabled(StateId state) const;
  // Agents that have a step, but the scheduler picks somebody else: neither enabled nor blocked.
  [[nodiscard]] AgentSet held(StateId state) const;
  // Agents that stand at a wait that is not idle and have no guard true there.
  [[nodiscard]] AgentSet blocked(StateId state) const;
  // Agents that have reached their ends.
  [[nodiscard]] AgentSet ended(StateId state) const;
  [[nodiscard]] machine::State state(StateId state) const;
  [[nodiscard]] machine::LocationId location(StateId state, machine::AgentId agent) const;

  [[nodiscard]] AgentSet threads() const { return threads_; }
  [[nodiscard]] AgentSet threads_and_daemons() const { return threads_ | daemons_; }
  [[nodiscard]] AgentSet signals() const { return signals_; }

 private:
  const machine::Machine& machine_;
  const machine::Layout layout_;
  std::vector<std::uint64_t> first_;  // by state, and one more
  std::vector<Edge> edges_;
  AgentSet threads_ = 0;
  AgentSet daemons_ = 0;
  AgentSet signals_ = 0;
};

}  // namespace headway::explicit_engine

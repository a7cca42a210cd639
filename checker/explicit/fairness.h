// What the scheduler owes a loop. Weak, per thread and daemon: one that is enabled in every node of
// the loop takes a step in it. Strong, per thread and blocking acquire: a thread that is enabled
// there in some node of the loop takes a step from there. Strong also, without preemption, per
// agent that shares a processor: one that has a step in every node of the loop, and that the
// scheduler may pick in some, takes one (its *turn* comes: who gives up the processor is not picked
// for ever before others that stay ready). Each acquire and each turn has a number; what nodes and
// edges contribute are sets of numbers.
#pragma once

#include <optional>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// A blocking acquire of a thread; without a location the turn of an agent.
struct Acquire {
  machine::AgentId agent{};
  std::optional<machine::LocationId> location;
};

class Fairness {
 public:
  explicit Fairness(const StateGraph& graph,
                    property::Fairness presumed = property::Fairness::strong);

  // Agents to which weak fairness is owed.
  [[nodiscard]] AgentSet weak() const { return weak_; }
  [[nodiscard]] const std::vector<Acquire>& acquires() const { return acquires_; }
  // The acquire at which the agent stands.
  [[nodiscard]] std::optional<std::size_t> acquire_at(StateId state, machine::AgentId agent) const;

  // In what follows `enabled` are the agents that the level calls enabled in the state.

  // Duties whose agents may meet them here, as numbers.
  void enabled_acquires(StateId state, AgentSet enabled, std::vector<std::size_t>& numbers) const;
  // Does a step of the agent from `state` meet the duty?
  [[nodiscard]] bool met_by_step(std::size_t acquire, StateId state, machine::AgentId agent) const;
  // Does the loop's being in `state` meet the duty? Only of a turn, where the agent has no step.
  [[nodiscard]] bool met_in(std::size_t acquire, StateId state, AgentSet enabled) const;
  // Agents that have turns and no step here.
  [[nodiscard]] AgentSet not_ready(StateId state, AgentSet enabled) const;

 private:
  const StateGraph& graph_;
  AgentSet weak_ = 0;
  AgentSet acquiring_ = 0;  // threads that have an acquire
  AgentSet turning_ = 0;    // agents that have a turn
  std::vector<Acquire> acquires_;
  // By agent, then location: the acquire's number, and 1; 0: none. Empty for who has none.
  std::vector<std::vector<std::uint32_t>> at_;
};

}  // namespace headway::explicit_engine

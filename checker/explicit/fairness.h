// What the scheduler owes a loop. Weak, per thread and daemon: one that is enabled in every node of
// the loop takes a step in it. Strong, per thread and blocking acquire: a thread that is enabled
// there in some node of the loop takes a step from there. Each acquire has a number; what nodes and
// edges contribute are sets of numbers.
#pragma once

#include <optional>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// A blocking acquire of a thread.
struct Acquire {
  machine::AgentId agent{};
  machine::LocationId location{};
};

class Fairness {
 public:
  explicit Fairness(const StateGraph& graph,
                    property::Fairness presumed = property::Fairness::strong);

  // Agents to which weak fairness is owed.
  [[nodiscard]] AgentSet weak() const { return weak_; }
  [[nodiscard]] const std::vector<Acquire>& acquires() const { return acquires_; }
  // The acquire (a number in `acquires`) at which the agent stands; nothing where it stands at
  // none.
  [[nodiscard]] std::optional<std::size_t> acquire_at(StateId state, machine::AgentId agent) const;
  // Acquires at which their threads are enabled, as numbers, for a state with these agents enabled.
  void enabled_acquires(StateId state, AgentSet enabled, std::vector<std::size_t>& numbers) const;

 private:
  const StateGraph& graph_;
  AgentSet weak_ = 0;
  AgentSet acquiring_ = 0;  // threads that have an acquire
  std::vector<Acquire> acquires_;
  // By agent, then location: the acquire's number, and 1; 0: none. Empty for who has none.
  std::vector<std::vector<std::uint32_t>> at_;
};

}  // namespace headway::explicit_engine

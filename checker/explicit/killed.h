// When a fatal signal of a thread is pending: in which states, and since when on a run. The
// condition is the machine's (Agent::fatal); it is meant to stay true. Where a model lets it become
// false again, only the runs from its last turn on count.
#pragma once

#include <span>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"

namespace headway::explicit_engine {

class Killed {
 public:
  // Of a thread with a fatal signal. A condition that faults is not true.
  Killed(const StateGraph& graph, Successors& successors, machine::AgentId thread);

  [[nodiscard]] bool at(StateId state) const { return pending_[index_of(state)]; }
  [[nodiscard]] bool ever() const { return ever_; }
  // How many of these states of a run come before the signal that is pending at its end; all of
  // them where none is.
  [[nodiscard]] std::size_t since(std::span<const StateId> run) const;

 private:
  std::vector<bool> pending_;  // by state
  bool ever_ = false;
};

}  // namespace headway::explicit_engine

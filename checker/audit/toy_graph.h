// The toy checker's graph: every reachable stable state, found by walking, with all the steps
// between them; and what remains of it when the states are removed whose only continuation is a
// false assumption. *Kept* steps are those that are no adversary edges.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/state.h"
#include "model/machine/step.h"

namespace headway::audit {

using States = std::set<std::size_t>;  // numbers of nodes

struct ToyEdge {
  machine::Step step;
  std::size_t to = 0;
  bool adversary = false;
};

struct ToyNode {
  machine::State state;
  std::size_t depth = 0;  // length of a shortest run to here
  std::vector<ToyEdge> edges;
  std::set<machine::AgentId> enabled;  // who has a kept step here, or is stuck
  std::set<machine::AgentId> able;     // who has any step here, or is stuck
  std::set<machine::AgentId> blocked;  // who waits, with no guard true
  std::set<machine::AgentId> held;     // who has a step or is stuck, and is held back
  bool crashes = false;  // a kept step ends in a fatal failure: what comes after is unknown
};

struct ToyGraph {
  explicit ToyGraph(const machine::Machine& m);

  // False when there are more than `max_states`.
  bool explore(const std::vector<machine::Successor>& starts, std::size_t max_states);
  void remove_false_assumptions();

  // The states that runs over states that were not removed come to, with the least number of steps.
  [[nodiscard]] std::map<std::size_t, std::size_t> walk(bool adversaries) const;
  // A kept edge that stays inside, and is no progress step of `no_progress_of`.
  [[nodiscard]] bool usable(const ToyEdge& edge, const States& inside,
                            std::optional<machine::AgentId> no_progress_of) const;
  // May some run without adversaries from the state make the wait of `agent` true, if the scheduler
  // let everybody move? A step that a fatal failure cuts leads nowhere. Nothing where such runs
  // come to too many states.
  [[nodiscard]] std::optional<bool> may_be_released(std::size_t from, machine::AgentId agent) const;
  // Where usable edges lead to from `from`, itself included.
  [[nodiscard]] States reach(std::size_t from, const States& inside,
                             std::optional<machine::AgentId> no_progress_of) const;

  const machine::Machine& machine;
  const machine::Layout layout;
  std::vector<machine::AgentId> agents;
  std::vector<ToyNode> nodes;
  States initial;
  States undisturbed;  // initial, without an unfavourable whim of the setup agent
  States kept;         // not removed
  std::map<std::size_t, States> futures;  // of kept states: what kept edges lead to
  std::map<std::string, std::size_t>
      failures;  // by property: the least length of a run to its failure
  std::set<std::pair<machine::AgentId, machine::TransitionId>> taken;

 private:
  std::size_t max_states_ = 0;
  std::optional<std::size_t> arrive(const machine::Successor& next, std::size_t depth);

  std::map<machine::State, std::size_t> numbers_;
};

}  // namespace headway::audit

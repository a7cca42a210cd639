// The literate toy checker: read toy_graph and this before the fast engine. It decides what the
// explicit engine decides, in the words of the definitions and with no cleverness at all: a
// std::map of states, reachability by walking, strongly connected components by "reaches and is
// reached", fixpoints by repeating until nothing changes. It is the oracle of the differential
// test. Quadratic and worse: it gives up beyond `max_states`.
//
// It never shows a run (the engine does, and the audit replays it), and never looks at the engine.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "checker/audit/toy_bound.h"
#include "checker/property/property.h"
#include "model/machine/machine.h"
#include "model/machine/state.h"

namespace headway::audit {

struct ToyAnswer {
  bool violated = false;
  property::Level level =
      property::Level::finite;  // progress: the weakest level at which it is violated
  std::size_t length = 0;       // of a shortest violation in steps, the setup step included; 0 for
                                // progress; of the stem where `loop` is set
  std::size_t chains = 0;  // of an inverted order of locks, whose `length` is that of all its runs
  // Progress: the weakest level of all at which it is violated, required or not; and whether the
  // levels above `finite` were small enough to be judged.
  std::optional<property::Level> weakest = std::nullopt;
  bool all_levels = true;
  std::size_t loop = 0;  // of spinning: steps of the shortest loop
  bool operator==(const ToyAnswer&) const = default;
};

struct ToyResult {
  std::size_t states = 0;          // reachable stable states
  std::size_t removed = 0;         // of these, those whose only continuation is a false assumption
  std::vector<ToyAnswer> answers;  // in the order of the properties asked
  std::set<std::pair<machine::AgentId, machine::TransitionId>> taken;
  ToyBounds bounds;
  std::vector<bool> covers;  // by Machine::covers: met by some stable state
};

// Nothing when there are more than `max_states` stable states.
std::optional<ToyResult> toy_check(const machine::Machine& machine,
                                   const std::vector<property::Property>& properties,
                                   std::size_t max_states,
                                   property::Fairness presumed = property::Fairness::strong);

// Has the thread a fair run without progress at this level, which is above `finite`? Nothing when
// that takes more states, also where they are told apart by what is prepared; or where some state
// is removed by an assumption.
std::optional<bool> toy_hinders(const machine::Machine& machine, machine::AgentId thread,
                                property::Level level, std::size_t max_states,
                                property::Fairness presumed = property::Fairness::strong);

// Is `agent` deadlocked in this stable state? Explores only what is reachable from it; nothing when
// that is more.
std::optional<bool> toy_deadlocked(const machine::Machine& machine, const machine::State& state,
                                   machine::AgentId agent, std::size_t max_states);

}  // namespace headway::audit

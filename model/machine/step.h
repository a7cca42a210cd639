// The meaning of transitions and of steps: the one place that both interpreters of the audit and
// the text reports rest on. Slow and obvious; the explicit engine has its own and is tested against
// this one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/machine/evaluate.h"
#include "model/machine/path.h"

namespace headway::machine {

// A check, or an evaluation, that failed on the way.
struct Failure {
  std::string property;  // "ub" for faults
  std::string message;
  AgentId agent{};
  TransitionId transition{};
  std::size_t micro_step = 0;  // position in the step
  bool fatal = false;
  bool operator==(const Failure&) const = default;
};

// One step of one agent from a stable state. `to` is the stable state after it, or, where a fatal
// failure cut the run, the state in which it happened (`cut` is set; such a state has no successors
// and is not counted).
struct Successor {
  Step step;
  State to;
  std::vector<Failure> failures;
  bool cut = false;
};

// One transition, taken alone, with the choice already made (nothing where the transition has
// none). Order: choice bounds, guard, checks as declared, assignments; the first fault or fatal
// check cuts. Marks (prepare, attempt, call, note) change no state and are not evaluated. Where two
// assignments meet in one cell the later one stays. Nothing when the guard is false or the choice
// outside its bounds. When cut, `to` is the state before.
struct Fired {
  State to;
  std::vector<Failure> failures;
  bool cut = false;
};
std::optional<Fired> fire(const Machine& machine, const Layout& layout, const State& state,
                          AgentId agent, TransitionId transition,
                          std::optional<std::int64_t> choice);

// All steps of `agent` from a stable `state`, in order: transitions as declared, choices ascending,
// depth first. Failures of a chain that gets stuck at a committed location count only if a fatal
// one cut it before.
std::vector<Successor> successors(const Machine& machine, const Layout& layout, const State& state,
                                  AgentId agent);

// The stable initial states with the setup step (empty where there is no setup agent) that leads to
// each. Several steps may lead to one state.
std::vector<Successor> initial_states(const Machine& machine, const Layout& layout);

// True where the agent has reached its end.
bool ended(const Machine& machine, const State& state, AgentId agent);

// The note's text with its arguments filled in from `state`; enumerators by name.
std::string render_note(const Note& note, const Context& context);

}  // namespace headway::machine

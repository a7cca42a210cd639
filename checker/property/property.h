// What can be asked of a machine, and what an answer looks like.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/path.h"

namespace headway::property {

// How much the adversaries may do, each level more than the one before it.
enum class Level {
  none,    // never act; no whims, no signals
  finite,  // act finitely often, whenever they like
  fair,  // may act for ever, but of infinitely many attempts infinitely many are undisturbed, and a
         // whim taken unfavourably infinitely often is taken favourably infinitely often
  page_fair,     // the same, but each member of the prepared set counts alone: they may alternate
  unrestricted,  // act as they like
};

// What the scheduler owes. Strong: weak for threads and daemons, and each blocking acquire of a
// thread that is possible infinitely often is made infinitely often.
enum class Fairness { none, weak, strong };

enum class Kind {
  deadlock,  // built in: no thread or daemon waits for what can never come
  progress,  // built in: every thread ends (or passes `progress` for ever)
  check,     // Transition::checks with this id: ub, locks, assert, contract, and a spec's at-return
             // properties
  invariant,       // Machine::invariants with this id
  locks,           // built in: as `check`, and no two agents take locks in inverted order
  alone_inverted,  // built in: no agent alone takes locks in both orders
  no_spin,         // built in: no thread goes round alone where it should wait
  killable,        // built in: after its fatal signal a thread soon takes no step any more
  temporal,        // a formula of linear temporal logic over Machine::atoms
};

struct Formula;  // formula.h

struct Property {
  std::string id;        // "deadlock", "EXACT", …
  std::string role;      // the role that an at-return property speaks of, or empty
  std::string sentence;  // what a report prints
  Kind kind = Kind::check;
  Level required = Level::finite;  // progress and temporal
  bool note = false;  // a violation is a note: it never changes the exit status (useless-fault-in)
  std::uint32_t most_attempts = 2;                   // killable: `range` attempts after the signal
  std::shared_ptr<const Formula> formula = nullptr;  // temporal
};

// An agent that stands at a wait, and who holds what it waits for.
struct Waiter {
  machine::AgentId agent{};
  machine::LocationId location{};
  std::optional<machine::VariableId> resource;
  std::int64_t cell = 0;                  // of the resource, for arrays
  std::vector<machine::AgentId> holders;  // empty: nobody
};

struct Deadlock {
  machine::Path path;  // to a state where `agent` stands at the wait for good
  std::size_t closing =
      0;  // the last so many steps of `path` only let the wait cycle close; without them it is a
          // shortest path to where somebody stands deadlocked
  machine::AgentId agent{};
  std::vector<Waiter>
      waits;  // at the path's end: the cycle where there is one, `agent` first; else `agent` alone
  bool cycle = false;
  bool only_signal_releases = false;  // a killable hang
  bool only_adversary_releases =
      false;  // an adversary step or a whim would release it (both set: either does)
};

// How one fairness obligation is met on the loop. Of an attempt, of a whim: a transition stands for
// all those of its agent with the same call path.
struct Obligation {
  machine::AgentId agent{};
  enum class Kind { weak, strong, attempt, whim } kind = Kind::weak;
  enum class Met {
    steps,          // weak, strong: at this step
    disabled,       // weak, turn: in this state
    never_enabled,  // weak, strong
    undisturbed,    // attempt: at this step
    favourable,     // whim: at this step
    never_made,     // attempt, whim: no attempt, no unfavourable branch on the loop
  } met = Met::steps;
  std::size_t where = 0;  // index of a loop step, or of a loop state (disabled): 0 is the state
                          // before the loop
  std::optional<machine::LocationId> acquire = {};       // strong: the wait; a turn has none
  std::optional<machine::TransitionId> transition = {};  // attempt, whim
  std::optional<machine::VariableId> member = {};        // attempt at page_fair: the array …
  std::int64_t cell = 0;                                 // … and its cell
};

struct Livelock {
  machine::Lasso lasso;
  machine::AgentId agent{};   // the thread that never ends
  Level level = Level::none;  // the weakest level at which it happens
  std::vector<Obligation> obligations;
  // Adversary edges of the loop, by their transition (of a whim its unfavourable branch): were this
  // one alone never taken, the thread would make progress at this level.
  struct Act {
    machine::AgentId agent{};
    machine::TransitionId transition{};
    bool operator==(const Act&) const = default;
  };
  std::vector<Act> broken_by = {};
};

struct Failed {        // a check or an invariant
  machine::Path path;  // ends with the step that fails, or in the state that violates the invariant
  std::string message;
};

// One lock, and whether its use keeps everybody else out. Readers' does not.
struct Lock {
  machine::VariableId variable{};
  std::int64_t cell = 0;  // for arrays
  bool exclusive = true;
  auto operator<=>(const Lock&) const = default;
};

// Locks taken in inverted order: each chain takes what the next one holds, the last one what the
// first one holds. No run needs to deadlock for that.
struct Inversion {
  struct Chain {
    machine::Path path;  // a shortest one to where `agent` stands at the acquire
    machine::AgentId agent{};
    machine::LocationId location{};
    Lock acquires;
    std::vector<Lock> held;  // all that the agent holds there
  };
  std::vector<Chain> chains;
};

// A thread goes round alone: it neither ends nor waits nor passes `progress`.
struct Spin {
  machine::Lasso lasso;  // every step of the loop is the thread's
  machine::AgentId agent{};
  struct Polled {
    machine::VariableId variable{};
    std::vector<machine::AgentId> writers;  // others that may change it; ascending
  };
  std::vector<Polled> polled;    // what the loop's guards read and others may change
  std::optional<Level> hinders;  // the progress violation in whose component the loop lies
};

// A thread that goes on after its fatal signal: for ever (the loop has a step of it), or with too
// many attempts (the loop is empty, and the stem ends with the last of them).
struct Unkillable {
  machine::Lasso lasso;
  machine::AgentId agent{};
  std::size_t killed_after = 0;  // steps of the stem before its signal was pending
  std::uint32_t attempts = 0;    // made after that, on the stem
  std::vector<Obligation> obligations;
};

// A fair run that does not meet a temporal formula.
struct Unmet {
  machine::Lasso lasso;
  Level level = Level::none;  // the weakest level at which it happens
  std::vector<Obligation> obligations;
};

using Counterexample = std::variant<Failed, Deadlock, Livelock, Inversion, Spin, Unkillable, Unmet>;

// `up_to` and `next` are for properties that are judged level by level: the strongest level that
// holds, and a run that shows why the next one does not.
struct Holds {
  std::optional<Level> up_to;
  std::shared_ptr<const Counterexample> next;
  std::vector<std::string> notes;
};
struct Violated {
  Counterexample counterexample;
  std::vector<std::string> notes;
  std::optional<Level> up_to = std::nullopt;  // nothing: not even `none`
};
struct Undecided {
  std::string reason;  // "the limit of 100 states was reached (--max-states)"
};
using Verdict = std::variant<Holds, Violated, Undecided>;

struct Answer {
  Property property;
  Verdict verdict;
};

// What exploration saw, for vacuity and coverage.
struct Coverage {
  std::vector<std::vector<bool>> taken;     // by agent and transition
  std::vector<bool> covers;                 // by Machine::covers
  std::uint64_t removed_by_assumption = 0;  // states whose only continuation was a false assumption
};

// How often an attempt (its agent, a transition that stands for its call path) is made at most on
// any run. `most[n]`: where at most n adversary edges are taken; nothing: any number of times.
struct RetryBound {
  machine::AgentId agent{};
  machine::TransitionId attempt{};
  std::vector<std::optional<std::uint64_t>> most;
};

struct Statistics {
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;  // steps between stored states
  std::uint64_t depth = 0;        // breadth-first levels
  std::uint64_t bytes = 0;        // of the visited set and the graph
  double seconds = 0;
};

struct Result {
  std::vector<Answer> answers;  // in the order of the properties asked
  Coverage coverage;
  Statistics statistics;
  std::vector<RetryBound> bounds;
  Fairness fairness = Fairness::strong;  // that was presumed
};

struct Limits {
  std::uint64_t max_states = 0;          // 0: none
  std::uint64_t max_memory = 0;          // bytes; 0: none
  std::chrono::milliseconds timeout{0};  // 0: none
};

}  // namespace headway::property

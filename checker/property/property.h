// What can be asked of a machine, and what an answer looks like.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/path.h"

namespace headway::property {

// How much the adversaries may do (design: none ⊆ finite ⊆ fair ⊆ unrestricted).
enum class Level { none, finite, fair, unrestricted };

enum class Kind {
  deadlock,  // built in: no thread or daemon waits for what can never come
  progress,  // built in: every thread ends (or passes `progress` for ever)
  check,     // Transition::checks with this id: ub, locks, assert, contract, and a spec's at-return
             // properties
  invariant,       // Machine::invariants with this id
  locks,           // built in: as `check`, and no two agents take locks in inverted order
  alone_inverted,  // built in: no agent alone takes locks in both orders
};

struct Property {
  std::string id;        // "deadlock", "EXACT", …
  std::string role;      // the role that an at-return property speaks of, or empty
  std::string sentence;  // what a report prints
  Kind kind = Kind::check;
  Level required = Level::finite;  // progress only
  bool note = false;  // a violation is a note: it never changes the exit status (useless-fault-in)
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

// How one fairness obligation is met on the loop.
struct Obligation {
  machine::AgentId agent{};
  enum class Kind { weak, strong } kind = Kind::weak;
  enum class Met { steps, disabled, never_enabled } met = Met::steps;
  std::size_t where = 0;  // index of a loop step (steps) or of a loop state (disabled): 0 is the
                          // state before the loop
  std::optional<machine::LocationId> acquire;  // strong: the wait it belongs to
};

struct Livelock {
  machine::Lasso lasso;
  machine::AgentId agent{};   // the thread that never ends
  Level level = Level::none;  // the weakest level at which it happens
  std::vector<Obligation> obligations;
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

using Counterexample = std::variant<Failed, Deadlock, Livelock, Inversion>;

struct Holds {};
struct Violated {
  Counterexample counterexample;
  std::vector<std::string> notes;
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
};

struct Limits {
  std::uint64_t max_states = 0;          // 0: none
  std::uint64_t max_memory = 0;          // bytes; 0: none
  std::chrono::milliseconds timeout{0};  // 0: none
};

}  // namespace headway::property

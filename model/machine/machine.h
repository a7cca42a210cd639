// The state machine that everything else speaks about: typed variables, and agents, each a graph of
// locations and transitions. Values and plain structs; `validate.h` says what a well-formed machine
// is, `text.h` prints and parses it, `evaluate.h` gives expressions their meaning, `step.h` gives
// transitions theirs.
//
// Committed locations (the word is UPPAAL's) are how several transitions become one step: while an
// agent stands at a committed location only that agent moves. A *step* of an agent leads from one
// stable state (nobody committed) through committed locations to the next stable state. States are
// stable states; a chain that gets stuck in a committed location (a false hw_assume) is no step at
// all.
//
//   I1  At most one agent is committed at any time: only agents of kind `setup` may start at a
//       committed location, and there is at most one of that kind.
//   I2  Committed locations of one agent form no cycle, so that every step is finite.
//   I3  Assignments of one transition are simultaneous: guard, choice bounds, checks, marks and
//       right sides are all evaluated in the state before it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/expr.h"
#include "model/source/span.h"

namespace headway::machine {

struct Range {
  std::int64_t low = 0;
  std::int64_t high = 0;  // inclusive; compared in the variable's own signedness
  bool operator==(const Range&) const = default;
};

// How a variable names the holder of a lock. `owner`: 0 is free, n is agent number n-1. `mask`: bit
// n set means agent n holds it (readers); the bit behind the last agent's says that it is held
// exclusively. An owner is always alone.
enum class Holder { none, owner, mask };

struct Variable {
  std::string name;  // unique in the machine; C paths such as hw_folio.locked
  IntType type;
  std::optional<Range> range;  // a store outside it is a fault
  bool is_array = false;
  std::uint32_t extent = 1;           // number of cells
  std::optional<AgentId> owner;       // set: only this agent touches it (a local)
  std::vector<std::int64_t> initial;  // one value per cell, unless `initial_any`
  std::optional<Range> initial_any;   // every cell starts with any value of this range
  bool lazy =
      false;  // with initial_any: chosen at first use rather than at the start (a pass does it)
  bool parameter = false;  // a size (HW_PARAM): never assigned
  bool ghost = false;
  Holder holder = Holder::none;
  std::string label;  // for people: "folio lock", "inode glock"; may be empty
  std::string strip;  // drawn in the strip of this name beside the run ("pages"); may be empty
  std::vector<std::pair<std::int64_t, std::string>> enumerators;  // names of values, by value

  bool operator==(const Variable&) const = default;
};

struct Place {
  VariableId variable{};
  std::optional<Expr> index;  // for arrays
  bool operator==(const Place&) const = default;
};

struct Assignment {
  Place place;
  Expr value;
  bool operator==(const Assignment&) const = default;
};

struct Choice {
  Expr low, high;  // inclusive, i64; an empty range disables the transition
  bool operator==(const Choice&) const = default;
};

// A requirement judged when the transition is taken. `property` is an id (`ub`, `locks`, `assert`,
// or a spec's). A fatal one ends the run there: nothing after undefined behaviour is explored.
struct Check {
  std::string property;
  Expr condition;
  std::string message;
  bool fatal = false;
  bool operator==(const Check&) const = default;
};

// What a person reads. Each "{}" in `text` stands for the next argument.
struct Note {
  std::string text;
  std::vector<Expr> arguments;
  bool operator==(const Note&) const = default;
};

enum class Favour { none, favourable, unfavourable };

// Design: hw_prepare names cells that must stay valid (value 1, or non-negative validity as the
// model defines it).
struct Prepare {
  std::string kind;  // "range", "exec"
  VariableId variable{};
  Expr first, last;   // inclusive cell range; empty when first > last
  bool also = false;  // adds to the set, which any other prepare of its kind begins anew
  bool operator==(const Prepare&) const = default;
};

// Entry into and return from a call that specs speak about by role ("write").
struct CallMark {
  std::string role;
  bool is_return = false;
  std::optional<Expr> result;  // on return
  bool operator==(const CallMark&) const = default;
};

struct Transition {
  LocationId from{}, to{};
  Expr guard = Expr::boolean(true);
  std::optional<Choice> choice;
  std::vector<Assignment> assignments;
  std::vector<Check> checks;
  std::string whim;              // why progress may be withheld here; empty when this is no whim
  Favour favour = Favour::none;  // which branch of the whim this is
  std::optional<Prepare> prepare;
  std::optional<std::string> attempt;  // kind
  std::optional<std::string> event;    // what ghosts and counts of specs are told of
  bool progress = false;
  bool yields = false;  // gives up the processor to others (cond_resched)
  std::optional<CallMark> call;
  std::optional<Note> note;
  std::shared_ptr<const source::Origin> origin;  // may be null

  bool operator==(const Transition& other) const;  // compares origins by value
};

enum class WaitKind { uninterruptible, killable, interruptible };

// An agent stands still here until one of the location's guards is true.
struct Wait {
  WaitKind kind = WaitKind::uninterruptible;
  bool idle = false;              // an idle daemon: never a deadlock
  bool acquire = false;           // a blocking acquire: strongly fair
  bool shared = false;            // an acquire that goes with others of its kind (readers)
  bool timed = false;             // ends by itself after a time: passing it is no spinning
  std::optional<Place> resource;  // what is waited for
  bool operator==(const Wait&) const = default;
};

struct Location {
  std::string name;   // unique in its agent
  std::string label;  // the C label, where the source has one
  bool committed = false;
  std::optional<Wait> wait;
  bool operator==(const Location&) const = default;
};

enum class AgentKind {
  thread,     // weakly fair, must end (or pass `progress` for ever)
  daemon,     // weakly fair, need not end
  adversary,  // owes nobody anything
  signal,     // like an adversary, but each of its transitions is meant once
  setup,      // runs first and alone, decides the initial states
};

struct Agent {
  std::string name;
  AgentKind kind = AgentKind::thread;
  bool ends = false;  // has an end that it must reach; only threads
  LocationId initial{};
  std::optional<LocationId> end;  // nothing leaves it
  std::optional<Expr> fatal;      // a fatal signal of this thread is pending; shared variables only
  std::optional<std::uint32_t> cpu;  // runs there; nothing: on a processor of its own
  std::int32_t priority = 0;         // greater runs first
  std::vector<Location> locations;
  std::vector<Transition> transitions;

  [[nodiscard]] const Location& at(LocationId id) const { return locations[index_of(id)]; }
  [[nodiscard]] const Transition& at(TransitionId id) const { return transitions[index_of(id)]; }
  bool operator==(const Agent&) const = default;
};

struct Observable {
  std::string name;
  Expr value;
  bool operator==(const Observable&) const = default;
};

// A condition that must hold in every stable state.
struct Invariant {
  std::string property;
  Expr condition;
  bool operator==(const Invariant&) const = default;
};

// A condition that some stable state should meet (`cover`); judged for vacuity only.
struct Cover {
  std::string name;
  std::string sentence;
  Expr condition;
  bool operator==(const Cover&) const = default;
};

// A condition by which temporal formulas speak of stable states.
struct Atom {
  std::string name;  // unique among the atoms
  Expr condition;
  bool operator==(const Atom&) const = default;
};

// Who may run where several threads and daemons share a processor (Agent::cpu).
enum class Scheduler {
  fair,        // anybody, at any moment
  nonpreempt,  // who runs goes on until it waits, ends or yields
  priority,    // the ready one with the greatest priority
};

struct ScaledConstant {
  std::string name;
  std::int64_t used = 0;
  std::int64_t real = 0;
  bool operator==(const ScaledConstant&) const = default;
};

struct Machine {
  std::string name;
  std::vector<Variable> variables;
  std::vector<Agent> agents;
  std::vector<Observable> observables;
  std::vector<Invariant> invariants;
  std::vector<Cover> covers;
  std::vector<Atom> atoms;
  std::vector<ScaledConstant> constants;    // printed in the scope
  std::vector<std::string> approximations;  // printed in the scope: stubs and the like
  std::vector<std::string> specs;           // names that HW_SPEC asked for
  Scheduler scheduler = Scheduler::fair;
  std::string cites;  // the kernel version that the environment cites; may be empty

  [[nodiscard]] const Variable& at(VariableId id) const { return variables[index_of(id)]; }
  [[nodiscard]] const Agent& at(AgentId id) const { return agents[index_of(id)]; }
  bool operator==(const Machine&) const = default;
};

// Transitions of `agent` by source location, in declaration order.
std::vector<std::vector<TransitionId>> outgoing(const Agent& agent);

}  // namespace headway::machine

// Slicing (Weiser 1981; cone of influence, Clarke, Grumberg, Peled 1999): what no verdict depends
// on is dropped, with all that is done to it. A counter that only feeds itself is the classical
// case: left in, it makes of a livelock a path that never comes round.
//
// A variable is needed when a guard, the bounds of a choice, a check, a prepare, a call's result,
// a wait's resource, an invariant, a cover or an observable reads it, when it names holders, is a
// size or is drawn in a strip, or when an assignment to something needed reads it. What an
// assignment may fault on is needed too: a dropped assignment leaves a check for it, so a counter
// with a range stays.
//
//   I1  States that agree on what is needed have the same steps, which lead to states that agree
//       again and bear the same marks, failures included. So dropping the rest is a bisimulation:
//       it keeps deadlocks, fair cycles, levels and lengths, and never changes which agents move.
//
// Observables keep what they read: they are the words in which a report says what never moves.
// Notes keep nothing alive; a note shows "..." for what is dropped, since it may not show a wrong
// value.
#include <algorithm>
#include <utility>
#include <vector>

#include "model/passes/passes.h"
#include "model/passes/rebuild.h"
#include "model/passes/touches.h"

namespace headway::passes {

using machine::Assignment;
using machine::Expr;
using machine::index_of;
using machine::Machine;
using machine::Place;
using machine::Transition;

namespace {

class Needed {
 public:
  explicit Needed(const Machine& machine) : needed_(machine.variables.size(), false) {
    for (std::size_t k = 0; k < needed_.size(); ++k) {
      const machine::Variable& variable = machine.variables[k];
      needed_[k] =
          variable.parameter || variable.holder != machine::Holder::none || !variable.strip.empty();
    }
    for (const machine::Invariant& invariant : machine.invariants) add(invariant.condition);
    for (const machine::Cover& cover : machine.covers) add(cover.condition);
    for (const machine::Atom& atom : machine.atoms) add(atom.condition);
    for (const machine::Observable& observable : machine.observables) add(observable.value);
    for (const machine::Agent& agent : machine.agents) {
      if (agent.fatal) add(*agent.fatal);
      for (const machine::Location& location : agent.locations) {
        if (location.wait && location.wait->resource) add(*location.wait->resource);
      }
      for (const Transition& transition : agent.transitions) add_looks(machine, transition);
    }
    while (grown_) {
      grown_ = false;
      for (const machine::Agent& agent : machine.agents) {
        for (const Transition& transition : agent.transitions) add_sources(transition);
      }
    }
  }

  [[nodiscard]] bool has(machine::VariableId id) const { return needed_[index_of(id)]; }
  [[nodiscard]] const std::vector<bool>& variables() const { return needed_; }
  [[nodiscard]] bool all_of(const Expr& expr) const {
    bool all = true;
    machine::for_each_load(expr, [&](const machine::Load& load) { all &= has(load.variable); });
    return all;
  }

 private:
  void add(machine::VariableId id) {
    grown_ |= !needed_[index_of(id)];
    needed_[index_of(id)] = true;
  }
  void add(const Expr& expr) {
    machine::for_each_load(expr, [&](const machine::Load& load) { add(load.variable); });
  }
  void add(const Place& place) {
    add(place.variable);
    if (place.index) add(*place.index);
  }

  // All that the transition looks at, whatever becomes of its assignments.
  void add_looks(const Machine& machine, const Transition& transition) {
    Transition looks = transition;
    looks.note.reset();
    looks.assignments.clear();
    for (const Assignment& assignment : transition.assignments) {
      for (machine::Check& check : faults_of(machine, assignment))
        looks.checks.push_back(std::move(check));
    }
    for_each_expr(looks, [&](const Expr& expr) { add(expr); });
    if (looks.prepare) add(looks.prepare->variable);
  }

  void add_sources(const Transition& transition) {
    for (const Assignment& assignment : transition.assignments) {
      if (!has(assignment.place.variable)) continue;
      add(assignment.place);
      add(assignment.value);
    }
  }

  std::vector<bool> needed_;
  bool grown_ = true;
};

void drop_from_note(const Needed& needed, machine::Note& note) {
  std::vector<Expr> kept;
  std::size_t slot = 0;
  for (const Expr& argument : note.arguments) {
    slot = note.text.find("{}", slot);
    const bool shown = slot != std::string::npos;
    if (needed.all_of(argument)) {
      kept.push_back(argument);
      if (shown) slot += 2;
    } else if (shown) {
      note.text.replace(slot, 2, "...");
      slot += 3;
    }
  }
  note.arguments = std::move(kept);
}

void drop_from(const Machine& machine, const Needed& needed, Transition& transition) {
  std::vector<Assignment> kept;
  for (Assignment& assignment : transition.assignments) {
    if (needed.has(assignment.place.variable)) {
      kept.push_back(std::move(assignment));
      continue;
    }
    for (machine::Check& check : faults_of(machine, assignment))
      transition.checks.push_back(std::move(check));
  }
  transition.assignments = std::move(kept);
  if (transition.note) drop_from_note(needed, *transition.note);
}

}  // namespace

Machine slice(Machine machine) {
  const Needed needed(machine);
  for (machine::Agent& agent : machine.agents) {
    for (Transition& transition : agent.transitions) drop_from(machine, needed, transition);
  }
  drop_variables(machine, needed.variables());
  return machine;
}

}  // namespace headway::passes

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
// Where nobody asks about one and it reads a counter, it goes first (drop_observed_counters): "what
// never moves" is then said without it, but the livelock is seen. Notes keep nothing alive; a note
// shows "..." for what is dropped, since it may not show a wrong value.
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
  // Without the observables, which add_observed() adds.
  explicit Needed(const Machine& machine)
      : machine_(&machine), needed_(machine.variables.size(), false) {
    for (std::size_t k = 0; k < needed_.size(); ++k) {
      const machine::Variable& variable = machine.variables[k];
      needed_[k] =
          variable.parameter || variable.holder != machine::Holder::none || !variable.strip.empty();
    }
    for (const machine::Invariant& invariant : machine.invariants) add(invariant.condition);
    for (const machine::Cover& cover : machine.covers) add(cover.condition);
    for (const machine::Atom& atom : machine.atoms) add(atom.condition);
    for (const machine::Agent& agent : machine.agents) {
      if (agent.fatal) add(*agent.fatal);
      for (const machine::Location& location : agent.locations) {
        if (location.wait && location.wait->resource) add(*location.wait->resource);
      }
      for (const Transition& transition : agent.transitions) add_looks(machine, transition);
    }
    close();
  }

  void add_observed(const machine::Observable& observable) {
    add(observable.value);
    close();
  }

  [[nodiscard]] bool has(machine::VariableId id) const { return needed_[index_of(id)]; }
  [[nodiscard]] const std::vector<bool>& variables() const { return needed_; }
  [[nodiscard]] bool all_of(const Expr& expr) const {
    bool all = true;
    machine::for_each_load(expr, [&](const machine::Load& load) { all &= has(load.variable); });
    return all;
  }

 private:
  void close() {
    while (grown_) {
      grown_ = false;
      for (const machine::Agent& agent : machine_->agents) {
        for (const Transition& transition : agent.transitions) add_sources(transition);
      }
    }
  }
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

  const Machine* machine_;
  std::vector<bool> needed_;
  bool grown_ = true;  // what holders and strips are assigned has not been looked at
};

// Whether a value is worked out, and not only chosen among, or joined of, what is there already: of
// copies, tests and bits that are set there are finitely many.
bool calculates(const Expr& expr) {
  if (const auto* unary = std::get_if<machine::Unary>(&expr.node()))
    return unary->op != machine::UnaryOp::logical_not || calculates(unary->operand);
  if (const auto* both = std::get_if<machine::Binary>(&expr.node())) {
    switch (both->op) {
      case machine::BinaryOp::add:
      case machine::BinaryOp::sub:
      case machine::BinaryOp::mul:
      case machine::BinaryOp::shl:
      case machine::BinaryOp::bit_xor:
        return true;
      default:
        return calculates(both->left) || calculates(both->right);
    }
  }
  if (const auto* choice = std::get_if<machine::Conditional>(&expr.node()))
    return calculates(choice->then) || calculates(choice->otherwise);
  const auto* convert = std::get_if<machine::Convert>(&expr.node());
  return convert != nullptr && calculates(convert->operand);
}

// What flows into what, among the variables that one observable alone keeps.
class Flow {
 public:
  Flow(const Machine& machine, const Needed& without, const Needed& with)
      : size_(machine.variables.size()), reaches_(size_ * size_, false) {
    for (const machine::Agent& agent : machine.agents) {
      if (agent.kind == machine::AgentKind::setup) continue;
      for (const Transition& transition : agent.transitions) {
        for (const Assignment& assignment : transition.assignments) {
          const machine::VariableId to = assignment.place.variable;
          if (!with.has(to) || without.has(to)) continue;
          machine::for_each_load(assignment.value, [&](const machine::Load& load) {
            if (without.has(load.variable)) return;
            reaches_[at(load.variable, to)] = true;
            if (calculates(assignment.value)) calculated_.emplace_back(load.variable, to);
          });
        }
      }
    }
    close(with, without);
  }

  // A calculation whose result comes back into it: a counter, or several that feed each other.
  [[nodiscard]] bool feeds_itself() const {
    return std::any_of(calculated_.begin(), calculated_.end(), [&](const auto& step) {
      return step.first == step.second || reaches_[at(step.second, step.first)];
    });
  }

 private:
  [[nodiscard]] std::size_t at(machine::VariableId from, machine::VariableId to) const {
    return index_of(from) * size_ + index_of(to);
  }

  // Warshall 1962, over the few variables in question.
  void close(const Needed& with, const Needed& without) {
    std::vector<std::size_t> kept;
    for (std::size_t k = 0; k < size_; ++k)
      if (with.variables()[k] && !without.variables()[k]) kept.push_back(k);
    for (const std::size_t middle : kept)
      for (const std::size_t from : kept)
        for (const std::size_t to : kept)
          if (reaches_[from * size_ + middle] && reaches_[middle * size_ + to])
            reaches_[from * size_ + to] = true;
  }

  std::size_t size_;
  std::vector<bool> reaches_;
  std::vector<std::pair<machine::VariableId, machine::VariableId>> calculated_;
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
  Needed needed(machine);
  for (const machine::Observable& observable : machine.observables) needed.add_observed(observable);
  for (machine::Agent& agent : machine.agents) {
    for (Transition& transition : agent.transitions) drop_from(machine, needed, transition);
  }
  drop_variables(machine, needed.variables());
  return machine;
}

Machine drop_observed_counters(Machine machine) {
  Needed needed(machine);
  std::vector<machine::Observable> kept;
  for (const machine::Observable& observable : machine.observables) {
    Needed with = needed;
    with.add_observed(observable);
    if (Flow(machine, needed, with).feeds_itself()) continue;
    needed = std::move(with);
    kept.push_back(observable);
  }
  machine.observables = std::move(kept);
  return machine;
}

}  // namespace headway::passes

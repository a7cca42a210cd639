// Who touches what: the analysis that says which variables are local to one agent. Setup agents run
// before everybody else and don't count; a variable that nobody assigns is a constant of the run
// and is never shared.
#pragma once

#include <set>
#include <vector>

#include "model/machine/machine.h"

namespace headway::passes {

struct Touches {
  std::set<machine::AgentId> readers;
  std::set<machine::AgentId> writers;
  bool by_setup = false;       // read or written by the setup agent
  bool by_property = false;    // read by an invariant or a cover, which look at every stable state
  bool by_observable = false;  // read by an observable: reports show it

  // The one agent that reads or writes it, if it is only one (setup not counted).
  [[nodiscard]] const machine::AgentId* only_agent() const;
  // Nobody but `agent` reads or writes it, the setup agent included.
  [[nodiscard]] bool private_to(const machine::Machine& machine, machine::AgentId agent) const;
  // Changes of it can be seen by another agent or by a property.
  [[nodiscard]] bool visible() const;
};

// By variable.
std::vector<Touches> touches(const machine::Machine& machine);

// Calls `visit(expr)` for everything that a transition evaluates, and the indices of the cells that
// it assigns.
template <typename Visit>
void for_each_expr(const machine::Transition& transition, Visit&& visit) {
  visit(transition.guard);
  if (transition.choice) {
    visit(transition.choice->low);
    visit(transition.choice->high);
  }
  for (const machine::Assignment& assignment : transition.assignments) {
    if (assignment.place.index) visit(*assignment.place.index);
    visit(assignment.value);
  }
  for (const machine::Check& check : transition.checks) visit(check.condition);
  if (transition.prepare) {
    visit(transition.prepare->first);
    visit(transition.prepare->last);
  }
  if (transition.call && transition.call->result) visit(*transition.call->result);
  if (transition.note) {
    for (const machine::Expr& argument : transition.note->arguments) visit(argument);
  }
}

}  // namespace headway::passes

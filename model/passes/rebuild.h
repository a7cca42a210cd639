// Rewriting a machine in place: expressions, and the removal of transitions, locations and
// variables with everything renumbered.
#pragma once

#include <functional>
#include <vector>

#include "model/machine/machine.h"

namespace headway::passes {

// Replaces every expression of the transition, the indices of assigned cells included, by
// rewrite(expr).
void rewrite(machine::Transition& transition,
             const std::function<machine::Expr(const machine::Expr&)>& rewrite_expr);

// Keeps the transitions for which `keep` holds, then the locations that the initial one still
// reaches, and the end.
void prune(machine::Agent& agent, const std::vector<bool>& keep);

// Removes the variables for which `keep` is false. CHECKs that nothing mentions them.
void drop_variables(machine::Machine& machine, const std::vector<bool>& keep);

// True where evaluating the expression may fault: a division, a shift or an index that isn't
// plainly inside.
bool may_fault(const machine::Machine& machine, const machine::Expr& expr);

// `index` lies inside the variable's array.
machine::Expr inside(const machine::Expr& index, const machine::Variable& variable);

// Fatal checks for all that the assignment may fault on: its value, its index, a store out of
// range. Who drops an assignment keeps these.
std::vector<machine::Check> faults_of(const machine::Machine& machine,
                                      const machine::Assignment& assignment);

}  // namespace headway::passes

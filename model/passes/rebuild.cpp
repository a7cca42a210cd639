// Rewriting in place, for rebuild.h. Numbers are given anew in the old order, so that output stays
// deterministic.
#include "model/passes/rebuild.h"

#include "model/source/error.h"

namespace headway::passes {

using machine::Expr;
using machine::index_of;
using machine::LocationId;
using machine::VariableId;

void rewrite(machine::Transition& transition,
             const std::function<Expr(const Expr&)>& rewrite_expr) {
  transition.guard = rewrite_expr(transition.guard);
  if (transition.choice) {
    transition.choice->low = rewrite_expr(transition.choice->low);
    transition.choice->high = rewrite_expr(transition.choice->high);
  }
  for (machine::Assignment& assignment : transition.assignments) {
    if (assignment.place.index) assignment.place.index = rewrite_expr(*assignment.place.index);
    assignment.value = rewrite_expr(assignment.value);
  }
  for (machine::Check& check : transition.checks) check.condition = rewrite_expr(check.condition);
  if (transition.prepare) {
    transition.prepare->first = rewrite_expr(transition.prepare->first);
    transition.prepare->last = rewrite_expr(transition.prepare->last);
  }
  if (transition.call && transition.call->result)
    transition.call->result = rewrite_expr(*transition.call->result);
  if (transition.note) {
    for (Expr& argument : transition.note->arguments) argument = rewrite_expr(argument);
  }
}

void prune(machine::Agent& agent, const std::vector<bool>& keep) {
  std::vector<std::vector<std::size_t>> leaving(agent.locations.size());
  for (std::size_t i = 0; i < agent.transitions.size(); ++i) {
    if (keep[i]) leaving[index_of(agent.transitions[i].from)].push_back(i);
  }
  std::vector<bool> reached(agent.locations.size(), false);
  std::vector<LocationId> work{agent.initial};
  reached[index_of(agent.initial)] = true;
  while (!work.empty()) {
    const LocationId here = work.back();
    work.pop_back();
    for (const std::size_t i : leaving[index_of(here)]) {
      const LocationId next = agent.transitions[i].to;
      if (reached[index_of(next)]) continue;
      reached[index_of(next)] = true;
      work.push_back(next);
    }
  }
  if (agent.end) reached[index_of(*agent.end)] = true;

  std::vector<LocationId> number(agent.locations.size());
  std::vector<machine::Location> locations;
  for (std::size_t i = 0; i < agent.locations.size(); ++i) {
    if (!reached[i]) continue;
    number[i] = static_cast<LocationId>(locations.size());
    locations.push_back(std::move(agent.locations[i]));
  }
  std::vector<machine::Transition> transitions;
  for (std::size_t i = 0; i < agent.transitions.size(); ++i) {
    machine::Transition& transition = agent.transitions[i];
    if (!keep[i] || !reached[index_of(transition.from)]) continue;
    transition.from = number[index_of(transition.from)];
    transition.to = number[index_of(transition.to)];
    transitions.push_back(std::move(transition));
  }
  agent.locations = std::move(locations);
  agent.transitions = std::move(transitions);
  agent.initial = number[index_of(agent.initial)];
  if (agent.end) agent.end = number[index_of(*agent.end)];
}

void drop_variables(machine::Machine& machine, const std::vector<bool>& keep) {
  std::vector<VariableId> number(machine.variables.size());
  std::vector<machine::Variable> variables;
  for (std::size_t i = 0; i < machine.variables.size(); ++i) {
    if (!keep[i]) continue;
    number[i] = static_cast<VariableId>(variables.size());
    variables.push_back(std::move(machine.variables[i]));
  }
  const auto renumber_id = [&](VariableId id) {
    CHECK(keep[index_of(id)], "variable " << index_of(id) << " is still in use");
    return number[index_of(id)];
  };
  const auto renumber = [&](const Expr& expr) {
    return machine::substitute(expr, [&](const Expr& leaf) -> std::optional<Expr> {
      const auto* load = std::get_if<machine::Load>(&leaf.node());
      if (load == nullptr) return std::nullopt;
      if (!load->index) return Expr::load(renumber_id(load->variable), leaf.type());
      return Expr::load(renumber_id(load->variable), *load->index, leaf.type());
    });
  };
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) {
      rewrite(transition, renumber);
      for (machine::Assignment& assignment : transition.assignments) {
        assignment.place.variable = renumber_id(assignment.place.variable);
      }
      if (transition.prepare)
        transition.prepare->variable = renumber_id(transition.prepare->variable);
    }
    for (machine::Location& location : agent.locations) {
      if (!location.wait || !location.wait->resource) continue;
      machine::Place& resource = *location.wait->resource;
      resource.variable = renumber_id(resource.variable);
      if (resource.index) resource.index = renumber(*resource.index);
    }
    if (agent.fatal) agent.fatal = renumber(*agent.fatal);
  }
  for (machine::Observable& observable : machine.observables)
    observable.value = renumber(observable.value);
  for (machine::Invariant& invariant : machine.invariants)
    invariant.condition = renumber(invariant.condition);
  for (machine::Cover& cover : machine.covers) cover.condition = renumber(cover.condition);
  for (machine::Atom& atom : machine.atoms) atom.condition = renumber(atom.condition);
  machine.variables = std::move(variables);
}

namespace {

// The operator itself is defined for all values of its left side: its right side is a harmless
// constant.
bool total(const machine::Binary& both) {
  const auto* right = std::get_if<machine::Constant>(&both.right.node());
  switch (both.op) {
    case machine::BinaryOp::div:
    case machine::BinaryOp::rem:
      return right != nullptr && right->value != 0 && right->value != -1;
    case machine::BinaryOp::shl:
    case machine::BinaryOp::shr:
      return right != nullptr && right->value >= 0 && right->value < both.left.type().bits;
    default:
      return true;
  }
}

}  // namespace

bool may_fault(const machine::Machine& machine, const Expr& expr) {
  if (const auto* load = std::get_if<machine::Load>(&expr.node())) {
    if (!load->index) return false;
    const auto* constant = std::get_if<machine::Constant>(&load->index->node());
    return constant == nullptr || constant->value < 0 ||
           static_cast<std::uint64_t>(constant->value) >= machine.at(load->variable).extent;
  }
  if (const auto* unary = std::get_if<machine::Unary>(&expr.node()))
    return may_fault(machine, unary->operand);
  if (const auto* convert = std::get_if<machine::Convert>(&expr.node()))
    return may_fault(machine, convert->operand);
  if (const auto* both = std::get_if<machine::Binary>(&expr.node())) {
    return !total(*both) || may_fault(machine, both->left) || may_fault(machine, both->right);
  }
  if (const auto* choice = std::get_if<machine::Conditional>(&expr.node())) {
    return may_fault(machine, choice->condition) || may_fault(machine, choice->then) ||
           may_fault(machine, choice->otherwise);
  }
  return false;
}

Expr inside(const Expr& index, const machine::Variable& variable) {
  const Expr number = machine::simplify(Expr::convert(index, machine::kI64));
  return Expr::binary(machine::BinaryOp::ge, number, Expr::constant(0)) &&
         Expr::binary(machine::BinaryOp::lt, number,
                      Expr::constant(static_cast<std::int64_t>(variable.extent)));
}

std::vector<machine::Check> faults_of(const machine::Machine& machine,
                                      const machine::Assignment& assignment) {
  std::vector<machine::Check> checks;
  const machine::Variable& variable = machine.at(assignment.place.variable);
  const auto keep = [&](Expr condition, const std::string& message) {
    checks.push_back({"ub", std::move(condition), message, true});
  };
  if (may_fault(machine, assignment.value)) {
    keep(Expr::binary(machine::BinaryOp::eq, assignment.value, assignment.value),
         "value of " + variable.name);
  }
  if (assignment.place.index) {
    const Expr& index = *assignment.place.index;
    if (may_fault(machine, index))
      keep(Expr::binary(machine::BinaryOp::eq, index, index), "index of " + variable.name);
    const Expr bounds = machine::simplify(inside(index, variable));
    if (!bounds.is_constant(1)) keep(bounds, "index of " + variable.name);
  }
  if (variable.range) {
    const auto bound = [&](machine::BinaryOp op, std::int64_t value) {
      return Expr::binary(op, assignment.value, Expr::constant(value, variable.type));
    };
    const Expr inside = machine::simplify(bound(machine::BinaryOp::ge, variable.range->low) &&
                                          bound(machine::BinaryOp::le, variable.range->high));
    if (!inside.is_constant(1)) keep(inside, "value out of range in " + variable.name);
  }
  return checks;
}

}  // namespace headway::passes

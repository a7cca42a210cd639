// Constant propagation, flow-sensitive, over the cells that only one agent touches (Kildall 1973;
// conditional, as in Wegman and Zadeck 1991: what a false guard cuts off contributes nothing).
//
// By location: for each cell the one value that it has whenever the agent stands there, if there is
// one. Then every expression is rewritten with what is known at its transition's source, guards
// that are false take their transition away, checks that are true go, and so do stores of what the
// cell holds already.
//
//   I1  A cell is followed only if no other agent writes it and the setup agent doesn't touch it:
//       its value at the agent's initial location is the initial value.
//   I2  A transition with a false fatal check cuts the run: nothing is known to be reached behind
//       it, but the transition itself stays, since it is what the report shows.
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "model/passes/passes.h"
#include "model/passes/rebuild.h"
#include "model/passes/touches.h"

namespace headway::passes {

namespace {

using machine::Expr;
using machine::index_of;
using machine::LocationId;

// Larger arrays are not followed cell by cell.
constexpr std::uint32_t kCellLimit = 64;

using Known = std::vector<std::optional<std::int64_t>>;  // by followed cell

class Propagation {
 public:
  Propagation(const machine::Machine& machine, machine::AgentId self,
              const std::vector<Touches>& all)
      : machine_(machine),
        agent_(machine.at(self)),
        first_(machine.variables.size()),
        at_(agent_.locations.size()) {
    Known start;
    for (std::size_t k = 0; k < machine.variables.size(); ++k) {
      const auto& variable = machine.variables[k];
      const Touches& who = all[k];
      const bool other_writes =
          who.writers.size() > 1 || (who.writers.size() == 1 && !who.writers.contains(self));
      if (other_writes || who.by_setup || variable.initial_any || variable.extent > kCellLimit)
        continue;
      first_[k] = start.size();
      start.insert(start.end(), variable.initial.begin(), variable.initial.end());
    }
    at_[index_of(agent_.initial)] = std::move(start);
  }

  void run() {
    const auto leaving = machine::outgoing(agent_);
    std::vector<LocationId> work{agent_.initial};
    while (!work.empty()) {
      const LocationId here = work.back();
      work.pop_back();
      for (const auto id : leaving[index_of(here)]) {
        const auto& transition = agent_.at(id);
        const auto after = flow(transition);
        if (after && join(transition.to, *after)) work.push_back(transition.to);
      }
    }
  }

  [[nodiscard]] bool reached(LocationId location) const {
    return at_[index_of(location)].has_value();
  }

  // `expr` with what is known at `location`.
  [[nodiscard]] Expr fold(const Expr& expr, LocationId location) const {
    const Known& known = *at_[index_of(location)];
    const Expr replaced = machine::substitute(expr, [&](const Expr& leaf) -> std::optional<Expr> {
      const auto* load = std::get_if<machine::Load>(&leaf.node());
      if (load == nullptr) return std::nullopt;
      const auto cell =
          cell_of(load->variable, load->index ? std::optional<Expr>(*load->index) : std::nullopt);
      if (!cell || !known[*cell]) return std::nullopt;
      return Expr::constant(*known[*cell], leaf.type());
    });
    return machine::simplify(replaced);
  }

  // Does the place hold `value` already?
  [[nodiscard]] bool holds(const machine::Assignment& assignment, LocationId location) const {
    const auto cell = cell_of(assignment.place.variable, assignment.place.index);
    const auto* value = std::get_if<machine::Constant>(&assignment.value.node());
    return cell && value != nullptr && (*at_[index_of(location)])[*cell] == value->value;
  }

 private:
  [[nodiscard]] std::optional<std::size_t> cell_of(machine::VariableId id,
                                                   const std::optional<Expr>& index) const {
    const auto first = first_[index_of(id)];
    if (!first) return std::nullopt;
    if (!index) return *first;
    const Expr folded = machine::simplify(*index);
    const auto* number = std::get_if<machine::Constant>(&folded.node());
    const auto extent = static_cast<std::int64_t>(machine_.at(id).extent);
    if (number == nullptr || number->value < 0 || number->value >= extent) return std::nullopt;
    return *first + static_cast<std::size_t>(number->value);
  }

  // What is known behind the transition; nothing if it is never taken or cuts the run.
  [[nodiscard]] std::optional<Known> flow(const machine::Transition& transition) const {
    if (fold(transition.guard, transition.from).is_constant(0)) return std::nullopt;
    for (const auto& check : transition.checks) {
      if (check.fatal && fold(check.condition, transition.from).is_constant(0)) return std::nullopt;
    }
    Known after = *at_[index_of(transition.from)];
    learn(fold(transition.guard, transition.from), after);
    for (const auto& assignment : transition.assignments) {
      const auto first = first_[index_of(assignment.place.variable)];
      if (!first) continue;
      std::optional<Expr> index = assignment.place.index;
      if (index) index = fold(*index, transition.from);
      const Expr value = fold(assignment.value, transition.from);
      const auto* number = std::get_if<machine::Constant>(&value.node());
      if (const auto cell = cell_of(assignment.place.variable, index)) {
        after[*cell] = number != nullptr ? std::optional(number->value) : std::nullopt;
        continue;
      }
      for (std::size_t k = 0; k < machine_.at(assignment.place.variable).extent; ++k)
        after[*first + k].reset();
    }
    return after;
  }

  // `x == 3`, `b` and `!b` tell what the cell holds behind the guard.
  void learn(const Expr& guard, Known& after) const {
    const auto set = [&](const Expr& place, std::int64_t value) {
      const auto* load = std::get_if<machine::Load>(&place.node());
      if (load == nullptr) return;
      const auto cell =
          cell_of(load->variable, load->index ? std::optional<Expr>(*load->index) : std::nullopt);
      if (cell) after[*cell] = value;
    };
    if (guard.type() != machine::kBool) return;
    set(guard, 1);
    if (const auto* negation = std::get_if<machine::Unary>(&guard.node());
        negation != nullptr && negation->op == machine::UnaryOp::logical_not &&
        negation->operand.type() == machine::kBool) {
      set(negation->operand, 0);
    }
    const auto* binary = std::get_if<machine::Binary>(&guard.node());
    if (binary == nullptr) return;
    if (binary->op == machine::BinaryOp::logical_and) {
      learn(binary->left, after);
      learn(binary->right, after);
    } else if (binary->op == machine::BinaryOp::eq) {
      if (const auto* right = std::get_if<machine::Constant>(&binary->right.node()))
        set(binary->left, right->value);
      if (const auto* left = std::get_if<machine::Constant>(&binary->left.node()))
        set(binary->right, left->value);
    }
  }

  bool join(LocationId location, const Known& more) {
    auto& there = at_[index_of(location)];
    if (!there) {
      there = more;
      return true;
    }
    bool changed = false;
    for (std::size_t k = 0; k < more.size(); ++k) {
      if (!(*there)[k] || (*there)[k] == more[k]) continue;
      (*there)[k].reset();
      changed = true;
    }
    return changed;
  }

  const machine::Machine& machine_;
  const machine::Agent& agent_;
  std::vector<std::optional<std::size_t>> first_;  // by variable: its first followed cell
  std::vector<std::optional<Known>> at_;           // by location
};

// A wait's own guards stay even when they are false: that they never come true is what a deadlock
// report says.
void rewrite_agent(machine::Agent& agent, const Propagation& known) {
  std::vector<bool> keep(agent.transitions.size(), false);
  for (std::size_t k = 0; k < agent.transitions.size(); ++k) {
    auto& transition = agent.transitions[k];
    if (!known.reached(transition.from)) continue;
    const LocationId from = transition.from;
    rewrite(transition, [&](const Expr& expr) { return known.fold(expr, from); });
    keep[k] = !transition.guard.is_constant(0) || agent.at(from).wait.has_value();
    std::erase_if(transition.checks,
                  [](const machine::Check& check) { return check.condition.is_constant(1); });
    std::erase_if(transition.assignments, [&](const machine::Assignment& assignment) {
      return known.holds(assignment, from);
    });
  }
  for (std::size_t k = 0; k < agent.locations.size(); ++k) {
    auto& wait = agent.locations[k].wait;
    if (!wait || !wait->resource || !wait->resource->index ||
        !known.reached(static_cast<LocationId>(k)))
      continue;
    wait->resource->index = known.fold(*wait->resource->index, static_cast<LocationId>(k));
  }
  prune(agent, keep);
}

}  // namespace

machine::Machine propagate_constants(machine::Machine machine) {
  const auto all = touches(machine);
  for (std::size_t k = 0; k < machine.agents.size(); ++k) {
    Propagation known(machine, static_cast<machine::AgentId>(k), all);
    known.run();
    rewrite_agent(machine.agents[k], known);
  }
  return machine;
}

}  // namespace headway::passes

#include "checker/report/stillness.h"

#include <algorithm>
#include <set>

namespace headway::report {
namespace {

using machine::Context;
using machine::Layout;
using machine::Machine;
using machine::State;

constexpr std::size_t kItems = 8;

// Every stable state on the loop; a run that stays for ever has one.
std::vector<const State*> states_of_loop(const Replay& run) {
  std::vector<const State*> states{&run.end_of_stem()};
  for (const Stride& stride : run.loop) states.push_back(&stride.after);
  return states;
}

// A pass that clears dead locals writes their initial value; what is never written otherwise is a
// constant.
bool resets(const machine::Variable& variable, const machine::Assignment& assignment) {
  std::int64_t cell = 0;
  if (assignment.place.index) {
    const auto* constant = std::get_if<machine::Constant>(&assignment.place.index->node());
    if (constant == nullptr) return false;
    cell = constant->value;
  }
  return cell >= 0 && cell < static_cast<std::int64_t>(variable.initial.size()) &&
         assignment.value.is_constant(variable.initial[static_cast<std::size_t>(cell)]);
}

std::set<machine::VariableId> assigned(const Machine& machine) {
  std::set<machine::VariableId> result;
  for (const machine::Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::setup) continue;
    for (const machine::Transition& transition : agent.transitions) {
      for (const machine::Assignment& assignment : transition.assignments) {
        if (!resets(machine.at(assignment.place.variable), assignment))
          result.insert(assignment.place.variable);
      }
    }
  }
  return result;
}

// Whether any state that the run may reach could give the expression another value.
bool can_change(const machine::Expr& expr, const std::set<machine::VariableId>& assigned) {
  bool result = false;
  for_each_load(expr, [&](const machine::Load& load) {
    result = result || assigned.contains(load.variable);
  });
  return result;
}

// Observables that only say yes or no are flags for specs: "misplaced stays 0" explains no loop.
bool is_flag(const machine::Expr& expr) {
  if (expr.type() == machine::kBool) return true;
  const auto* convert = std::get_if<machine::Convert>(&expr.node());
  return convert != nullptr && is_flag(convert->operand);
}

// What the thread looks at on the way round: first what its guards read, then what it computes from
// (a guard mostly looks at a temporary), each in reading order.
std::vector<Cell> cells_looked_at(const Machine& machine, const Layout& layout, const Replay& run,
                                  machine::AgentId agent) {
  std::vector<Cell> cells;
  const machine::Agent& thread = machine.at(agent);
  const auto read = [&](const machine::Expr& expr, const Context& context) {
    for (const Cell& cell : cells_read(expr, context)) {
      if (std::find(cells.begin(), cells.end(), cell) == cells.end()) cells.push_back(cell);
    }
  };
  const auto for_each_moment = [&](const auto& visit) {
    for (const Stride& stride : run.loop) {
      if (stride.agent != agent) continue;
      for (const Moment& moment : stride.moments) {
        visit(moment, Context{machine, layout, moment.before, moment.choice.value_or(0)});
      }
    }
  };
  const auto read_guards = [&](const State& state) {
    for (const machine::Transition& transition : thread.transitions) {
      if (transition.from != state.locations[machine::index_of(agent)]) continue;
      read(transition.guard, {machine, layout, state, 0});
    }
  };
  read_guards(run.end_of_stem());
  for_each_moment([&](const Moment& moment, const Context&) { read_guards(moment.before); });
  for_each_moment([&](const Moment& moment, const Context& context) {
    for (const machine::Assignment& assignment : thread.at(moment.transition).assignments) {
      read(assignment.value, context);
    }
  });
  return cells;
}

// Also inside the steps: a local that is raised and put back has moved.
bool stands_still(const Layout& layout, const Replay& run, const Cell& cell) {
  const std::int64_t value = value_of(layout, run.end_of_stem(), cell);
  for (const Stride& stride : run.loop) {
    for (const Moment& moment : stride.moments) {
      if (value_of(layout, moment.before, cell) != value) return false;
    }
  }
  return true;
}

}  // namespace

std::vector<std::string> what_never_moves(const Reading& reading, const Replay& run,
                                          const property::Livelock& livelock) {
  const Machine& machine = reading.machine;
  const Layout layout(machine);
  const std::set<machine::VariableId> moving = assigned(machine);
  const State& here = run.end_of_stem();
  std::vector<std::string> items;
  std::vector<std::string> shared;  // less telling than what the thread keeps in its own locals
  for (const machine::Observable& observable : machine.observables) {
    if (!can_change(observable.value, moving) || is_flag(observable.value)) continue;
    const auto value = [&](const State& state) {
      return evaluate(observable.value, {machine, layout, state, 0}).value;
    };
    const auto same = [&](const State* state) { return value(*state) == value(here); };
    const std::vector<const State*> states = states_of_loop(run);
    if (!std::all_of(states.begin(), states.end(), same)) continue;
    items.push_back(observable.name + " " + value_text(value(here), observable.value.type()));
  }
  for (const Cell& cell : cells_looked_at(machine, layout, run, livelock.agent)) {
    const machine::Variable& variable = machine.at(cell.variable);
    const std::int64_t value = value_of(layout, here, cell);
    if (!moving.contains(cell.variable) || !reading.interest.worth_here(cell.variable, here))
      continue;
    if ((is_address(variable, value) && value != 0) || variable.holder != machine::Holder::none)
      continue;
    if (!stands_still(layout, run, cell)) continue;
    const std::string item =
        reading.names.cell(cell) + " " + value_text(machine, cell.variable, value);
    std::vector<std::string>& into = reading.names.owner(cell.variable) ? items : shared;
    if (std::find(into.begin(), into.end(), item) == into.end()) into.push_back(item);
  }
  items.insert(items.end(), shared.begin(), shared.end());
  // The rest would say less and less.
  if (items.size() > kItems) items.resize(kItems);
  return items;
}

}  // namespace headway::report

#include "checker/report/values.h"

#include <algorithm>

namespace headway::report {
namespace {

using machine::Context;
using machine::Expr;
using machine::Machine;

// A spec speaks of observables and of the result: so does the report, where the condition reads
// what they are made of.
std::vector<std::string> values_in(const Reading& reading, const Expr& condition,
                                   const Context& context) {
  const Machine& machine = reading.machine;
  std::vector<Cell> cells = cells_read(condition, context);
  std::vector<std::string> items;
  const auto drop = [&](const auto& is_said) {
    cells.erase(std::remove_if(cells.begin(), cells.end(), is_said), cells.end());
  };
  drop([&](const Cell& cell) {
    if (!reading.names.is_call_result(cell.variable)) return false;
    const std::int64_t value = value_of(context.layout, context.state, cell);
    items.push_back("result = " + result_text(value, machine.at(cell.variable).type));
    return true;
  });
  for (const machine::Observable& observable : machine.observables) {
    const std::vector<Cell> parts = cells_read(observable.value, context);
    const auto is_part = [&](const Cell& cell) {
      return std::find(parts.begin(), parts.end(), cell) != parts.end();
    };
    if (parts.empty() || std::none_of(cells.begin(), cells.end(), is_part)) continue;
    items.push_back(observable.name + " = " +
                    value_text(evaluate(observable.value, context).value, observable.value.type()));
    drop(is_part);
  }
  for (const Cell& cell : cells) {
    // Temporaries of the front end have no name in the user's text.
    if (machine.at(cell.variable).name.find('%') != std::string::npos) continue;
    items.push_back(
        reading.names.cell(cell) + " = " +
        value_text(machine, cell.variable, value_of(context.layout, context.state, cell)));
  }
  return items;
}

// The condition that a failure of the last step speaks of; null for a fault of evaluation.
const Expr* condition_of(const Machine& machine, const machine::Failure& failure) {
  for (const machine::Check& check : machine.at(failure.agent).at(failure.transition).checks) {
    if (check.property == failure.property && check.message == failure.message)
      return &check.condition;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> values_involved(const Reading& reading, const Replay& run,
                                         const property::Property& property,
                                         const property::Failed& failed) {
  const Machine& machine = reading.machine;
  const machine::Layout layout(machine);
  if (property.kind == property::Kind::invariant) {
    const Context context{machine, layout, run.end_of_stem(), 0};
    for (const machine::Invariant& invariant : machine.invariants) {
      const bool broken =
          invariant.property == property.id && evaluate(invariant.condition, context).value == 0;
      if (broken) return values_in(reading, invariant.condition, context);
    }
    return {};
  }
  if (run.stem.empty()) return {};
  const Stride& last = run.stem.back();
  for (const machine::Failure& failure : last.failures) {
    if (failure.property != property.id || failure.message != failed.message) continue;
    const Moment& moment = last.moments[failure.micro_step];
    const Expr* condition = condition_of(machine, failure);
    if (condition == nullptr) return {};
    return values_in(reading, *condition,
                     {machine, layout, moment.before, moment.choice.value_or(0)});
  }
  return {};
}

}  // namespace headway::report

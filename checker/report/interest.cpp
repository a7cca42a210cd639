#include "checker/report/interest.h"

#include <algorithm>

namespace headway::report {
namespace {

using machine::Machine;
using machine::State;
using machine::Variable;
using machine::VariableId;

// Lowering places objects from here on; sizes of a scaled model stay far below.
constexpr std::int64_t kFirstAddress = 0x10000;

// Lowering's names of what the user never wrote (`f.%12`, `f.result`, `f.bytes.uninitialised`), and
// the environment's names inside macros (`f.hw_a_`).
bool is_artificial(const std::string& name) {
  const std::string front = name.substr(0, name.find('#'));
  const std::string last = front.substr(front.rfind('.') + 1);
  return last.starts_with('%') || last == "result" || last == "uninitialised" ||
         (last.starts_with("hw_") && last.ends_with('_')) || front.find(".%") != std::string::npos;
}

}  // namespace

bool is_address(const Variable& variable, std::int64_t value) {
  return variable.type == machine::IntType{64, false} && (value == 0 || value >= kFirstAddress);
}

Interest::Interest(const Machine& machine, const std::vector<std::string>& inputs,
                   const Names& names)
    : machine_(machine), names_(names), layout_(machine), liveness_(machine, names) {
  for (const machine::Agent& agent : machine.agents) {
    functions_.insert(agent.name);
    for (const machine::Transition& transition : agent.transitions) {
      if (!transition.origin || transition.origin->stack.empty()) continue;
      const bool own = std::find(inputs.begin(), inputs.end(),
                                 transition.origin->span.file_name()) != inputs.end();
      if (own) functions_.insert(transition.origin->stack.back().function);
    }
  }
  for (const machine::Observable& observable : machine.observables) {
    for_each_load(observable.value,
                  [&](const machine::Load& load) { observed_.insert(load.variable); });
  }
  const auto judge = [&](const machine::Load& load) { judged_.insert(load.variable); };
  for (const machine::Invariant& invariant : machine.invariants)
    for_each_load(invariant.condition, judge);
  for (const machine::Cover& cover : machine.covers) for_each_load(cover.condition, judge);
  for (const machine::Atom& atom : machine.atoms) for_each_load(atom.condition, judge);
}

bool Interest::worth(VariableId id) const {
  const Variable& variable = machine_.at(id);
  if (variable.ghost || is_artificial(variable.name)) return false;
  if (!names_.owner(id)) return true;
  const std::string function = names_.function(id);
  return function.empty() || functions_.contains(function);
}

bool Interest::worth_here(VariableId id, const State& state) const {
  if (!worth(id)) return false;
  const std::optional<machine::AgentId> owner = names_.owner(id);
  return !owner || liveness_.live(*owner, state.locations[index_of(*owner)], id);
}

bool Interest::only_reset(VariableId id, const State& after) const {
  const std::optional<machine::AgentId> user = names_.sole_user(id);
  if (!user || judged_.contains(id) || machine_.at(id).initial_any) return false;
  if (liveness_.live(*user, after.locations[index_of(*user)], id)) return false;
  const Variable& variable = machine_.at(id);
  const std::size_t first = layout_.slot(id);
  return std::equal(variable.initial.begin(), variable.initial.end(),
                    after.cells.begin() + static_cast<std::ptrdiff_t>(first));
}

void Interest::add_observables(const State& before, const State& after,
                               std::vector<Change>& changes) const {
  for (const machine::Observable& observable : machine_.observables) {
    const std::int64_t old_value = evaluate(observable.value, {machine_, layout_, before, 0}).value;
    const std::int64_t new_value = evaluate(observable.value, {machine_, layout_, after, 0}).value;
    if (old_value == new_value) continue;
    const machine::IntType type = observable.value.type();
    changes.push_back({observable.name, observable.name, value_text(old_value, type),
                       value_text(new_value, type)});
  }
}

std::vector<Change> Interest::changes(const State& before, const State& after, Drawn wanted) const {
  std::vector<Change> changes;
  std::size_t slot = 0;
  for (std::uint32_t number = 0; number < machine_.variables.size(); ++number) {
    const VariableId id{number};
    const Variable& variable = machine_.at(id);
    const std::size_t first = slot;
    slot += variable.extent;
    if (std::equal(before.cells.begin() + static_cast<std::ptrdiff_t>(first),
                   before.cells.begin() + static_cast<std::ptrdiff_t>(slot),
                   after.cells.begin() + static_cast<std::ptrdiff_t>(first))) {
      continue;
    }
    const bool drawn = wanted == Drawn::left_out &&
                       (!variable.strip.empty() || variable.holder != machine::Holder::none);
    if (drawn || observed_.contains(id) || !worth_here(id, after) || only_reset(id, after))
      continue;
    for (std::uint32_t i = 0; i < variable.extent; ++i) {
      const std::int64_t old_value = before.cells[first + i];
      const std::int64_t new_value = after.cells[first + i];
      if (old_value == new_value ||
          (is_address(variable, old_value) && is_address(variable, new_value)))
        continue;
      const std::string name = names_.cell({id, i});
      const std::string function = names_.function(id);
      changes.push_back({name, function.empty() ? name : function + "." + name,
                         value_text(machine_, id, old_value), value_text(machine_, id, new_value)});
    }
  }
  add_observables(before, after, changes);
  return changes;
}

}  // namespace headway::report

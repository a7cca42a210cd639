#include "checker/report/names.h"

#include <algorithm>

namespace headway::report {
namespace {

using machine::AgentId;
using machine::Expr;
using machine::index_of;
using machine::Transition;
using machine::Variable;
using machine::VariableId;

// Calls `touch` for every variable that a transition reads or writes.
template <typename Touch>
void for_each_variable(const Transition& transition, Touch&& touch) {
  const auto read = [&](const Expr& expr) {
    for_each_load(expr, [&](const machine::Load& load) { touch(load.variable); });
  };
  read(transition.guard);
  if (transition.choice) {
    read(transition.choice->low);
    read(transition.choice->high);
  }
  for (const machine::Assignment& assignment : transition.assignments) {
    touch(assignment.place.variable);
    if (assignment.place.index) read(*assignment.place.index);
    read(assignment.value);
  }
  for (const machine::Check& check : transition.checks) read(check.condition);
  if (transition.call && transition.call->result) read(*transition.call->result);
}

// The name without the agent in front and the number behind.
std::string bare(const std::string& name) {
  const std::string front = name.substr(0, name.find('#'));
  return front.substr(front.find(':') + 1);
}

}  // namespace

Names::Names(const machine::Machine& machine) : machine_(machine) {
  for (const machine::Agent& agent : machine.agents) {
    functions_.insert(agent.name);
    for (const Transition& transition : agent.transitions) {
      if (!transition.origin) continue;
      for (const source::Frame& frame : transition.origin->stack) functions_.insert(frame.function);
    }
  }
  find_owners();
}

void Names::find_owners() {
  std::vector<std::set<AgentId>> touched_by(machine_.variables.size());
  for (std::uint32_t id = 0; id < machine_.agents.size(); ++id) {
    for (const Transition& transition : machine_.agents[id].transitions) {
      for_each_variable(transition, [&](VariableId variable) {
        touched_by[index_of(variable)].insert(AgentId{id});
      });
    }
  }
  for (std::size_t i = 0; i < machine_.variables.size(); ++i) {
    const Variable& variable = machine_.variables[i];
    // A global of the model stays one, even if only one agent happens to touch it.
    const std::string name = bare(variable.name);
    const std::size_t dot = name.find('.');
    const bool local = dot != std::string::npos && functions_.contains(name.substr(0, dot));
    sole_users_.emplace_back();
    if (touched_by[i].size() == 1) sole_users_.back() = *touched_by[i].begin();
    owners_.push_back(!variable.owner && local ? sole_users_.back() : variable.owner);
  }
}

std::optional<AgentId> Names::owner(VariableId variable) const {
  return owners_[index_of(variable)];
}

std::optional<AgentId> Names::sole_user(VariableId variable) const {
  return sole_users_[index_of(variable)];
}

std::string Names::function(VariableId variable) const {
  if (!owner(variable)) return "";
  const std::string name = bare(machine_.at(variable).name);
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? "" : name.substr(0, dot);
}

std::string Names::variable(VariableId variable) const {
  std::string name = bare(machine_.at(variable).name);
  const std::string front = function(variable);
  if (!front.empty()) name.erase(0, front.size() + 1);
  return name;
}

std::string Names::cell(const Cell& cell) const {
  std::string name = variable(cell.variable);
  if (!machine_.at(cell.variable).is_array) return name;
  std::string index = "[";
  index.append(std::to_string(cell.index)).append("]");
  return name.insert(std::min(name.find('.'), name.size()), index);
}

bool Names::is_call_result(VariableId variable) const {
  const std::string name = bare(machine_.at(variable).name);
  return name.substr(name.rfind('.') + 1) == "hw_result_";
}

std::string Names::lock(const Cell& cell) const {
  const Variable& variable = machine_.at(cell.variable);
  // The kernel's own name: a member or variable called …lock, …sem or …mutex around the field that
  // says who holds it.
  const std::string name = bare(variable.name);
  const std::size_t last = name.rfind('.');
  if (last != std::string::npos) {
    const std::string around = name.substr(0, last);
    std::string own = around.substr(around.rfind('.') + 1);
    if (own.ends_with("lock") || own.ends_with("sem") || own.ends_with("mutex")) {
      if (own.starts_with("hw_")) own.erase(0, 3);
      return own;
    }
  }
  if (variable.label.empty()) return this->cell(cell);
  return variable.extent > 1 ? variable.label + " " + std::to_string(cell.index) : variable.label;
}

bool Names::is_lock(VariableId variable) const {
  return machine_.at(variable).holder != machine::Holder::none;
}

std::string Names::lock_kind(VariableId variable) const {
  const Variable& lock = machine_.at(variable);
  return lock.extent > 1 && !lock.label.empty() ? lock.label : this->lock({variable, 0});
}

std::string Names::lock_in_full(const Cell& cell) const {
  const std::string name = lock(cell);
  const std::string path = this->cell(cell);
  return name == path ? name : name + " (" + path + ")";
}

}  // namespace headway::report

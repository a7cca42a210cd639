// Cells to machine variables, with the marks that headway.h's annotations put on them.
#include "model/lower/variables.h"

#include <algorithm>
#include <set>

#include "model/source/error.h"

namespace headway::lower {

using machine::Expr;
using machine::VariableId;

VariableId Variables::value_of(CellId cell) {
  const auto [found, fresh] = values_.emplace(cell, static_cast<VariableId>(entries_.size()));
  if (fresh) entries_.push_back({cell, false});
  return found->second;
}

VariableId Variables::shadow_of(CellId cell) {
  const auto [found, fresh] = shadows_.emplace(cell, static_cast<VariableId>(entries_.size()));
  if (fresh) entries_.push_back({cell, true});
  return found->second;
}

std::optional<CellId> Variables::cell_of(VariableId id) const {
  const Entry& entry = entries_[machine::index_of(id)];
  if (entry.shadow) return std::nullopt;
  return entry.cell;
}

std::set<Target> Variables::targets_of(const Expr& expr) const {
  std::set<Target> found;
  collect_targets(expr, found);
  return found;
}

void Variables::collect_targets(const Expr& expr, std::set<Target>& found) const {
  if (expr.type().bits < 64) return;  // no pointer fits
  if (const auto* constant = std::get_if<machine::Constant>(&expr.node())) {
    if (const auto root = objects_.root_at(constant->value, 64)) found.insert(*root);
    if (const auto function = objects_.function_at(constant->value)) found.insert(*function);
  } else if (const auto* load = std::get_if<machine::Load>(&expr.node())) {
    if (const auto cell = cell_of(load->variable)) {
      const auto& targets = objects_.at(*cell).facts.targets;
      found.insert(targets.begin(), targets.end());
    }
  } else if (const auto* unary = std::get_if<machine::Unary>(&expr.node())) {
    collect_targets(unary->operand, found);
  } else if (const auto* binary = std::get_if<machine::Binary>(&expr.node())) {
    collect_targets(binary->left, found);
    collect_targets(binary->right, found);
  } else if (const auto* conditional = std::get_if<machine::Conditional>(&expr.node())) {
    collect_targets(conditional->then, found);
    collect_targets(conditional->otherwise, found);
  } else if (const auto* conversion = std::get_if<machine::Convert>(&expr.node())) {
    collect_targets(conversion->operand, found);
  }
}

machine::Variable Variables::describe(const Entry& entry) const {
  const Cell& cell = objects_.at(entry.cell);
  const Root& root = objects_.at(cell.root);
  const program::Type& type = program_.at(cell.shape.type);
  machine::Variable variable;
  variable.name = root.name + cell.shape.path + (entry.shadow ? ".uninitialised" : "");
  variable.type = entry.shadow ? machine::kBool : machine_type(type);
  variable.is_array = !cell.shape.dimensions.empty();
  variable.extent = std::max<std::uint32_t>(cell.extent, 1);
  const std::int64_t start = entry.shadow && root.uninitialised ? 1 : 0;
  variable.initial.assign(variable.extent, start);
  if (entry.shadow) return variable;
  if (!cell.initial.empty()) variable.initial = cell.initial;
  if (cell.any) {
    variable.initial_any = cell.any;
    variable.initial.clear();
  }
  variable.lazy = cell.lazy && cell.any;
  variable.parameter = cell.parameter;
  if (const auto* integer = std::get_if<program::IntegerType>(&type.shape))
    variable.enumerators = integer->enumerators;
  std::vector<program::Annotation> marks;
  if (root.global != nullptr) marks = root.global->annotations;
  marks.insert(marks.end(), cell.shape.annotations.begin(), cell.shape.annotations.end());
  if (const auto* owner = annotation(marks, "hw_holder")) {
    variable.holder = machine::Holder::owner;
    variable.label = text_argument(*owner, 0);
  }
  if (const auto* mask = annotation(marks, "hw_holders")) {
    variable.holder = machine::Holder::mask;
    variable.label = text_argument(*mask, 0);
  }
  if (const auto* strip = annotation(marks, "hw_strip")) variable.strip = text_argument(*strip, 0);
  variable.ghost = annotation(marks, "hw_ghost") != nullptr;
  return variable;
}

std::vector<machine::Variable> Variables::finish(const std::vector<std::string>& agents) const {
  std::vector<machine::Variable> variables;
  std::map<std::string, std::set<std::optional<std::uint32_t>>> owners;
  for (const Entry& entry : entries_) {
    variables.push_back(describe(entry));
    owners[variables.back().name].insert(objects_.at(objects_.at(entry.cell).root).agent);
  }
  // A name that several agents use gets the agent in front; what is still ambiguous (two inlined
  // copies) a number.
  std::map<std::string, int> used;
  for (std::size_t k = 0; k < variables.size(); ++k) {
    const auto agent = objects_.at(objects_.at(entries_[k].cell).root).agent;
    std::string name = variables[k].name;
    if (agent && owners[name].size() > 1) name = agents[*agent] + ":" + name;
    const int count = ++used[name];
    variables[k].name = count == 1 ? name : name + "#" + std::to_string(count);
  }
  return variables;
}

}  // namespace headway::lower

// Values in words, and which cells an expression really reads.
#include "checker/report/words.h"

#include <algorithm>

#include "checker/property/errno_names.h"

namespace headway::report {
namespace {

using machine::AgentId;
using machine::Expr;
using machine::Holder;
using machine::Machine;
using machine::Variable;

// Collects loads along the branches that evaluation takes, as `evaluate` does.
class Reader {
 public:
  Reader(const machine::Context& context, std::vector<Cell>& cells)
      : context_(context), cells_(cells) {}

  void read(const Expr& expr) {
    std::visit([this](const auto& node) { visit(node); }, expr.node());
  }

 private:
  void visit(const machine::Constant&) {}
  void visit(const machine::ChoiceValue&) {}
  void visit(const machine::Load& load) {
    Cell cell{load.variable, 0};
    if (load.index) {
      read(*load.index);
      const machine::Evaluation index = evaluate(*load.index, context_);
      if (index.fault != machine::Fault::none) return;
      cell.index = index.value;
    }
    if (cell.index < 0 ||
        cell.index >= static_cast<std::int64_t>(context_.machine.at(load.variable).extent))
      return;
    if (std::find(cells_.begin(), cells_.end(), cell) == cells_.end()) cells_.push_back(cell);
  }
  void visit(const machine::Unary& unary) { read(unary.operand); }
  void visit(const machine::Convert& convert) { read(convert.operand); }
  void visit(const machine::Binary& binary) {
    read(binary.left);
    const bool lazy =
        binary.op == machine::BinaryOp::logical_and || binary.op == machine::BinaryOp::logical_or;
    if (lazy && is_true(binary.left) == (binary.op == machine::BinaryOp::logical_or)) return;
    read(binary.right);
  }
  void visit(const machine::Conditional& conditional) {
    read(conditional.condition);
    read(is_true(conditional.condition) ? conditional.then : conditional.otherwise);
  }
  [[nodiscard]] bool is_true(const Expr& expr) const { return evaluate(expr, context_).value != 0; }

  const machine::Context& context_;
  std::vector<Cell>& cells_;
};

}  // namespace

std::string value_text(std::int64_t value, machine::IntType type) {
  if (type == machine::kBool) return value != 0 ? "true" : "false";
  if (!type.is_signed) return std::to_string(static_cast<std::uint64_t>(value));
  return std::to_string(value);
}

std::string value_text(const Machine& machine, machine::VariableId id, std::int64_t value) {
  const Variable& variable = machine.at(id);
  for (const auto& [number, name] : variable.enumerators) {
    if (number == value) return name;
  }
  if (variable.holder != Holder::none) {
    std::vector<std::string> names;
    for (const AgentId agent : holders(machine, id, value)) names.push_back(machine.at(agent).name);
    return names.empty() ? "no one" : listed(names);
  }
  return value_text(value, variable.type);
}

std::string result_text(std::int64_t value, machine::IntType type) {
  const std::string_view name = value < 0 ? property::errno_name(-value) : "";
  return name.empty() ? value_text(value, type) : std::string("-").append(name);
}

std::vector<AgentId> holders(const Machine& machine, machine::VariableId id, std::int64_t value) {
  std::vector<AgentId> result;
  const Holder kind = machine.at(id).holder;
  for (std::uint32_t agent = 0; agent < machine.agents.size(); ++agent) {
    const bool holds = (kind == Holder::owner && value == static_cast<std::int64_t>(agent) + 1) ||
                       (kind == Holder::mask && agent < 64 &&
                        ((static_cast<std::uint64_t>(value) >> agent) & 1U) != 0);
    if (holds) result.push_back(AgentId{agent});
  }
  return result;
}

std::vector<Cell> cells_read(const Expr& expr, const machine::Context& context) {
  std::vector<Cell> cells;
  Reader(context, cells).read(expr);
  return cells;
}

std::int64_t value_of(const machine::Layout& layout, const machine::State& state,
                      const Cell& cell) {
  return state.cells[layout.slot(cell.variable) + static_cast<std::size_t>(cell.index)];
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string counted(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

}  // namespace headway::report

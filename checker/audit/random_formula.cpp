#include "checker/audit/random_formula.h"

namespace headway::audit {

using property::FormulaPtr;
namespace ltl = property::ltl;

namespace {

constexpr std::uint32_t kUnary = 3, kBinary = 4;

FormulaPtr unary(std::uint32_t which, const FormulaPtr& operand) {
  return which == 0   ? ltl::operator!(operand)
         : which == 1 ? ltl::always(operand)
                      : ltl::eventually(operand);
}

FormulaPtr binary(std::uint32_t which, const FormulaPtr& left, const FormulaPtr& right) {
  return which == 0   ? ltl::operator&&(left, right)
         : which == 1 ? ltl::operator||(left, right)
         : which == 2 ? ltl::imply(left, right)
                      : ltl::until(left, right);
}

}  // namespace

std::vector<FormulaPtr> all_formulas(std::size_t nodes, std::uint32_t atoms) {
  std::vector<std::vector<FormulaPtr>> of(nodes + 1);
  for (std::uint32_t atom = 0; atom < atoms; ++atom) of[1].push_back(ltl::atom(atom));
  for (std::size_t size = 2; size <= nodes; ++size) {
    for (std::uint32_t op = 0; op < kUnary; ++op) {
      for (const FormulaPtr& f : of[size - 1]) of[size].push_back(unary(op, f));
    }
    for (std::size_t left = 1; left + 1 < size; ++left) {
      for (std::uint32_t op = 0; op < kBinary; ++op) {
        for (const FormulaPtr& f : of[left]) {
          for (const FormulaPtr& g : of[size - 1 - left]) of[size].push_back(binary(op, f, g));
        }
      }
    }
  }
  return of[nodes];
}

FormulaPtr random_formula(Dice& dice, std::size_t nodes, std::uint32_t atoms) {
  if (nodes <= 1)
    return dice.percent(4) ? ltl::truth(dice.percent(50)) : ltl::atom(dice.below(atoms));
  if (nodes == 2 || dice.percent(45))
    return unary(dice.below(kUnary), random_formula(dice, nodes - 1, atoms));
  const std::size_t left = 1 + dice.below(static_cast<std::uint32_t>(nodes - 2));
  const std::uint32_t op = dice.below(kBinary);
  const FormulaPtr first = random_formula(dice, left, atoms);
  return binary(op, first, random_formula(dice, nodes - 1 - left, atoms));
}

bool add_random_atoms(Dice& dice, machine::Machine& machine, std::uint32_t atoms) {
  using machine::Expr;
  std::vector<std::uint32_t> shared;
  for (std::uint32_t v = 0; v < machine.variables.size(); ++v) {
    if (!machine.variables[v].owner) shared.push_back(v);
  }
  if (shared.empty()) return false;
  for (std::uint32_t n = 0; n < atoms; ++n) {
    const machine::VariableId id{shared[dice.below(static_cast<std::uint32_t>(shared.size()))]};
    const machine::Variable& variable = machine.at(id);
    const Expr value =
        variable.is_array
            ? Expr::load(id, Expr::constant(dice.below(variable.extent)), variable.type)
            : Expr::load(id, variable.type);
    const std::int64_t high = variable.type == machine::kBool ? 1 : 2;
    const Expr other = Expr::constant(dice.between(0, high), variable.type);
    const auto op = dice.percent(50) ? machine::BinaryOp::eq : machine::BinaryOp::ne;
    machine.atoms.push_back({"a" + std::to_string(n), Expr::binary(op, value, other)});
  }
  return true;
}

}  // namespace headway::audit

// One walk: above the temporal operators only and, or, not, implication and forall have a meaning,
// and a forall is the conjunction of its elements; what lies below the lowest of them is read in
// one state, as any other condition.
#include "checker/property/spec_formula.h"

#include <algorithm>
#include <utility>

#include "checker/property/buchi.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::property {

namespace {

using machine::BinaryOp;
using machine::UnaryOp;
using source::InputError;
using tree::Temporal;
using tree::Term;
using tree::TermPtr;

constexpr const char* kWhere = "a temporal formula";

class Binding {
 public:
  Binding(const Names& names, machine::Machine& machine) : names_(names), machine_(machine) {}

  FormulaPtr operator()(const Term& term, const Within& within) {
    // An atom and its negation are one atom.
    if (const auto* unary = std::get_if<tree::Unary>(&term.node);
        unary != nullptr && unary->op == UnaryOp::logical_not) {
      return ltl::operator!((*this)(*unary->operand, within));
    }
    if (!is_temporal(term)) return atom(term, within);
    if (const auto* temporal = std::get_if<Temporal>(&term.node)) return of(*temporal, within);
    if (const auto* all = std::get_if<tree::Forall>(&term.node)) return of(*all, within);
    if (const auto* implies = std::get_if<tree::Implies>(&term.node)) {
      return ltl::operator||(ltl::operator!((*this)(*implies->left, within)),
                             (*this)(*implies->right, within));
    }
    if (const auto* binary = std::get_if<tree::Binary>(&term.node)) {
      if (binary->op == BinaryOp::logical_and)
        return ltl::operator&&((*this)(*binary->left, within), (*this)(*binary->right, within));
      if (binary->op == BinaryOp::logical_or)
        return ltl::operator||((*this)(*binary->left, within), (*this)(*binary->right, within));
    }
    throw InputError(term.span, "a temporal formula is no value",
                     "formulas are joined by: not, and, or, imply, if, forall, until, leads_to");
  }

 private:
  FormulaPtr of(const tree::Forall& all, const Within& within) {
    AnyState reading(kWhere);
    const Unrolled unrolled = names_.unroll(all, reading, within);
    const std::size_t atoms = machine_.atoms.size();
    FormulaPtr every;
    for (const Within& element : unrolled.elements) {
      FormulaPtr one = (*this)(*all.body, element);
      every = every ? ltl::operator&&(std::move(every), std::move(one)) : std::move(one);
    }
    if (!unrolled.empty) return every;
    machine_.atoms.resize(atoms);
    return ltl::truth(true);
  }

  FormulaPtr of(const Temporal& temporal, const Within& within) {
    FormulaPtr left = (*this)(*temporal.left, within);
    switch (temporal.op) {
      case Temporal::Op::always:
        return ltl::always(std::move(left));
      case Temporal::Op::eventually:
        return ltl::eventually(std::move(left));
      case Temporal::Op::until:
        return ltl::until(std::move(left), (*this)(*temporal.right, within));
      case Temporal::Op::weak_until:
        break;
    }
    return ltl::weak_until(std::move(left), (*this)(*temporal.right, within));
  }

  FormulaPtr atom(const Term& term, const Within& within) {
    if (const auto* truth = std::get_if<tree::Truth>(&term.node)) return ltl::truth(truth->value);
    AnyState reading(kWhere);
    machine::Expr condition = names_.condition(term, reading, within);
    for (std::uint32_t n = 0; n < machine_.atoms.size(); ++n) {
      if (machine_.atoms[n].condition == condition) return ltl::atom(n);
    }
    const auto* name = std::get_if<tree::Name>(&term.node);
    const std::string stem = name != nullptr ? name->name : print_expr(machine_, condition);
    machine_.atoms.push_back({unused(stem), std::move(condition)});
    return ltl::atom(static_cast<std::uint32_t>(machine_.atoms.size() - 1));
  }

  [[nodiscard]] std::string unused(const std::string& stem) const {
    std::string name = stem;
    const auto taken = [&](const machine::Atom& atom) { return atom.name == name; };
    for (int i = 2; std::any_of(machine_.atoms.begin(), machine_.atoms.end(), taken); ++i)
      name = stem + " (" + std::to_string(i) + ")";
    return name;
  }

  const Names& names_;
  machine::Machine& machine_;
};

bool temporal_in(const TermPtr& term) { return term && is_temporal(*term); }

}  // namespace

bool is_temporal(const Term& term) {
  if (std::holds_alternative<Temporal>(term.node)) return true;
  if (const auto* unary = std::get_if<tree::Unary>(&term.node)) return is_temporal(*unary->operand);
  if (const auto* old = std::get_if<tree::Old>(&term.node)) return is_temporal(*old->operand);
  if (const auto* binary = std::get_if<tree::Binary>(&term.node))
    return temporal_in(binary->left) || temporal_in(binary->right);
  if (const auto* implies = std::get_if<tree::Implies>(&term.node))
    return temporal_in(implies->left) || temporal_in(implies->right);
  if (const auto* element = std::get_if<tree::Element>(&term.node))
    return temporal_in(element->index);
  if (const auto* all = std::get_if<tree::Forall>(&term.node))
    return temporal_in(all->set.low) || temporal_in(all->set.high) || temporal_in(all->body);
  const auto* choice = std::get_if<tree::Conditional>(&term.node);
  return choice != nullptr && (temporal_in(choice->condition) || temporal_in(choice->then) ||
                               temporal_in(choice->otherwise));
}

FormulaPtr bind_formula(const Term& term, const Names& names, machine::Machine& machine) {
  FormulaPtr formula = Binding(names, machine)(term, {});
  if (!translate(*formula, true)) {
    throw InputError(term.span, "the formula is too large: its automaton has too many states",
                     "ask its parts as properties of their own");
  }
  return formula;
}

}  // namespace headway::property

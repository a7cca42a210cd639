// Formulas of linear temporal logic over the atoms of a machine, in the words of the kernel's
// runtime monitors: always, eventually, until, imply, and, or, not (Pnueli 1977; there is no
// `next`, so that a formula can't tell how often a state is repeated).
//
// Read over an infinite run of stable states; a run that ends or stays somewhere repeats its last
// state. `p until q`: q comes true, and p is true in every state before. `release` is its dual, q
// up to and with the first state in which p is true, or for ever; nobody writes it, normal forms
// need it, and `weak until` is made of it.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace headway::property {

struct Formula;
using FormulaPtr = std::shared_ptr<const Formula>;

struct Formula {
  enum class Op {
    falsity,
    truth,
    atom,
    negation,
    always,
    eventually,
    conjunction,
    disjunction,
    implication,
    until,
    release,
  };
  Op op = Op::truth;
  std::uint32_t atom = 0;  // position in Machine::atoms
  FormulaPtr left, right;  // an only operand is `left`
};

// How formulas are built; nothing is simplified.
namespace ltl {
FormulaPtr truth(bool value);
FormulaPtr atom(std::uint32_t number);
FormulaPtr operator!(FormulaPtr operand);
FormulaPtr operator&&(FormulaPtr left, FormulaPtr right);
FormulaPtr operator||(FormulaPtr left, FormulaPtr right);
FormulaPtr imply(FormulaPtr left, FormulaPtr right);
FormulaPtr always(FormulaPtr operand);
FormulaPtr eventually(FormulaPtr operand);
FormulaPtr until(FormulaPtr left, FormulaPtr right);
FormulaPtr release(FormulaPtr left, FormulaPtr right);
FormulaPtr weak_until(FormulaPtr left, FormulaPtr right);  // `left until right`, or always `left`
}  // namespace ltl

// By structure: equal trees are equal.
std::strong_ordering compare(const Formula& left, const Formula& right);

// Negation normal form, simplified: only truth, falsity, atoms, negated atoms, conjunction,
// disjunction, until and release are left. With `negated` that of the formula's negation.
FormulaPtr normal_form(const Formula& formula, bool negated);

// The atoms it speaks of, ascending.
std::vector<std::uint32_t> atoms_of(const Formula& formula);

// Nodes of the tree.
std::size_t size_of(const Formula& formula);

// In words, every operator's operands in parentheses where they need any. `names` are the atoms'.
std::string print(const Formula& formula, const std::vector<std::string>& names);

}  // namespace headway::property

// Normal forms push negations down to the atoms, write `always` and `eventually` as release and
// until, and simplify on the way up. The rules are the usual ones (Somenzi and Bloem 2000): those
// for constants and equal operands, absorption, and operators that say the same twice.
#include "checker/property/formula.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "model/source/error.h"

namespace headway::property {

using Op = Formula::Op;

namespace ltl {

namespace {
FormulaPtr make(Op op, FormulaPtr left, FormulaPtr right) {
  return std::make_shared<const Formula>(Formula{op, 0, std::move(left), std::move(right)});
}
}  // namespace

FormulaPtr truth(bool value) { return make(value ? Op::truth : Op::falsity, nullptr, nullptr); }
FormulaPtr atom(std::uint32_t number) {
  return std::make_shared<const Formula>(Formula{Op::atom, number, nullptr, nullptr});
}
FormulaPtr operator!(FormulaPtr operand) { return make(Op::negation, std::move(operand), nullptr); }
FormulaPtr operator&&(FormulaPtr left, FormulaPtr right) {
  return make(Op::conjunction, std::move(left), std::move(right));
}
FormulaPtr operator||(FormulaPtr left, FormulaPtr right) {
  return make(Op::disjunction, std::move(left), std::move(right));
}
FormulaPtr imply(FormulaPtr left, FormulaPtr right) {
  return make(Op::implication, std::move(left), std::move(right));
}
FormulaPtr always(FormulaPtr operand) { return make(Op::always, std::move(operand), nullptr); }
FormulaPtr eventually(FormulaPtr operand) {
  return make(Op::eventually, std::move(operand), nullptr);
}
FormulaPtr until(FormulaPtr left, FormulaPtr right) {
  return make(Op::until, std::move(left), std::move(right));
}
FormulaPtr release(FormulaPtr left, FormulaPtr right) {
  return make(Op::release, std::move(left), std::move(right));
}
FormulaPtr weak_until(FormulaPtr left, FormulaPtr right) {
  FormulaPtr either = left || right;
  return release(std::move(right), std::move(either));
}

}  // namespace ltl

namespace {

bool same(const FormulaPtr& left, const FormulaPtr& right) {
  return compare(*left, *right) == std::strong_ordering::equal;
}

// One is the other's negation; of normal forms only literals are told to be.
bool contrary(const FormulaPtr& left, const FormulaPtr& right) {
  return (left->op == Op::negation && same(left->left, right)) ||
         (right->op == Op::negation && same(right->left, left));
}

// `part` is an operand somewhere in the tree of `op` nodes at the top of `whole`.
bool among(const FormulaPtr& part, const FormulaPtr& whole, Op op) {
  return same(part, whole) ||
         (whole->op == op && (among(part, whole->left, op) || among(part, whole->right, op)));
}

// A name that is a whole condition stands between backquotes.
std::string shown(const std::string& name) {
  const bool word = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '.';
  });
  return word ? name : "`" + name + "`";
}

FormulaPtr conjoin_or_disjoin(Op op, FormulaPtr left, FormulaPtr right) {
  const bool conjunction = op == Op::conjunction;
  const Op neutral = conjunction ? Op::truth : Op::falsity;
  const Op zero = conjunction ? Op::falsity : Op::truth;
  const Op other = conjunction ? Op::disjunction : Op::conjunction;
  if (left->op == zero || right->op == neutral) return left;
  if (right->op == zero || left->op == neutral) return right;
  if (contrary(left, right)) return ltl::truth(!conjunction);
  if (among(left, right, op) || among(right, left, other)) return right;
  if (among(right, left, op) || among(left, right, other)) return left;
  return std::make_shared<const Formula>(Formula{op, 0, std::move(left), std::move(right)});
}

// `eventually f` and `always f` as they stand in a normal form.
bool is_eventually(const Formula& f) { return f.op == Op::until && f.left->op == Op::truth; }
bool is_always(const Formula& f) { return f.op == Op::release && f.left->op == Op::falsity; }

// until and release are dual: the rules for one are those for the other with truth and falsity, and
// eventually and always, exchanged.
FormulaPtr until_or_release(Op op, FormulaPtr left, FormulaPtr right) {
  const bool until = op == Op::until;
  const Op strong = until ? Op::truth : Op::falsity;  // `strong until f`: eventually f
  const Op weak = until ? Op::falsity : Op::truth;
  if (right->op == Op::truth || right->op == Op::falsity) return right;
  if (left->op == weak || same(left, right)) return right;
  if (contrary(left, right)) left = ltl::truth(until);  // !f until f
  if (right->op == op && same(left, right->left)) return right;
  if (left->op == strong) {
    const auto outer = until ? is_eventually : is_always;
    const auto inner = until ? is_always : is_eventually;
    if (outer(*right)) return right;
    // eventually always eventually f: the last two say it all.
    if (inner(*right) && outer(*right->right)) return right;
    // eventually (f until g): eventually g.
    if (right->op == op) return until_or_release(op, std::move(left), right->right);
  }
  return std::make_shared<const Formula>(Formula{op, 0, std::move(left), std::move(right)});
}

}  // namespace

std::strong_ordering compare(const Formula& left, const Formula& right) {
  if (&left == &right) return std::strong_ordering::equal;
  if (left.op != right.op) return left.op <=> right.op;
  if (left.op == Op::atom) return left.atom <=> right.atom;
  if (left.left) {
    const auto first = compare(*left.left, *right.left);
    if (first != std::strong_ordering::equal || !left.right) return first;
    return compare(*left.right, *right.right);
  }
  return std::strong_ordering::equal;
}

FormulaPtr normal_form(const Formula& f, bool negated) {
  const auto of = [&](const FormulaPtr& operand) { return normal_form(*operand, negated); };
  switch (f.op) {
    case Op::truth:
    case Op::falsity:
      return ltl::truth((f.op == Op::truth) != negated);
    case Op::atom:
      return negated ? ltl::operator!(ltl::atom(f.atom)) : ltl::atom(f.atom);
    case Op::negation:
      return normal_form(*f.left, !negated);
    case Op::conjunction:
    case Op::disjunction:
      return conjoin_or_disjoin(
          (f.op == Op::conjunction) != negated ? Op::conjunction : Op::disjunction, of(f.left),
          of(f.right));
    case Op::implication:
      return conjoin_or_disjoin(negated ? Op::conjunction : Op::disjunction,
                                normal_form(*f.left, !negated), of(f.right));
    case Op::always:
    case Op::eventually: {
      const bool eventually = (f.op == Op::eventually) != negated;
      return until_or_release(eventually ? Op::until : Op::release, ltl::truth(eventually),
                              of(f.left));
    }
    case Op::until:
    case Op::release:
      break;
  }
  return until_or_release((f.op == Op::until) != negated ? Op::until : Op::release, of(f.left),
                          of(f.right));
}

std::vector<std::uint32_t> atoms_of(const Formula& formula) {
  std::set<std::uint32_t> found;
  std::vector<const Formula*> rest{&formula};
  while (!rest.empty()) {
    const Formula& f = *rest.back();
    rest.pop_back();
    if (f.op == Op::atom) found.insert(f.atom);
    if (f.left) rest.push_back(f.left.get());
    if (f.right) rest.push_back(f.right.get());
  }
  return {found.begin(), found.end()};
}

std::size_t size_of(const Formula& formula) {
  return 1 + (formula.left ? size_of(*formula.left) : 0) +
         (formula.right ? size_of(*formula.right) : 0);
}

std::string print(const Formula& f, const std::vector<std::string>& names) {
  const auto operand = [&](const Formula& of) {
    const bool bare = of.op == Op::atom || of.op == Op::truth || of.op == Op::falsity;
    return bare ? print(of, names) : "(" + print(of, names) + ")";
  };
  const auto between = [&](const char* word) {
    return operand(*f.left) + " " + word + " " + operand(*f.right);
  };
  switch (f.op) {
    case Op::falsity:
      return "false";
    case Op::truth:
      return "true";
    case Op::atom:
      CHECK(f.atom < names.size(), "atom " << f.atom << " of " << names.size());
      return shown(names[f.atom]);
    case Op::negation:
      return "not " + operand(*f.left);
    case Op::always:
      return "always " + operand(*f.left);
    case Op::eventually:
      return "eventually " + operand(*f.left);
    case Op::conjunction:
      return between("and");
    case Op::disjunction:
      return between("or");
    case Op::implication:
      return between("imply");
    case Op::until:
      return between("until");
    case Op::release:
      break;
  }
  return between("release");
}

}  // namespace headway::property

// Constant folding and identities on expressions.
//
//   I1  A rewrite never changes a value.
//   I2  A rewrite never drops a fault: a subtree goes away only where `can_fault` says no, or where
//       evaluation would not have reached it (the right side of `false && x`). A constant operation
//       that faults stays as it is.
#include <optional>

#include "model/machine/evaluate.h"
#include "model/machine/expr.h"
#include "model/source/error.h"

namespace headway::machine {

namespace {

const std::int64_t* constant_of(const Expr& expr) {
  const auto* constant = std::get_if<Constant>(&expr.node());
  return constant == nullptr ? nullptr : &constant->value;
}

bool is_true(const Expr& expr) { return expr.type() == kBool && expr.is_constant(1); }
bool is_false(const Expr& expr) { return expr.type() == kBool && expr.is_constant(0); }

// Does every value of `from` survive conversion to `to`?
bool preserves(IntType from, IntType to) {
  if (from == to) return true;
  if (to == kBool) return false;
  if (from.is_signed) return to.is_signed && to.bits >= from.bits;
  return to.is_signed ? to.bits > from.bits : to.bits >= from.bits;
}

std::optional<BinaryOp> negated(BinaryOp op) {
  switch (op) {
    case BinaryOp::lt:
      return BinaryOp::ge;
    case BinaryOp::le:
      return BinaryOp::gt;
    case BinaryOp::gt:
      return BinaryOp::le;
    case BinaryOp::ge:
      return BinaryOp::lt;
    case BinaryOp::eq:
      return BinaryOp::ne;
    case BinaryOp::ne:
      return BinaryOp::eq;
    default:
      return std::nullopt;
  }
}

Expr fold_convert(const Expr& operand, IntType type) {
  if (operand.type() == type) return operand;
  if (const auto* value = constant_of(operand)) return Expr::constant(convert(*value, type), type);
  if (const auto* inner = std::get_if<Convert>(&operand.node())) {
    const IntType middle = operand.type();
    const bool widened = preserves(inner->operand.type(), middle);
    const bool truncates_twice = type != kBool && middle != kBool && type.bits <= middle.bits;
    if (widened || truncates_twice) return fold_convert(inner->operand, type);
  }
  return Expr::convert(operand, type);
}

Expr fold_not(const Expr& operand) {
  if (const auto* value = constant_of(operand)) return Expr::boolean(*value == 0);
  if (const auto* inner = std::get_if<Unary>(&operand.node());
      inner && inner->op == UnaryOp::logical_not) {
    return fold_convert(inner->operand, kBool);
  }
  if (const auto* inner = std::get_if<Binary>(&operand.node())) {
    if (const auto op = negated(inner->op)) return Expr::binary(*op, inner->left, inner->right);
  }
  if (const auto* inner = std::get_if<Convert>(&operand.node());
      inner && (operand.type() == kBool || preserves(inner->operand.type(), operand.type()))) {
    return fold_not(inner->operand);
  }
  return Expr::unary(UnaryOp::logical_not, operand);
}

Expr fold_unary(UnaryOp op, const Expr& operand) {
  if (op == UnaryOp::logical_not) return fold_not(operand);
  if (const auto* value = constant_of(operand)) {
    return Expr::constant(apply(op, operand.type(), *value).value, operand.type());
  }
  if (const auto* inner = std::get_if<Unary>(&operand.node()); inner && inner->op == op)
    return inner->operand;
  return Expr::unary(op, operand);
}

Expr fold_and(const Expr& left, const Expr& right) {
  if (is_false(left) || is_true(right)) return left;
  if (is_true(left)) return right;
  if (is_false(right) && !can_fault(left)) return right;
  if (left == right) return left;
  return Expr::binary(BinaryOp::logical_and, left, right);
}

Expr fold_or(const Expr& left, const Expr& right) {
  if (is_true(left) || is_false(right)) return left;
  if (is_false(left)) return right;
  if (is_true(right) && !can_fault(left)) return right;
  if (left == right) return left;
  return Expr::binary(BinaryOp::logical_or, left, right);
}

// `x == c` and `x != c` where x is a bool, or a bool widened as C does it: `(int)(a < b) != 0`.
std::optional<Expr> fold_truth(BinaryOp op, const Expr& left, std::int64_t right) {
  const Expr* truth = left.type() == kBool ? &left : nullptr;
  if (const auto* inner = std::get_if<Convert>(&left.node());
      inner && inner->operand.type() == kBool) {
    truth = &inner->operand;
  }
  if (truth == nullptr || (right != 0 && right != 1)) return std::nullopt;
  return (op == BinaryOp::eq) == (right == 1) ? *truth : fold_not(*truth);
}

std::optional<Expr> fold_comparison(BinaryOp op, const Expr& left, const Expr& right) {
  if (op == BinaryOp::eq || op == BinaryOp::ne) {
    if (const auto* value = constant_of(right)) {
      if (auto folded = fold_truth(op, left, *value)) return folded;
    }
    if (const auto* value = constant_of(left)) {
      if (auto folded = fold_truth(op, right, *value)) return folded;
    }
  }
  if (left == right && !can_fault(left)) {
    return Expr::boolean(op == BinaryOp::eq || op == BinaryOp::le || op == BinaryOp::ge);
  }
  return std::nullopt;
}

std::optional<Expr> fold_arithmetic(BinaryOp op, const Expr& left, const Expr& right) {
  const std::int64_t ones = wrap(-1, left.type());
  const auto vanishes = [&](const Expr& zero, const Expr& other) {
    return zero.is_constant(0) && !can_fault(other);
  };
  switch (op) {
    case BinaryOp::add:
    case BinaryOp::bit_or:
    case BinaryOp::bit_xor:
      if (left.is_constant(0)) return right;
      if (right.is_constant(0)) return left;
      break;
    case BinaryOp::sub:
    case BinaryOp::shl:
    case BinaryOp::shr:
      if (right.is_constant(0)) return left;
      break;
    case BinaryOp::mul:
      if (left.is_constant(1) || vanishes(right, left)) return right;
      if (right.is_constant(1) || vanishes(left, right)) return left;
      break;
    case BinaryOp::bit_and:
      if (left.is_constant(ones) || vanishes(right, left)) return right;
      if (right.is_constant(ones) || vanishes(left, right)) return left;
      break;
    case BinaryOp::div:
      if (right.is_constant(1)) return left;
      break;
    case BinaryOp::rem:
      if (right.is_constant(1) && !can_fault(left)) return Expr::constant(0, left.type());
      break;
    default:
      break;
  }
  return std::nullopt;
}

Expr fold_binary(BinaryOp op, const Expr& left, const Expr& right) {
  if (op == BinaryOp::logical_and) return fold_and(left, right);
  if (op == BinaryOp::logical_or) return fold_or(left, right);
  const auto* a = constant_of(left);
  const auto* b = constant_of(right);
  const Expr plain = Expr::binary(op, left, right);
  if (a != nullptr && b != nullptr) {
    const Evaluation folded = apply(op, left.type(), *a, right.type(), *b);
    return folded.fault == Fault::none ? Expr::constant(folded.value, plain.type()) : plain;
  }
  const bool compares = negated(op).has_value();
  const auto folded =
      compares ? fold_comparison(op, left, right) : fold_arithmetic(op, left, right);
  return folded.value_or(plain);
}

Expr fold_conditional(const Expr& condition, const Expr& then, const Expr& otherwise) {
  if (is_true(condition)) return then;
  if (is_false(condition)) return otherwise;
  if (then == otherwise && !can_fault(condition)) return then;
  if (then.is_constant(1) && otherwise.is_constant(0)) return fold_convert(condition, then.type());
  if (then.is_constant(0) && otherwise.is_constant(1))
    return fold_convert(fold_not(condition), then.type());
  return Expr::conditional(condition, then, otherwise);
}

}  // namespace

bool can_fault(const Expr& expr) {
  return std::visit(
      [&](const auto& node) {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Load>) {
          return node.index != nullptr;
        } else if constexpr (std::is_same_v<Node, Unary> || std::is_same_v<Node, Convert>) {
          return can_fault(node.operand);
        } else if constexpr (std::is_same_v<Node, Conditional>) {
          return can_fault(node.condition) || can_fault(node.then) || can_fault(node.otherwise);
        } else if constexpr (std::is_same_v<Node, Binary>) {
          const auto* right = constant_of(node.right);
          const bool divides = node.op == BinaryOp::div || node.op == BinaryOp::rem;
          const bool shifts = node.op == BinaryOp::shl || node.op == BinaryOp::shr;
          if ((divides || shifts) && right == nullptr) return true;
          // The left operand 1 is one for which only the right one can be at fault, except for x /
          // -1.
          if (divides && node.left.type().is_signed && *right == -1) return true;
          if ((divides || shifts) &&
              apply(node.op, node.left.type(), 1, node.right.type(), *right).fault != Fault::none) {
            return true;
          }
          return can_fault(node.left) || can_fault(node.right);
        } else {
          return false;
        }
      },
      expr.node());
}

Expr operator&&(const Expr& a, const Expr& b) {
  CHECK(a.type() == kBool && b.type() == kBool);
  return fold_and(a, b);
}
Expr operator||(const Expr& a, const Expr& b) {
  CHECK(a.type() == kBool && b.type() == kBool);
  return fold_or(a, b);
}
Expr operator!(const Expr& a) { return fold_not(a); }

Expr simplify(const Expr& expr) {
  return std::visit(
      [&](const auto& node) -> Expr {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Load>) {
          if (!node.index) return expr;
          return Expr::load(node.variable, simplify(*node.index), expr.type());
        } else if constexpr (std::is_same_v<Node, Unary>) {
          return fold_unary(node.op, simplify(node.operand));
        } else if constexpr (std::is_same_v<Node, Binary>) {
          return fold_binary(node.op, simplify(node.left), simplify(node.right));
        } else if constexpr (std::is_same_v<Node, Conditional>) {
          return fold_conditional(simplify(node.condition), simplify(node.then),
                                  simplify(node.otherwise));
        } else if constexpr (std::is_same_v<Node, Convert>) {
          return fold_convert(simplify(node.operand), expr.type());
        } else {
          return expr;
        }
      },
      expr.node());
}

}  // namespace headway::machine

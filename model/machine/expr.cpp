// Expression nodes: the factories, which refuse ill-typed trees, and structural equality. What the
// operators mean is in evaluate.cpp; simplify.cpp rewrites.
#include "model/machine/expr.h"

#include <utility>

#include "model/source/error.h"

namespace headway::machine {

namespace {

void check_type(IntType type) {
  const int bits = type.bits;
  CHECK(bits == 8 || bits == 16 || bits == 32 || bits == 64 || (bits == 1 && !type.is_signed),
        "bits=" << bits << " is_signed=" << type.is_signed);
}

bool same(const Constant& a, const Constant& b) { return a.value == b.value; }
bool same(const Load& a, const Load& b) {
  if (a.variable != b.variable || (a.index == nullptr) != (b.index == nullptr)) return false;
  return a.index == nullptr || *a.index == *b.index;
}
bool same(const ChoiceValue&, const ChoiceValue&) { return true; }
bool same(const Unary& a, const Unary& b) { return a.op == b.op && a.operand == b.operand; }
bool same(const Binary& a, const Binary& b) {
  return a.op == b.op && a.left == b.left && a.right == b.right;
}
bool same(const Conditional& a, const Conditional& b) {
  return a.condition == b.condition && a.then == b.then && a.otherwise == b.otherwise;
}
bool same(const Convert& a, const Convert& b) { return a.operand == b.operand; }
template <typename A, typename B>
bool same(const A&, const B&) {
  return false;
}

}  // namespace

std::int64_t wrap(std::int64_t value, IntType type) {
  if (type.bits >= 64) return value;
  const auto pattern = static_cast<std::uint64_t>(value);
  const int unused = 64 - type.bits;
  if (!type.is_signed) return static_cast<std::int64_t>(pattern << unused >> unused);
  return static_cast<std::int64_t>(pattern << unused) >> unused;
}

Expr Expr::make(IntType type, Node node) {
  check_type(type);
  return Expr(std::make_shared<const Shared>(Shared{type, std::move(node)}));
}

Expr::Expr() {
  static const std::shared_ptr<const Shared> kZero =
      std::make_shared<const Shared>(Shared{kI64, Constant{0}});
  shared_ = kZero;
}

Expr Expr::constant(std::int64_t value, IntType type) {
  return make(type, Constant{wrap(value, type)});
}

Expr Expr::load(VariableId variable, IntType type) { return make(type, Load{variable, nullptr}); }

Expr Expr::load(VariableId variable, Expr index, IntType type) {
  return make(type, Load{variable, std::make_shared<const Expr>(std::move(index))});
}

Expr Expr::choice(IntType type) { return make(type, ChoiceValue{}); }

Expr Expr::unary(UnaryOp op, Expr operand) {
  const IntType type = op == UnaryOp::logical_not ? kBool : operand.type();
  return make(type, Unary{op, std::move(operand)});
}

Expr Expr::binary(BinaryOp op, Expr left, Expr right) {
  IntType type = left.type();
  const auto describe_types = [&] {
    return "op=" + std::to_string(static_cast<int>(op)) +
           " left=" + std::to_string(left.type().bits) +
           " right=" + std::to_string(right.type().bits) + " bits";
  };
  switch (op) {
    case BinaryOp::shl:
    case BinaryOp::shr:
      break;
    case BinaryOp::logical_and:
    case BinaryOp::logical_or:
      CHECK(left.type() == kBool && right.type() == kBool, describe_types());
      break;
    case BinaryOp::lt:
    case BinaryOp::le:
    case BinaryOp::gt:
    case BinaryOp::ge:
    case BinaryOp::eq:
    case BinaryOp::ne:
      CHECK(left.type() == right.type(), describe_types());
      type = kBool;
      break;
    default:
      CHECK(left.type() == right.type(), describe_types());
  }
  return make(type, Binary{op, std::move(left), std::move(right)});
}

Expr Expr::conditional(Expr condition, Expr then, Expr otherwise) {
  CHECK(condition.type() == kBool);
  CHECK(then.type() == otherwise.type());
  const IntType type = then.type();
  return make(type, Conditional{std::move(condition), std::move(then), std::move(otherwise)});
}

Expr Expr::convert(Expr operand, IntType type) { return make(type, Convert{std::move(operand)}); }

bool Expr::is_constant() const { return std::holds_alternative<Constant>(node()); }

bool Expr::is_constant(std::int64_t value) const {
  const auto* constant = std::get_if<Constant>(&node());
  return constant != nullptr && constant->value == value;
}

bool operator==(const Expr& a, const Expr& b) {
  if (a.shared_ == b.shared_) return true;
  if (a.type() != b.type()) return false;
  return std::visit([](const auto& x, const auto& y) { return same(x, y); }, a.node(), b.node());
}

}  // namespace headway::machine

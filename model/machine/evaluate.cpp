// The meaning of operators and expressions, by recursion over the tree. Allocates nothing: the
// explicit engine calls this in its inner loop.
//
//   I1  Every value passed around is already wrapped to its type (expr.h), so that comparing two
//       values of one type needs their signedness only, and 64-bit arithmetic on them is exact
//       before it is wrapped again.
//   I2  Operands are evaluated left to right and the first fault wins.
#include "model/machine/evaluate.h"

#include <limits>

#include "model/source/error.h"

namespace headway::machine {

namespace {

constexpr Evaluation fault(Fault what) { return {0, what}; }
constexpr Evaluation truth(bool value) { return {value ? 1 : 0, Fault::none}; }

constexpr std::uint64_t pattern(std::int64_t value) { return static_cast<std::uint64_t>(value); }

bool less(IntType type, std::int64_t left, std::int64_t right) {
  return type.is_signed ? left < right : pattern(left) < pattern(right);
}

std::int64_t least(IntType type) {
  return type.bits >= 64 ? std::numeric_limits<std::int64_t>::min()
                         : -(std::int64_t{1} << (type.bits - 1));
}

Evaluation divide(BinaryOp op, IntType type, std::int64_t left, std::int64_t right) {
  const bool quotient = op == BinaryOp::div;
  if (right == 0) return fault(Fault::divide_by_zero);
  if (!type.is_signed) {
    const std::uint64_t a = pattern(left), b = pattern(right);
    return {static_cast<std::int64_t>(quotient ? a / b : a % b), Fault::none};
  }
  if (right == -1 && left == least(type)) return fault(Fault::divide_overflow);
  return {quotient ? left / right : left % right, Fault::none};
}

Evaluation shift(BinaryOp op, IntType type, std::int64_t value, IntType amount_type,
                 std::int64_t amount) {
  if ((amount_type.is_signed && amount < 0) || pattern(amount) >= type.bits)
    return fault(Fault::shift_too_wide);
  if (op == BinaryOp::shl) {
    return {wrap(static_cast<std::int64_t>(pattern(value) << amount), type), Fault::none};
  }
  return {type.is_signed ? value >> amount : static_cast<std::int64_t>(pattern(value) >> amount),
          Fault::none};
}

// Wrap-around arithmetic is done unsigned, where C++ defines it.
std::int64_t arithmetic(BinaryOp op, std::int64_t left, std::int64_t right) {
  const std::uint64_t a = pattern(left), b = pattern(right);
  switch (op) {
    case BinaryOp::add:
      return static_cast<std::int64_t>(a + b);
    case BinaryOp::sub:
      return static_cast<std::int64_t>(a - b);
    case BinaryOp::mul:
      return static_cast<std::int64_t>(a * b);
    case BinaryOp::bit_and:
      return left & right;
    case BinaryOp::bit_or:
      return left | right;
    default:
      return left ^ right;
  }
}

Evaluation evaluate_binary(const Binary& node, const Context& context) {
  const Evaluation left = evaluate(node.left, context);
  if (left.fault != Fault::none) return left;
  if (node.op == BinaryOp::logical_and && left.value == 0) return truth(false);
  if (node.op == BinaryOp::logical_or && left.value != 0) return truth(true);
  const Evaluation right = evaluate(node.right, context);
  if (right.fault != Fault::none) return right;
  return apply(node.op, node.left.type(), left.value, node.right.type(), right.value);
}

}  // namespace

std::int64_t convert(std::int64_t value, IntType type) {
  return type == kBool ? value != 0 : wrap(value, type);
}

bool within(const Range& range, IntType type, std::int64_t value) {
  return !less(type, value, range.low) && !less(type, range.high, value);
}

Evaluation apply(UnaryOp op, IntType type, std::int64_t value) {
  switch (op) {
    case UnaryOp::negate:
      return {wrap(static_cast<std::int64_t>(0 - pattern(value)), type), Fault::none};
    case UnaryOp::bit_not:
      return {wrap(~value, type), Fault::none};
    case UnaryOp::logical_not:
      return truth(value == 0);
  }
  CHECK(false);
}

Evaluation apply(BinaryOp op, IntType left_type, std::int64_t left, IntType right_type,
                 std::int64_t right) {
  switch (op) {
    case BinaryOp::add:
    case BinaryOp::sub:
    case BinaryOp::mul:
    case BinaryOp::bit_and:
    case BinaryOp::bit_or:
    case BinaryOp::bit_xor:
      return {wrap(arithmetic(op, left, right), left_type), Fault::none};
    case BinaryOp::div:
    case BinaryOp::rem:
      return divide(op, left_type, left, right);
    case BinaryOp::shl:
    case BinaryOp::shr:
      return shift(op, left_type, left, right_type, right);
    case BinaryOp::lt:
      return truth(less(left_type, left, right));
    case BinaryOp::le:
      return truth(!less(left_type, right, left));
    case BinaryOp::gt:
      return truth(less(left_type, right, left));
    case BinaryOp::ge:
      return truth(!less(left_type, left, right));
    case BinaryOp::eq:
      return truth(left == right);
    case BinaryOp::ne:
      return truth(left != right);
    case BinaryOp::logical_and:
      return truth(left != 0 && right != 0);
    case BinaryOp::logical_or:
      return truth(left != 0 || right != 0);
  }
  CHECK(false);
}

Evaluation slot_of(VariableId variable, const Expr* index, const Context& context) {
  const auto first = static_cast<std::int64_t>(context.layout.slot(variable));
  if (index == nullptr) return {first, Fault::none};
  const Evaluation cell = evaluate(*index, context);
  if (cell.fault != Fault::none) return cell;
  // A negative index is a huge pattern, and so is out of bounds as well.
  if (pattern(cell.value) >= context.machine.at(variable).extent)
    return fault(Fault::index_out_of_bounds);
  return {first + cell.value, Fault::none};
}

Evaluation evaluate(const Expr& expr, const Context& context) {
  const Expr::Node& node = expr.node();
  if (const auto* constant = std::get_if<Constant>(&node)) return {constant->value, Fault::none};
  if (const auto* load = std::get_if<Load>(&node)) {
    const Evaluation slot = slot_of(load->variable, load->index.get(), context);
    if (slot.fault != Fault::none) return slot;
    return {context.state.cells[static_cast<std::size_t>(slot.value)], Fault::none};
  }
  if (const auto* binary = std::get_if<Binary>(&node)) return evaluate_binary(*binary, context);
  if (const auto* unary = std::get_if<Unary>(&node)) {
    const Evaluation operand = evaluate(unary->operand, context);
    return operand.fault == Fault::none ? apply(unary->op, unary->operand.type(), operand.value)
                                        : operand;
  }
  if (const auto* conversion = std::get_if<Convert>(&node)) {
    const Evaluation operand = evaluate(conversion->operand, context);
    if (operand.fault != Fault::none) return operand;
    return {convert(operand.value, expr.type()), Fault::none};
  }
  if (const auto* conditional = std::get_if<Conditional>(&node)) {
    const Evaluation condition = evaluate(conditional->condition, context);
    if (condition.fault != Fault::none) return condition;
    return evaluate(condition.value != 0 ? conditional->then : conditional->otherwise, context);
  }
  return {wrap(context.choice, expr.type()), Fault::none};
}

const char* describe(Fault what) {
  switch (what) {
    case Fault::none:
      return "no fault";
    case Fault::divide_by_zero:
      return "division by zero";
    case Fault::divide_overflow:
      return "the least value divided by -1";
    case Fault::shift_too_wide:
      return "shift by a negative amount or by the width of the type or more";
    case Fault::index_out_of_bounds:
      return "index out of bounds";
    case Fault::out_of_range:
      return "value outside the variable's range";
  }
  CHECK(false);
}

}  // namespace headway::machine

// Compiling is one walk over the tree. A subexpression is told where its value is wanted, so that
// the two arms of a
// `?:` and the two sides of `&&` meet in one temporary without moves. Temporaries are not reused
// within one expression: expressions are small, and the frame is allocated once.
//
//   I1  As in evaluate.h, every operand holds a value wrapped to its type; what an instruction
//       writes is wrapped.
//   I2  Instructions run in evaluation order, so that the first fault wins.
#include "checker/explicit/bytecode.h"

#include <limits>
#include <variant>

#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::BinaryOp;
using machine::Expr;
using machine::Fault;
using machine::IntType;
using machine::kBool;
using machine::UnaryOp;

namespace {

Op arithmetic_op(BinaryOp op, bool is_signed) {
  switch (op) {
    case BinaryOp::add:
      return Op::add;
    case BinaryOp::sub:
      return Op::sub;
    case BinaryOp::mul:
      return Op::mul;
    case BinaryOp::div:
      return is_signed ? Op::div_signed : Op::div_unsigned;
    case BinaryOp::rem:
      return is_signed ? Op::rem_signed : Op::rem_unsigned;
    case BinaryOp::bit_and:
      return Op::bit_and;
    case BinaryOp::bit_or:
      return Op::bit_or;
    case BinaryOp::bit_xor:
      return Op::bit_xor;
    case BinaryOp::shl:
      return Op::shl;
    case BinaryOp::shr:
      return Op::shr;
    case BinaryOp::lt:
    case BinaryOp::gt:
      return is_signed ? Op::less_signed : Op::less_unsigned;
    case BinaryOp::le:
    case BinaryOp::ge:
      return is_signed ? Op::less_equal_signed : Op::less_equal_unsigned;
    case BinaryOp::eq:
      return Op::equal;
    case BinaryOp::ne:
      return Op::not_equal;
    case BinaryOp::logical_and:
    case BinaryOp::logical_or:
      break;
  }
  CHECK(false, "not an arithmetic operator");
}

// Every value of `from` has the same pattern in `to`.
bool fits(IntType from, IntType to) {
  if (from.is_signed && !to.is_signed) return to.bits == 64 && from.bits == 64;
  if (!from.is_signed && to.is_signed) return to.bits > from.bits || to.bits == 64;
  return to.bits >= from.bits;
}

std::uint64_t pattern(std::int64_t value) { return static_cast<std::uint64_t>(value); }

std::int64_t wrapped(std::uint64_t value, IntType type) {
  return machine::wrap(static_cast<std::int64_t>(value), type);
}

bool divides_out_of_type(std::int64_t left, std::int64_t right, IntType type) {
  if (right != -1) return false;
  return left == (type.bits >= 64 ? std::numeric_limits<std::int64_t>::min()
                                  : -(std::int64_t{1} << (type.bits - 1)));
}

}  // namespace

Bytecode::Bytecode(const machine::Machine& machine, const machine::Layout& layout,
                   std::size_t slots)
    : choice_(static_cast<std::uint32_t>(slots)), operands_(choice_ + 1) {
  for (std::uint32_t v = 0; v < machine.variables.size(); ++v) {
    const machine::VariableId id{v};
    arrays_.push_back({static_cast<std::uint32_t>(layout.slot(id)), machine.at(id).extent});
  }
}

Compiled Bytecode::compile(const Expr& expr) {
  used_temporaries_ = 0;
  Compiled compiled;
  compiled.begin = static_cast<std::uint32_t>(code_.size());
  compiled.result = translate(expr, std::nullopt);
  compiled.end = static_cast<std::uint32_t>(code_.size());
  return compiled;
}

std::vector<std::int64_t> Bytecode::make_frame() const {
  std::vector<std::int64_t> frame(operands_);
  for (const auto& [value, operand] : constants_) frame[operand] = value;
  return frame;
}

std::uint32_t Bytecode::constant(std::int64_t value) {
  const auto [found, fresh] = constants_.emplace(value, operands_);
  if (fresh) ++operands_;
  return found->second;
}

std::uint32_t Bytecode::temporary() {
  if (used_temporaries_ == temporaries_.size()) temporaries_.push_back(operands_++);
  return temporaries_[used_temporaries_++];
}

std::uint32_t Bytecode::emit(Op op, IntType type, Wanted wanted, std::uint32_t left,
                             std::uint32_t right) {
  const std::uint32_t target = wanted ? *wanted : temporary();
  code_.push_back({op, type, target, left, right});
  return target;
}

std::uint32_t Bytecode::place(std::uint32_t operand, Wanted wanted) {
  return !wanted || *wanted == operand ? operand : emit(Op::move, machine::kI64, wanted, operand);
}

std::size_t Bytecode::jump(Op op, std::uint32_t condition) {
  code_.push_back({op, machine::kI64, 0, condition, 0});
  return code_.size() - 1;
}

void Bytecode::land(std::size_t jump) {
  code_[jump].target = static_cast<std::uint32_t>(code_.size());
}

std::uint32_t Bytecode::translate(const Expr& expr, Wanted wanted) {
  const Expr::Node& node = expr.node();
  if (const auto* value = std::get_if<machine::Constant>(&node))
    return place(constant(value->value), wanted);
  if (const auto* load = std::get_if<machine::Load>(&node)) {
    const std::uint32_t variable = index_of(load->variable);
    if (load->index == nullptr) return place(arrays_[variable].slot, wanted);
    return emit(Op::load, expr.type(), wanted, translate(*load->index, std::nullopt), variable);
  }
  if (const auto* binary = std::get_if<machine::Binary>(&node)) {
    return translate_binary(*binary, expr.type(), wanted);
  }
  if (const auto* unary = std::get_if<machine::Unary>(&node)) {
    const std::uint32_t operand = translate(unary->operand, std::nullopt);
    const Op op = unary->op == UnaryOp::negate    ? Op::negate
                  : unary->op == UnaryOp::bit_not ? Op::bit_not
                                                  : Op::is_zero;
    return emit(op, expr.type(), wanted, operand);
  }
  if (const auto* conversion = std::get_if<machine::Convert>(&node)) {
    return translate_conversion(conversion->operand, expr.type(), wanted);
  }
  if (const auto* conditional = std::get_if<machine::Conditional>(&node)) {
    return translate_conditional(*conditional, wanted);
  }
  return fits(machine::kI64, expr.type()) ? place(choice_, wanted)
                                          : emit(Op::wrap, expr.type(), wanted, choice_);
}

std::uint32_t Bytecode::translate_conversion(const Expr& operand, IntType type, Wanted wanted) {
  const std::uint32_t value = translate(operand, std::nullopt);
  if (fits(operand.type(), type)) return place(value, wanted);
  return emit(type == kBool ? Op::is_nonzero : Op::wrap, type, wanted, value);
}

std::uint32_t Bytecode::translate_binary(const machine::Binary& node, IntType type, Wanted wanted) {
  if (node.op == BinaryOp::logical_and || node.op == BinaryOp::logical_or)
    return translate_logical(node, wanted);
  std::uint32_t left = translate(node.left, std::nullopt);
  std::uint32_t right = translate(node.right, std::nullopt);
  if (node.op == BinaryOp::gt || node.op == BinaryOp::ge) std::swap(left, right);
  return emit(arithmetic_op(node.op, node.left.type().is_signed), type, wanted, left, right);
}

// The left side's value is the answer where it decides; else the right side's is.
std::uint32_t Bytecode::translate_logical(const machine::Binary& node, Wanted wanted) {
  const std::uint32_t answer = wanted ? *wanted : temporary();
  translate(node.left, answer);
  const std::size_t decided =
      jump(node.op == BinaryOp::logical_and ? Op::jump_if_zero : Op::jump_if_nonzero, answer);
  translate(node.right, answer);
  land(decided);
  return answer;
}

std::uint32_t Bytecode::translate_conditional(const machine::Conditional& node, Wanted wanted) {
  const std::uint32_t answer = wanted ? *wanted : temporary();
  const std::size_t to_otherwise = jump(Op::jump_if_zero, translate(node.condition, std::nullopt));
  translate(node.then, answer);
  const std::size_t to_end = jump(Op::jump, 0);
  land(to_otherwise);
  translate(node.otherwise, answer);
  land(to_end);
  return answer;
}

Fault Bytecode::run(const Compiled& code, std::int64_t* frame) const {
  const Instruction* const instructions = code_.data();
  for (std::uint32_t at = code.begin; at != code.end; ++at) {
    const Instruction& now = instructions[at];
    const std::int64_t left = frame[now.left];
    const std::int64_t right = frame[now.right];
    std::int64_t& target = frame[now.target];
    switch (now.op) {
      case Op::move:
        target = left;
        break;
      case Op::wrap:
        target = wrapped(pattern(left), now.type);
        break;
      case Op::is_zero:
        target = left == 0;
        break;
      case Op::is_nonzero:
        target = left != 0;
        break;
      case Op::negate:
        target = wrapped(0 - pattern(left), now.type);
        break;
      case Op::bit_not:
        target = wrapped(~pattern(left), now.type);
        break;
      case Op::add:
        target = wrapped(pattern(left) + pattern(right), now.type);
        break;
      case Op::sub:
        target = wrapped(pattern(left) - pattern(right), now.type);
        break;
      case Op::mul:
        target = wrapped(pattern(left) * pattern(right), now.type);
        break;
      case Op::bit_and:
        target = left & right;
        break;
      case Op::bit_or:
        target = left | right;
        break;
      case Op::bit_xor:
        target = left ^ right;
        break;
      case Op::shl:
        if (pattern(right) >= now.type.bits) return Fault::shift_too_wide;
        target = wrapped(pattern(left) << right, now.type);
        break;
      case Op::shr:
        if (pattern(right) >= now.type.bits) return Fault::shift_too_wide;
        target =
            now.type.is_signed ? left >> right : static_cast<std::int64_t>(pattern(left) >> right);
        break;
      case Op::div_signed:
      case Op::rem_signed:
        if (right == 0) return Fault::divide_by_zero;
        if (divides_out_of_type(left, right, now.type)) return Fault::divide_overflow;
        target = now.op == Op::div_signed ? left / right : left % right;
        break;
      case Op::div_unsigned:
      case Op::rem_unsigned:
        if (right == 0) return Fault::divide_by_zero;
        target =
            static_cast<std::int64_t>(now.op == Op::div_unsigned ? pattern(left) / pattern(right)
                                                                 : pattern(left) % pattern(right));
        break;
      case Op::less_signed:
        target = left < right;
        break;
      case Op::less_unsigned:
        target = pattern(left) < pattern(right);
        break;
      case Op::less_equal_signed:
        target = left <= right;
        break;
      case Op::less_equal_unsigned:
        target = pattern(left) <= pattern(right);
        break;
      case Op::equal:
        target = left == right;
        break;
      case Op::not_equal:
        target = left != right;
        break;
      case Op::load: {
        const Array& array = arrays_[now.right];
        if (pattern(left) >= array.extent) return Fault::index_out_of_bounds;
        target = frame[array.slot + static_cast<std::uint32_t>(left)];
        break;
      }
      case Op::jump:
        at = now.target - 1;
        break;
      case Op::jump_if_zero:
        if (left == 0) at = now.target - 1;
        break;
      case Op::jump_if_nonzero:
        if (left != 0) at = now.target - 1;
        break;
    }
  }
  return Fault::none;
}

}  // namespace headway::explicit_engine

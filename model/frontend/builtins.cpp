// The compiler's built-in functions, as far as kernel code uses them: hints that mean nothing to
// us, questions that are answered at once, checked arithmetic spelled out. Everything else is
// refused by name.
#include <limits>

#include "model/frontend/body.h"

namespace headway::frontend {

bool Body::is_builtin(const clang::CallExpr* expr) const { return expr->getBuiltinCallee() != 0; }

program::ExprPtr Body::builtin(const clang::CallExpr* expr, bool used) {
  const source::Span span = unit_.spans().of(expr);
  switch (expr->getBuiltinCallee()) {
    case clang::Builtin::BI__builtin_expect:
    case clang::Builtin::BI__builtin_expect_with_probability:
    case clang::Builtin::BI__builtin_assume_aligned:
      if (used) return unit_.convert(rvalue(expr->getArg(0)), unit_.type(expr));
      discard(expr->getArg(0));
      return nullptr;
    case clang::Builtin::BI__builtin_constant_p: {
      clang::Expr::EvalResult known;
      const bool constant = expr->EvaluateAsRValue(known, unit_.context()) && known.Val.isInt() &&
                            known.Val.getInt().getBoolValue();
      return unit_.literal(constant ? 1 : 0, unit_.type(expr), span);
    }
    case clang::Builtin::BI__builtin_unreachable:
      end(program::Unreachable{}, span);
      return nullptr;
    case clang::Builtin::BI__builtin_prefetch:
      for (const clang::Expr* argument : expr->arguments()) discard(argument);
      return nullptr;
    case clang::Builtin::BI__builtin_memset:
    case clang::Builtin::BI__builtin_memcpy:
    case clang::Builtin::BI__builtin_memmove:
      return memory(expr);
    case clang::Builtin::BI__builtin_add_overflow:
      return checked_arithmetic(expr, program::BinaryOp::add);
    case clang::Builtin::BI__builtin_sub_overflow:
      return checked_arithmetic(expr, program::BinaryOp::sub);
    case clang::Builtin::BI__builtin_mul_overflow:
      return checked_arithmetic(expr, program::BinaryOp::mul);
    default:
      break;
  }
  clang::Expr::EvalResult folded;
  if (expr->EvaluateAsRValue(folded, unit_.context()) && folded.Val.isInt() &&
      !folded.HasSideEffects) {
    return unit_.literal(value_of(folded.Val.getInt()), unit_.type(expr), span);
  }
  if (program::ExprPtr counted = bit_builtin(expr)) return counted;
  if (program::ExprPtr unknown = object_size(expr)) return unknown;
  const std::string name = expr->getDirectCallee()->getNameAsString();
  const bool atomic = name.find("__sync_") == 0 || name.find("__atomic_") == 0;
  refuse(span, "the built-in function '" + name + "' is not supported",
         atomic ? "use the kernel's atomic_… functions"
                : "write it in C, or declare a function of the model for it");
}

// The object that an argument of memset or memcpy points to, if `size` is that of the whole object.
std::optional<program::Place> Body::whole_object(const clang::Expr* pointer,
                                                 const clang::Expr* size) {
  const clang::Expr* inner = pointer->IgnoreParenCasts();
  const source::Span span = unit_.spans().of(pointer);
  const bool is_array = inner->getType()->isArrayType();
  if (!is_array && (!inner->getType()->isPointerType() ||
                    inner->getType()->getPointeeType()->isIncompleteType()))
    return std::nullopt;
  clang::Expr::EvalResult bytes;
  const clang::QualType type = is_array ? inner->getType() : inner->getType()->getPointeeType();
  if (!size->EvaluateAsInt(bytes, unit_.context()) ||
      bytes.Val.getInt() != unit_.context().getTypeSizeInChars(type).getQuantity())
    return std::nullopt;
  if (is_array) return settle(place(inner));
  return settle(pointed_to(inner->isLValue() ? load(place(inner)) : rvalue(inner), span));
}

// memset to zero and memcpy, of whole objects of one type: what C code means by them where bytes
// don't matter.
program::ExprPtr Body::memory(const clang::CallExpr* expr) {
  const source::Span span = unit_.spans().of(expr);
  const std::string name = expr->getDirectCallee()->getNameAsString();
  const auto target = whole_object(expr->getArg(0), expr->getArg(2));
  if (!target) {
    refuse(span, "'" + name + "' of anything but a whole object is not supported",
           "assign the members, or the elements in a loop");
  }
  if (expr->getBuiltinCallee() == clang::Builtin::BI__builtin_memset) {
    clang::Expr::EvalResult filler;
    if (!expr->getArg(1)->EvaluateAsInt(filler, unit_.context()) || filler.Val.getInt() != 0)
      refuse(span, "'" + name + "' to anything but 0 is not supported", "assign the members");
    zero(*target, span);
  } else {
    const auto source = whole_object(expr->getArg(1), expr->getArg(2));
    const bool is_array = std::holds_alternative<program::ArrayType>(type_at(target->type).shape);
    if (!source || source->type != target->type || is_array) {
      refuse(span,
             "'" + name + "' between objects of different types, or of arrays, is not supported",
             "assign the members, or the elements in a loop");
    }
    assign(*target, load(*source), span);
  }
  return address_of(*target, unit_.type(expr), span);
}

// What the compiler does not know either: as large as can be, or as small.
program::ExprPtr Body::object_size(const clang::CallExpr* expr) {
  const unsigned builtin = expr->getBuiltinCallee();
  if (builtin != clang::Builtin::BI__builtin_object_size &&
      builtin != clang::Builtin::BI__builtin_dynamic_object_size)
    return nullptr;
  const std::int64_t kind = value_of(expr->getArg(1)->EvaluateKnownConstInt(unit_.context()));
  return unit_.literal((kind & 2) != 0 ? 0 : -1, unit_.type(expr), unit_.spans().of(expr));
}

// Stores the wrapped result through the third argument; yields whether it is not the true one. Both
// operands must have the result's type, or be so narrow (32 bits and less) that 64 bits hold the
// true result.
program::ExprPtr Body::checked_arithmetic(const clang::CallExpr* expr, program::BinaryOp op) {
  const source::Span span = unit_.spans().of(expr);
  const bool park_left = emits(expr->getArg(1)) || emits(expr->getArg(2));
  program::ExprPtr left = rvalue(expr->getArg(0));
  if (park_left) left = settle(std::move(left));
  program::ExprPtr right = rvalue(expr->getArg(1));
  left = settle(std::move(left));
  right = settle(std::move(right));
  const program::Place target = settle(pointed_to(rvalue(expr->getArg(2)), span));

  const auto result_type = unit_.types().integer(target.type);
  const auto left_type = unit_.types().integer(left->type);
  const auto right_type = unit_.types().integer(right->type);
  if (!result_type || !left_type || !right_type) refuse(span, "checked arithmetic takes integers");
  const auto same = [&](const Types::Width& a) {
    return a.bits == result_type->bits && a.is_signed == result_type->is_signed;
  };
  if (left_type->bits <= 32 && right_type->bits <= 32 &&
      (op != program::BinaryOp::mul || left_type->is_signed || right_type->is_signed ||
       result_type->bits < 64)) {
    const bool unsigned_product =
        op == program::BinaryOp::mul && !left_type->is_signed && !right_type->is_signed;
    const program::TypeId wide =
        unsigned_product ? unit_.types().unsigned_long_type() : unit_.types().long_type();
    const program::ExprPtr exact = settle(make_expr(
        program::Binary{op, unit_.convert(left, wide), unit_.convert(right, wide)}, wide, span));
    const program::ExprPtr stored = settle(unit_.convert(exact, target.type));
    assign(target, stored, span);
    const program::ExprPtr wrapped =
        make_expr(program::Binary{program::BinaryOp::ne, unit_.convert(stored, wide), exact},
                  unit_.types().int_type(), span);
    if (result_type->bits < 64 || result_type->is_signed || unsigned_product)
      return unit_.convert(wrapped, unit_.type(expr));
    // A negative value does not fit an unsigned 64-bit result, though its bits do.
    const program::ExprPtr negative =
        make_expr(program::Binary{program::BinaryOp::lt, exact, unit_.literal(0, wide, span)},
                  unit_.types().int_type(), span);
    return unit_.convert(negative, unit_.type(expr));
  }
  if (!same(*left_type) || !same(*right_type)) {
    refuse(span, "checked arithmetic over mixed 64-bit types is not supported",
           "convert both operands to the type of the result first");
  }
  const program::TypeId type = target.type;
  left = unit_.convert(left, type);
  right = unit_.convert(right, type);
  const program::ExprPtr stored = settle(make_expr(program::Binary{op, left, right}, type, span));
  assign(target, stored, span);
  return unit_.convert(overflows(op, left, right, stored, span), unit_.type(expr));
}

program::ExprPtr Body::overflows(program::BinaryOp op, const program::ExprPtr& left,
                                 const program::ExprPtr& right, const program::ExprPtr& result,
                                 const source::Span& span) {
  using program::BinaryOp;
  const program::TypeId type = result->type;
  const program::TypeId truth = unit_.types().int_type();
  const bool is_signed = unit_.types().integer(type)->is_signed;
  const program::ExprPtr zero = unit_.literal(0, type, span);
  const auto compare = [&](BinaryOp kind, program::ExprPtr a, program::ExprPtr b) {
    return make_expr(program::Binary{kind, std::move(a), std::move(b)}, truth, span);
  };
  const auto bits = [&](BinaryOp kind, program::ExprPtr a, program::ExprPtr b) {
    return make_expr(program::Binary{kind, std::move(a), std::move(b)}, type, span);
  };
  if (op == BinaryOp::add) {
    if (!is_signed) return compare(BinaryOp::lt, result, left);
    return compare(BinaryOp::lt,
                   bits(BinaryOp::bit_and, bits(BinaryOp::bit_xor, left, result),
                        bits(BinaryOp::bit_xor, right, result)),
                   zero);
  }
  if (op == BinaryOp::sub) {
    if (!is_signed) return compare(BinaryOp::lt, left, right);
    return compare(BinaryOp::lt,
                   bits(BinaryOp::bit_and, bits(BinaryOp::bit_xor, left, right),
                        bits(BinaryOp::bit_xor, left, result)),
                   zero);
  }
  // left != 0 && result / left != right, where a left of -1 is looked at apart: dividing by it may
  // itself overflow.
  const program::ExprPtr differs = compare(BinaryOp::ne, bits(BinaryOp::div, result, left), right);
  const program::ExprPtr plain =
      make_expr(program::Binary{BinaryOp::logical_and, compare(BinaryOp::ne, left, zero), differs},
                truth, span);
  if (!is_signed) return plain;
  const program::ExprPtr lowest =
      unit_.literal(std::numeric_limits<std::int64_t>::min(), type, span);
  const program::ExprPtr minus_one = unit_.literal(-1, type, span);
  return make_expr(program::Conditional{compare(BinaryOp::eq, left, minus_one),
                                        compare(BinaryOp::eq, right, lowest), plain},
                   truth, span);
}

}  // namespace headway::frontend

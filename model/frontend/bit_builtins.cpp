// Built-in functions that count bits: ffs, clz, ctz, popcount, parity, bswap, in their widths. Each
// becomes arithmetic on temporaries (Warren, Hacker's Delight, 2002, chapter 5); what the compiler
// leaves undefined, the bits of zero in clz and ctz, is a check.
#include "model/frontend/body.h"

namespace headway::frontend {

namespace {

using program::BinaryOp;

enum class Count { first_set, leading, trailing, ones, parity, swapped };

std::optional<Count> what_counts(unsigned builtin) {
  switch (builtin) {
    case clang::Builtin::BI__builtin_ffs:
    case clang::Builtin::BI__builtin_ffsl:
    case clang::Builtin::BI__builtin_ffsll:
      return Count::first_set;
    case clang::Builtin::BI__builtin_clz:
    case clang::Builtin::BI__builtin_clzl:
    case clang::Builtin::BI__builtin_clzll:
      return Count::leading;
    case clang::Builtin::BI__builtin_ctz:
    case clang::Builtin::BI__builtin_ctzl:
    case clang::Builtin::BI__builtin_ctzll:
      return Count::trailing;
    case clang::Builtin::BI__builtin_popcount:
    case clang::Builtin::BI__builtin_popcountl:
    case clang::Builtin::BI__builtin_popcountll:
      return Count::ones;
    case clang::Builtin::BI__builtin_parity:
    case clang::Builtin::BI__builtin_parityl:
    case clang::Builtin::BI__builtin_parityll:
      return Count::parity;
    case clang::Builtin::BI__builtin_bswap16:
    case clang::Builtin::BI__builtin_bswap32:
    case clang::Builtin::BI__builtin_bswap64:
      return Count::swapped;
    default:
      return std::nullopt;
  }
}

}  // namespace

program::ExprPtr Body::bits(program::BinaryOp op, program::ExprPtr left, std::uint64_t right) {
  const program::TypeId type = left->type;
  const source::Span span = left->span;
  const program::ExprPtr number = unit_.convert(
      unit_.literal(static_cast<std::int64_t>(right), unit_.types().unsigned_long_type(), span),
      type);
  return make_expr(program::Binary{op, std::move(left), number}, type, span);
}

program::ExprPtr Body::both(program::BinaryOp op, program::ExprPtr left, program::ExprPtr right) {
  const program::TypeId type = left->type;
  const source::Span span = left->span;
  return make_expr(program::Binary{op, std::move(left), std::move(right)}, type, span);
}

// Of an unsigned number: pairs, then nibbles, then bytes are added up side by side.
program::ExprPtr Body::count_ones(program::ExprPtr value, unsigned width) {
  constexpr std::uint64_t kPairs = 0x5555555555555555, kNibbles = 0x3333333333333333,
                          kBytes = 0x0f0f0f0f0f0f0f0f, kEach = 0x0101010101010101;
  value = settle(
      both(BinaryOp::sub, value, bits(BinaryOp::bit_and, bits(BinaryOp::shr, value, 1), kPairs)));
  value = settle(both(BinaryOp::add, bits(BinaryOp::bit_and, value, kNibbles),
                      bits(BinaryOp::bit_and, bits(BinaryOp::shr, value, 2), kNibbles)));
  value = settle(
      bits(BinaryOp::bit_and, both(BinaryOp::add, value, bits(BinaryOp::shr, value, 4)), kBytes));
  return bits(BinaryOp::shr, bits(BinaryOp::mul, value, kEach), width - 8);
}

program::ExprPtr Body::swap_bytes(const program::ExprPtr& value, unsigned width) {
  program::ExprPtr result;
  for (unsigned byte = 0; byte < width; byte += 8) {
    program::ExprPtr moved =
        bits(BinaryOp::shl, bits(BinaryOp::bit_and, bits(BinaryOp::shr, value, byte), 0xff),
             width - 8 - byte);
    result = result ? both(BinaryOp::bit_or, std::move(result), std::move(moved)) : moved;
  }
  return result;
}

void Body::check_not_zero(const program::ExprPtr& value, const std::string& name) {
  const source::Span span = value->span;
  const clang::FunctionDecl* check = primitive("hw_check_", span);
  const auto type = [&](unsigned k) {
    const clang::ParmVarDecl* parameter = check->getParamDecl(k);
    return unit_.types().of(parameter->getType(), parameter->getLocation());
  };
  program::Call call;
  call.callee = unit_.function(check);
  call.arguments = {make_expr(program::StringLiteral{"ub"}, type(0), span),
                    unit_.convert(value, type(1)),
                    make_expr(program::StringLiteral{name + " of 0"}, type(2), span)};
  emit(std::move(call), span);
}

// None if it is no such built-in.
program::ExprPtr Body::bit_builtin(const clang::CallExpr* expr) {
  const auto count = what_counts(expr->getBuiltinCallee());
  if (!count) return nullptr;
  const source::Span span = unit_.spans().of(expr);
  const auto argument = unit_.types().integer(unit_.type(expr->getArg(0)));
  const unsigned width = argument->bits;
  // Narrow ones are computed as C promotes them, for which 32 bits are enough.
  const program::TypeId type = width == 64 ? unit_.types().unsigned_long_type()
                                           : unit_.types().of(unit_.context().UnsignedIntTy, {});
  const program::ExprPtr value = settle(unit_.convert(rvalue(expr->getArg(0)), type));
  const std::string name = expr->getDirectCallee()->getNameAsString();
  program::ExprPtr result;
  switch (*count) {
    case Count::ones:
      result = count_ones(value, width);
      break;
    case Count::parity:
      result = bits(BinaryOp::bit_and, count_ones(value, width), 1);
      break;
    case Count::swapped:
      result = swap_bytes(value, width);
      break;
    case Count::trailing:
      check_not_zero(value, name);
      [[fallthrough]];
    case Count::first_set: {
      // The lowest one and the zeroes behind it.
      const program::ExprPtr up_to =
          settle(both(BinaryOp::bit_xor, value, bits(BinaryOp::sub, value, 1)));
      const program::ExprPtr ones = settle(count_ones(up_to, width));
      result = *count == Count::trailing
                   ? bits(BinaryOp::sub, ones, 1)
                   : make_expr(program::Conditional{value, ones, unit_.literal(0, type, span)},
                               type, span);
      break;
    }
    case Count::leading: {
      check_not_zero(value, name);
      program::ExprPtr filled = value;
      for (unsigned step = 1; step < width; step *= 2)
        filled = settle(both(BinaryOp::bit_or, filled, bits(BinaryOp::shr, filled, step)));
      const program::ExprPtr ones = settle(count_ones(filled, width));
      result = both(BinaryOp::sub, unit_.literal(width, type, span), ones);
      break;
    }
  }
  return unit_.convert(std::move(result), unit_.type(expr));
}

}  // namespace headway::frontend

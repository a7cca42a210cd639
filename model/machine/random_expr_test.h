// Random well-typed expressions over a small fixed set of variables, for the tests of this room.
#pragma once

#include <random>
#include <vector>

#include "model/machine/machine.h"

namespace headway::machine {

class RandomExpr {
 public:
  explicit RandomExpr(std::uint32_t seed) : random_(seed) {}

  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }

  static const std::vector<IntType>& types() {
    static const std::vector<IntType> kTypes = {kBool,       {8, false},  {8, true},
                                                {16, false}, {16, true},  {32, false},
                                                {32, true},  {64, false}, kI64};
    return kTypes;
  }
  IntType type() { return types()[below(static_cast<std::uint32_t>(types().size()))]; }

  // A scalar and an array of three cells for each type; scalar 2i, array 2i + 1.
  static Machine machine() {
    Machine made;
    made.name = "random";
    for (const IntType type : types()) {
      const std::string name =
          (type.is_signed ? std::string("i") : std::string("u")).append(std::to_string(type.bits));
      Variable scalar{.name = name + ".x",
                      .type = type,
                      .range = {},
                      .owner = {},
                      .initial = {0},
                      .initial_any = {},
                      .label = {},
                      .strip = {},
                      .enumerators = {}};
      Variable array = scalar;
      array.name = name + ".a";
      array.is_array = true;
      array.extent = 3;
      array.initial = {0, 0, 0};
      made.variables.push_back(scalar);
      made.variables.push_back(array);
    }
    return made;
  }

  // Values near the edges of the type are as likely as small ones.
  std::int64_t value(IntType type) {
    const std::int64_t small = static_cast<std::int64_t>(below(7)) - 3;
    const std::uint64_t edge = std::uint64_t{1} << below(64);
    const std::uint32_t pick = below(4);
    const std::uint64_t below_edge = 0 - edge - static_cast<std::uint64_t>(small);
    return wrap(pick < 2 ? small : static_cast<std::int64_t>(pick == 2 ? edge : below_edge), type);
  }

  Expr expr(IntType type, int depth) {
    if (depth == 0) return leaf(type, depth);
    switch (below(7)) {
      case 0:
        return leaf(type, depth);
      case 1:
        return unary(type, depth);
      case 2:
      case 3:
        return binary(type, depth);
      case 4:
        return Expr::conditional(expr(kBool, depth - 1), expr(type, depth - 1),
                                 expr(type, depth - 1));
      case 5:
        return Expr::convert(expr(this->type(), depth - 1), type);
      default:
        return type == kBool ? comparison(depth) : binary(type, depth);
    }
  }

 private:
  Expr leaf(IntType type, int depth) {
    std::uint32_t at = 0;
    while (types()[at] != type) ++at;
    switch (below(4)) {
      case 0:
        return Expr::load(VariableId{2 * at}, type);
      case 1:
        return depth == 0 ? Expr::choice(type)
                          : Expr::load(VariableId{2 * at + 1}, expr(this->type(), depth - 1), type);
      default:
        return Expr::constant(value(type), type);
    }
  }

  Expr unary(IntType type, int depth) {
    if (type == kBool && below(2) == 0)
      return Expr::unary(UnaryOp::logical_not, expr(this->type(), depth - 1));
    return Expr::unary(below(2) == 0 ? UnaryOp::negate : UnaryOp::bit_not, expr(type, depth - 1));
  }

  Expr binary(IntType type, int depth) {
    if (type == kBool && below(2) == 0) {
      return Expr::binary(below(2) == 0 ? BinaryOp::logical_and : BinaryOp::logical_or,
                          expr(kBool, depth - 1), expr(kBool, depth - 1));
    }
    const auto op = static_cast<BinaryOp>(below(static_cast<std::uint32_t>(BinaryOp::lt)));
    const bool shifts = op == BinaryOp::shl || op == BinaryOp::shr;
    Expr left = expr(type, depth - 1);
    return Expr::binary(op, std::move(left), expr(shifts ? this->type() : type, depth - 1));
  }

  Expr comparison(int depth) {
    const auto op = static_cast<BinaryOp>(static_cast<std::uint32_t>(BinaryOp::lt) + below(6));
    const IntType operands = type();
    Expr left = expr(operands, depth - 1);
    return Expr::binary(op, std::move(left), expr(operands, depth - 1));
  }

  std::mt19937 random_;
};

}  // namespace headway::machine

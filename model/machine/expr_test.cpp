// Operators against the machine's own arithmetic, exhaustively at 8 bits; simplification against
// evaluation.
#include "model/machine/expr.h"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <type_traits>
#include <vector>

#include "model/machine/evaluate.h"
#include "model/machine/random_expr_test.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::machine {
namespace {

constexpr BinaryOp kAllBinary[] = {
    BinaryOp::add,     BinaryOp::sub,         BinaryOp::mul,       BinaryOp::div, BinaryOp::rem,
    BinaryOp::bit_and, BinaryOp::bit_or,      BinaryOp::bit_xor,   BinaryOp::shl, BinaryOp::shr,
    BinaryOp::lt,      BinaryOp::le,          BinaryOp::gt,        BinaryOp::ge,  BinaryOp::eq,
    BinaryOp::ne,      BinaryOp::logical_and, BinaryOp::logical_or};

// What C++ computes on T itself, nothing where C leaves it undefined. Wide is enough for every
// exact result.
template <typename T, typename Wide>
std::optional<std::int64_t> native(BinaryOp op, T a, T b) {
  const auto narrow = [](Wide wide) { return static_cast<std::int64_t>(static_cast<T>(wide)); };
  const Wide x = a, y = b;
  constexpr int kBits =
      std::numeric_limits<T>::digits + (std::numeric_limits<T>::is_signed ? 1 : 0);
  const bool too_wide = y < 0 || y >= kBits;
  switch (op) {
    case BinaryOp::add:
      return narrow(x + y);
    case BinaryOp::sub:
      return narrow(x - y);
    case BinaryOp::mul:
      // Only here may Wide be too narrow, and only here does T itself wrap.
      if constexpr (std::is_same_v<T, std::uint64_t>) return static_cast<std::int64_t>(a * b);
      return narrow(x * y);
    case BinaryOp::div:
    case BinaryOp::rem:
      if (y == 0 || (y == -1 && x == std::numeric_limits<T>::min())) return std::nullopt;
      return narrow(op == BinaryOp::div ? x / y : x % y);
    case BinaryOp::bit_and:
      return narrow(x & y);
    case BinaryOp::bit_or:
      return narrow(x | y);
    case BinaryOp::bit_xor:
      return narrow(x ^ y);
    case BinaryOp::shl:
      return too_wide ? std::nullopt : std::optional(narrow(x << y));
    case BinaryOp::shr:
      return too_wide ? std::nullopt : std::optional(narrow(x >> y));
    case BinaryOp::lt:
      return a < b;
    case BinaryOp::le:
      return a <= b;
    case BinaryOp::gt:
      return a > b;
    case BinaryOp::ge:
      return a >= b;
    case BinaryOp::eq:
      return a == b;
    case BinaryOp::ne:
      return a != b;
    case BinaryOp::logical_and:
      return a && b;
    case BinaryOp::logical_or:
      return a || b;
  }
  return std::nullopt;
}

template <typename T>
constexpr IntType type_of() {
  return {static_cast<std::uint8_t>(sizeof(T) * 8), std::numeric_limits<T>::is_signed};
}

template <typename T, typename Wide>
void compare(T a, T b) {
  const IntType type = type_of<T>();
  for (const BinaryOp op : kAllBinary) {
    const auto expected = native<T, Wide>(op, a, b);
    const Evaluation found =
        apply(op, type, static_cast<std::int64_t>(a), type, static_cast<std::int64_t>(b));
    const bool same = expected ? found.fault == Fault::none && found.value == *expected
                               : found.fault != Fault::none;
    ASSERT_TRUE(same) << "op " << static_cast<int>(op) << " on " << +a << " and " << +b << " found "
                      << found.value;
  }
}

template <typename T>
void compare_all_of_8_bits() {
  for (int a = std::numeric_limits<T>::min(); a <= std::numeric_limits<T>::max(); ++a) {
    for (int b = std::numeric_limits<T>::min(); b <= std::numeric_limits<T>::max(); ++b) {
      compare<T, int>(static_cast<T>(a), static_cast<T>(b));
      if (testing::Test::HasFatalFailure()) return;
    }
    const Evaluation negated = apply(UnaryOp::negate, type_of<T>(), a);
    ASSERT_EQ(negated.value, static_cast<T>(-a));
    ASSERT_EQ(apply(UnaryOp::bit_not, type_of<T>(), a).value, static_cast<T>(~a));
    ASSERT_EQ(apply(UnaryOp::logical_not, type_of<T>(), a).value, a == 0);
  }
}

TEST(Operators, AgreeWithTheProcessorOnAllOf8Bits) {
  compare_all_of_8_bits<std::int8_t>();
  compare_all_of_8_bits<std::uint8_t>();
}

// All pairs of values within 2 of a power of two, of its negation, and of zero.
template <typename T, typename Wide>
void compare_edges() {
  std::vector<T> edges;
  for (int bit = 0; bit < static_cast<int>(sizeof(T) * 8); ++bit) {
    for (int near = -2; near <= 2; ++near) {
      const std::uint64_t power = std::uint64_t{1} << bit;
      edges.push_back(static_cast<T>(power + static_cast<std::uint64_t>(near)));
      edges.push_back(static_cast<T>(0 - power + static_cast<std::uint64_t>(near)));
    }
  }
  for (const T a : edges) {
    for (const T b : edges) {
      compare<T, Wide>(a, b);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

TEST(Operators, AgreeWithTheProcessorAtTheEdgesOfWiderTypes) {
  __extension__ using Wider = __int128;
  compare_edges<std::int16_t, std::int64_t>();
  compare_edges<std::uint16_t, std::int64_t>();
  compare_edges<std::int32_t, Wider>();
  compare_edges<std::uint32_t, Wider>();
  compare_edges<std::int64_t, Wider>();
  compare_edges<std::uint64_t, Wider>();
}

TEST(Operators, BoolsWrapAtOneBit) {
  for (const std::int64_t a : {0, 1}) {
    for (const std::int64_t b : {0, 1}) {
      EXPECT_EQ(apply(BinaryOp::add, kBool, a, kBool, b).value, a ^ b);
      EXPECT_EQ(apply(BinaryOp::bit_and, kBool, a, kBool, b).value, a & b);
      EXPECT_EQ(apply(BinaryOp::lt, kBool, a, kBool, b).value, a < b);
    }
    EXPECT_EQ(apply(UnaryOp::bit_not, kBool, a).value, a ^ 1);
  }
}

TEST(Operators, ConversionsAreThoseOfC) {
  const std::int64_t values[] = {0,     1,     -1,     127,       128,       255,        256,
                                 32768, 65535, -32769, INT32_MAX, INT32_MIN, UINT32_MAX, INT64_MIN};
  for (const std::int64_t value : values) {
    EXPECT_EQ(convert(value, {8, true}), static_cast<std::int8_t>(value));
    EXPECT_EQ(convert(value, {8, false}), static_cast<std::uint8_t>(value));
    EXPECT_EQ(convert(value, {16, true}), static_cast<std::int16_t>(value));
    EXPECT_EQ(convert(value, {16, false}), static_cast<std::uint16_t>(value));
    EXPECT_EQ(convert(value, {32, true}), static_cast<std::int32_t>(value));
    EXPECT_EQ(convert(value, {32, false}), static_cast<std::uint32_t>(value));
    EXPECT_EQ(convert(value, kI64), value);
    EXPECT_EQ(convert(value, kBool), value != 0);
  }
}

TEST(Operators, ShiftsTakeAmountsOfAnotherType) {
  EXPECT_EQ(apply(BinaryOp::shl, {8, false}, 1, kI64, -1).fault, Fault::shift_too_wide);
  EXPECT_EQ(apply(BinaryOp::shl, {8, false}, 1, kI64, 7).value, 128);
  EXPECT_EQ(apply(BinaryOp::shl, {8, false}, 1, kI64, 8).fault, Fault::shift_too_wide);
  EXPECT_EQ(apply(BinaryOp::shr, {64, false}, -1, {64, false}, -1).fault, Fault::shift_too_wide);
  EXPECT_EQ(apply(BinaryOp::shr, kI64, -8, {8, false}, 1).value, -4);
}

TEST(Expr, FactoriesRefuseIllTypedTrees) {
  const Expr x = Expr::constant(1, {8, false}), y = Expr::constant(1), b = Expr::boolean(true);
  EXPECT_THROW(Expr::binary(BinaryOp::add, x, y), source::InternalError);
  EXPECT_THROW(Expr::binary(BinaryOp::lt, x, y), source::InternalError);
  EXPECT_THROW(Expr::binary(BinaryOp::logical_and, y, y), source::InternalError);
  EXPECT_THROW(Expr::conditional(y, x, x), source::InternalError);
  EXPECT_THROW(Expr::conditional(b, x, y), source::InternalError);
  EXPECT_THROW(Expr::constant(0, {7, false}), source::InternalError);
  EXPECT_THROW(Expr::constant(0, {1, true}), source::InternalError);
  EXPECT_EQ(Expr::binary(BinaryOp::shl, x, y).type(), x.type());
  EXPECT_EQ(Expr::binary(BinaryOp::lt, x, x).type(), kBool);
  EXPECT_EQ(Expr::constant(-1, {8, false}), Expr::constant(255, {8, false}));
}

TEST(Expr, EqualityLooksAtTypesAndShape) {
  const Expr x = Expr::load(VariableId{0}, kI64);
  EXPECT_EQ(x, Expr::load(VariableId{0}, kI64));
  EXPECT_NE(x, Expr::load(VariableId{1}, kI64));
  EXPECT_NE(x, Expr::load(VariableId{0}, Expr::constant(0), kI64));
  EXPECT_NE(Expr::constant(1), Expr::constant(1, {32, true}));
  EXPECT_NE(Expr::binary(BinaryOp::add, x, x), Expr::binary(BinaryOp::sub, x, x));
  EXPECT_NE(Expr::convert(x, kBool), Expr::unary(UnaryOp::logical_not, x));
}

TEST(Expr, LoadsAreVisitedInsideOut) {
  const Expr inner = Expr::load(VariableId{1}, kI64);
  const Expr outer = Expr::load(VariableId{2}, inner, kI64);
  std::vector<std::uint32_t> seen;
  for_each_load(Expr::binary(BinaryOp::add, outer, Expr::load(VariableId{3}, kI64)),
                [&](const Load& load) { seen.push_back(index_of(load.variable)); });
  EXPECT_EQ(seen, (std::vector<std::uint32_t>{1, 2, 3}));
}

TEST(Expr, SubstituteReplacesLoadsAndChoices) {
  const Expr array = Expr::load(VariableId{2}, Expr::choice(), kI64);
  const Expr replaced =
      substitute(Expr::binary(BinaryOp::add, array, Expr::load(VariableId{1}, kI64)),
                 [](const Expr& leaf) -> std::optional<Expr> {
                   if (std::holds_alternative<ChoiceValue>(leaf.node())) return Expr::constant(7);
                   if (std::get<Load>(leaf.node()).index) return std::nullopt;
                   return Expr::constant(3);
                 });
  EXPECT_EQ(replaced,
            Expr::binary(BinaryOp::add, Expr::load(VariableId{2}, Expr::constant(7), kI64),
                         Expr::constant(3)));
}

// Value and fault of random expressions must survive simplification in every state tried, and so
// must the verdict of can_fault.
TEST(Simplify, NeverChangesAValueNorAFault) {
  RandomExpr random(7);
  const Machine machine = RandomExpr::machine();
  const Layout layout(machine);
  int faults = 0, values = 0, simpler = 0;
  for (int i = 0; i < 30000; ++i) {
    const Expr expr = random.expr(random.type(), 1 + static_cast<int>(random.below(4)));
    const Expr simple = simplify(expr);
    ASSERT_EQ(simple.type(), expr.type());
    if (!(simple == expr)) ++simpler;
    ASSERT_TRUE(can_fault(expr) || !can_fault(simple)) << print_expr(machine, expr);
    for (int n = 0; n < 12; ++n) {
      State state = raw_initial_states(machine)[0];
      for (std::size_t v = 0; v < machine.variables.size(); ++v) {
        const Variable& variable = machine.variables[v];
        for (std::size_t cell = 0; cell < variable.extent; ++cell) {
          state.cells[layout.slot(static_cast<VariableId>(v)) + cell] = random.value(variable.type);
        }
      }
      const Context context{machine, layout, state, random.value(kI64)};
      const Evaluation before = evaluate(expr, context), after = evaluate(simple, context);
      ASSERT_EQ(before.fault, after.fault)
          << print_expr(machine, expr) << "  became  " << print_expr(machine, simple);
      ASSERT_EQ(before.value, after.value)
          << print_expr(machine, expr) << "  became  " << print_expr(machine, simple);
      ASSERT_EQ(wrap(before.value, expr.type()), before.value);
      ASSERT_TRUE(before.fault == Fault::none || can_fault(expr)) << print_expr(machine, expr);
      ++(before.fault == Fault::none ? values : faults);
    }
  }
  // Both sides of the claim are exercised.
  EXPECT_GT(faults, 20000);
  EXPECT_GT(values, 20000);
  EXPECT_GT(simpler, 5000);
}

TEST(Simplify, FoldsWhatLoweringProduces) {
  const Machine machine =
      parse_machine("machine m shared x: i32 shared b: bool shared a: i64[2]", "m");
  const auto simple = [&](const std::string& text) {
    Machine with = parse_machine(print_machine(machine) + "observe o: " + text, "m");
    return print_expr(machine, simplify(with.observables[0].value));
  };
  EXPECT_EQ(simple("i32(x < 3i32) != 0"), "x < 3");
  EXPECT_EQ(simple("i32(x < 3i32) == 0"), "x >= 3");
  EXPECT_EQ(simple("!!b"), "b");
  EXPECT_EQ(simple("!!x"), "bool(x)");
  EXPECT_EQ(simple("b && true || false"), "b");
  EXPECT_EQ(simple("b ? 1 : 0"), "i64(b)");
  EXPECT_EQ(simple("2 + 3 * 4"), "14");
  EXPECT_EQ(simple("x * 0"), "0i32");
  EXPECT_EQ(simple("a[2] * 0"), "a[2] * 0") << "the index may be out of bounds";
  EXPECT_EQ(simple("1 / 0"), "1 / 0");
  EXPECT_EQ(simple("a[0] == 1 && false"), "a[0] == 1 && false");
  EXPECT_EQ(simple("false && a[0] == 1"), "false");
  EXPECT_EQ(simple("i32(i64(x))"), "x");
  EXPECT_EQ(simple("u8(u32(a[0]))"), "u8(a[0])");
  EXPECT_EQ(simple("u32(u8(a[0]))"), "u32(u8(a[0]))");
}

}  // namespace
}  // namespace headway::machine

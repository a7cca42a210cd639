// Expressions over the variables of a machine. One tree that is evaluated by the interpreters,
// compiled by the explicit engine, encoded by the symbolic engine and printed by the reports: its
// meaning is written once, here and in `evaluate.h`.
//
// Values are 64-bit patterns kept in std::int64_t. A type of `bits` bits keeps its values
// sign-extended when signed and zero-extended when not; an unsigned 64-bit value is its bit
// pattern. Every operator yields a value of the node's type, wrapped to it (the kernel compiles
// with -fno-strict-overflow). Nodes are immutable and shared.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

namespace headway::machine {

enum class VariableId : std::uint32_t {};
enum class AgentId : std::uint32_t {};
enum class LocationId : std::uint32_t {};    // counts within one agent
enum class TransitionId : std::uint32_t {};  // counts within one agent

template <typename Id>
constexpr std::uint32_t index_of(Id id) {
  return static_cast<std::uint32_t>(id);
}

struct IntType {
  std::uint8_t bits = 64;  // 1, 8, 16, 32 or 64; 1 is bool and unsigned
  bool is_signed = true;
  auto operator<=>(const IntType&) const = default;
};
inline constexpr IntType kBool{1, false};
inline constexpr IntType kI64{64, true};

// Wraps a 64-bit pattern to `type` and extends it again.
std::int64_t wrap(std::int64_t value, IntType type);

enum class UnaryOp { negate, bit_not, logical_not };  // logical_not yields kBool
enum class BinaryOp {
  add,
  sub,
  mul,
  div,
  rem,
  bit_and,
  bit_or,
  bit_xor,
  shl,
  shr,
  lt,
  le,
  gt,
  ge,
  eq,
  ne,  // both operands of one type; yield kBool; signedness is the operands'
  logical_and,
  logical_or,  // evaluate the right side only where it decides; yield kBool
};

class Expr;

struct Constant {
  std::int64_t value;
};
struct Load;            // a variable or an element of an array
struct ChoiceValue {};  // the value that this transition's `choose` picked
struct Unary;
struct Binary;
struct Conditional;
struct Convert;  // to the node's type; to kBool means "is not zero"

class Expr {
 public:
  using Node = std::variant<Constant, Load, ChoiceValue, Unary, Binary, Conditional, Convert>;

  Expr();  // the constant 0 of type i64

  // The factories CHECK their operands' types.
  static Expr constant(std::int64_t value, IntType type = kI64);  // wrapped to `type`
  static Expr boolean(bool value) { return constant(value ? 1 : 0, kBool); }
  static Expr load(VariableId variable, IntType type);
  static Expr load(VariableId variable, Expr index, IntType type);
  static Expr choice(IntType type = kI64);
  static Expr unary(UnaryOp op, Expr operand);  // logical_not takes any type: "is zero"
  // Operand types are equal; a shift takes any amount and has the left one's type; logical_* take
  // kBool only.
  static Expr binary(BinaryOp op, Expr left, Expr right);
  static Expr conditional(Expr condition, Expr then, Expr otherwise);  // the condition is kBool
  static Expr convert(Expr operand, IntType type);

  [[nodiscard]] const Node& node() const;
  [[nodiscard]] IntType type() const;
  [[nodiscard]] bool is_constant() const;
  [[nodiscard]] bool is_constant(std::int64_t value) const;

  // Structural equality, also of types.
  friend bool operator==(const Expr& a, const Expr& b);

 private:
  struct Shared;
  explicit Expr(std::shared_ptr<const Shared> shared) : shared_(std::move(shared)) {}
  static Expr make(IntType type, Node node);
  std::shared_ptr<const Shared> shared_;
};

struct Load {
  VariableId variable;
  std::shared_ptr<const Expr> index;
};  // index null for a scalar
struct Unary {
  UnaryOp op;
  Expr operand;
};
struct Binary {
  BinaryOp op;
  Expr left, right;
};
struct Conditional {
  Expr condition, then, otherwise;
};
struct Convert {
  Expr operand;
};

struct Expr::Shared {
  IntType type;
  Node node;
};
inline const Expr::Node& Expr::node() const { return shared_->node; }
inline IntType Expr::type() const { return shared_->type; }

// May an evaluation of this fault, as far as the tree alone shows? (It doesn't know how long arrays
// are.)
bool can_fault(const Expr& expr);

// Convenience for passes and lowering: these fold as `simplify` does, at the top only.
Expr operator&&(const Expr& a, const Expr& b);
Expr operator||(const Expr& a, const Expr& b);
Expr operator!(const Expr& a);
// Bottom-up constant folding and identities; never changes a value and never drops a fault
// (division, index).
Expr simplify(const Expr& expr);

// Calls `visit(const Load&)` for every Load in evaluation order, outer index loads after the loads
// inside the index.
template <typename Visit>
void for_each_load(const Expr& expr, Visit&& visit);

// Rebuilds the tree with every Load or ChoiceValue replaced where `replace(const Expr&) ->
// std::optional<Expr>` answers with an expression (of the same type). Indices are rebuilt first:
// `replace` sees the Load with its new index.
template <typename Replace>
Expr substitute(const Expr& expr, Replace&& replace);

}  // namespace headway::machine

#include "model/machine/expr_walk.h"

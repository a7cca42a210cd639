// The meaning of expressions. Total: what C leaves undefined comes back as a fault with a word for
// it.
#pragma once

#include <optional>

#include "model/machine/state.h"

namespace headway::machine {

// divide_overflow is the least value divided by -1 (also its remainder): no flag of the compiler
// defines it, and the processor traps. A signed overflow of + - * << is no fault: the kernel is
// compiled with -fno-strict-overflow.
enum class Fault {
  none,
  divide_by_zero,
  divide_overflow,
  shift_too_wide,
  index_out_of_bounds,
  out_of_range
};

struct Evaluation {
  std::int64_t value = 0;
  Fault fault = Fault::none;
};

struct Context {
  const Machine& machine;
  const Layout& layout;
  const State& state;
  std::int64_t choice = 0;
};

Evaluation evaluate(const Expr& expr, const Context& context);

// One operator on values of the given operand types; the result is wrapped. `logical_and` and
// `logical_or` are plain here: whether the right side is looked at is up to `evaluate`.
Evaluation apply(UnaryOp op, IntType type, std::int64_t value);
Evaluation apply(BinaryOp op, IntType left_type, std::int64_t left, IntType right_type,
                 std::int64_t right);
// Conversion to `type`; to kBool it means "is not zero".
std::int64_t convert(std::int64_t value, IntType type);

// Is `value`, of type `type`, inside `range` (compared in the type's signedness)?
bool within(const Range& range, IntType type, std::int64_t value);

// Where in State::cells a place lies: the value is the slot. Faults in the index included.
Evaluation slot_of(VariableId variable, const Expr* index, const Context& context);

// "division by zero", "index out of bounds", …
const char* describe(Fault fault);

}  // namespace headway::machine

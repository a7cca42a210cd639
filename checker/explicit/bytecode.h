// Expressions compiled for speed. All expressions of a machine share one array of three-address
// instructions that work on a *frame*: one array of 64-bit values that holds the state's slots
// first, then the chosen value, constants and temporaries. A scalar variable or a constant is thus
// an operand as it stands, and `pos < 2` is one instruction.
//
// Means exactly what machine::evaluate means, faults included; the test runs both on random
// expressions. Never changes a slot of the state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "model/machine/evaluate.h"

namespace headway::explicit_engine {

enum class Op : std::uint8_t {
  move,
  wrap,
  is_zero,
  is_nonzero,
  negate,
  bit_not,
  add,
  sub,
  mul,
  bit_and,
  bit_or,
  bit_xor,
  shl,
  shr,
  div_signed,
  div_unsigned,
  rem_signed,
  rem_unsigned,
  less_signed,
  less_unsigned,
  less_equal_signed,
  less_equal_unsigned,
  equal,
  not_equal,
  load,  // a cell of an array: `left` is the index, `right` the variable
  jump,
  jump_if_zero,
  jump_if_nonzero  // to instruction `target`, looking at `left`
};

struct Instruction {
  Op op = Op::move;
  machine::IntType type;     // of the result
  std::uint32_t target = 0;  // the operand written
  std::uint32_t left = 0;
  std::uint32_t right = 0;
};

// One expression: run instructions [begin, end), then the value is frame[result].
struct Compiled {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t result = 0;
};

class Bytecode {
 public:
  // `slots` values of the state come first in the frame, the cells in the order of the layout.
  Bytecode(const machine::Machine& machine, const machine::Layout& layout, std::size_t slots);

  Compiled compile(const machine::Expr& expr);

  // A frame for everything compiled so far, constants filled in.
  [[nodiscard]] std::vector<std::int64_t> make_frame() const;
  [[nodiscard]] std::uint32_t choice() const { return choice_; }

  // Leaves the value in frame[code.result] unless it faults.
  machine::Fault run(const Compiled& code, std::int64_t* frame) const;

 private:
  struct Array {
    std::uint32_t slot = 0;
    std::uint32_t extent = 0;
  };
  // Where the value of a subexpression is wanted; nothing: anywhere.
  using Wanted = std::optional<std::uint32_t>;

  std::uint32_t constant(std::int64_t value);
  std::uint32_t temporary();
  std::uint32_t emit(Op op, machine::IntType type, Wanted wanted, std::uint32_t left,
                     std::uint32_t right = 0);
  std::uint32_t place(std::uint32_t operand, Wanted wanted);
  std::uint32_t translate(const machine::Expr& expr, Wanted wanted);
  std::uint32_t translate_binary(const machine::Binary& node, machine::IntType type, Wanted wanted);
  std::uint32_t translate_logical(const machine::Binary& node, Wanted wanted);
  std::uint32_t translate_conditional(const machine::Conditional& node, Wanted wanted);
  std::uint32_t translate_conversion(const machine::Expr& operand, machine::IntType type,
                                     Wanted wanted);
  std::size_t jump(Op op, std::uint32_t condition);
  void land(std::size_t jump);

  std::vector<Instruction> code_;
  std::vector<Array> arrays_;  // by variable
  std::uint32_t choice_;
  std::uint32_t operands_;  // how many the frame has so far
  std::map<std::int64_t, std::uint32_t> constants_;
  std::vector<std::uint32_t> temporaries_;
  std::size_t used_temporaries_ = 0;
};

}  // namespace headway::explicit_engine

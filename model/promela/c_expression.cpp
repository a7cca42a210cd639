// Expressions as C. Every value is a `hw`, 64 bits wide and wrapped to its type as expr.h says, so
// that each operator is C's on 64 bits and one conversion. What would be undefined in C sets
// `hw_fault` and goes on with 0: that the rest is still evaluated changes nothing, since a fault is
// never taken back. `&&`, `||` and `?:` leave out what they leave out in C.
#include <cctype>
#include <limits>

#include "model/machine/expr.h"
#include "model/promela/promela.h"
#include "model/source/error.h"

namespace headway::promela {

using machine::BinaryOp;
using machine::Expr;
using machine::IntType;
using machine::Machine;
using machine::UnaryOp;

namespace {

// C's own conversions wrap and extend as ours do.
std::string wrapped(IntType type, const std::string& text) {
  if (type == machine::kBool) return "(hw)((" + text + ") & 1)";
  const std::string sign = type.is_signed ? "signed " : "unsigned ";
  const std::string narrow = type.bits == 8    ? "(" + sign + "char)"
                             : type.bits == 16 ? "(" + sign + "short)"
                             : type.bits == 32 ? "(" + sign + "int)"
                                               : "";
  return "(hw)" + narrow + "(" + text + ")";
}

std::string literal(std::int64_t value) {
  if (value == std::numeric_limits<std::int64_t>::min()) return "(-9223372036854775807LL - 1)";
  const std::string digits = std::to_string(value) + "LL";
  return value < 0 ? "(" + digits + ")" : digits;
}

std::string call(const std::string& function, const std::string& a, const std::string& b,
                 IntType type) {
  return function + "(" + a + ", " + b + ", " + std::to_string(type.bits) + ", " +
         (type.is_signed ? "1" : "0") + ")";
}

std::string infix(const char* op, const std::string& a, const std::string& b) {
  return "(" + a + " " + op + " " + b + ")";
}

std::string compared(const char* op, IntType type, const std::string& a, const std::string& b) {
  return type.is_signed ? "(hw)" + infix(op, a, b) : "(hw)" + infix(op, "(uhw)" + a, "(uhw)" + b);
}

std::string unsigned_infix(const char* op, IntType type, const std::string& a,
                           const std::string& b) {
  return wrapped(type, "(hw)" + infix(op, "(uhw)" + a, "(uhw)" + b));
}

class Printer {
 public:
  explicit Printer(const Machine& machine) : machine_(machine) {}

  [[nodiscard]] std::string print(const Expr& expr) const {
    return std::visit([&](const auto& node) { return print_node(node, expr.type()); }, expr.node());
  }

 private:
  [[nodiscard]] std::string print_node(const machine::Constant& node, IntType) const {
    return literal(node.value);
  }

  // A cell of 32 unsigned bits lies in an int; one of 64 bits is an int that was widened.
  [[nodiscard]] std::string print_node(const machine::Load& node, IntType type) const {
    const machine::Variable& variable = machine_.at(node.variable);
    std::string cell = "s->" + name_in_c(machine_, node.variable);
    if (node.index) {
      const std::string index =
          "hw_at(" + print(*node.index) + ", " + std::to_string(variable.extent) + ")";
      if (variable.extent == 1) return "(" + index + ", " + wrapped(type, "(hw)" + cell) + ")";
      cell += "[" + index + "]";
    }
    return wrapped(type, "(hw)" + cell);
  }

  [[nodiscard]] std::string print_node(const machine::ChoiceValue&, IntType type) const {
    return wrapped(type, "c");
  }

  [[nodiscard]] std::string print_node(const machine::Unary& node, IntType type) const {
    const std::string operand = print(node.operand);
    if (node.op == UnaryOp::logical_not) return "(hw)(" + operand + " == 0)";
    if (node.op == UnaryOp::bit_not) return wrapped(type, "~" + operand);
    return unsigned_infix("-", type, "0", operand);
  }

  [[nodiscard]] std::string print_node(const machine::Convert& node, IntType type) const {
    const std::string operand = print(node.operand);
    return type == machine::kBool ? "(hw)(" + operand + " != 0)" : wrapped(type, operand);
  }

  [[nodiscard]] std::string print_node(const machine::Conditional& node, IntType) const {
    return "(" + print(node.condition) + " ? " + print(node.then) + " : " + print(node.otherwise) +
           ")";
  }

  [[nodiscard]] std::string print_node(const machine::Binary& node, IntType type) const {
    const std::string a = print(node.left), b = print(node.right);
    const IntType operands = node.left.type();
    switch (node.op) {
      case BinaryOp::add:
        return unsigned_infix("+", type, a, b);
      case BinaryOp::sub:
        return unsigned_infix("-", type, a, b);
      case BinaryOp::mul:
        return unsigned_infix("*", type, a, b);
      case BinaryOp::bit_and:
        return unsigned_infix("&", type, a, b);
      case BinaryOp::bit_or:
        return unsigned_infix("|", type, a, b);
      case BinaryOp::bit_xor:
        return unsigned_infix("^", type, a, b);
      case BinaryOp::div:
        return wrapped(type, call("hw_divide", a, b, operands));
      case BinaryOp::rem:
        return wrapped(type, call("hw_remainder", a, b, operands));
      case BinaryOp::shl:
        return wrapped(type, "(hw)((uhw)" + a + " << " + amount(node, b) + ")");
      case BinaryOp::shr:
        return wrapped(
            type, (operands.is_signed ? "(" : "(hw)((uhw)") + a + " >> " + amount(node, b) + ")");
      case BinaryOp::lt:
        return compared("<", operands, a, b);
      case BinaryOp::le:
        return compared("<=", operands, a, b);
      case BinaryOp::gt:
        return compared(">", operands, a, b);
      case BinaryOp::ge:
        return compared(">=", operands, a, b);
      case BinaryOp::eq:
        return compared("==", operands, a, b);
      case BinaryOp::ne:
        return compared("!=", operands, a, b);
      case BinaryOp::logical_and:
        return "(hw)" + infix("&&", a, b);
      case BinaryOp::logical_or:
        return "(hw)" + infix("||", a, b);
    }
    CHECK(false);
  }

  // How far to shift: the amount has its own type, and must be less than the width of the value's.
  [[nodiscard]] static std::string amount(const machine::Binary& node, const std::string& text) {
    return "hw_amount(" + text + ", " + std::to_string(node.left.type().bits) + ")";
  }

  const Machine& machine_;
};

}  // namespace

std::string name_in_c(const Machine& machine, machine::VariableId id) {
  constexpr std::size_t kLongest = 40;
  std::string name = "v" + std::to_string(index_of(id)) + "_";
  for (const char c : machine.at(id).name) {
    const bool fits = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (name.size() < kLongest) name += fits ? c : '_';
  }
  return name;
}

std::string print_c(const Machine& machine, const Expr& expr) {
  return Printer(machine).print(expr);
}

}  // namespace headway::promela

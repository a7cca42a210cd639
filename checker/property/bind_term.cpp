// Names and types. An observable of C is a `long`, whatever it was before; that it is a truth value
// is read off its expression (comparisons, logical operators, bools), and an `observe` line that
// says otherwise is refused, since one of the two was written by mistake. The meaning of operators
// is that of the machine's expressions on 64 bits, so that no intermediate result of a spec is cut
// short. Division and shifts take constants on the right: a spec can't itself be undefined.
#include "checker/property/bind_term.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "checker/property/errno_names.h"
#include "model/source/error.h"

namespace headway::property {

namespace {

using machine::BinaryOp;
using machine::Expr;
using machine::kBool;
using machine::kI64;
using machine::UnaryOp;
using source::InputError;
using source::Span;
using tree::Type;

// The value that stands under conversions which keep every value: none of them narrows or changes a
// sign.
const Expr& below_widening(const Expr& expr) {
  const auto* convert = std::get_if<machine::Convert>(&expr.node());
  if (convert == nullptr) return expr;
  const machine::IntType from = convert->operand.type(), to = expr.type();
  const bool keeps = (from.is_signed == to.is_signed && from.bits <= to.bits) ||
                     (!from.is_signed && from.bits < to.bits);
  return keeps ? below_widening(convert->operand) : expr;
}

// True where the value can be 0 or 1 only, as far as the form of the expression shows.
bool is_truth(const Expr& whole, const machine::Machine& machine) {
  const Expr& expr = below_widening(whole);
  if (expr.type() == kBool) return true;
  if (const auto* constant = std::get_if<machine::Constant>(&expr.node())) {
    return constant->value == 0 || constant->value == 1;
  }
  if (const auto* load = std::get_if<machine::Load>(&expr.node())) {
    const auto& range = machine.at(load->variable).range;
    return range && range->low >= 0 && range->high <= 1;
  }
  if (const auto* conditional = std::get_if<machine::Conditional>(&expr.node())) {
    return is_truth(conditional->then, machine) && is_truth(conditional->otherwise, machine);
  }
  if (const auto* binary = std::get_if<machine::Binary>(&expr.node())) {
    const bool bitwise = binary->op == BinaryOp::bit_and || binary->op == BinaryOp::bit_or ||
                         binary->op == BinaryOp::bit_xor;
    return bitwise && is_truth(binary->left, machine) && is_truth(binary->right, machine);
  }
  return false;
}

Expr as_boolean(const Expr& expr) {
  const Expr& inner = below_widening(expr);
  return inner.type() == kBool ? inner : Expr::convert(expr, kBool);
}

Expr as_integer(const Expr& expr) { return expr.type() == kI64 ? expr : Expr::convert(expr, kI64); }

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "none" : out;
}

[[noreturn]] void refuse_call(const std::string& what, const std::string& where, const Span& span) {
  throw InputError(span, "`" + what + "` has no meaning in " + where,
                   "it speaks of a call: at return of ROLE: CONDITION");
}

}  // namespace

Expr AnyState::result(const Span& span) { refuse_call("result", where_, span); }
Expr AnyState::old(const Bound&, const std::string&, const Span& span) {
  refuse_call("old(…)", where_, span);
}

// One walk over one term.
struct Names::Binder {
  const Names& names;
  Reading& reading;
  std::size_t lets_visible;

  Bound operator()(const tree::Term& term) {
    return std::visit([&](const auto& node) { return bind(node, term.span); }, term.node);
  }

  Expr typed(const tree::Term& term, Type type, const char* by) {
    Bound bound = (*this)(term);
    if (bound.type != type) {
      throw InputError(term.span,
                       std::string(by) + " takes " + (type == Type::integer ? "an int" : "a bool") +
                           ", and this is " + (bound.type == Type::integer ? "an int" : "a bool"),
                       type == Type::boolean ? "compare it, as in x != 0"
                                             : "choose a number, as in (b ? 1 : 0)");
    }
    return std::move(bound.expr);
  }

  Bound bind(const tree::Number& node, const Span&) {
    return {Expr::constant(node.value), Type::integer};
  }
  Bound bind(const tree::Truth& node, const Span&) {
    return {Expr::boolean(node.value), Type::boolean};
  }
  Bound bind(const tree::ResultOfCall&, const Span& span) {
    return {as_integer(reading.result(span)), Type::integer};
  }

  Bound bind(const tree::Name& node, const Span& span) {
    if (const auto found = names.observables_.find(node.name); found != names.observables_.end())
      return found->second;
    if (const auto found = names.lets_.find(node.name);
        found != names.lets_.end() && found->second.number < lets_visible) {
      return Binder{names, reading, found->second.number}(*found->second.value);
    }
    if (const auto number = errno_number(node.name))
      return {Expr::constant(*number), Type::integer};
    std::vector<std::string> known;
    for (const auto& [name, bound] : names.observables_) known.push_back(name);
    for (const auto& [name, definition] : names.lets_) {
      if (definition.number < lets_visible) known.push_back(name);
    }
    throw InputError(span, "unknown name `" + node.name + "`",
                     "the spec observes: " + list(known) + "; another line `observe " + node.name +
                         ": int` (or bool) adds to them what the model offers");
  }

  Bound bind(const tree::Old& node, const Span& span) {
    AnyState inner("old(…)");
    const Bound operand = Binder{names, inner, lets_visible}(*node.operand);
    const auto* name = std::get_if<tree::Name>(&node.operand->node);
    return {reading.old(operand, name != nullptr ? name->name : "", span), operand.type};
  }

  Bound bind(const tree::Unary& node, const Span&) {
    switch (node.op) {
      case UnaryOp::logical_not:
        return {!typed(*node.operand, Type::boolean, "`not`"), Type::boolean};
      case UnaryOp::negate:
        return {Expr::unary(node.op, typed(*node.operand, Type::integer, "`-`")), Type::integer};
      case UnaryOp::bit_not:
        break;
    }
    return {Expr::unary(node.op, typed(*node.operand, Type::integer, "`~`")), Type::integer};
  }

  Bound bind(const tree::Binary& node, const Span&) {
    switch (node.op) {
      case BinaryOp::logical_and:
        return {
            typed(*node.left, Type::boolean, "`and`") && typed(*node.right, Type::boolean, "`and`"),
            Type::boolean};
      case BinaryOp::logical_or:
        return {
            typed(*node.left, Type::boolean, "`or`") || typed(*node.right, Type::boolean, "`or`"),
            Type::boolean};
      case BinaryOp::eq:
      case BinaryOp::ne: {
        Bound left = (*this)(*node.left);
        Expr right = typed(*node.right, left.type, "this comparison");
        return {Expr::binary(node.op, std::move(left.expr), std::move(right)), Type::boolean};
      }
      case BinaryOp::lt:
      case BinaryOp::le:
      case BinaryOp::gt:
      case BinaryOp::ge:
        return {arithmetic(node, "this comparison"), Type::boolean};
      case BinaryOp::div:
      case BinaryOp::rem:
        constant_on_the_right(*node.right, 1, INT64_MAX, "a positive number");
        break;
      case BinaryOp::shl:
      case BinaryOp::shr:
        constant_on_the_right(*node.right, 0, 63, "a number of 0..63");
        break;
      default:
        break;
    }
    return {arithmetic(node, "this operator"), Type::integer};
  }

  Bound bind(const tree::Conditional& node, const Span&) {
    Expr condition = typed(*node.condition, Type::boolean, "`?:`");
    Bound then = (*this)(*node.then);
    Expr otherwise = typed(*node.otherwise, then.type, "the other side of this `?:`");
    return {Expr::conditional(std::move(condition), std::move(then.expr), std::move(otherwise)),
            then.type};
  }

  Bound bind(const tree::Temporal&, const Span& span) {
    throw InputError(span, "a temporal formula has no value in a single state",
                     "it stands in a property: property ID \"…\": FORMULA");
  }

  Expr arithmetic(const tree::Binary& node, const char* by) {
    Expr left = typed(*node.left, Type::integer, by);
    return Expr::binary(node.op, std::move(left), typed(*node.right, Type::integer, by));
  }

  void constant_on_the_right(const tree::Term& term, std::int64_t low, std::int64_t high,
                             const char* what) {
    const auto* number = std::get_if<tree::Number>(&term.node);
    if (number != nullptr && number->value >= low && number->value <= high) return;
    throw InputError(term.span,
                     std::string("in a spec the right side here is ") + what + ", written out",
                     "so that the spec itself is defined in every state");
  }
};

Names::Names(const Spec& spec, const machine::Machine& machine) {
  for (const tree::Item& item : spec.items) {
    if (const auto* line = std::get_if<tree::Observe>(&item)) observe(*line, machine);
  }
  for (const tree::Item& item : spec.items) {
    const auto* let = std::get_if<tree::Let>(&item);
    if (let == nullptr) continue;
    if (observables_.count(let->name) != 0 ||
        !lets_.emplace(let->name, Definition{let->value, lets_.size()}).second) {
      throw InputError(let->span, "the name `" + let->name + "` is given twice");
    }
  }
}

void Names::observe(const tree::Observe& line, const machine::Machine& machine) {
  const machine::Observable* found = nullptr;
  std::vector<std::string> offered;
  for (const machine::Observable& observable : machine.observables) {
    offered.push_back(observable.name);
    if (observable.name == line.name) found = &observable;
  }
  if (found == nullptr) {
    throw InputError(line.span, "the model has no observable `" + line.name + "`",
                     "it offers: " + list(offered));
  }
  const bool truth = is_truth(found->value, machine);
  if (line.type == Type::boolean && !truth) {
    throw InputError(line.span,
                     "the spec observes `" + line.name + "` as bool, and in the model it is int");
  }
  Bound bound{line.type == Type::boolean ? as_boolean(found->value) : as_integer(found->value),
              line.type};
  if (!observables_.emplace(line.name, std::move(bound)).second) {
    throw InputError(line.span, "`" + line.name + "` is observed twice");
  }
}

void Names::check_lets(Reading& reading) const {
  for (const auto& [name, definition] : lets_)
    Binder{*this, reading, definition.number}(*definition.value);
}

Expr Names::condition(const tree::Term& term, Reading& reading) const {
  return Binder{*this, reading, lets_.size()}.typed(term, Type::boolean, "a condition");
}

}  // namespace headway::property

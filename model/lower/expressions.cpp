// C expressions to values. Program's I1 (pure) and I2 (explicit conversions) make this a plain
// walk; what is added is laziness: inside the right side of `&&`, `||` and `?:`, checks and loads
// count only where C would get there.
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

using machine::BinaryOp;
using machine::IntType;
using machine::kBool;

namespace {

machine::BinaryOp machine_op(program::BinaryOp op) {
  switch (op) {
    case program::BinaryOp::add:
      return BinaryOp::add;
    case program::BinaryOp::sub:
      return BinaryOp::sub;
    case program::BinaryOp::mul:
      return BinaryOp::mul;
    case program::BinaryOp::div:
      return BinaryOp::div;
    case program::BinaryOp::rem:
      return BinaryOp::rem;
    case program::BinaryOp::bit_and:
      return BinaryOp::bit_and;
    case program::BinaryOp::bit_or:
      return BinaryOp::bit_or;
    case program::BinaryOp::bit_xor:
      return BinaryOp::bit_xor;
    case program::BinaryOp::shl:
      return BinaryOp::shl;
    case program::BinaryOp::shr:
      return BinaryOp::shr;
    case program::BinaryOp::lt:
      return BinaryOp::lt;
    case program::BinaryOp::le:
      return BinaryOp::le;
    case program::BinaryOp::gt:
      return BinaryOp::gt;
    case program::BinaryOp::ge:
      return BinaryOp::ge;
    case program::BinaryOp::eq:
      return BinaryOp::eq;
    case program::BinaryOp::ne:
      return BinaryOp::ne;
    case program::BinaryOp::logical_and:
      return BinaryOp::logical_and;
    case program::BinaryOp::logical_or:
      return BinaryOp::logical_or;
  }
  CHECK(false);
}

std::string who_of(const Value& a, const Value& b) {
  return a.poison.is_constant(0) ? b.who : a.who;
}

// `poison`, as far as evaluation gets there. Poison stands left wherever it can be evaluated at any
// time, so that a `false` there folds even if the condition may fault.
Expr where(const Expr& condition, const Expr& poison) {
  return machine::can_fault(poison) ? condition && poison : poison && condition;
}

Expr either(const Expr& condition, const Expr& then, const Expr& otherwise) {
  return where(condition, then) || where(!condition, otherwise);
}

}  // namespace

Expr AgentLowering::truth(const Value& value) const {
  return simplify(Expr::convert(value.expr, kBool));
}

Value AgentLowering::to_type(Value value, IntType type) const {
  if (value.expr.type() != type) value.expr = simplify(Expr::convert(value.expr, type));
  return value;
}

Expr AgentLowering::used(const Value& value) {
  const Expr fine = simplify(!where(lazily_, value.poison));
  if (!fine.is_constant(1)) require_always(fine, value.who + " is used uninitialised");
  return value.expr;
}

Value AgentLowering::eval(const program::Expr& expr) {
  const auto constant = [&](std::int64_t number) {
    return Value{Expr::constant(number, machine_type(round_.program.at(expr.type)))};
  };
  if (const auto* literal = std::get_if<program::IntLiteral>(&expr.node))
    return constant(literal->value);
  if (const auto* string = std::get_if<program::StringLiteral>(&expr.node)) {
    return constant(round_.objects.string_address(string->text));
  }
  if (const auto* address = std::get_if<program::FunctionAddress>(&expr.node)) {
    return constant(Objects::function_address(address->function));
  }
  if (const auto* place = std::get_if<program::LoadPlace>(&expr.node)) {
    if (const auto known = known_local(place->place)) return *known;
    return load(resolve(place->place));
  }
  if (const auto* address = std::get_if<program::AddressOf>(&expr.node))
    return eval_address(address->place);
  if (const auto* unary = std::get_if<program::Unary>(&expr.node)) return eval_unary(*unary, expr);
  if (const auto* binary = std::get_if<program::Binary>(&expr.node))
    return eval_binary(*binary, expr);
  if (const auto* conditional = std::get_if<program::Conditional>(&expr.node))
    return eval_conditional(*conditional);
  if (const auto* conversion = std::get_if<program::Convert>(&expr.node)) {
    const program::Type& type = round_.program.at(expr.type);
    if (!is_scalar(type)) return eval(*conversion->operand);  // (void)x
    return to_type(eval(*conversion->operand), machine_type(type));
  }
  if (const auto* sum = std::get_if<program::PointerAdd>(&expr.node)) {
    const Value pointer = eval(*sum->pointer);
    const Value index = to_type(eval(*sum->index), {64, false});
    const Expr stride = Expr::constant(static_cast<std::int64_t>(sum->stride), {64, false});
    Value result{simplify(Expr::binary(BinaryOp::add, pointer.expr,
                                       Expr::binary(BinaryOp::mul, index.expr, stride)))};
    result.poison = pointer.poison || index.poison;
    result.who = who_of(pointer, index);
    return result;
  }
  const auto& difference = std::get<program::PointerDifference>(expr.node);
  const Value left = to_type(eval(*difference.left), machine::kI64);
  const Value right = to_type(eval(*difference.right), machine::kI64);
  const Expr stride = Expr::constant(static_cast<std::int64_t>(difference.stride));
  Value result{simplify(
      Expr::binary(BinaryOp::div, Expr::binary(BinaryOp::sub, left.expr, right.expr), stride))};
  result.poison = left.poison || right.poison;
  result.who = who_of(left, right);
  return to_type(std::move(result), machine_type(round_.program.at(expr.type)));
}

// A local whose value is followed: a loop counter, or any local of an observed function.
std::optional<Value> AgentLowering::known_local(const program::Place& place) const {
  const auto* local = std::get_if<program::LocalId>(&place.base);
  if (local == nullptr || !place.projections.empty()) return std::nullopt;
  const auto type = machine_type(round_.program.at(place.type));
  if (symbolic_ != nullptr) {
    const auto found = symbolic_->find(*local);
    return found != symbolic_->end() ? found->second : Value{Expr::constant(0, type)};
  }
  const auto found = path_.counters.find(*local);
  if (found == path_.counters.end()) return std::nullopt;
  return Value{Expr::constant(found->second, type)};
}

Value AgentLowering::eval_unary(const program::Unary& node, const program::Expr& expr) {
  Value value = eval(*node.operand);
  switch (node.op) {
    case program::UnaryOp::negate:
      value.expr = simplify(Expr::unary(machine::UnaryOp::negate, value.expr));
      return value;
    case program::UnaryOp::bit_not:
      value.expr = simplify(Expr::unary(machine::UnaryOp::bit_not, value.expr));
      return value;
    case program::UnaryOp::logical_not:
      value.expr = !truth(value);
      return to_type(std::move(value), machine_type(round_.program.at(expr.type)));
  }
  CHECK(false);
}

Value AgentLowering::eval_binary(const program::Binary& node, const program::Expr& expr) {
  if (node.op == program::BinaryOp::logical_and || node.op == program::BinaryOp::logical_or) {
    return eval_logical(node, expr);
  }
  const Value left = eval(*node.left);
  const Value right = eval(*node.right);
  require_defined(node.op, left.expr, right.expr);
  Value result{simplify(Expr::binary(machine_op(node.op), left.expr, right.expr))};
  result.poison = left.poison || right.poison;
  result.who = who_of(left, right);
  return to_type(std::move(result), machine_type(round_.program.at(expr.type)));
}

// What C and the compiler's flags leave undefined in arithmetic. (A signed overflow wraps:
// -fno-strict-overflow.)
void AgentLowering::require_defined(program::BinaryOp op, const Expr& left, const Expr& right) {
  const IntType type = right.type();
  if (op == program::BinaryOp::div || op == program::BinaryOp::rem) {
    require(simplify(Expr::binary(BinaryOp::ne, right, Expr::constant(0, type))),
            "division by zero");
    if (!type.is_signed) return;
    const Expr least =
        Expr::constant(static_cast<std::int64_t>(std::uint64_t{1} << (type.bits - 1)), type);
    require(simplify(Expr::binary(BinaryOp::ne, right, Expr::constant(-1, type))) ||
                simplify(Expr::binary(BinaryOp::ne, left, least)),
            "the least value is divided by -1");
  } else if (op == program::BinaryOp::shl || op == program::BinaryOp::shr) {
    const Expr amount = simplify(Expr::convert(right, machine::kI64));
    const auto bits = static_cast<std::int64_t>(left.type().bits);
    require(simplify(Expr::binary(BinaryOp::ge, amount, Expr::constant(0))) &&
                simplify(Expr::binary(BinaryOp::lt, amount, Expr::constant(bits))),
            "a shift by less than 0 or by " + std::to_string(bits) + " or more bits");
  }
}

Value AgentLowering::eval_logical(const program::Binary& node, const program::Expr& expr) {
  const Value left = eval(*node.left);
  const Expr first = truth(left);
  const bool is_and = node.op == program::BinaryOp::logical_and;
  const Expr reached = is_and ? first : !first;
  Value result{first, left.poison, left.who};
  if (!reached.is_constant(0)) {
    const Expr outer = std::exchange(lazily_, lazily_ && reached);
    const Value right = eval(*node.right);
    lazily_ = outer;
    result.expr = is_and ? first && truth(right) : first || truth(right);
    result.poison = left.poison || where(reached, right.poison);
    result.who = who_of(left, right);
  }
  return to_type(std::move(result), machine_type(round_.program.at(expr.type)));
}

Value AgentLowering::eval_conditional(const program::Conditional& node) {
  const Value decider = eval(*node.condition);
  const Expr condition = truth(decider);
  if (condition.is_constant(1)) return eval(*node.then);
  if (condition.is_constant(0)) return eval(*node.otherwise);
  const Expr outer = lazily_;
  lazily_ = outer && condition;
  const Value then = eval(*node.then);
  lazily_ = outer && !condition;
  const Value otherwise = eval(*node.otherwise);
  lazily_ = outer;
  Value result{simplify(Expr::conditional(condition, then.expr, otherwise.expr))};
  result.poison = decider.poison || either(condition, then.poison, otherwise.poison);
  result.who = decider.poison.is_constant(0) ? who_of(then, otherwise) : decider.who;
  return result;
}

// An address is arithmetic only: &p->field of a null p is an offset, &a[n] one past the end.
Value AgentLowering::eval_address(const program::Place& place) {
  Where where;
  Value base;
  program::TypeId type{};
  if (const auto* deref = std::get_if<program::Deref>(&place.base)) {
    base = eval(*deref->pointer);
    type = std::get<program::PointerType>(round_.program.at(deref->pointer->type).shape).pointee;
  } else if (const auto* global = std::get_if<program::GlobalId>(&place.base)) {
    const Root& root = round_.objects.at(round_.objects.global(*global));
    base.expr = Expr::constant(root.base, {64, false});
    type = root.type;
  } else {
    const Root& root = round_.objects.at(root_of(std::get<program::LocalId>(place.base)));
    base.expr = Expr::constant(root.base, {64, false});
    type = root.type;
  }
  std::int64_t offset = 0;
  std::vector<Term> terms;
  project(place, type, where, offset, terms, false);
  Expr sum = simplify(Expr::binary(BinaryOp::add, base.expr, Expr::constant(offset, {64, false})));
  for (const Term& term : terms) {
    const Expr index = Expr::convert(term.index, {64, false});
    sum =
        Expr::binary(BinaryOp::add, sum,
                     Expr::binary(BinaryOp::mul, index, Expr::constant(term.stride, {64, false})));
  }
  base.expr = simplify(sum);
  return base;
}

std::string AgentLowering::spell(const program::Expr& expr) const {
  if (const auto* place = std::get_if<program::LoadPlace>(&expr.node)) return spell(place->place);
  if (const auto* address = std::get_if<program::AddressOf>(&expr.node))
    return "&" + spell(address->place);
  if (const auto* conversion = std::get_if<program::Convert>(&expr.node))
    return spell(*conversion->operand);
  if (const auto* sum = std::get_if<program::PointerAdd>(&expr.node)) return spell(*sum->pointer);
  if (const auto* literal = std::get_if<program::IntLiteral>(&expr.node)) {
    return literal->value == 0 ? "NULL" : std::to_string(literal->value);
  }
  return "a pointer";
}

// A temporary of the front end is called by what it was made from.
std::string AgentLowering::spell_temporary(program::LocalId id) const {
  const program::Expr* from = nullptr;
  for (const auto& block : function().blocks) {
    for (const auto& statement : block.statements) {
      const auto* assign = std::get_if<program::Assign>(&statement.action);
      if (assign == nullptr || !assign->target.projections.empty()) continue;
      const auto* local = std::get_if<program::LocalId>(&assign->target.base);
      if (local == nullptr || *local != id) continue;
      if (from != nullptr) return "a pointer";
      from = assign->value.get();
    }
  }
  // A cycle of temporaries is not made by the front end, but must not hang us.
  if (from == nullptr || spelling_ > 8) return "a pointer";
  ++spelling_;
  std::string name = spell(*from);
  --spelling_;
  return name;
}

std::string AgentLowering::spell(const program::Place& place) const {
  std::string name;
  program::TypeId type{};
  bool arrow = false;
  if (const auto* deref = std::get_if<program::Deref>(&place.base)) {
    name = spell(*deref->pointer);
    type = std::get<program::PointerType>(round_.program.at(deref->pointer->type).shape).pointee;
    arrow = true;
    if (place.projections.empty()) return "*" + name;
  } else if (const auto* global = std::get_if<program::GlobalId>(&place.base)) {
    name = round_.program.at(*global).name;
    type = round_.program.at(*global).type;
  } else {
    const auto id = std::get<program::LocalId>(place.base);
    const auto& local = function().locals[program::index_of(id)];
    name = local.name.starts_with("%") ? spell_temporary(id) : local.name;
    type = local.type;
  }
  for (const auto& projection : place.projections) {
    const auto& shape = round_.program.at(type).shape;
    if (const auto* field = std::get_if<program::ProjectField>(&projection)) {
      const auto& declared = std::get<program::RecordType>(shape).fields[field->field];
      if (!declared.name.empty()) {
        name += (arrow ? "->" : ".") + declared.name;
        arrow = false;
      }
      type = declared.type;
    } else {
      const auto& index = *std::get<program::ProjectIndex>(projection).index;
      const auto* literal = std::get_if<program::IntLiteral>(&index.node);
      name += "[" + (literal != nullptr ? std::to_string(literal->value) : std::string("…")) + "]";
      type = std::get<program::ArrayType>(shape).element;
      arrow = false;
    }
  }
  return name;
}

}  // namespace headway::lower

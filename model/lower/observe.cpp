// HW_OBSERVE, HW_FATAL_SIGNAL: a function without parameters becomes one expression over globals;
// HW_OBSERVE_EACH: one of the number of an element, one expression for each. Locals are
// expressions, branches are conditionals, loops unroll as far as their bounds are constants.
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

namespace {

constexpr std::uint32_t kStepLimit = 20000;

}  // namespace

Expr AgentLowering::observe(program::FunctionId function, std::optional<std::int64_t> element) {
  plan_.number = kNobody;
  std::vector<Value> arguments;
  if (element) arguments.push_back({Expr::constant(*element)});
  const Value value = observe_value(function, std::move(arguments));
  return machine::simplify(Expr::convert(value.expr, machine::kI64));
}

Expr AgentLowering::observe_of_agent(program::FunctionId function) {
  return machine::simplify(truth(observe_value(function, {})));
}

Value AgentLowering::observe_value(program::FunctionId function, std::vector<Value> arguments) {
  std::map<program::LocalId, Value> locals;
  symbolic_ = &locals;
  pure_ = true;
  const Value value =
      observe_call(function, std::move(arguments), round_.program.at(function).span);
  pending_.clear();
  symbolic_ = nullptr;
  return value;
}

Value AgentLowering::observe_call(program::FunctionId id, std::vector<Value> arguments,
                                  const source::Span& span) {
  check_recursion_of_observable(id, span);
  std::map<program::LocalId, Value> locals;
  for (std::uint32_t k = 0; k < arguments.size(); ++k)
    locals[static_cast<program::LocalId>(k)] = arguments[k];
  auto* const outer_locals = std::exchange(symbolic_, &locals);
  std::vector<source::Frame> stack =
      activation_ != nullptr ? activation_->stack : std::vector<source::Frame>{};
  stack.push_back({round_.program.at(id).name, span});
  Activation* const outer = std::exchange(
      activation_, &activate(id, "observe/" + round_.program.at(id).name, std::move(stack)));
  const Value value = observe_block(program::BlockId{});
  activation_ = outer;
  symbolic_ = outer_locals;
  return value;
}

void AgentLowering::check_recursion_of_observable(program::FunctionId id,
                                                  const source::Span& span) const {
  if (activation_ != nullptr) check_recursion(id, span);
}

Value AgentLowering::observe_block(program::BlockId block) {
  const program::Block& body = function().blocks[program::index_of(block)];
  (*round_.reached)[program::index_of(activation_->function)][program::index_of(block)] = true;
  if (++observe_steps_ > kStepLimit) {
    throw source::InputError(body.terminator.span, "this observable loops too long",
                             "its loops need constant bounds");
  }
  for (const auto& statement : body.statements) observe_statement(statement);
  span_ = body.terminator.span;
  if (const auto* jump = std::get_if<program::Jump>(&body.terminator.action))
    return observe_block(jump->target);
  if (const auto* leave = std::get_if<program::Return>(&body.terminator.action)) {
    return leave->value ? eval(*leave->value) : Value{};
  }
  const auto* two = std::get_if<program::Branch>(&body.terminator.action);
  if (two == nullptr) {
    throw source::InputError(span_, "an observable is a pure expression: this can't stand in it");
  }
  const Expr condition = truth(eval(*two->condition));
  if (condition.is_constant(1)) return observe_block(two->then);
  if (condition.is_constant(0)) return observe_block(two->otherwise);
  const auto before = *symbolic_;
  const Value then = observe_block(two->then);
  *symbolic_ = before;
  const Value otherwise = observe_block(two->otherwise);
  return {machine::simplify(Expr::conditional(condition, then.expr, otherwise.expr))};
}

void AgentLowering::observe_statement(const program::Statement& statement) {
  span_ = statement.span;
  const auto target = [&](const program::Place& place) {
    const auto* local = std::get_if<program::LocalId>(&place.base);
    if (local == nullptr || !place.projections.empty()) {
      throw source::InputError(
          span_, "an observable is a pure expression: it can't store to '" + spell(place) + "'");
    }
    return *local;
  };
  if (const auto* assign = std::get_if<program::Assign>(&statement.action)) {
    const auto local = target(assign->target);
    (*symbolic_)[local] = eval(*assign->value);
  } else if (const auto* call = std::get_if<program::Call>(&statement.action)) {
    const auto* callee = std::get_if<program::FunctionId>(&call->callee);
    if (callee == nullptr)
      throw source::InputError(span_, "an observable can't call through a pointer");
    if (round_.program.at(*callee).blocks.empty()) {
      if (!primitive(round_.program.at(*callee).name, *call, span_)) {
        throw source::InputError(span_, "'" + round_.program.at(*callee).name + "' has no body");
      }
      return;
    }
    std::vector<Value> arguments;
    for (const auto& argument : call->arguments) arguments.push_back(eval(*argument));
    const Value value = observe_call(*callee, std::move(arguments), span_);
    if (call->result) (*symbolic_)[target(*call->result)] = value;
  }
}

}  // namespace headway::lower

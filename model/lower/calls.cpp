// Calls: to functions with a body (inlined), through pointers, to primitives.
#include <algorithm>
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

using machine::LocationId;
using machine::Transition;
using program::index_of;

void AgentLowering::call(const program::Call& call, const source::Span& span) {
  if (const auto* direct = std::get_if<program::FunctionId>(&call.callee)) {
    call_function(*direct, call, span);
  } else {
    const Value pointer = eval(*std::get<program::ExprPtr>(call.callee));
    used(pointer);
    call_pointer(pointer, call, span);
  }
}

void AgentLowering::call_function(program::FunctionId id, const program::Call& call,
                                  const source::Span& span) {
  const program::Function& callee = round_.program.at(id);
  if (!callee.blocks.empty()) {
    inline_call(id, call, span);
  } else if (!primitive(callee.name, call, span)) {
    throw source::InputError(
        span, "'" + callee.name + "' is called but nobody says what it does",
        "give it a body in the model, or include the header of model/kernel that has it");
  }
}

void AgentLowering::call_pointer(const Value& pointer, const program::Call& call,
                                 const source::Span& span) {
  const std::string name = spell(*std::get<program::ExprPtr>(call.callee));
  if (const auto* constant = std::get_if<machine::Constant>(&pointer.expr.node())) {
    if (const auto callee = round_.objects.function_at(constant->value)) {
      call_function(*callee, call, span);
      return;
    }
  }
  std::vector<std::pair<Expr, program::FunctionId>> ways;
  Expr known = Expr::boolean(false);
  for (const Target& target : round_.variables.targets_of(pointer.expr)) {
    const auto* callee = std::get_if<program::FunctionId>(&target);
    if (callee == nullptr) continue;
    const auto& type =
        std::get<program::FunctionType>(round_.program.at(round_.program.at(*callee).type).shape);
    if (type.parameters.size() != call.arguments.size() && !type.variadic) continue;
    const Expr here =
        simplify(Expr::binary(machine::BinaryOp::eq, pointer.expr,
                              Expr::constant(Objects::function_address(*callee), {64, false})));
    known = known || here;
    ways.emplace_back(here, *callee);
  }
  const Expr null = Expr::constant(0, {64, false});
  require(simplify(Expr::binary(machine::BinaryOp::ne, pointer.expr, null)),
          "call through the null pointer " + name);
  if (!pointer.expr.is_constant(0)) require(known, "call through the wild pointer " + name);
  flush(span);
  if (ways.empty()) return;
  // The last one takes what is left: that the pointer leads to a function has been checked.
  Expr rest = Expr::boolean(true);
  for (std::size_t k = 0; k + 1 < ways.size(); ++k) rest = rest && !ways[k].first;
  ways.back().first = rest;
  const LocationId start = here_;
  const PathState before = path_;
  std::vector<std::pair<LocationId, Mode>> ends;
  for (const auto& [condition, callee] : ways) {
    here_ = start;
    path_ = before;
    Transition transition = transition_at(span);
    transition.guard = condition;
    enter_atomic_if_visible(transition);
    const LocationId next = fresh_location(span);
    step_to(std::move(transition), next);
    here_ = next;
    call_function(callee, call, span);
    flush(span);
    ends.emplace_back(here_, path_.mode);
  }
  path_ = before;
  if (call.result) {
    if (const auto* local = std::get_if<program::LocalId>(&call.result->base))
      path_.counters.erase(*local);
  }
  for (const auto& end : ends) path_.mode = std::max(path_.mode, end.second);
  const LocationId join = fresh_location(span);
  for (const auto& end : ends) {
    here_ = end.first;
    step_to(transition_at(span), join);
  }
  here_ = join;
}

void AgentLowering::check_recursion(program::FunctionId id, const source::Span& span) const {
  const std::string& name = round_.program.at(id).name;
  const auto& stack = activation_->stack;
  const auto same =
      std::count_if(stack.begin(), stack.end(), [&](const auto& f) { return f.function == name; });
  if (same < static_cast<std::ptrdiff_t>(round_.recursion)) return;
  std::string cycle = name;
  bool inside = false;
  for (const auto& frame : stack) {
    if (inside) cycle += " → " + frame.function;
    if (frame.function == name && inside) break;
    inside = inside || frame.function == name;
  }
  if (!cycle.ends_with(" → " + name)) cycle += " → " + name;
  throw source::InputError(
      span, "recursion deeper than " + std::to_string(round_.recursion) + ": " + cycle,
      "raise --recursion, or bound the recursion in the model");
}

// Parameters are stored in one transition. Constants among them that loop-free code may count with
// are followed.
void AgentLowering::pass_arguments(const std::vector<Value>& values, const program::Call& call,
                                   Activation& callee, const source::Span& span) {
  std::vector<std::optional<Where>> records(call.arguments.size());
  for (std::size_t k = 0; k < call.arguments.size(); ++k) {
    const auto* place = std::get_if<program::LoadPlace>(&call.arguments[k]->node);
    if (place != nullptr && !is_scalar(round_.program.at(call.arguments[k]->type)))
      records[k] = resolve(place->place);
  }
  Transition transition = transition_at(span);
  Activation* const caller = std::exchange(activation_, &callee);
  const std::uint32_t count = function().parameter_count;
  std::vector<std::pair<Where, Where>> copies;
  for (std::uint32_t k = 0; k < count && k < call.arguments.size(); ++k) {
    const auto local = static_cast<program::LocalId>(k);
    const program::TypeId type = function().locals[k].type;
    const Where sink = whole(root_of(local), type);
    if (records[k]) {
      copies.emplace_back(sink, *records[k]);
      continue;
    }
    const Value value = to_type(values[k], machine_type(round_.program.at(type)));
    store_one(sink.alternatives.front(), sink, value, transition);
    const auto* constant = std::get_if<machine::Constant>(&value.expr.node());
    if (facts().counter[k] && path_.mode != Mode::outside && constant != nullptr) {
      callee.counters[local] = constant->value;
    }
  }
  activation_ = caller;
  if (!transition.assignments.empty() || !pending_.empty()) step(std::move(transition));
  for (const auto& [sink, source] : copies) copy_record(sink, source, span);
}

void AgentLowering::inline_call(program::FunctionId id, const program::Call& call,
                                const source::Span& span) {
  check_recursion(id, span);
  const program::Function& callee = round_.program.at(id);
  std::string key = activation_->key + statement_key_ + "/" + callee.name;
  std::vector<Value> values;
  for (const auto& argument : call.arguments) {
    const bool scalar = is_scalar(round_.program.at(argument->type));
    values.push_back(scalar ? eval(*argument) : Value{});
    // Each round of an unrolled loop gets activations of its own, as far as it passes other
    // constants.
    const auto* constant = std::get_if<machine::Constant>(&values.back().expr.node());
    if (scalar && constant != nullptr && !path_.counters.empty())
      key += "," + std::to_string(constant->value);
  }
  std::vector<source::Frame> stack = activation_->stack;
  stack.push_back({callee.name, span});
  Activation& activation = activate(id, std::move(key), std::move(stack));
  pass_arguments(values, call, activation, span);

  Frame frame;
  frame.activation = &activation;
  frame.entry_depth = path_.depth;
  const auto& type = std::get<program::FunctionType>(round_.program.at(callee.type).shape);
  bool direct = false;
  if (call.result) {
    const auto* local = std::get_if<program::LocalId>(&call.result->base);
    const bool is_whole = local != nullptr && call.result->projections.empty();
    direct = is_whole && same_storage(round_.program, type.result, call.result->type);
    frame.result = direct
                       ? root_of(*local)
                       : round_.objects.local(activation.key + "/result", callee.name + ".result",
                                              type.result, plan_.number, false, span);
    if (is_whole) path_.counters.erase(*local);
  }
  frame.continuation =
      graph_.add_location(function().name + ":" + std::to_string(span.line), false);
  const PathState ours = path_;
  path_.region.reset();
  path_.counters = activation.counters;
  emit_frame(frame);
  path_ = ours;
  if (frame.continuation_atomic) path_.mode = Mode::atomic;
  here_ = frame.continuation;
  graph_.at(here_).committed = path_.mode == Mode::atomic;
  if (!call.result || direct) return;
  const Where result = whole(*frame.result, type.result);
  if (is_scalar(round_.program.at(type.result))) {
    Value value = load(result);
    store(resolve(*call.result),
          to_type(std::move(value), machine_type(round_.program.at(call.result->type))),
          transition_at(span));
  } else {
    copy_record(resolve(*call.result), result, span);
  }
}

}  // namespace headway::lower

#include "model/passes/growing.h"

#include <optional>

#include "model/passes/touches.h"

namespace headway::passes {

namespace {

using machine::Assignment;
using machine::Expr;
using machine::Machine;
using machine::Transition;
using machine::VariableId;

// Counters of fewer values are explored to their end.
constexpr std::uint64_t kFew = 4096;

bool has_few_values(const machine::Variable& variable) {
  if (variable.range)
    return static_cast<std::uint64_t>(variable.range->high) -
               static_cast<std::uint64_t>(variable.range->low) <
           kFew;
  return variable.type.bits <= 8;
}

const Expr& without_conversions(const Expr& expr) {
  const auto* convert = std::get_if<machine::Convert>(&expr.node());
  return convert == nullptr ? expr : without_conversions(convert->operand);
}

bool is_load_of(const Expr& expr, VariableId id) {
  const auto* load = std::get_if<machine::Load>(&without_conversions(expr).node());
  return load != nullptr && load->variable == id && load->index == nullptr;
}

// Whether `value` adds a constant to the variable (1) or takes one away (-1); nothing if it does
// anything else.
std::optional<int> step_of(const Expr& value, VariableId id) {
  const auto* both = std::get_if<machine::Binary>(&without_conversions(value).node());
  if (both == nullptr) return std::nullopt;
  const bool adds = both->op == machine::BinaryOp::add;
  if (!adds && both->op != machine::BinaryOp::sub) return std::nullopt;
  const auto constant = [](const Expr& expr) {
    return std::get_if<machine::Constant>(&without_conversions(expr).node());
  };
  const auto* amount = constant(both->right);
  if (amount != nullptr && is_load_of(both->left, id)) return adds == (amount->value > 0) ? 1 : -1;
  amount = constant(both->left);
  if (adds && amount != nullptr && is_load_of(both->right, id)) return amount->value > 0 ? 1 : -1;
  return std::nullopt;
}

// How one variable is used by all agents but the setup.
class Use {
 public:
  Use(const Machine& machine, VariableId id) : id_(id) {
    for (const machine::Agent& agent : machine.agents) {
      if (agent.kind == machine::AgentKind::setup) continue;
      for (const Transition& transition : agent.transitions) look_at(transition);
    }
  }

  [[nodiscard]] std::optional<Growing> growing(const machine::Variable& variable) const {
    if (!only_grows_ || !grows_ || !read_) return std::nullopt;
    return Growing{variable.name, *grows_, *read_};
  }

 private:
  static source::Span span_of(const Transition& transition) {
    return transition.origin == nullptr ? source::Span{} : transition.origin->span;
  }

  void look_at(const Transition& transition) {
    Transition rest = transition;
    rest.note.reset();
    std::erase_if(rest.assignments, [&](const Assignment& assignment) {
      if (assignment.place.variable != id_) return false;
      const auto step = step_of(assignment.value, id_);
      only_grows_ = only_grows_ && step == 1;
      if (!grows_) grows_ = span_of(transition);
      return step.has_value();
    });
    bool reads = false;
    for_each_expr(rest, [&](const Expr& expr) {
      machine::for_each_load(expr,
                             [&](const machine::Load& load) { reads |= load.variable == id_; });
    });
    if (reads && !read_) read_ = span_of(transition);
  }

  VariableId id_;
  bool only_grows_ = true;
  std::optional<source::Span> grows_, read_;
};

}  // namespace

std::vector<Growing> growing_counters(const Machine& machine) {
  std::vector<Growing> found;
  for (std::size_t k = 0; k < machine.variables.size(); ++k) {
    const machine::Variable& variable = machine.variables[k];
    if (variable.is_array || has_few_values(variable)) continue;
    if (auto one = Use(machine, static_cast<VariableId>(k)).growing(variable))
      found.push_back(*std::move(one));
  }
  return found;
}

}  // namespace headway::passes

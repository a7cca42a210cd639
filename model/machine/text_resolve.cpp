// Syntax to machine: names become ids and expressions get types.
//
// Typing goes both ways. Downwards comes the type that a bare number would take; upwards, from
// names, conversions and numbers with a suffix, comes a type of an expression's own, which beats
// the one from above. text_print.cpp runs the same rules backwards to see where a number needs its
// suffix; the two must stay in step.
#include <map>

#include "model/machine/text_syntax.h"

namespace headway::machine::text {

namespace {

using source::InputError;
using source::Span;
using Kind = ExprSyntax::Kind;

bool is_shift(BinaryOp op) { return op == BinaryOp::shl || op == BinaryOp::shr; }
bool is_logical(BinaryOp op) { return op == BinaryOp::logical_and || op == BinaryOp::logical_or; }
bool is_comparison(BinaryOp op) { return op >= BinaryOp::lt && op <= BinaryOp::ne; }

class Resolver {
 public:
  explicit Resolver(MachineSyntax syntax)
      : syntax_(std::move(syntax)), machine_(std::move(syntax_.made)) {}

  Machine run() {
    agents_by_name();
    variables();
    for (AgentSyntax& agent : syntax_.agents) machine_.agents.push_back(resolve_agent(agent));
    for (const NamedExpr& named : syntax_.observables) {
      machine_.observables.push_back({named.name, typed(named.value, kI64)});
    }
    for (const NamedExpr& named : syntax_.invariants) {
      machine_.invariants.push_back({named.name, condition(named.value)});
    }
    for (const NamedExpr& named : syntax_.covers) {
      machine_.covers.push_back({named.name, named.sentence, condition(named.value)});
    }
    for (const NamedExpr& named : syntax_.atoms) {
      machine_.atoms.push_back({named.name, condition(named.value)});
    }
    return std::move(machine_);
  }

 private:
  void agents_by_name() {
    for (std::size_t i = 0; i < syntax_.agents.size(); ++i) {
      agents_.emplace(syntax_.agents[i].made.name, static_cast<AgentId>(i));
    }
  }

  void variables() {
    for (VariableSyntax& variable : syntax_.variables) {
      if (!variable.owner.empty()) {
        const auto owner = agents_.find(variable.owner);
        if (owner == agents_.end())
          throw InputError(variable.owner_span, "there is no agent of this name");
        variable.made.owner = owner->second;
      }
      const auto id = static_cast<VariableId>(machine_.variables.size());
      if (!variables_.emplace(variable.made.name, id).second) {
        throw InputError(variable.span, "there is a variable of this name already",
                         "names are unique in the whole machine, locals of other agents included");
      }
      machine_.variables.push_back(std::move(variable.made));
    }
  }

  VariableId variable(const std::string& name, const Span& span) const {
    const auto found = variables_.find(name);
    if (found != variables_.end()) return found->second;
    std::string hint = "the variables are";
    for (const Variable& known : machine_.variables) {
      if (hint.size() > 200) {
        hint += " …";
        break;
      }
      hint.append(" ").append(quoted_name(known.name));
    }
    throw InputError(span, "there is no variable of this name",
                     machine_.variables.empty() ? "" : hint);
  }

  // ---- Expressions

  [[nodiscard]] bool is_choice(const ExprSyntax& expr) const {
    return expr.kind == Kind::choice || (expr.kind == Kind::name && expr.operands.empty() &&
                                         !choice_name_.empty() && expr.name == choice_name_);
  }

  // The type that `expr` has whatever stands around it.
  [[nodiscard]] std::optional<IntType> own_type(const ExprSyntax& expr) const {
    switch (expr.kind) {
      case Kind::number:
      case Kind::convert:
        return expr.type;
      case Kind::boolean:
        return kBool;
      case Kind::choice:
        return expr.type;
      case Kind::name:
        return is_choice(expr) ? kI64 : machine_.at(variable(expr.name, expr.span)).type;
      case Kind::unary:
        return expr.unary == UnaryOp::logical_not ? kBool : own_type(expr.operands[0]);
      case Kind::binary:
        if (is_logical(expr.binary) || is_comparison(expr.binary)) return kBool;
        if (is_shift(expr.binary)) return own_type(expr.operands[0]);
        return either_type(expr.operands[0], expr.operands[1]);
      case Kind::conditional:
        return either_type(expr.operands[1], expr.operands[2]);
    }
    CHECK(false);
  }

  [[nodiscard]] std::optional<IntType> either_type(const ExprSyntax& first,
                                                   const ExprSyntax& second) const {
    const auto type = own_type(first);
    return type ? type : own_type(second);
  }

  // `context` is the type that a bare number takes here.
  [[nodiscard]] Expr elaborate(const ExprSyntax& expr, IntType context) const {
    if (is_choice(expr)) return Expr::choice(expr.kind == Kind::choice ? *expr.type : kI64);
    switch (expr.kind) {
      case Kind::number: {
        const IntType type = expr.type.value_or(context);
        return Expr::constant(literal_value(expr, type), type);
      }
      case Kind::boolean:
        return Expr::boolean(expr.magnitude != 0);
      case Kind::name:
        return load(expr);
      case Kind::unary: {
        const ExprSyntax& operand = expr.operands[0];
        const bool negates_truth = expr.unary == UnaryOp::logical_not;
        return Expr::unary(
            expr.unary,
            elaborate(operand, negates_truth ? own_type(operand).value_or(kI64) : context));
      }
      case Kind::binary:
        return binary(expr, context);
      case Kind::conditional: {
        const IntType type = either_type(expr.operands[1], expr.operands[2]).value_or(context);
        Expr then = elaborate(expr.operands[1], type);
        Expr otherwise = elaborate(expr.operands[2], type);
        same_type(then, otherwise, expr.span);
        return Expr::conditional(condition(expr.operands[0]), std::move(then),
                                 std::move(otherwise));
      }
      default:
        return Expr::convert(elaborate(expr.operands[0], kI64), *expr.type);
    }
  }

  [[nodiscard]] Expr binary(const ExprSyntax& expr, IntType context) const {
    const ExprSyntax& left_syntax = expr.operands[0];
    const ExprSyntax& right_syntax = expr.operands[1];
    if (is_logical(expr.binary))
      return Expr::binary(expr.binary, condition(left_syntax), condition(right_syntax));
    if (is_shift(expr.binary)) {
      Expr left = elaborate(left_syntax, context);
      Expr right = elaborate(right_syntax, left.type());
      return Expr::binary(expr.binary, std::move(left), std::move(right));
    }
    const IntType type = either_type(left_syntax, right_syntax)
                             .value_or(is_comparison(expr.binary) ? kI64 : context);
    Expr left = elaborate(left_syntax, type);
    Expr right = elaborate(right_syntax, type);
    same_type(left, right, expr.span);
    return Expr::binary(expr.binary, std::move(left), std::move(right));
  }

  static void same_type(const Expr& left, const Expr& right, const Span& span) {
    if (left.type() == right.type()) return;
    const std::string a = name_of(left.type()), b = name_of(right.type());
    throw InputError(span, "one side is " + a + ", the other " + b,
                     "convert one of them: " + a + "(…) or " + b + "(…)");
  }

  [[nodiscard]] Expr load(const ExprSyntax& expr) const {
    const VariableId id = variable(expr.name, expr.span);
    const Variable& found = machine_.at(id);
    check_shape(found, !expr.operands.empty(), expr.span);
    if (!found.is_array) return Expr::load(id, found.type);
    return Expr::load(id, elaborate(expr.operands[0], kI64), found.type);
  }

  static void check_shape(const Variable& variable, bool indexed, const Span& span) {
    if (variable.is_array == indexed) return;
    throw InputError(span, indexed ? "this is no array" : "this is an array and needs an index",
                     indexed ? "" : "write " + quoted_name(variable.name) + "[…]");
  }

  // An expression that must have exactly `type`.
  [[nodiscard]] Expr exactly(const ExprSyntax& syntax, IntType type) const {
    Expr expr = elaborate(syntax, type);
    if (expr.type() != type) {
      const std::string hint =
          type == kBool ? "compare it: … != 0" : "convert it: " + name_of(type) + "(…)";
      throw InputError(
          syntax.span,
          "this is " + name_of(expr.type()) + ", but " + name_of(type) + " is needed here", hint);
    }
    return expr;
  }
  [[nodiscard]] Expr condition(const ExprSyntax& syntax) const { return exactly(syntax, kBool); }
  [[nodiscard]] Expr typed(const ExprSyntax& syntax, IntType context) const {
    return elaborate(syntax, context);
  }

  [[nodiscard]] Place place(const PlaceSyntax& syntax) const {
    Place made;
    made.variable = variable(syntax.name, syntax.span);
    check_shape(machine_.at(made.variable), !syntax.index.empty(), syntax.span);
    if (!syntax.index.empty()) made.index = elaborate(syntax.index[0], kI64);
    return made;
  }

  // ---- Agents

  Agent resolve_agent(AgentSyntax& syntax) {
    Agent made = std::move(syntax.made);
    choice_name_.clear();
    for (const auto& [location, resource] : syntax.resources) {
      made.locations[index_of(location)].wait->resource = place(resource);
    }
    if (syntax.fatal) made.fatal = condition(*syntax.fatal);
    for (TransitionSyntax& transition : syntax.transitions)
      made.transitions.push_back(resolve_transition(transition));
    choice_name_.clear();
    return made;
  }

  Transition resolve_transition(TransitionSyntax& syntax) {
    Transition made = std::move(syntax.made);
    choice_name_.clear();
    if (syntax.choice) {
      // The bounds don't see the value that they bound.
      Expr low = exactly(syntax.choice->first, kI64);
      Expr high = exactly(syntax.choice->second, kI64);
      made.choice = Choice{std::move(low), std::move(high)};
      choice_name_ = syntax.choice_name;
    }
    if (syntax.guard) made.guard = condition(*syntax.guard);
    for (const auto& [target, value] : syntax.assignments) {
      Place where = place(target);
      const IntType type = machine_.at(where.variable).type;
      made.assignments.push_back({std::move(where), exactly(value, type)});
    }
    for (std::size_t i = 0; i < syntax.checks.size(); ++i)
      made.checks[i].condition = condition(syntax.checks[i]);
    if (syntax.prepare) resolve_prepare(syntax, *made.prepare);
    if (syntax.result) made.call->result = typed(*syntax.result, kI64);
    for (const ExprSyntax& argument : syntax.note_arguments)
      made.note->arguments.push_back(typed(argument, kI64));
    return made;
  }

  // `{x}` is the one cell of a scalar, `{a[e]}` one cell, `{a[e..f]}` a range.
  void resolve_prepare(const TransitionSyntax& syntax, Prepare& made) const {
    const PlaceSyntax& range = *syntax.prepare;
    made.variable = variable(range.name, range.span);
    if (range.index.empty()) {
      check_shape(machine_.at(made.variable), false, range.span);
    } else {
      made.first = elaborate(range.index[0], kI64);
    }
    made.last = syntax.prepare_last ? elaborate(*syntax.prepare_last, kI64) : made.first;
  }

  MachineSyntax syntax_;
  Machine machine_;
  std::map<std::string, AgentId> agents_;
  std::map<std::string, VariableId> variables_;
  std::string choice_name_;  // of the transition at hand
};

}  // namespace

Machine resolve(MachineSyntax syntax) { return Resolver(std::move(syntax)).run(); }

}  // namespace headway::machine::text

// Conditions. A pure one stays an expression that evaluates lazily; one with effects becomes
// branches, so that the right side of `&&`, `||` and the arms of `?:` happen only where C says so.
// Constant conditions, which in C mention no variable, choose their side here and the other side is
// not looked into (IS_ENABLED).
#include "model/frontend/body.h"

namespace headway::frontend {

void Body::branch_on(const clang::Expr* condition, program::BlockId then,
                     program::BlockId otherwise) {
  const source::Span span = unit_.spans().of(condition);
  if (const auto truth = constant_truth(condition)) return jump(*truth ? then : otherwise, span);
  if (emits(condition) && branch_on_logical(condition, then, otherwise)) return;
  program::ExprPtr value = rvalue(condition);
  end(program::Branch{std::move(value), then, otherwise}, span);
}

// Looks through what leaves truth as it is: parentheses, widening, !, likely().
bool Body::branch_on_logical(const clang::Expr* condition, program::BlockId then,
                             program::BlockId otherwise) {
  const clang::Expr* inner = condition->IgnoreParens();
  if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(inner)) {
    const clang::Expr* operand = cast->getSubExpr();
    const bool widens = cast->getCastKind() == clang::CK_IntegralToBoolean ||
                        (cast->getCastKind() == clang::CK_IntegralCast &&
                         unit_.context().getTypeSize(operand->getType()) <=
                             unit_.context().getTypeSize(cast->getType()));
    if (!widens) return false;
    branch_on(operand, then, otherwise);
    return true;
  }
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner)) {
    if (unary->getOpcode() != clang::UO_LNot) return false;
    branch_on(unary->getSubExpr(), otherwise, then);
    return true;
  }
  if (const auto* call = llvm::dyn_cast<clang::CallExpr>(inner)) {
    const unsigned builtin = call->getBuiltinCallee();
    if (builtin != clang::Builtin::BI__builtin_expect &&
        builtin != clang::Builtin::BI__builtin_expect_with_probability) {
      return false;
    }
    branch_on(call->getArg(0), then, otherwise);
    return true;
  }
  const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(inner);
  if (binary == nullptr || !binary->isLogicalOp()) return false;
  const program::BlockId right = new_block();
  if (binary->getOpcode() == clang::BO_LAnd) {
    branch_on(binary->getLHS(), right, otherwise);
  } else {
    branch_on(binary->getLHS(), then, right);
  }
  enter(right);
  branch_on(binary->getRHS(), then, otherwise);
  return true;
}

program::ExprPtr Body::logical(const clang::BinaryOperator* expr) {
  const source::Span span = unit_.spans().of(expr);
  const program::TypeId type = unit_.type(expr);
  const bool is_and = expr->getOpcode() == clang::BO_LAnd;
  if (const auto left = constant_truth(expr->getLHS())) {
    if (*left != is_and) return unit_.literal(*left ? 1 : 0, type, span);
  }
  if (!emits(expr)) {
    return make_expr(
        program::Binary{is_and ? program::BinaryOp::logical_and : program::BinaryOp::logical_or,
                        rvalue(expr->getLHS()), rvalue(expr->getRHS())},
        type, span);
  }
  const program::Place result = temporary(type, span);
  const program::BlockId yes = new_block();
  const program::BlockId no = new_block();
  const program::BlockId after = new_block();
  branch_on(expr, yes, no);
  enter(yes);
  assign(result, unit_.literal(1, type, span), span);
  jump(after, span);
  enter(no);
  assign(result, unit_.literal(0, type, span), span);
  jump(after, span);
  enter(after);
  return load(result);
}

// `a ?: b` evaluates a once; the tree refers to its value in two places.
void Body::remember_common(const clang::AbstractConditionalOperator* expr) {
  const auto* binary = llvm::dyn_cast<clang::BinaryConditionalOperator>(expr);
  if (binary == nullptr) return;
  program::ExprPtr common = rvalue(binary->getCommon());
  opaque_[binary->getOpaqueValue()] = settle(std::move(common));
}

program::ExprPtr Body::conditional(const clang::AbstractConditionalOperator* expr) {
  const source::Span span = unit_.spans().of(expr);
  const program::TypeId type = unit_.type(expr);
  remember_common(expr);
  if (const auto taken = constant_truth(expr->getCond())) {
    return unit_.convert(rvalue(*taken ? expr->getTrueExpr() : expr->getFalseExpr()), type);
  }
  const bool arms_are_pure = !emits(expr->getTrueExpr()) && !emits(expr->getFalseExpr());
  if (arms_are_pure && expr->getType()->isScalarType()) {
    program::ExprPtr condition = rvalue(expr->getCond());
    return make_expr(
        program::Conditional{std::move(condition), unit_.convert(rvalue(expr->getTrueExpr()), type),
                             unit_.convert(rvalue(expr->getFalseExpr()), type)},
        type, span);
  }
  const program::Place result = temporary(type, span);
  const program::BlockId yes = new_block();
  const program::BlockId no = new_block();
  const program::BlockId after = new_block();
  branch_on(expr->getCond(), yes, no);
  enter(yes);
  assign_into(result, expr->getTrueExpr(), span);
  jump(after, span);
  enter(no);
  assign_into(result, expr->getFalseExpr(), span);
  jump(after, span);
  enter(after);
  return load(result);
}

void Body::discard_conditional(const clang::AbstractConditionalOperator* expr) {
  const source::Span span = unit_.spans().of(expr);
  remember_common(expr);
  const program::BlockId yes = new_block();
  const program::BlockId no = new_block();
  const program::BlockId after = new_block();
  branch_on(expr->getCond(), yes, no);
  const auto taken = constant_truth(expr->getCond());
  enter(yes);
  if (!taken.has_value() || *taken) discard(expr->getTrueExpr());
  jump(after, span);
  enter(no);
  if (!taken.has_value() || !*taken) discard(expr->getFalseExpr());
  jump(after, span);
  enter(after);
}

void Body::discard_logical(const clang::BinaryOperator* expr) {
  const program::BlockId right = new_block();
  const program::BlockId after = new_block();
  const bool is_and = expr->getOpcode() == clang::BO_LAnd;
  branch_on(expr->getLHS(), is_and ? right : after, is_and ? after : right);
  enter(right);
  const auto left = constant_truth(expr->getLHS());
  if (!left.has_value() || *left == is_and) discard(expr->getRHS());
  jump(after, unit_.spans().of(expr));
  enter(after);
}

}  // namespace headway::frontend

// Calls. Arguments are evaluated left to right; those before one with effects are parked. The
// primitives of headway.h are calls like any other, except that what a wait waits for must be a
// pure expression (conditions_of_waits.cpp).
#include "model/frontend/body.h"

namespace headway::frontend {

program::ExprPtr Body::call(const clang::CallExpr* expr, std::optional<program::Place> result,
                            bool used) {
  if (is_builtin(expr)) return builtin(expr, used);
  const source::Span span = unit_.spans().of(expr);
  const clang::FunctionDecl* callee = expr->getDirectCallee();
  if (callee != nullptr && callee->hasAttr<clang::ReturnsTwiceAttr>()) {
    refuse(span, "'" + callee->getNameAsString() + "' returns twice, which is not supported");
  }
  if (is_pure_call(expr)) return pure_call(expr);
  const bool outer_condition = in_condition_;
  if (callee != nullptr && has_annotation(callee, "hw_pure")) {
    in_condition_ = true;
    check_pure_arguments(expr);
  }
  const auto* type = expr->getCallee()
                         ->getType()
                         ->castAs<clang::PointerType>()
                         ->getPointeeType()
                         ->castAs<clang::FunctionType>();
  if (llvm::isa<clang::FunctionNoProtoType>(type) && expr->getNumArgs() > 0) {
    refuse(span, "a call with arguments of a function without a prototype is not supported",
           "declare its parameters; (void) where it has none");
  }

  // From here on no two siblings are translated without asking what the later one does to the
  // earlier.
  std::vector<bool> later_emits(expr->getNumArgs() + 1, false);
  for (unsigned i = expr->getNumArgs(); i-- > 0;)
    later_emits[i] = later_emits[i + 1] || emits(expr->getArg(i));
  program::Call action;
  if (callee != nullptr) {
    action.callee = unit_.function(callee);
  } else {
    program::ExprPtr target = rvalue(expr->getCallee());
    if (const auto* known = std::get_if<program::FunctionAddress>(&target->node)) {
      action.callee = known->function;
    } else {
      action.callee = later_emits[0] ? settle(std::move(target)) : std::move(target);
    }
  }
  for (unsigned i = 0; i < expr->getNumArgs(); ++i) {
    program::ExprPtr value = rvalue(expr->getArg(i));
    action.arguments.push_back(later_emits[i + 1] ? settle(std::move(value)) : std::move(value));
  }
  in_condition_ = outer_condition;
  if (!result && used && !expr->getType()->isVoidType()) result = temporary(unit_.type(expr), span);
  if (result) check_not_user(*result);
  action.result = result;
  emit(std::move(action), span);
  const bool returns =
      callee == nullptr || !(callee->isNoReturn() || callee->hasAttr<clang::NoReturnAttr>());
  if (!returns) end(program::Unreachable{}, span);
  return result ? load(*result) : nullptr;
}

}  // namespace headway::frontend

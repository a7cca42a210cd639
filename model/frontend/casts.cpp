// Conversions, explicit and implicit: Clang names each kind, so that nothing is guessed here (I2 of
// program.h).
#include "model/frontend/body.h"

namespace headway::frontend {

program::ExprPtr Body::cast(const clang::CastExpr* expr) {
  const clang::Expr* operand = expr->getSubExpr();
  switch (expr->getCastKind()) {
    case clang::CK_LValueToRValue: {
      if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(operand->IgnoreParens())) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
        if (const auto known = bound_.find(variable); known != bound_.end()) return known->second;
      }
      const program::Place source = place(operand);
      return load(source);
    }
    case clang::CK_NoOp:
    case clang::CK_IntegralCast:
    case clang::CK_IntegralToBoolean:
    case clang::CK_BooleanToSignedIntegral:
    case clang::CK_PointerToBoolean:
    case clang::CK_PointerToIntegral:
    case clang::CK_IntegralToPointer:
    case clang::CK_BitCast:
    case clang::CK_AddressSpaceConversion:
      return unit_.convert(rvalue(operand), unit_.type(expr));
    case clang::CK_NullToPointer:
      if (emits(operand)) discard(operand);
      return unit_.literal(0, unit_.type(expr), unit_.spans().of(expr));
    case clang::CK_ArrayToPointerDecay:
      return decay(operand, unit_.type(expr));
    case clang::CK_FunctionToPointerDecay:
      return function_decay(operand, unit_.type(expr));
    case clang::CK_ToVoid:
      discard(operand);
      return nullptr;
    case clang::CK_ToUnion:
      refuse(unit_.spans().of(expr), "a cast to a union is not supported",
             "use a compound literal");
    default:
      break;
  }
  if (expr->getType()->isFloatingType() || operand->getType()->isFloatingType()) {
    refuse(unit_.spans().of(expr), "floating point is not supported",
           "kernel code has none; count in integers");
  }
  refuse(unit_.spans().of(expr),
         std::string("this conversion (") + expr->getCastKindName() + ") is not supported");
}

// The address of a named function; `*f` and a choice of `_Generic` are looked through.
program::ExprPtr Body::function_decay(const clang::Expr* function, program::TypeId type) {
  const source::Span span = unit_.spans().of(function);
  const clang::Expr* inner = function->IgnoreParens();
  if (const auto* generic = llvm::dyn_cast<clang::GenericSelectionExpr>(inner)) {
    inner = generic->getResultExpr()->IgnoreParens();
  }
  if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(inner)) {
    const auto* named = llvm::cast<clang::FunctionDecl>(name->getDecl());
    return make_expr(program::FunctionAddress{unit_.function(named)}, type, span);
  }
  const auto* deref = llvm::dyn_cast<clang::UnaryOperator>(inner);
  if (deref != nullptr && deref->getOpcode() == clang::UO_Deref) return rvalue(deref->getSubExpr());
  refuse(span, std::string("this function (") + inner->getStmtClassName() + ") is not supported");
}

program::ExprPtr Body::decay(const clang::Expr* array, program::TypeId type) {
  const source::Span span = unit_.spans().of(array);
  const clang::Expr* inner = array->IgnoreParens();
  if (const auto* named = llvm::dyn_cast<clang::PredefinedExpr>(inner))
    inner = named->getFunctionName();
  if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(inner)) {
    if (text->getCharByteWidth() != 1) refuse(span, "wide strings are not supported");
    return make_expr(program::StringLiteral{text->getString().str()}, type, span);
  }
  program::Place first =
      element_of(place(array), unit_.literal(0, unit_.types().long_type(), span), span);
  return address_of(std::move(first), type, span);
}

}  // namespace headway::frontend

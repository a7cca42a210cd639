// Does an expression have effects that need statements of their own? The answer decides between a
// pure expression tree and a linear sequence with temporaries (I1 of program.h). It must say yes
// for everything that `rvalue` emits a statement for; saying yes too often costs a temporary,
// nothing else.
#include "model/frontend/body.h"

namespace headway::frontend {

std::optional<bool> Body::constant_truth(const clang::Expr* condition) {
  if (const auto value = condition->getIntegerConstantExpr(unit_.context()))
    return value->getBoolValue();
  return std::nullopt;
}

bool Body::children_emit(const clang::Stmt* statement) {
  for (const clang::Stmt* child : statement->children()) {
    if (child != nullptr && emits(child)) return true;
  }
  return false;
}

bool Body::call_emits(const clang::CallExpr* call) {
  switch (call->getBuiltinCallee()) {
    case clang::Builtin::BI__builtin_constant_p:
    case clang::Builtin::BI__builtin_object_size:
    case clang::Builtin::BI__builtin_dynamic_object_size:
      return false;
    case clang::Builtin::BI__builtin_expect:
    case clang::Builtin::BI__builtin_expect_with_probability:
    case clang::Builtin::BI__builtin_assume_aligned:
      return emits(call->getArg(0));
    default:
      if (is_pure_call(call)) return false;
      return !is_builtin(call) || !call->isIntegerConstantExpr(unit_.context());
  }
}

bool Body::emits(const clang::Stmt* statement) {
  if (const auto known = emits_.find(statement); known != emits_.end()) return known->second;
  bool result = false;
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(statement)) {
    if (binary->isAssignmentOp()) {
      result = true;
    } else if (const auto left =
                   binary->isLogicalOp() ? constant_truth(binary->getLHS()) : std::nullopt) {
      const bool decided = *left == (binary->getOpcode() == clang::BO_LOr);
      result = !decided && emits(binary->getRHS());
    } else {
      result = children_emit(statement);
    }
  } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(statement)) {
    result = unary->isIncrementDecrementOp() || children_emit(statement);
  } else if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(statement)) {
    const auto taken = constant_truth(choice->getCond());
    if (taken.has_value()) {
      result = emits(*taken ? choice->getTrueExpr() : choice->getFalseExpr());
    } else {
      result = !choice->getType()->isScalarType() || children_emit(statement);
    }
  } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(statement)) {
    result = call_emits(call);
  } else if (const auto* literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(statement)) {
    result = !literal->isFileScope();
  } else if (llvm::isa<clang::StmtExpr, clang::BinaryConditionalOperator>(statement)) {
    result = true;
  } else if (const auto* generic = llvm::dyn_cast<clang::GenericSelectionExpr>(statement)) {
    result = emits(generic->getResultExpr());
  } else if (const auto* choose = llvm::dyn_cast<clang::ChooseExpr>(statement)) {
    result = emits(choose->getChosenSubExpr());
  } else if (!llvm::isa<clang::UnaryExprOrTypeTraitExpr, clang::OffsetOfExpr,
                        clang::OpaqueValueExpr>(statement)) {
    result = children_emit(statement);
  }
  emits_[statement] = result;
  return result;
}

}  // namespace headway::frontend

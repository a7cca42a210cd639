// Values. Each kind of expression that C knows either has a line here or is refused by its name.
#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

std::optional<program::BinaryOp> binary_op(clang::BinaryOperatorKind kind) {
  switch (kind) {
    case clang::BO_Add:
      return program::BinaryOp::add;
    case clang::BO_Sub:
      return program::BinaryOp::sub;
    case clang::BO_Mul:
      return program::BinaryOp::mul;
    case clang::BO_Div:
      return program::BinaryOp::div;
    case clang::BO_Rem:
      return program::BinaryOp::rem;
    case clang::BO_And:
      return program::BinaryOp::bit_and;
    case clang::BO_Or:
      return program::BinaryOp::bit_or;
    case clang::BO_Xor:
      return program::BinaryOp::bit_xor;
    case clang::BO_Shl:
      return program::BinaryOp::shl;
    case clang::BO_Shr:
      return program::BinaryOp::shr;
    case clang::BO_LT:
      return program::BinaryOp::lt;
    case clang::BO_LE:
      return program::BinaryOp::le;
    case clang::BO_GT:
      return program::BinaryOp::gt;
    case clang::BO_GE:
      return program::BinaryOp::ge;
    case clang::BO_EQ:
      return program::BinaryOp::eq;
    case clang::BO_NE:
      return program::BinaryOp::ne;
    default:
      return std::nullopt;
  }
}

}  // namespace

program::ExprPtr Body::rvalue(const clang::Expr* expr) {
  if (expr->getType()->isIntegralOrEnumerationType()) {
    if (const auto value = expr->getIntegerConstantExpr(unit_.context())) {
      return unit_.literal(value_of(*value), unit_.type(expr), unit_.spans().of(expr));
    }
  }
  return rvalue_kind(expr);
}

program::ExprPtr Body::rvalue_kind(const clang::Expr* expr) {
  if (const auto* inner = llvm::dyn_cast<clang::ParenExpr>(expr))
    return rvalue(inner->getSubExpr());
  if (const auto* inner = llvm::dyn_cast<clang::ConstantExpr>(expr))
    return rvalue(inner->getSubExpr());
  if (const auto* inner = llvm::dyn_cast<clang::CastExpr>(expr)) return cast(inner);
  if (const auto* inner = llvm::dyn_cast<clang::UnaryOperator>(expr)) return unary(inner);
  if (const auto* inner = llvm::dyn_cast<clang::CompoundAssignOperator>(expr))
    return compound_assignment(inner, true);
  if (const auto* inner = llvm::dyn_cast<clang::BinaryOperator>(expr)) return binary(inner);
  if (const auto* inner = llvm::dyn_cast<clang::AbstractConditionalOperator>(expr))
    return conditional(inner);
  if (const auto* inner = llvm::dyn_cast<clang::CallExpr>(expr))
    return call(inner, std::nullopt, true);
  if (const auto* inner = llvm::dyn_cast<clang::StmtExpr>(expr))
    return statement_expression(inner, true);
  if (const auto* inner = llvm::dyn_cast<clang::OpaqueValueExpr>(expr)) {
    if (const auto known = opaque_.find(inner); known != opaque_.end()) return known->second;
  }
  if (const auto* inner = llvm::dyn_cast<clang::ChooseExpr>(expr))
    return rvalue(inner->getChosenSubExpr());
  if (const auto* inner = llvm::dyn_cast<clang::GenericSelectionExpr>(expr))
    return rvalue(inner->getResultExpr());
  if (llvm::isa<clang::MemberExpr, clang::ArraySubscriptExpr>(expr))
    return load(place(expr));  // of a value, as f().x
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(expr);
      list != nullptr && list->getNumInits() == 1) {
    return unit_.convert(rvalue(list->getInit(0)), unit_.type(expr));
  }
  if (llvm::isa<clang::ImplicitValueInitExpr>(expr)) {
    return unit_.literal(0, unit_.type(expr), unit_.spans().of(expr));
  }
  if (program::ExprPtr measure = measured(expr)) return measure;
  refuse_expression(expr);
}

// sizeof, offsetof, __builtin_LINE and their like, where C does not count them as integer
// constants.
program::ExprPtr Body::measured(const clang::Expr* expr) {
  const auto* size = llvm::dyn_cast<clang::UnaryExprOrTypeTraitExpr>(expr);
  if (size == nullptr && !llvm::isa<clang::OffsetOfExpr, clang::SourceLocExpr>(expr))
    return nullptr;
  const source::Span span = unit_.spans().of(expr);
  clang::Expr::EvalResult folded;
  if (expr->EvaluateAsRValue(folded, unit_.context()) && folded.Val.isInt()) {
    return unit_.literal(value_of(folded.Val.getInt()), unit_.type(expr), span);
  }
  if (size == nullptr || size->getKind() != clang::UETT_SizeOf) return nullptr;
  // Of an array that a const variable sizes: types.cpp knows how long it is, Clang does not.
  const program::TypeId type = unit_.types().of(size->getTypeOfArgument(), expr->getBeginLoc());
  return unit_.literal(static_cast<std::int64_t>(type_at(type).size), unit_.type(expr), span);
}

void Body::refuse_expression(const clang::Expr* expr) {
  const source::Span span = unit_.spans().of(expr);
  if (llvm::isa<clang::AddrLabelExpr>(expr)) {
    refuse(span, "the address of a label is not supported", "use a switch over a number instead");
  }
  if (llvm::isa<clang::FloatingLiteral, clang::ImaginaryLiteral>(expr)) {
    refuse(span, "floating point is not supported", "kernel code has none; count in integers");
  }
  if (llvm::isa<clang::VAArgExpr>(expr)) refuse(span, "va_arg is not supported");
  if (llvm::isa<clang::AtomicExpr>(expr)) {
    refuse(span, "the compiler's atomic built-ins are not supported",
           "use the kernel's atomic_… functions");
  }
  refuse(span, std::string("this expression (") + expr->getStmtClassName() + ") is not supported");
}

program::ExprPtr Body::unary(const clang::UnaryOperator* expr) {
  const source::Span span = unit_.spans().of(expr);
  const clang::Expr* operand = expr->getSubExpr();
  switch (expr->getOpcode()) {
    case clang::UO_PostInc:
    case clang::UO_PostDec:
    case clang::UO_PreInc:
    case clang::UO_PreDec:
      return increment(expr, true);
    case clang::UO_AddrOf:
      if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(operand->IgnoreParens())) {
        if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(name->getDecl())) {
          return make_expr(program::FunctionAddress{unit_.function(function)}, unit_.type(expr),
                           span);
        }
      }
      return address_of(place(operand), unit_.type(expr), span);
    case clang::UO_Plus:
    case clang::UO_Extension:
      return rvalue(operand);
    case clang::UO_Minus:
      return make_expr(program::Unary{program::UnaryOp::negate, rvalue(operand)}, unit_.type(expr),
                       span);
    case clang::UO_Not:
      return make_expr(program::Unary{program::UnaryOp::bit_not, rvalue(operand)}, unit_.type(expr),
                       span);
    case clang::UO_LNot:
      return make_expr(program::Unary{program::UnaryOp::logical_not, rvalue(operand)},
                       unit_.type(expr), span);
    case clang::UO_Deref:
      return load(place(expr));
    default:
      refuse(span, "the operator '" + clang::UnaryOperator::getOpcodeStr(expr->getOpcode()).str() +
                       "' is not supported");
  }
}

program::ExprPtr Body::address_of(program::Place place, program::TypeId type,
                                  const source::Span& span) {
  const auto* deref = std::get_if<program::Deref>(&place.base);
  if (deref != nullptr && place.projections.empty()) return unit_.convert(deref->pointer, type);
  if (is_user(place)) return user_address(place, type, span);
  const program::TypeId natural = unit_.types().pointer_to(place.type);
  return unit_.convert(make_expr(program::AddressOf{std::move(place)}, natural, span), type);
}

program::ExprPtr Body::binary(const clang::BinaryOperator* expr) {
  const source::Span span = unit_.spans().of(expr);
  if (expr->isLogicalOp()) return logical(expr);
  if (expr->getOpcode() == clang::BO_Assign) return assignment(expr, true);
  if (expr->getOpcode() == clang::BO_Comma) {
    discard(expr->getLHS());
    return rvalue(expr->getRHS());
  }
  program::ExprPtr left = rvalue(expr->getLHS());
  if (emits(expr->getRHS())) left = settle(std::move(left));
  program::ExprPtr right = rvalue(expr->getRHS());
  return arithmetic(expr->getOpcode(), std::move(left), std::move(right), unit_.type(expr), span);
}

program::ExprPtr Body::arithmetic(clang::BinaryOperatorKind kind, program::ExprPtr left,
                                  program::ExprPtr right, program::TypeId type,
                                  const source::Span& span) {
  const auto op = binary_op(kind);
  if (!op)
    refuse(span, "the operator '" + clang::BinaryOperator::getOpcodeStr(kind).str() +
                     "' is not supported");
  const bool left_pointer = unit_.types().pointer(left->type).has_value();
  const bool right_pointer = unit_.types().pointer(right->type).has_value();
  if (*op == program::BinaryOp::add && right_pointer) return pointer_add(right, left, false, span);
  if (*op == program::BinaryOp::add && left_pointer) return pointer_add(left, right, false, span);
  if (*op == program::BinaryOp::sub && left_pointer && !right_pointer)
    return pointer_add(left, right, true, span);
  const bool shift = *op == program::BinaryOp::shl || *op == program::BinaryOp::shr;
  if (!shift) right = unit_.convert(std::move(right), left->type);
  if (*op == program::BinaryOp::sub && left_pointer) {
    const std::uint64_t stride = type_at(unit_.types().pointer(left->type)->pointee).size;
    return make_expr(
        program::PointerDifference{std::move(left), std::move(right), stride == 0 ? 1 : stride},
        type, span);
  }
  return make_expr(program::Binary{*op, std::move(left), std::move(right)}, type, span);
}

program::ExprPtr Body::pointer_add(program::ExprPtr pointer, program::ExprPtr index, bool subtract,
                                   const source::Span& span) {
  const std::uint64_t size = type_at(unit_.types().pointer(pointer->type)->pointee).size;
  const std::uint64_t stride = size == 0 ? 1 : size;  // void and functions count as one byte
  const auto integer = unit_.types().integer(index->type);
  const bool is_signed = !integer || integer->is_signed;
  const program::TypeId wide =
      is_signed || subtract ? unit_.types().long_type() : unit_.types().unsigned_long_type();
  index = unit_.convert(std::move(index), wide);
  if (subtract) {
    const auto* known = std::get_if<program::IntLiteral>(&index->node);
    index =
        known != nullptr
            ? unit_.literal(static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(known->value)),
                            wide, index->span)
            : make_expr(program::Unary{program::UnaryOp::negate, index}, wide, index->span);
  }
  const program::TypeId type = pointer->type;
  return make_expr(program::PointerAdd{std::move(pointer), std::move(index), stride}, type, span);
}

namespace {

bool follows_pointer(const program::Place& place);

bool follows_pointer(const program::Expr& expr) {
  if (const auto* load = std::get_if<program::LoadPlace>(&expr.node))
    return follows_pointer(load->place);
  if (const auto* unary = std::get_if<program::Unary>(&expr.node))
    return follows_pointer(*unary->operand);
  if (const auto* convert = std::get_if<program::Convert>(&expr.node))
    return follows_pointer(*convert->operand);
  if (const auto* binary = std::get_if<program::Binary>(&expr.node))
    return follows_pointer(*binary->left) || follows_pointer(*binary->right);
  if (const auto* choice = std::get_if<program::Conditional>(&expr.node)) {
    return follows_pointer(*choice->condition) || follows_pointer(*choice->then) ||
           follows_pointer(*choice->otherwise);
  }
  if (const auto* sum = std::get_if<program::PointerAdd>(&expr.node))
    return follows_pointer(*sum->pointer) || follows_pointer(*sum->index);
  if (const auto* difference = std::get_if<program::PointerDifference>(&expr.node))
    return follows_pointer(*difference->left) || follows_pointer(*difference->right);
  if (const auto* address = std::get_if<program::AddressOf>(&expr.node))
    return follows_pointer(address->place);
  return false;
}

bool follows_pointer(const program::Place& place) {
  if (std::holds_alternative<program::Deref>(place.base)) return true;
  for (const program::Projection& projection : place.projections) {
    const auto* index = std::get_if<program::ProjectIndex>(&projection);
    if (index != nullptr && follows_pointer(*index->index)) return true;
  }
  return false;
}

}  // namespace

// The value is that of the last statement, if that is an expression.
program::ExprPtr Body::statement_expression(const clang::StmtExpr* expr, bool used) {
  const clang::CompoundStmt* block = expr->getSubStmt();
  if (!used || expr->getType()->isVoidType()) {
    compound(block);
    return nullptr;
  }
  open_scope();
  const clang::Stmt* last = block->body_back();
  for (const clang::Stmt* one : block->body()) {
    if (one != last) statement(one);
  }
  while (!llvm::isa<clang::Expr>(last)) {
    if (const auto* named = llvm::dyn_cast<clang::LabelStmt>(last)) {
      label(named);
      last = named->getSubStmt();
    } else if (const auto* attributed = llvm::dyn_cast<clang::AttributedStmt>(last)) {
      last = attributed->getSubStmt();
    } else {
      refuse(unit_.spans().of(last),
             "a statement expression whose value stands here is not supported",
             "let its last statement be a plain expression");
    }
  }
  program::ExprPtr value = rvalue(llvm::cast<clang::Expr>(last));
  // Read before the block ends: it may lie in a variable of it, behind a pointer, or be cleaned up.
  if (follows_pointer(*value) || cleanups_.size() > open_scopes_.back().cleanups)
    value = settle(std::move(value));
  close_scope(unit_.spans().at(block->getRBracLoc()));
  return value;
}

}  // namespace headway::frontend

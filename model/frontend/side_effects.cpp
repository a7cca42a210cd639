// Assignments, increments, and expressions whose value nobody wants. The place is found first, left
// to right; then the right side is evaluated; only then is the place read (for `+=`) and written. C
// leaves open when `+=` reads, but gcc and Clang agree: after a call on the right.
#include <algorithm>

#include "model/frontend/body.h"

namespace headway::frontend {

namespace {

// Does it follow a pointer, index an array, divide or shift?
bool may_fail(const clang::Stmt* statement) {
  if (llvm::isa<clang::ArraySubscriptExpr>(statement)) return true;
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(statement);
      unary != nullptr && unary->getOpcode() == clang::UO_Deref)
    return true;
  if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(statement);
      member != nullptr && member->isArrow())
    return true;
  if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(statement);
      binary != nullptr && (binary->isShiftOp() || binary->getOpcode() == clang::BO_Div ||
                            binary->getOpcode() == clang::BO_Rem))
    return true;
  return std::any_of(statement->child_begin(), statement->child_end(),
                     [](const clang::Stmt* child) { return child != nullptr && may_fail(child); });
}

}  // namespace

void Body::discard(const clang::Expr* expr) {
  const clang::Expr* inner = expr->IgnoreParens();
  if (const auto* constant = llvm::dyn_cast<clang::ConstantExpr>(inner))
    return discard(constant->getSubExpr());
  // Nobody wants the value, but working it out may be undefined.
  if (inner->getType()->isScalarType() && !inner->isLValue() && !emits(inner) && may_fail(inner)) {
    const program::ExprPtr value = rvalue(inner);
    return assign(temporary(value->type, value->span), value, value->span);
  }
  if (const auto* compound = llvm::dyn_cast<clang::CompoundAssignOperator>(inner)) {
    compound_assignment(compound, false);
  } else if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(inner)) {
    if (binary->getOpcode() == clang::BO_Assign) {
      assignment(binary, false);
    } else if (binary->isLogicalOp()) {
      if (emits(binary)) discard_logical(binary);
    } else {
      discard(binary->getLHS());
      discard(binary->getRHS());
    }
  } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner)) {
    if (unary->isIncrementDecrementOp()) {
      increment(unary, false);
    } else {
      discard(unary->getSubExpr());
    }
  } else if (const auto* choice = llvm::dyn_cast<clang::AbstractConditionalOperator>(inner)) {
    if (emits(choice) || choice->getType()->isVoidType()) discard_conditional(choice);
  } else if (const auto* called = llvm::dyn_cast<clang::CallExpr>(inner)) {
    call(called, std::nullopt, false);
  } else if (const auto* block = llvm::dyn_cast<clang::StmtExpr>(inner)) {
    statement_expression(block, false);
  } else if (const auto* cast = llvm::dyn_cast<clang::CastExpr>(inner)) {
    const bool is_load = cast->getCastKind() == clang::CK_LValueToRValue;
    if (!is_load) return discard(cast->getSubExpr());
    // A volatile read is an access even if its value goes nowhere.
    if (cast->getSubExpr()->getType().isVolatileQualified()) {
      const program::ExprPtr value = rvalue(cast);
      assign(temporary(value->type, value->span), value, value->span);
    } else if (emits(cast)) {
      place(cast->getSubExpr());
    }
  } else if (emits(inner)) {
    if (inner->isLValue() && !inner->getType()->isFunctionType()) {
      place(inner);
    } else {
      rvalue(inner);
    }
  }
}

namespace {

// The width of the bit-field that the place is, if it is one.
std::optional<unsigned> field_width(const program::Place& place,
                                    const std::vector<program::Variable>& locals, Unit& unit) {
  if (place.projections.empty()) return std::nullopt;
  const auto* last = std::get_if<program::ProjectField>(&place.projections.back());
  if (last == nullptr) return std::nullopt;
  program::TypeId type = place.type;
  if (const auto* local = std::get_if<program::LocalId>(&place.base)) {
    type = locals[program::index_of(*local)].type;
  } else if (const auto* global = std::get_if<program::GlobalId>(&place.base)) {
    type = unit.output().at(*global).type;
  } else {
    type = unit.types().pointer(std::get<program::Deref>(place.base).pointer->type)->pointee;
  }
  for (std::size_t i = 0; i + 1 < place.projections.size(); ++i) {
    const program::Type& shape = unit.output().at(type);
    if (const auto* field = std::get_if<program::ProjectField>(&place.projections[i])) {
      type = std::get<program::RecordType>(shape.shape).fields[field->field].type;
    } else {
      type = std::get<program::ArrayType>(shape.shape).element;
    }
  }
  const auto& bits =
      std::get<program::RecordType>(unit.output().at(type).shape).fields[last->field].bits;
  if (!bits) return std::nullopt;
  return bits->second;
}

// What a field of `width` bits keeps of the value, which is of the field's type.
program::ExprPtr cut_to_field(program::ExprPtr value, unsigned width, Unit& unit) {
  const auto integer = unit.types().integer(value->type);
  if (!integer || width >= integer->bits) return value;
  const source::Span span = value->span;
  const program::TypeId own = value->type, wide = unit.types().long_type();
  const auto with = [&](program::BinaryOp op, program::ExprPtr left, std::int64_t right) {
    return make_expr(program::Binary{op, std::move(left), unit.literal(right, wide, span)}, wide,
                     span);
  };
  program::ExprPtr cut = unit.convert(std::move(value), wide);
  if (integer->is_signed) {
    const std::int64_t away = 64 - static_cast<std::int64_t>(width);
    cut = with(program::BinaryOp::shl, std::move(cut), away);
    cut = with(program::BinaryOp::shr, std::move(cut), away);
  } else {
    cut = with(program::BinaryOp::bit_and, std::move(cut),
               static_cast<std::int64_t>((std::uint64_t{1} << width) - 1));
  }
  return unit.convert(std::move(cut), own);
}

}  // namespace

bool Body::is_bit_field(const program::Place& place) const {
  return field_width(place, locals_, unit_).has_value();
}

// The value of an assignment is the value stored, whatever happens to the place afterwards.
program::ExprPtr Body::store(const program::Place& target, program::ExprPtr value, bool used,
                             const source::Span& span) {
  value = unit_.convert(std::move(value), target.type);
  if (!used) {
    assign(target, std::move(value), span);
    return nullptr;
  }
  // Not read back: the store may have changed where the place is, and others what it holds.
  if (const auto width = field_width(target, locals_, unit_))
    value = cut_to_field(std::move(value), *width, unit_);
  value = settle(std::move(value));
  assign(target, value, span);
  return value;
}

void Body::assign_into(const program::Place& target, const clang::Expr* value,
                       const source::Span& span) {
  const auto* called = llvm::dyn_cast<clang::CallExpr>(value->IgnoreParens());
  if (called != nullptr && !is_builtin(called) && unit_.type(value) == target.type &&
      !is_bit_field(target)) {
    call(called, target, true);
    return;
  }
  program::ExprPtr result = rvalue(value);
  assign(target, std::move(result), span);
}

program::ExprPtr Body::assignment(const clang::BinaryOperator* expr, bool used) {
  const source::Span span = unit_.spans().of(expr);
  program::Place target = place(expr->getLHS());
  if (emits(expr->getRHS())) target = settle(std::move(target));
  if (!used || !expr->getType()->isScalarType()) {
    if (used) target = settle(std::move(target), Against::others);  // read back below
    assign_into(target, expr->getRHS(), span);
    return used ? load(target) : nullptr;
  }
  program::ExprPtr value = rvalue(expr->getRHS());
  return store(target, std::move(value), true, span);
}

program::ExprPtr Body::compound_assignment(const clang::CompoundAssignOperator* expr, bool used) {
  const source::Span span = unit_.spans().of(expr);
  program::Place target = place(expr->getLHS());
  target = settle(std::move(target), emits(expr->getRHS()) ? Against::siblings : Against::others);
  program::ExprPtr right = rvalue(expr->getRHS());
  const program::TypeId computed =
      unit_.types().of(expr->getComputationLHSType(), expr->getBeginLoc());
  const program::TypeId result =
      unit_.types().of(expr->getComputationResultType(), expr->getBeginLoc());
  const clang::BinaryOperatorKind op =
      clang::BinaryOperator::getOpForCompoundAssignment(expr->getOpcode());
  program::ExprPtr value =
      arithmetic(op, unit_.convert(load(target), computed), std::move(right), result, span);
  return store(target, std::move(value), used, span);
}

program::ExprPtr Body::increment(const clang::UnaryOperator* expr, bool used) {
  const source::Span span = unit_.spans().of(expr);
  const program::Place target = settle(place(expr->getSubExpr()), Against::others);
  program::ExprPtr before = load(target);
  if (used && expr->isPostfix()) before = settle(std::move(before));
  const auto integer = unit_.types().integer(target.type);
  const program::TypeId one_type = !integer ? unit_.types().long_type() : target.type;
  const bool narrow = integer && integer->bits < 32;  // computed in int, as C promotes
  const program::TypeId computed = narrow ? unit_.types().int_type() : target.type;
  const program::ExprPtr one = unit_.literal(1, narrow ? computed : one_type, span);
  program::ExprPtr after = arithmetic(expr->isIncrementOp() ? clang::BO_Add : clang::BO_Sub,
                                      unit_.convert(before, computed), one, computed, span);
  if (!expr->isPostfix()) return store(target, std::move(after), used, span);
  store(target, std::move(after), false, span);
  return used ? before : nullptr;
}

}  // namespace headway::frontend

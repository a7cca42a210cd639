// Places: what an lvalue names. `*&x` and `p->f` with a known p become direct again, so that
// lowering sees fields and elements rather than pointer sums wherever the source lets it.
#include "model/frontend/body.h"

namespace headway::frontend {

program::Place Body::variable_place(const clang::VarDecl* variable, const source::Span& span) {
  if (const auto local = variables_.find(variable); local != variables_.end()) {
    return {local->second, {}, locals_[program::index_of(local->second)].type, span};
  }
  const std::string function =
      variable->isStaticLocal() ? declaration_->getNameAsString() : std::string();
  const program::GlobalId id = unit_.global(variable, function);
  return {id, {}, unit_.output().at(id).type, span};
}

program::Place Body::place(const clang::Expr* expr) {
  const source::Span span = unit_.spans().of(expr);
  const clang::Expr* inner = expr->IgnoreParens();
  if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(inner)) {
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl()))
      return variable_place(variable, span);
  }
  if (const auto* field = llvm::dyn_cast<clang::MemberExpr>(inner)) return member(field);
  if (const auto* subscript = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner))
    return element(subscript);
  if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner)) {
    if (unary->getOpcode() == clang::UO_Deref) return pointed_to(rvalue(unary->getSubExpr()), span);
    if (unary->getOpcode() == clang::UO_Extension) return place(unary->getSubExpr());
  }
  if (const auto* literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(inner))
    return literal_place(literal);
  if (const auto* generic = llvm::dyn_cast<clang::GenericSelectionExpr>(inner))
    return place(generic->getResultExpr());
  if (const auto* choose = llvm::dyn_cast<clang::ChooseExpr>(inner))
    return place(choose->getChosenSubExpr());
  if (const auto* opaque = llvm::dyn_cast<clang::OpaqueValueExpr>(inner);
      opaque != nullptr && opaque->isLValue()) {
    return place(opaque->getSourceExpr());
  }
  if (inner->getType()->isRecordType()) return record_value(inner);
  if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(inner)) {
    refuse(span, "a string used as an array is not supported here",
           "give \"" + text->getString().str() + "\" a name");
  }
  refuse(span,
         std::string("this place in memory (") + inner->getStmtClassName() + ") is not supported");
}

program::Place Body::field_of(program::Place record, std::uint32_t field,
                              const source::Span& span) {
  record.type = std::get<program::RecordType>(type_at(record.type).shape).fields[field].type;
  record.projections.push_back(program::ProjectField{field});
  record.span = span;
  return record;
}

program::Place Body::element_of(program::Place array, program::ExprPtr index,
                                const source::Span& span) {
  array.type = std::get<program::ArrayType>(type_at(array.type).shape).element;
  array.projections.push_back(program::ProjectIndex{std::move(index)});
  array.span = span;
  return array;
}

program::Place Body::pointed_to(program::ExprPtr pointer, const source::Span& span) {
  const program::TypeId type = pointer->type;
  const program::TypeId pointee = unit_.types().pointer(type)->pointee;
  if (const auto* address = std::get_if<program::AddressOf>(&pointer->node)) {
    if (address->place.type == pointee) {
      program::Place place = address->place;
      place.span = span;
      return place;
    }
  }
  return {program::Deref{std::move(pointer)}, {}, pointee, span};
}

program::Place Body::member(const clang::MemberExpr* expr) {
  const source::Span span = unit_.spans().of(expr);
  const auto* field = llvm::cast<clang::FieldDecl>(expr->getMemberDecl());
  program::Place record =
      expr->isArrow() ? pointed_to(rvalue(expr->getBase()), unit_.spans().of(expr->getBase()))
                      : place(expr->getBase());
  return field_of(std::move(record), Types::field_index(field), span);
}

program::Place Body::element(const clang::ArraySubscriptExpr* expr) {
  const source::Span span = unit_.spans().of(expr);
  const clang::Expr* base = expr->getBase();
  const clang::Expr* index = expr->getIdx();
  const auto* decay = llvm::dyn_cast<clang::ImplicitCastExpr>(base->IgnoreParens());
  if (decay != nullptr && decay->getCastKind() == clang::CK_ArrayToPointerDecay &&
      !llvm::isa<clang::StringLiteral, clang::PredefinedExpr>(
          decay->getSubExpr()->IgnoreParens())) {
    program::Place array = place(decay->getSubExpr());
    if (emits(index)) array = settle(std::move(array));
    program::ExprPtr at = rvalue(index);
    return element_of(std::move(array), std::move(at), span);
  }
  program::ExprPtr pointer = rvalue(base);
  if (emits(index)) pointer = settle(std::move(pointer));
  program::ExprPtr at = rvalue(index);
  return pointed_to(pointer_add(std::move(pointer), std::move(at), false, span), span);
}

// Only its address can be had, as in put_user(x, &p->field).
bool Body::is_user(const program::Place& place) const {
  const auto* deref = std::get_if<program::Deref>(&place.base);
  return deref != nullptr && unit_.types().pointer(deref->pointer->type)->user;
}

void Body::check_not_user(const program::Place& place) const {
  if (!is_user(place)) return;
  refuse(place.span, "a user pointer is dereferenced",
         "copy with copy_from_user, get_user and their like");
}

// An address in user space is a number: the pointer plus what its fields and elements lie further
// on.
program::ExprPtr Body::user_address(const program::Place& place, program::TypeId type,
                                    const source::Span& span) {
  program::ExprPtr address = std::get<program::Deref>(place.base).pointer;
  program::TypeId at = unit_.types().pointer(address->type)->pointee;
  const program::TypeId bytes =
      unit_.types().pointer_to(unit_.types().of(unit_.context().CharTy, {}), true);
  address = unit_.convert(std::move(address), bytes);
  const auto add = [&](program::ExprPtr index, std::uint64_t stride) {
    address = make_expr(
        program::PointerAdd{address, unit_.convert(std::move(index), unit_.types().long_type()),
                            stride},
        bytes, span);
  };
  for (const program::Projection& projection : place.projections) {
    if (const auto* field = std::get_if<program::ProjectField>(&projection)) {
      const auto& record = std::get<program::RecordType>(type_at(at).shape);
      const std::uint64_t offset = record.fields[field->field].offset;
      at = record.fields[field->field].type;
      const program::TypeId number = unit_.types().long_type();
      if (offset != 0) add(unit_.literal(static_cast<std::int64_t>(offset), number, span), 1);
    } else {
      at = std::get<program::ArrayType>(type_at(at).shape).element;
      add(std::get<program::ProjectIndex>(projection).index, type_at(at).size);
    }
  }
  return unit_.convert(std::move(address), type);
}

// An unnamed object of this activation, made anew each time.
program::Place Body::literal_place(const clang::CompoundLiteralExpr* expr) {
  const source::Span span = unit_.spans().of(expr);
  if (expr->isFileScope()) {
    const program::GlobalId id = unit_.literal(expr);
    return {id, {}, unit_.output().at(id).type, span};
  }
  const program::LocalId id = new_local(
      {"%" + std::to_string(temporaries_++), unit_.type(expr), {}, span, open_scopes_.back().id});
  emit(program::Declare{id}, span);
  const program::Place object{id, {}, unit_.type(expr), span};
  initialize(object, expr->getInitializer());
  return object;
}

// A record that is a value: a call's result, an assignment, `c ? a : b`.
program::Place Body::record_value(const clang::Expr* expr) {
  const program::ExprPtr value = rvalue(expr);
  if (const auto* known = std::get_if<program::LoadPlace>(&value->node)) return known->place;
  const program::Place parked = temporary(value->type, value->span);
  assign(parked, value, value->span);
  return parked;
}

}  // namespace headway::frontend

// Initialisers of locals and of compound literals: one assignment per scalar, in the order of the
// members, zero where nothing is said. Clang has sorted designators and filled in the gaps already.
#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

constexpr std::uint64_t kMostInitializedScalars = 65536;

const clang::Expr* without_literal(const clang::Expr* value) {
  const auto* load = llvm::dyn_cast<clang::ImplicitCastExpr>(value->IgnoreParens());
  const clang::Expr* inner = load != nullptr && load->getCastKind() == clang::CK_LValueToRValue
                                 ? load->getSubExpr()
                                 : value;
  const auto* literal = llvm::dyn_cast<clang::CompoundLiteralExpr>(inner->IgnoreParens());
  return literal != nullptr && !literal->isFileScope() ? literal->getInitializer() : nullptr;
}

}  // namespace

void Body::initialize(const program::Place& target, const clang::Expr* value) {
  const source::Span own = unit_.spans().of(value);
  const source::Span span = own.known() ? own : target.span;  // what Clang filled in stands nowhere
  if (++initialized_ > kMostInitializedScalars) {
    refuse(span, "an initialiser of more than 65536 values is not supported",
           "make the object static, or shorter");
  }
  const clang::Expr* inner = value->IgnoreParens();
  if (const auto* list = llvm::dyn_cast<clang::InitListExpr>(inner))
    return initialize_list(target, list);
  if (llvm::isa<clang::ImplicitValueInitExpr>(inner)) return zero(target, target.span);
  if (llvm::isa<clang::DesignatedInitUpdateExpr, clang::NoInitExpr>(inner)) {
    refuse(span, "an initialiser that overrides a part of another one is not supported",
           "write each member once");
  }
  const bool is_array = std::holds_alternative<program::ArrayType>(type_at(target.type).shape);
  if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(inner); text != nullptr && is_array) {
    return initialize_string(target, text);
  }
  if (!inner->getType()->isScalarType()) {
    if (const clang::Expr* list = without_literal(inner)) return initialize(target, list);
  }
  assign_into(target, value, span);
}

void Body::initialize_list(const program::Place& target, const clang::InitListExpr* list) {
  if (list->isSyntacticForm() && list->getSemanticForm() != nullptr) list = list->getSemanticForm();
  const auto& shape = type_at(target.type).shape;
  const bool is_record = std::holds_alternative<program::RecordType>(shape);
  const bool is_array = std::holds_alternative<program::ArrayType>(shape);
  if (list->isTransparent() || list->isStringLiteralInit()) {
    return initialize(target, list->getInit(0));
  }
  if (is_record) return initialize_record(target, list);
  if (is_array) return initialize_array(target, list);
  if (list->getNumInits() == 0) return zero(target, unit_.spans().of(list));
  initialize(target, list->getInit(0));
}

void Body::initialize_record(const program::Place& target, const clang::InitListExpr* list) {
  const source::Span span = unit_.spans().of(list);
  const auto* record = list->getType()->castAs<clang::RecordType>()->getDecl();
  if (record->isUnion()) {
    const clang::FieldDecl* field = list->getInitializedFieldInUnion();
    if (field == nullptr) return zero(target, span);
    const program::Place member = field_of(target, Types::field_index(field), span);
    if (list->getNumInits() == 0) return zero(member, span);
    return initialize(member, list->getInit(0));
  }
  unsigned next = 0;
  for (const clang::FieldDecl* field : record->fields()) {
    if (field->isUnnamedBitField()) continue;
    if (field->getType()->isIncompleteArrayType()) continue;
    const program::Place member = field_of(target, Types::field_index(field), span);
    if (next < list->getNumInits() && list->getInit(next) != nullptr) {
      initialize(member, list->getInit(next));
    } else {
      zero(member, span);
    }
    ++next;
  }
}

void Body::initialize_array(const program::Place& target, const clang::InitListExpr* list) {
  const source::Span span = unit_.spans().of(list);
  const std::uint64_t count = std::get<program::ArrayType>(type_at(target.type).shape).count;
  for (std::uint64_t i = 0; i < count; ++i) {
    const program::ExprPtr index =
        unit_.literal(static_cast<std::int64_t>(i), unit_.types().long_type(), span);
    const program::Place element = element_of(target, index, span);
    const clang::Expr* value =
        i < list->getNumInits() ? list->getInit(static_cast<unsigned>(i)) : list->getArrayFiller();
    if (value != nullptr) {
      initialize(element, value);
    } else {
      zero(element, span);
    }
  }
}

void Body::initialize_string(const program::Place& target, const clang::StringLiteral* text) {
  const source::Span span = unit_.spans().of(text);
  if (text->getCharByteWidth() != 1) refuse(span, "wide strings are not supported");
  const program::ArrayType array = std::get<program::ArrayType>(type_at(target.type).shape);
  const std::string bytes = text->getBytes().str();
  for (std::uint64_t i = 0; i < array.count; ++i) {
    const program::ExprPtr index =
        unit_.literal(static_cast<std::int64_t>(i), unit_.types().long_type(), span);
    const std::int64_t byte = i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
    const program::ExprPtr value = unit_.literal(byte, unit_.types().int_type(), span);
    assign(element_of(target, index, span), value, span);
  }
}

// Every scalar of the object; of a union the first of its largest members.
void Body::zero(const program::Place& target, const source::Span& span) {
  const program::Type type = type_at(target.type);
  if (const auto* record = std::get_if<program::RecordType>(&type.shape)) {
    std::uint32_t largest = 0;
    for (std::uint32_t i = 0; i < record->fields.size(); ++i) {
      if (!record->is_union) zero(field_of(target, i, span), span);
      if (type_at(record->fields[i].type).size > type_at(record->fields[largest].type).size)
        largest = i;
    }
    if (record->is_union && !record->fields.empty()) zero(field_of(target, largest, span), span);
    return;
  }
  if (const auto* array = std::get_if<program::ArrayType>(&type.shape)) {
    for (std::uint64_t i = 0; i < array->count; ++i) {
      const program::ExprPtr index =
          unit_.literal(static_cast<std::int64_t>(i), unit_.types().long_type(), span);
      zero(element_of(target, index, span), span);
    }
    return;
  }
  if (++initialized_ > kMostInitializedScalars) {
    refuse(span, "an initialiser of more than 65536 values is not supported",
           "make the object static, or shorter");
  }
  assign(target, unit_.literal(0, target.type, span), span);
}

}  // namespace headway::frontend

// Initialisers of globals. Clang evaluates the whole initialiser to an APValue; here it is
// flattened to one entry per scalar that is not zero, each with its path from the global and its
// value: a number, an address or a function.
#include "model/frontend/unit.h"

namespace headway::frontend {

void Unit::initialize(program::GlobalId id, const clang::APValue& value, clang::QualType type,
                      clang::SourceLocation where) {
  std::vector<program::Projection> path;
  std::vector<program::InitialValue> initial;
  flatten(value, type, where, path, initial);
  program_.globals[program::index_of(id)].initial = std::move(initial);
}

void Unit::flatten(const clang::APValue& value, clang::QualType type, clang::SourceLocation where,
                   std::vector<program::Projection>& path,
                   std::vector<program::InitialValue>& out) {
  const auto into_field = [&](const clang::FieldDecl* field, const clang::APValue& part) {
    path.push_back(program::ProjectField{Types::field_index(field)});
    flatten(part, field->getType(), where, path, out);
    path.pop_back();
  };
  const auto into_element = [&](unsigned index, const clang::APValue& part) {
    path.push_back(program::ProjectIndex{literal(index, types_.long_type(), spans_.at(where))});
    flatten(part, context_.getAsArrayType(type)->getElementType(), where, path, out);
    path.pop_back();
  };
  switch (value.getKind()) {
    case clang::APValue::None:
    case clang::APValue::Indeterminate:
      return;
    case clang::APValue::Struct:
      for (const clang::FieldDecl* field : type->castAs<clang::RecordType>()->getDecl()->fields()) {
        if (!field->isUnnamedBitField())
          into_field(field, value.getStructField(field->getFieldIndex()));
      }
      return;
    case clang::APValue::Union:
      if (value.getUnionField() != nullptr)
        into_field(value.getUnionField(), value.getUnionValue());
      return;
    case clang::APValue::Array:
      for (unsigned i = 0; i < value.getArrayInitializedElts(); ++i)
        into_element(i, value.getArrayInitializedElt(i));
      for (unsigned i = value.getArrayInitializedElts();
           value.hasArrayFiller() && i < value.getArraySize(); ++i) {
        into_element(i, value.getArrayFiller());
      }
      return;
    default:
      break;
  }
  program::ExprPtr scalar = constant(value, type, where);
  const auto* number = std::get_if<program::IntLiteral>(&scalar->node);
  if (number == nullptr || number->value != 0) out.push_back({path, std::move(scalar)});
}

program::ExprPtr Unit::constant(const clang::APValue& value, clang::QualType type,
                                clang::SourceLocation where) {
  if (value.isInt()) {
    return literal(value_of(value.getInt()), types_.of(type, where), spans_.at(where));
  }
  if (value.isLValue()) return constant_address(value, type, where);
  refuse(spans_.at(where),
         "an initial value of type '" + type.getAsString() + "' is not supported");
}

program::ExprPtr Unit::constant_address(const clang::APValue& value, clang::QualType type,
                                        clang::SourceLocation where) {
  const program::TypeId target = types_.of(type, where);
  const source::Span span = spans_.at(where);
  const clang::APValue::LValueBase base = value.getLValueBase();
  const std::int64_t offset = value.getLValueOffset().getQuantity();
  if (base.isNull()) return literal(offset, target, span);

  if (const auto* declaration = base.dyn_cast<const clang::ValueDecl*>()) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(declaration)) {
      const program::FunctionId id = this->function(function);
      return convert(
          make_expr(program::FunctionAddress{id}, types_.pointer_to(program_.at(id).type), span),
          target);
    }
    if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration)) {
      const program::GlobalId id = global(variable);
      const program::Place place =
          constant_place(value, {id, {}, program_.at(id).type, span}, variable->getType(), where);
      return convert(make_expr(program::AddressOf{place}, types_.pointer_to(place.type), span),
                     target);
    }
  } else if (const auto* expr = base.dyn_cast<const clang::Expr*>()) {
    if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(expr);
        text != nullptr && offset == 0) {
      const program::TypeId pointer = types_.of(context_.getPointerType(context_.CharTy), where);
      return convert(make_expr(program::StringLiteral{text->getString().str()}, pointer, span),
                     target);
    }
    if (const auto* compound = llvm::dyn_cast<clang::CompoundLiteralExpr>(expr)) {
      const program::GlobalId id = literal(compound);
      const program::Place place =
          constant_place(value, {id, {}, program_.at(id).type, span}, compound->getType(), where);
      return convert(make_expr(program::AddressOf{place}, types_.pointer_to(place.type), span),
                     target);
    }
  }
  refuse(span, "this initial address is not supported",
         "the address of a variable, a function, a field or an element is");
}

program::Place Unit::constant_place(const clang::APValue& value, program::Place base,
                                    clang::QualType type, clang::SourceLocation where) {
  if (!value.hasLValuePath()) {
    if (value.getLValueOffset().isZero()) return base;
    refuse(spans_.at(where), "an initial address at a computed offset is not supported",
           "name the field or the element whose address it is");
  }
  if (value.isLValueOnePastTheEnd() && value.getLValuePath().empty()) {
    refuse(spans_.at(where), "an initial address past the end of a variable is not supported");
  }
  for (const clang::APValue::LValuePathEntry entry : value.getLValuePath()) {
    if (const auto* array = context_.getAsArrayType(type)) {
      base.projections.push_back(program::ProjectIndex{literal(
          static_cast<std::int64_t>(entry.getAsArrayIndex()), types_.long_type(), base.span)});
      type = array->getElementType();
    } else {
      const auto* field = llvm::cast<clang::FieldDecl>(entry.getAsBaseOrMember().getPointer());
      base.projections.push_back(program::ProjectField{Types::field_index(field)});
      type = field->getType();
    }
  }
  base.type = types_.of(type, where);
  return base;
}

}  // namespace headway::frontend

// C types as program types. Qualifiers are dropped (what is const matters only for globals, which
// say so), so that two types are one id exactly if their values can be assigned without a
// conversion. Records are entered before their fields, since they may point to themselves.
#include "model/frontend/types.h"

#include "model/frontend/refuse.h"

namespace headway::frontend {
namespace {

constexpr unsigned kUserAddressSpace = 1;  // as sparse numbers __user

// `int (*)(char)` from `int (char)`: the star goes before the parameters or the bounds.
std::string pointer_spelling(const std::string& pointee, bool function_or_array, bool user) {
  const std::string star = user ? "__user *" : "*";
  const std::size_t at = pointee.find_first_of("([");
  if (function_or_array && at != std::string::npos) {
    const std::size_t inner = pointee.compare(at, 2, "(*") == 0 ? at + 1 : std::string::npos;
    if (inner != std::string::npos) return pointee.substr(0, inner) + star + pointee.substr(inner);
    return pointee.substr(0, at) + "(" + star + ")" + pointee.substr(at);
  }
  return pointee + (pointee.back() == '*' ? "" : " ") + star;
}

}  // namespace

program::TypeId Types::add(program::Type type) {
  program_.types.push_back(std::move(type));
  return program::TypeId{static_cast<std::uint32_t>(program_.types.size() - 1)};
}

std::optional<Types::Width> Types::integer(program::TypeId id) const {
  const auto* type = std::get_if<program::IntegerType>(&program_.at(id).shape);
  if (type == nullptr) return std::nullopt;
  return Width{type->bits, type->is_signed};
}

std::optional<program::PointerType> Types::pointer(program::TypeId id) const {
  const auto* type = std::get_if<program::PointerType>(&program_.at(id).shape);
  if (type == nullptr) return std::nullopt;
  return *type;
}

bool Types::is_void(program::TypeId id) const {
  return std::holds_alternative<program::VoidType>(program_.at(id).shape);
}

program::TypeId Types::of(clang::QualType type, clang::SourceLocation where) {
  const clang::QualType canonical = type.getCanonicalType();
  const clang::Type* shape = canonical.getTypePtr();
  if (const auto known = by_type_.find(shape); known != by_type_.end()) return known->second;
  program::TypeId id{};
  if (const auto* builtin = llvm::dyn_cast<clang::BuiltinType>(shape)) {
    id = of_builtin(builtin, where);
  } else if (const auto* pointer = llvm::dyn_cast<clang::PointerType>(shape)) {
    const clang::LangAS space = pointer->getPointeeType().getAddressSpace();
    const bool user = clang::isTargetAddressSpace(space) &&
                      clang::toTargetAddressSpace(space) == kUserAddressSpace;
    if (space != clang::LangAS::Default && !user) {
      refuse(spans_.at(where), "the address space of '" + type.getAsString() + "' is not supported",
             "only __user marks an address space");
    }
    id = pointer_to(of(pointer->getPointeeType(), where), user);
  } else if (const auto* enumeration = llvm::dyn_cast<clang::EnumType>(shape)) {
    id = of_enum(enumeration, where);
  } else if (const auto* record = llvm::dyn_cast<clang::RecordType>(shape)) {
    return of_record(record, where);  // may be completed later, hence not by type
  } else if (const auto* array = llvm::dyn_cast<clang::ArrayType>(shape)) {
    id = of_array(array, where);
  } else if (const auto* function = llvm::dyn_cast<clang::FunctionType>(shape)) {
    id = of_function(function, where);
  } else {
    refuse(spans_.at(where), "the type '" + type.getAsString() + "' is not supported");
  }
  by_type_.emplace(shape, id);
  return id;
}

program::TypeId Types::of_builtin(const clang::BuiltinType* type, clang::SourceLocation where) {
  const std::string spelling = type->getName(clang::PrintingPolicy(context_.getLangOpts())).str();
  if (type->isVoidType()) return add({program::VoidType{}, spelling, 0});
  const std::uint64_t size = context_.getTypeSize(type) / 8;
  if (!type->isInteger() || size > 8) {
    refuse(spans_.at(where), "the type '" + spelling + "' is not supported",
           type->isFloatingPoint() ? "kernel code has no floating point"
                                   : "integers have at most 64 bits");
  }
  program::IntegerType integer;
  integer.bits = type->getKind() == clang::BuiltinType::Bool ? std::uint8_t{1}
                                                             : static_cast<std::uint8_t>(size * 8);
  integer.is_signed = type->isSignedInteger();
  return add({std::move(integer), spelling, size});
}

program::TypeId Types::of_enum(const clang::EnumType* type, clang::SourceLocation where) {
  const clang::EnumDecl* declaration = type->getDecl()->getDefinition();
  if (declaration == nullptr) {
    refuse(spans_.at(where),
           "the enum '" + type->getDecl()->getNameAsString() + "' is used before its definition");
  }
  program::IntegerType integer;
  integer.bits = static_cast<std::uint8_t>(context_.getTypeSize(type));
  integer.is_signed = declaration->getIntegerType()->isSignedIntegerType();
  for (const clang::EnumConstantDecl* constant : declaration->enumerators()) {
    integer.enumerators.emplace_back(value_of(constant->getInitVal()), constant->getNameAsString());
  }
  std::string spelling = declaration->getNameAsString();
  if (const auto* alias = declaration->getTypedefNameForAnonDecl()) {
    spelling = alias->getNameAsString();
  } else {
    spelling = spelling.empty() ? "enum <anonymous>" : "enum " + spelling;
  }
  return add({std::move(integer), std::move(spelling), context_.getTypeSize(type) / 8});
}

std::uint32_t Types::field_index(const clang::FieldDecl* field) {
  std::uint32_t index = 0;
  for (const clang::FieldDecl* other : field->getParent()->fields()) {
    if (other == field) break;
    if (!other->isUnnamedBitField()) ++index;
  }
  return index;
}

program::Field Types::field(const clang::FieldDecl* declaration,
                            const clang::ASTRecordLayout& layout) {
  program::Field field;
  field.name = declaration->getNameAsString();
  field.type = of(declaration->getType(), declaration->getLocation());
  field.annotations = annotations_of(declaration, context_, spans_);
  field.span = spans_.at(declaration->getLocation());
  const std::uint64_t bit = layout.getFieldOffset(declaration->getFieldIndex());
  field.offset = bit / 8;
  if (declaration->isBitField()) {
    const std::uint64_t unit = context_.getTypeSize(declaration->getType());
    const std::uint64_t width = declaration->getBitWidthValue(context_);
    if (bit % unit + width > unit) {
      refuse(field.span, "the bit-field '" + field.name + "' lies across two units of its type",
             "drop the packed attribute, or give it a type of its own");
    }
    field.offset = bit / unit * (unit / 8);
    field.bits = {static_cast<std::uint8_t>(bit % unit), static_cast<std::uint8_t>(width)};
  }
  return field;
}

program::TypeId Types::of_record(const clang::RecordType* type, clang::SourceLocation where) {
  const clang::RecordDecl* declaration = type->getDecl();
  const clang::RecordDecl* definition = declaration->getDefinition();
  const auto* key = llvm::cast<clang::TagDecl>(declaration->getCanonicalDecl());
  if (const auto known = by_tag_.find(key); known != by_tag_.end()) return known->second;

  program::RecordType record;
  record.tag = declaration->getNameAsString();
  record.is_union = declaration->isUnion();
  record.complete = definition != nullptr;
  const std::string keyword = record.is_union ? "union" : "struct";
  std::string spelling =
      keyword + " " + (record.tag.empty() ? std::string("<anonymous>") : record.tag);
  if (const auto* alias = declaration->getTypedefNameForAnonDecl())
    spelling = alias->getNameAsString();
  const program::TypeId id = add({record, std::move(spelling), 0});
  by_tag_.emplace(key, id);
  if (definition == nullptr) return id;
  if (definition->isInvalidDecl())
    refuse(spans_.at(where), "'" + program_.at(id).spelling + "' is not a sound type");

  const clang::ASTRecordLayout& layout = context_.getASTRecordLayout(definition);
  for (const clang::FieldDecl* one : definition->fields()) {
    if (!one->isUnnamedBitField()) record.fields.push_back(field(one, layout));
  }
  program::Type& entered = program_.types[program::index_of(id)];
  entered.shape = std::move(record);
  entered.size = static_cast<std::uint64_t>(layout.getSize().getQuantity());
  return id;
}

program::TypeId Types::of_array(const clang::ArrayType* type, clang::SourceLocation where) {
  const program::TypeId element = of(type->getElementType(), where);
  if (const auto* variable = llvm::dyn_cast<clang::VariableArrayType>(type)) {
    // For C a local array sized by a `static const` has variable length; for everybody else it has
    // not.
    clang::Expr::EvalResult size;
    if (variable->getSizeExpr() != nullptr &&
        variable->getSizeExpr()->EvaluateAsInt(size, context_)) {
      return array_of(element, size.Val.getInt().getZExtValue(), false);
    }
    refuse(spans_.at(where), "an array of variable length is not supported",
           "give it a constant length (HW_CONST, or the largest one)");
  }
  const auto* constant = llvm::dyn_cast<clang::ConstantArrayType>(type);
  return array_of(element, constant != nullptr ? constant->getSize().getZExtValue() : 0,
                  constant == nullptr);
}

program::TypeId Types::array_of(program::TypeId element, std::uint64_t count, bool flexible) {
  const auto key = std::make_tuple(element, count, flexible);
  if (const auto known = arrays_.find(key); known != arrays_.end()) return known->second;
  std::string spelling = program_.at(element).spelling;
  std::string bound = "[";
  if (!flexible) bound += std::to_string(count);
  bound += "]";
  const std::size_t at = spelling.find('[');  // the outer bound of an array of arrays comes first
  spelling.insert(at == std::string::npos ? spelling.size() : at, bound);
  const program::TypeId id = add({program::ArrayType{element, count, flexible}, std::move(spelling),
                                  program_.at(element).size * count});
  arrays_.emplace(key, id);
  return id;
}

program::TypeId Types::of_function(const clang::FunctionType* type, clang::SourceLocation where) {
  program::FunctionType function;
  function.result = of(type->getReturnType(), where);
  if (const auto* prototype = llvm::dyn_cast<clang::FunctionProtoType>(type)) {
    for (const clang::QualType parameter : prototype->param_types())
      function.parameters.push_back(of(parameter, where));
    function.variadic = prototype->isVariadic();
  }
  const auto key = std::make_tuple(function.result, function.parameters, function.variadic);
  if (const auto known = functions_.find(key); known != functions_.end()) return known->second;
  std::string spelling = program_.at(function.result).spelling + " (";
  for (std::size_t i = 0; i < function.parameters.size(); ++i) {
    spelling += (i ? ", " : "") + program_.at(function.parameters[i]).spelling;
  }
  if (function.variadic) spelling += ", ...";
  spelling += function.parameters.empty() ? "void)" : ")";
  const program::TypeId id = add({std::move(function), std::move(spelling), 0});
  functions_.emplace(key, id);
  return id;
}

program::TypeId Types::pointer_to(program::TypeId pointee, bool user) {
  const auto key = std::make_pair(pointee, user);
  if (const auto known = pointers_.find(key); known != pointers_.end()) return known->second;
  const program::Type& target = program_.at(pointee);
  const bool function_or_array = std::holds_alternative<program::FunctionType>(target.shape) ||
                                 std::holds_alternative<program::ArrayType>(target.shape);
  const program::TypeId id = add({program::PointerType{pointee, user},
                                  pointer_spelling(target.spelling, function_or_array, user), 8});
  pointers_.emplace(key, id);
  return id;
}

}  // namespace headway::frontend

// C types as program types. Internal: Clang's types end in this room.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "model/frontend/spans.h"

namespace headway::frontend {

// Types by structure, without qualifiers; layout as Clang lays it out for the target.
class Types {
 public:
  Types(clang::ASTContext& context, Spans& spans, program::Program& program)
      : context_(context), spans_(spans), program_(program) {}
  program::TypeId of(clang::QualType type, clang::SourceLocation where);
  program::TypeId pointer_to(program::TypeId pointee, bool user = false);
  program::TypeId int_type() { return of(context_.IntTy, {}); }
  program::TypeId long_type() { return of(context_.LongTy, {}); }
  program::TypeId unsigned_long_type() { return of(context_.UnsignedLongTy, {}); }
  // Unnamed bit-fields hold nothing and are no fields of the record, so that Clang's own count does
  // not serve.
  static std::uint32_t field_index(const clang::FieldDecl* field);

  // By value, since the next type that is added may move the others.
  struct Width {
    std::uint8_t bits;
    bool is_signed;
  };
  [[nodiscard]] std::optional<Width> integer(program::TypeId id) const;
  [[nodiscard]] std::optional<program::PointerType> pointer(program::TypeId id) const;
  [[nodiscard]] bool is_void(program::TypeId id) const;

 private:
  program::TypeId add(program::Type type);
  program::TypeId of_builtin(const clang::BuiltinType* type, clang::SourceLocation where);
  program::TypeId of_enum(const clang::EnumType* type, clang::SourceLocation where);
  program::TypeId of_record(const clang::RecordType* type, clang::SourceLocation where);
  program::TypeId of_array(const clang::ArrayType* type, clang::SourceLocation where);
  program::TypeId of_function(const clang::FunctionType* type, clang::SourceLocation where);
  program::TypeId array_of(program::TypeId element, std::uint64_t count, bool flexible);
  program::Field field(const clang::FieldDecl* declaration, const clang::ASTRecordLayout& layout);

  clang::ASTContext& context_;
  Spans& spans_;
  program::Program& program_;
  std::map<const clang::Type*, program::TypeId> by_type_;
  std::map<const clang::TagDecl*, program::TypeId> by_tag_;
  std::map<std::pair<program::TypeId, bool>, program::TypeId> pointers_;
  std::map<std::tuple<program::TypeId, std::uint64_t, bool>, program::TypeId> arrays_;
  std::map<std::tuple<program::TypeId, std::vector<program::TypeId>, bool>, program::TypeId>
      functions_;
};

}  // namespace headway::frontend

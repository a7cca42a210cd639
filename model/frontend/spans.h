// Clang's locations and numbers as ours, and what annotations say. Internal: Clang's types end in
// this room.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/frontend/clang_headers.h"
#include "model/program/program.h"

namespace headway::frontend {

// Code in a macro argument is where the user wrote it; code of a macro's body is where the
// macro is used.
class Spans {
 public:
  Spans(const clang::SourceManager& manager, const clang::LangOptions& options)
      : manager_(manager), options_(options) {}
  source::Span at(clang::SourceLocation location);
  source::Span of(clang::SourceRange range);
  source::Span of(const clang::Stmt* statement) { return of(statement->getSourceRange()); }

 private:
  const clang::SourceManager& manager_;
  const clang::LangOptions& options_;
  std::map<std::string, std::shared_ptr<const std::string>> files_;
};

// The 64 bits of a constant, extended by its own sign.
std::int64_t value_of(const llvm::APSInt& constant);

std::vector<program::Annotation> annotations_of(const clang::Decl* declaration,
                                                clang::ASTContext& context, Spans& spans);
bool has_annotation(const clang::Decl* declaration, llvm::StringRef name);

}  // namespace headway::frontend

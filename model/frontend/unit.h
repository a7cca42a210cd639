// One C file on its way to a Program: what has program-wide ids, and which declarations are still
// to be translated. Internal: Clang's types end in this room.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/frontend/refuse.h"
#include "model/frontend/types.h"

namespace headway::frontend {

program::ExprPtr make_expr(decltype(program::Expr::node) node, program::TypeId type,
                           const source::Span& span);

class Unit {
 public:
  Unit(clang::ASTContext& context, program::Program& program)
      : context_(context),
        spans_(context.getSourceManager(), context.getLangOpts()),
        types_(context, spans_, program),
        program_(program) {}

  // Everything that annotated declarations reach.
  void translate();

  program::GlobalId global(const clang::VarDecl* variable, const std::string& function = "");
  // A file-scope compound literal, or one inside an initialiser: an object without a name.
  program::GlobalId literal(const clang::CompoundLiteralExpr* literal);
  program::FunctionId function(const clang::FunctionDecl* declaration);

  clang::ASTContext& context() { return context_; }
  Spans& spans() { return spans_; }
  Types& types() { return types_; }
  program::Program& output() { return program_; }
  program::TypeId type(const clang::Expr* expr) {
    return types_.of(expr->getType(), expr->getBeginLoc());
  }

  // The expression to `type`; nothing to do if it is of that type, and literals are converted at
  // once.
  program::ExprPtr convert(program::ExprPtr expr, program::TypeId type);
  program::ExprPtr literal(std::int64_t value, program::TypeId type, const source::Span& span);

 private:
  void initialize(program::GlobalId id, const clang::APValue& value, clang::QualType type,
                  clang::SourceLocation where);
  void flatten(const clang::APValue& value, clang::QualType type, clang::SourceLocation where,
               std::vector<program::Projection>& path, std::vector<program::InitialValue>& out);
  program::ExprPtr constant(const clang::APValue& value, clang::QualType type,
                            clang::SourceLocation where);
  program::ExprPtr constant_address(const clang::APValue& value, clang::QualType type,
                                    clang::SourceLocation where);
  program::Place constant_place(const clang::APValue& value, program::Place base,
                                clang::QualType type, clang::SourceLocation where);

  clang::ASTContext& context_;
  Spans spans_;
  Types types_;
  program::Program& program_;
  std::map<const clang::VarDecl*, program::GlobalId> globals_;
  std::map<const clang::CompoundLiteralExpr*, program::GlobalId> literals_;
  std::map<const clang::FunctionDecl*, program::FunctionId> functions_;
  std::map<std::string, int> global_names_;
  std::deque<std::pair<program::GlobalId, const clang::VarDecl*>> pending_globals_;
  std::deque<std::pair<program::FunctionId, const clang::FunctionDecl*>> pending_functions_;
};

}  // namespace headway::frontend

// Blocks of C: where a local lives (I5 of program.h), and `cleanup` attributes, which call a
// function on every way out of a block, last declared first. Clang has refused jumps into the scope
// of such a variable; so what is open at a label is always a beginning of what is open at a goto to
// it.
#include "model/frontend/body.h"

namespace headway::frontend {

void Body::open_scope() {
  scopes_.push_back(open_scopes_.back().id);
  const auto id = static_cast<program::ScopeId>(scopes_.size() - 1);
  open_scopes_.push_back({id, cleanups_.size()});
}

void Body::close_scope(const source::Span& span) {
  const std::size_t keep = open_scopes_.back().cleanups;
  clean_up(keep, span);
  cleanups_.resize(keep);
  open_scopes_.pop_back();
}

// The calls for all but the first `keep` variables; the scopes stay open, as others may leave them.
void Body::clean_up(std::size_t keep, const source::Span& span) {
  for (std::size_t k = cleanups_.size(); k-- > keep;) {
    const Cleanup& one = cleanups_[k];
    const clang::ParmVarDecl* parameter = one.function->getParamDecl(0);
    const program::TypeId type = unit_.types().of(parameter->getType(), parameter->getLocation());
    const program::Place place{one.local, {}, locals_[program::index_of(one.local)].type, span};
    program::Call call;
    call.callee = unit_.function(one.function);
    call.arguments = {address_of(place, type, span)};
    emit(std::move(call), span);
  }
}

// How many clean-ups are open at each label; `open` counts those before `statement` in its block.
void Body::note_labels(const clang::Stmt* statement, std::size_t& open) {
  if (const auto* label = llvm::dyn_cast<clang::LabelStmt>(statement))
    open_at_label_[label->getDecl()] = open;
  if (const auto* declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
    for (const clang::Decl* one : declarations->decls()) {
      const auto* variable = llvm::dyn_cast<clang::VarDecl>(one);
      if (variable == nullptr) continue;
      if (variable->getInit() != nullptr) note_labels(variable->getInit(), open);
      if (variable->hasAttr<clang::CleanupAttr>()) ++open;
    }
    return;
  }
  const bool is_block = llvm::isa<clang::CompoundStmt, clang::ForStmt>(statement);
  const std::size_t before = open;
  for (const clang::Stmt* child : statement->children()) {
    if (child != nullptr) note_labels(child, open);
  }
  if (is_block) open = before;
}

void Body::jump_to_label(const clang::GotoStmt* leave, const source::Span& span) {
  const auto open = open_at_label_.find(leave->getLabel());
  clean_up(open == open_at_label_.end() ? cleanups_.size() : open->second, span);
  jump(label_block(leave->getLabel()), span);
}

}  // namespace headway::frontend

// Statements that nest: compound, declarations, if, loops, return. Those that jump are in
// jumps.cpp.
#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

// A statement that a goto or a switch may enter from outside can't be left out as dead.
bool holds_label(const clang::Stmt* statement) {
  if (llvm::isa<clang::LabelStmt, clang::SwitchCase>(statement)) return true;
  for (const clang::Stmt* child : statement->children()) {
    if (child != nullptr && holds_label(child)) return true;
  }
  return false;
}

}  // namespace

void Body::statement(const clang::Stmt* statement) {
  if (const auto* one = llvm::dyn_cast<clang::CompoundStmt>(statement)) return compound(one);
  if (const auto* one = llvm::dyn_cast<clang::Expr>(statement)) return discard(one);
  if (const auto* one = llvm::dyn_cast<clang::DeclStmt>(statement)) return declarations(one);
  if (const auto* one = llvm::dyn_cast<clang::IfStmt>(statement)) return if_statement(one);
  if (const auto* one = llvm::dyn_cast<clang::WhileStmt>(statement)) return while_loop(one);
  if (const auto* one = llvm::dyn_cast<clang::DoStmt>(statement)) return do_loop(one);
  if (const auto* one = llvm::dyn_cast<clang::ForStmt>(statement)) return for_loop(one);
  if (const auto* one = llvm::dyn_cast<clang::ReturnStmt>(statement)) return return_statement(one);
  if (const auto* one = llvm::dyn_cast<clang::AttributedStmt>(statement))
    return this->statement(one->getSubStmt());
  if (llvm::isa<clang::NullStmt>(statement)) return;
  jump_statement(statement);
}

void Body::compound(const clang::CompoundStmt* block) {
  open_scope();
  for (const clang::Stmt* one : block->body()) statement(one);
  close_scope(unit_.spans().at(block->getRBracLoc()));
}

void Body::declarations(const clang::DeclStmt* declarations) {
  for (const clang::Decl* one : declarations->decls()) {
    if (const auto* declared = llvm::dyn_cast<clang::VarDecl>(one)) {
      variable(declared);
    } else if (const auto* alias = llvm::dyn_cast<clang::TypedefNameDecl>(one)) {
      if (alias->getUnderlyingType()->isVariablyModifiedType()) {
        unit_.types().of(alias->getUnderlyingType(), alias->getLocation());
      }
    }
  }
}

void Body::variable(const clang::VarDecl* variable) {
  const source::Span span = unit_.spans().at(variable->getLocation());
  const std::string name = "'" + variable->getNameAsString() + "'";
  if (variable->hasAttr<clang::AsmLabelAttr>())
    refuse(span, "the register variable " + name + " is not supported");
  if (variable->hasGlobalStorage()) {
    if (variable->isStaticLocal()) variable_place(variable, span);
    return;
  }
  const program::TypeId type = unit_.types().of(variable->getType(), variable->getLocation());
  const program::LocalId id = new_local({variable->getNameAsString(), type,
                                         annotations_of(variable, unit_.context(), unit_.spans()),
                                         span, open_scopes_.back().id});
  variables_[variable] = id;
  const auto* cleanup = variable->getAttr<clang::CleanupAttr>();
  if (taken_.count(variable) != 0 || cleanup != nullptr) exposed_.insert(id);
  emit(program::Declare{id}, span);
  if (variable->getInit() != nullptr) initialize({id, {}, type, span}, variable->getInit());
  if (cleanup != nullptr) cleanups_.push_back({id, cleanup->getFunctionDecl()});
}

void Body::if_statement(const clang::IfStmt* choice) {
  const source::Span span = unit_.spans().of(choice->getCond());
  const std::optional<bool> truth = constant_truth(choice->getCond());
  const program::BlockId then = new_block();
  const program::BlockId otherwise = new_block();
  const program::BlockId after = choice->getElse() != nullptr ? new_block() : otherwise;
  branch_on(choice->getCond(), then, otherwise);
  enter(then);
  if (truth.value_or(true) || holds_label(choice->getThen())) statement(choice->getThen());
  jump(after, span);
  if (choice->getElse() != nullptr) {
    enter(otherwise);
    if (!truth.value_or(false) || holds_label(choice->getElse())) statement(choice->getElse());
    jump(after, span);
  }
  enter(after);
}

void Body::loop_body(const clang::Stmt* body, program::BlockId on_break,
                     program::BlockId on_continue) {
  break_targets_.emplace_back(Exit{on_break, cleanups_.size()});
  continue_targets_.emplace_back(Exit{on_continue, cleanups_.size()});
  statement(body);
  continue_targets_.pop_back();
  break_targets_.pop_back();
}

void Body::loop_condition(const clang::Expr* condition, program::BlockId body,
                          program::BlockId after) {
  break_targets_.emplace_back(std::nullopt);
  continue_targets_.emplace_back(std::nullopt);
  branch_on(condition, body, after);
  continue_targets_.pop_back();
  break_targets_.pop_back();
}

void Body::while_loop(const clang::WhileStmt* loop) {
  const source::Span span = unit_.spans().at(loop->getWhileLoc());
  const program::BlockId head = new_block();
  const program::BlockId body = new_block();
  const program::BlockId after = new_block();
  jump(head, span);
  enter(head);
  loop_condition(loop->getCond(), body, after);
  enter(body);
  const bool runs = constant_truth(loop->getCond()).value_or(true);
  if (runs || holds_label(loop->getBody())) loop_body(loop->getBody(), after, head);
  jump(head, span);
  enter(after);
}

void Body::do_loop(const clang::DoStmt* loop) {
  const source::Span span = unit_.spans().at(loop->getDoLoc());
  const program::BlockId body = new_block();
  const program::BlockId again = new_block();
  const program::BlockId after = new_block();
  jump(body, span);
  enter(body);
  loop_body(loop->getBody(), after, again);
  jump(again, unit_.spans().at(loop->getWhileLoc()));
  enter(again);
  loop_condition(loop->getCond(), body, after);
  enter(after);
}

namespace {

// The one-round loop that hw_atomic expands to.
bool is_atomic(const clang::ForStmt* loop) {
  const auto* init = llvm::dyn_cast_or_null<clang::DeclStmt>(loop->getInit());
  if (init == nullptr || !init->isSingleDecl()) return false;
  const auto* flag = llvm::dyn_cast<clang::VarDecl>(init->getSingleDecl());
  return flag != nullptr && flag->getName() == "hw_once_";
}

}  // namespace

void Body::for_loop(const clang::ForStmt* loop) {
  const source::Span span = unit_.spans().at(loop->getForLoc());
  open_scope();
  if (loop->getInit() != nullptr) statement(loop->getInit());
  const program::BlockId head = new_block();
  const program::BlockId body = new_block();
  const program::BlockId step = new_block();
  const program::BlockId after = new_block();
  if (is_atomic(loop)) atomic_steps_.insert(step);
  jump(head, span);
  enter(head);
  bool runs = true;
  if (loop->getCond() != nullptr) {
    runs = constant_truth(loop->getCond()).value_or(true);
    loop_condition(loop->getCond(), body, after);
  } else {
    jump(body, span);
  }
  enter(body);
  if (runs || holds_label(loop->getBody())) loop_body(loop->getBody(), after, step);
  jump(step, span);
  enter(step);
  if (loop->getInc() != nullptr) {
    break_targets_.emplace_back(std::nullopt);
    continue_targets_.emplace_back(std::nullopt);
    discard(loop->getInc());
    continue_targets_.pop_back();
    break_targets_.pop_back();
  }
  jump(head, span);
  enter(after);
  close_scope(span);
}

void Body::return_statement(const clang::ReturnStmt* leave) {
  const source::Span span = unit_.spans().of(leave);
  const clang::Expr* value = leave->getRetValue();
  if (value == nullptr) return this->leave(nullptr, span);
  if (declaration_->getReturnType()->isVoidType()) {
    discard(value);
    return this->leave(nullptr, span);
  }
  const program::TypeId type =
      unit_.types().of(declaration_->getReturnType(), leave->getBeginLoc());
  program::ExprPtr result = settled_record(unit_.convert(rvalue(value), type));
  // What is cleaned up may be what the value is read from.
  if (!cleanups_.empty()) result = settle(std::move(result));
  this->leave(std::move(result), span);
}

}  // namespace headway::frontend

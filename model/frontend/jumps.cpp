// Statements that jump or are jumped to: switch and its labels, goto, break, continue. Labels may
// stand anywhere, also inside a loop or an if that a goto enters from outside, so that a label's
// block is made when either is met first.
#include "model/frontend/body.h"

namespace headway::frontend {

void Body::switch_statement(const clang::SwitchStmt* choice) {
  const source::Span span = unit_.spans().of(choice->getCond());
  program::ExprPtr value = rvalue(choice->getCond());
  const program::BlockId head = current_;
  end(program::Unreachable{}, span);  // known only when all labels are
  const program::BlockId after = new_block();
  switches_.push_back({{}, std::nullopt, choice->getCond()->getType()});
  break_targets_.emplace_back(Exit{after, cleanups_.size()});
  statement(choice->getBody());
  break_targets_.pop_back();
  OpenSwitch labels = std::move(switches_.back());
  switches_.pop_back();
  jump(after, unit_.spans().at(choice->getEndLoc()));
  blocks_[program::index_of(head)].terminator.action =
      program::Switch{std::move(value), std::move(labels.cases), labels.otherwise.value_or(after)};
  enter(after);
}

void Body::case_label(const clang::SwitchCase* label) {
  const source::Span span = unit_.spans().at(label->getKeywordLoc());
  const program::BlockId block = new_block();
  jump(block, span);
  enter(block);
  OpenSwitch& open = switches_.back();
  if (const auto* one = llvm::dyn_cast<clang::CaseStmt>(label)) {
    const auto value = [&](const clang::Expr* bound) {
      return value_of(bound->EvaluateKnownConstInt(unit_.context()));
    };
    const std::int64_t low = value(one->getLHS());
    const std::int64_t high = one->getRHS() != nullptr ? value(one->getRHS()) : low;
    const bool empty = open.type->isUnsignedIntegerOrEnumerationType()
                           ? static_cast<std::uint64_t>(low) > static_cast<std::uint64_t>(high)
                           : low > high;
    if (!empty) open.cases.push_back({low, high, block});
  } else {
    open.otherwise = block;
  }
  statement(label->getSubStmt());
}

program::BlockId Body::label_block(const clang::LabelDecl* label) {
  const auto [known, is_new] = labels_.try_emplace(label);
  if (is_new) known->second = new_block(label->getNameAsString());
  return known->second;
}

void Body::label(const clang::LabelStmt* label) {
  const program::BlockId block = label_block(label->getDecl());
  jump(block, unit_.spans().at(label->getIdentLoc()));
  enter(block);
}

void Body::leave_loop(const std::vector<std::optional<Exit>>& targets, const source::Span& span) {
  if (targets.empty() || !targets.back()) {
    refuse(span, "leaving a loop from within its own header is not supported",
           "gcc and Clang disagree about which loop is meant; move the test into the body");
  }
  clean_up(targets.back()->cleanups, span);
  jump(targets.back()->block, span);
}

void Body::jump_statement(const clang::Stmt* statement) {
  const source::Span span = unit_.spans().of(statement);
  if (const auto* one = llvm::dyn_cast<clang::SwitchStmt>(statement)) return switch_statement(one);
  if (const auto* one = llvm::dyn_cast<clang::SwitchCase>(statement)) return case_label(one);
  if (const auto* one = llvm::dyn_cast<clang::LabelStmt>(statement)) {
    label(one);
    return this->statement(one->getSubStmt());
  }
  if (const auto* one = llvm::dyn_cast<clang::GotoStmt>(statement)) return jump_to_label(one, span);
  if (llvm::isa<clang::BreakStmt>(statement)) return leave_loop(break_targets_, span);
  if (llvm::isa<clang::ContinueStmt>(statement)) {
    if (!continue_targets_.empty() && continue_targets_.back() &&
        atomic_steps_.count(continue_targets_.back()->block) != 0)
      refuse(span, "hw_atomic is left by continue", "let the code in it run to its end");
    return leave_loop(continue_targets_, span);
  }
  if (llvm::isa<clang::IndirectGotoStmt>(statement)) {
    refuse(span, "a computed goto is not supported", "use a switch over a number instead");
  }
  if (llvm::isa<clang::AsmStmt>(statement)) {
    refuse(span, "inline assembly is not supported",
           "call a function of model/kernel that stands for it, or write one");
  }
  refuse(span,
         std::string("this statement (") + statement->getStmtClassName() + ") is not supported");
}

}  // namespace headway::frontend

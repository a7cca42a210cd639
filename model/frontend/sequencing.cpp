// Unsequenced conflicts (C11 6.5 paragraph 2): two parts of one expression whose order C leaves
// open, one of which writes what the other reads or writes. Clang finds them for plain variables;
// here fields, elements and what pointers lead to are compared by how they are written. Two names
// of one object are not seen: what is evaluated then goes left to right.
#include <vector>

#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

struct Access {
  const clang::Expr* place;
  llvm::FoldingSetNodeID name;
  bool writes;
};
using Accesses = std::vector<Access>;

class Sequencing {
 public:
  Sequencing(const clang::ASTContext& context, Spans& spans) : context_(context), spans_(spans) {}

  // Every full expression below a statement.
  void statement(const clang::Stmt* statement) {
    if (const auto* expr = llvm::dyn_cast<clang::Expr>(statement)) {
      full(expr);
      return;
    }
    if (const auto* declarations = llvm::dyn_cast<clang::DeclStmt>(statement)) {
      for (const clang::Decl* one : declarations->decls()) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(one);
        if (variable != nullptr && variable->getInit() != nullptr) full(variable->getInit());
      }
      return;
    }
    for (const clang::Stmt* child : statement->children()) {
      if (child != nullptr) this->statement(child);
    }
  }

 private:
  void full(const clang::Expr* expr) { accesses(expr); }

  Access named(const clang::Expr* place, bool writes) const {
    Access access{place->IgnoreParens(), {}, writes};
    access.place->Profile(access.name, context_, /*Canonical=*/true);
    return access;
  }

  void compare(const Accesses& left, const Accesses& right) const {
    for (const Access& a : left) {
      for (const Access& b : right) {
        if ((a.writes || b.writes) && a.name == b.name) conflict(a.writes ? a : b);
      }
    }
  }

  void conflict(const Access& access) const {
    std::string text;
    llvm::raw_string_ostream out(text);
    access.place->printPretty(out, nullptr, clang::PrintingPolicy(context_.getLangOpts()));
    refuse(spans_.of(access.place),
           "'" + text + "' is written here, and read or written in another part of the expression",
           "C leaves the order open; split it into two statements");
  }

  static Accesses join(Accesses left, Accesses right) {
    for (Access& one : right) left.push_back(std::move(one));
    return left;
  }

  // Two operands in no order.
  Accesses unordered(const clang::Expr* left, const clang::Expr* right) {
    Accesses a = accesses(left), b = accesses(right);
    compare(a, b);
    return join(std::move(a), std::move(b));
  }

  // What is read on the way to a place, not the place itself.
  Accesses on_the_way(const clang::Expr* place) {
    const clang::Expr* inner = place->IgnoreParens();
    if (const auto* member = llvm::dyn_cast<clang::MemberExpr>(inner))
      return member->isArrow() ? accesses(member->getBase()) : on_the_way(member->getBase());
    if (const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner))
      return unordered(element->getBase(), element->getIdx());
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner);
        unary != nullptr && unary->getOpcode() == clang::UO_Deref)
      return accesses(unary->getSubExpr());
    if (llvm::isa<clang::DeclRefExpr>(inner)) return {};
    return accesses(inner);
  }

  // A store comes after the values of both sides, but in no order with what else they write.
  Accesses assignment(const clang::BinaryOperator* expr) {
    Accesses left = on_the_way(expr->getLHS());
    Accesses right = accesses(expr->getRHS());
    compare(left, right);
    Accesses all = join(std::move(left), std::move(right));
    const Access stored = named(expr->getLHS(), true);
    for (const Access& other : all) {
      if (other.writes && other.name == stored.name) conflict(other);
    }
    all.push_back(stored);
    return all;
  }

  Accesses accesses(const clang::Expr* expr) {
    const clang::Expr* inner = expr->IgnoreParens();
    if (const auto* block = llvm::dyn_cast<clang::StmtExpr>(inner)) {
      statement(block->getSubStmt());  // full expressions of their own
      return {};
    }
    if (llvm::isa<clang::UnaryExprOrTypeTraitExpr>(inner)) return {};
    if (const auto* load = llvm::dyn_cast<clang::CastExpr>(inner);
        load != nullptr && load->getCastKind() == clang::CK_LValueToRValue) {
      Accesses all = on_the_way(load->getSubExpr());
      if (!llvm::isa<clang::OpaqueValueExpr>(load->getSubExpr()->IgnoreParens()))
        all.push_back(named(load->getSubExpr(), false));
      return all;
    }
    if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner);
        unary != nullptr && unary->isIncrementDecrementOp()) {
      Accesses all = on_the_way(unary->getSubExpr());
      all.push_back(named(unary->getSubExpr(), true));
      return all;
    }
    if (const auto* binary = llvm::dyn_cast<clang::BinaryOperator>(inner)) {
      if (binary->isAssignmentOp()) return assignment(binary);
      if (!binary->isLogicalOp() && !binary->isCommaOp())
        return unordered(binary->getLHS(), binary->getRHS());
    }
    if (const auto* element = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner))
      return unordered(element->getBase(), element->getIdx());
    if (const auto* generic = llvm::dyn_cast<clang::GenericSelectionExpr>(inner))
      return accesses(generic->getResultExpr());
    if (const auto* choose = llvm::dyn_cast<clang::ChooseExpr>(inner))
      return accesses(choose->getChosenSubExpr());
    const bool is_call = llvm::isa<clang::CallExpr>(inner);
    Accesses all;
    for (const clang::Stmt* child : inner->children()) {
      const auto* part = llvm::dyn_cast_or_null<clang::Expr>(child);
      if (part == nullptr) continue;
      Accesses more = accesses(part);
      if (is_call) compare(all, more);
      all = join(std::move(all), std::move(more));
    }
    return all;
  }

  const clang::ASTContext& context_;
  Spans& spans_;
};

}  // namespace

void Body::check_sequencing() {
  Sequencing(unit_.context(), unit_.spans()).statement(declaration_->getBody());
}

}  // namespace headway::frontend

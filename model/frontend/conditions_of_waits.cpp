// What a wait waits for is judged again and again, so that it must be an expression without
// effects. A call in it is replaced by what the function returns, if that is a pure expression over
// its parameters; any other call is refused by name. What never changes for one agent (hw_self) is
// asked once, before.
#include <algorithm>
#include <initializer_list>

#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

bool is_one_of(const clang::FunctionDecl* function, std::initializer_list<llvm::StringRef> names) {
  const clang::IdentifierInfo* name = function->getIdentifier();
  return name != nullptr && std::find(names.begin(), names.end(), name->getName()) != names.end();
}

bool is_constant_of_agent(const clang::FunctionDecl* function) {
  return is_one_of(function, {"hw_self", "hw_index", "hw_agents"});
}

// Are parameters and locals of the function read as scalars, and nothing else done to them?
bool reads_locals_only(const clang::Stmt* statement) {
  if (const auto* name = llvm::dyn_cast<clang::DeclRefExpr>(statement)) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(name->getDecl());
    return variable == nullptr || variable->hasGlobalStorage();
  }
  if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(statement);
      cast != nullptr && cast->getCastKind() == clang::CK_LValueToRValue &&
      llvm::isa<clang::DeclRefExpr>(cast->getSubExpr()->IgnoreParens())) {
    return cast->getType()->isScalarType();
  }
  return std::all_of(
      statement->child_begin(), statement->child_end(),
      [](const clang::Stmt* child) { return child == nullptr || reads_locals_only(child); });
}

}  // namespace

// `return e;`, `if (c) return a; return b;`, with constants of the block and discarded values
// before them.
bool Body::is_pure_return(llvm::ArrayRef<const clang::Stmt*> statements) {
  if (statements.empty()) return false;
  const clang::Stmt* first = statements.front();
  const llvm::ArrayRef<const clang::Stmt*> rest = statements.drop_front();
  const auto pure = [&](const clang::Expr* expr) {
    return expr != nullptr && reads_locals_only(expr) && !emits(expr);
  };
  if (const auto* leave = llvm::dyn_cast<clang::ReturnStmt>(first))
    return pure(leave->getRetValue());
  if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(first))
    return rest.empty() && is_pure_return(statements_of(block));
  if (llvm::isa<clang::NullStmt>(first)) return is_pure_return(rest);
  if (const auto* choice = llvm::dyn_cast<clang::IfStmt>(first)) {
    if (!pure(choice->getCond()) || !is_pure_return({choice->getThen()})) return false;
    return choice->getElse() != nullptr ? is_pure_return({choice->getElse()})
                                        : is_pure_return(rest);
  }
  if (const auto* declarations = llvm::dyn_cast<clang::DeclStmt>(first)) {
    return std::all_of(declarations->decl_begin(), declarations->decl_end(),
                       [&](const clang::Decl* one) {
                         const auto* variable = llvm::dyn_cast<clang::VarDecl>(one);
                         return variable != nullptr && !variable->hasGlobalStorage() &&
                                variable->getType()->isScalarType() && pure(variable->getInit());
                       }) &&
           is_pure_return(rest);
  }
  // A value that nobody wants, as in (void)task.
  const auto* discarded = llvm::dyn_cast<clang::Expr>(first);
  return discarded != nullptr && discarded->getType()->isVoidType() && pure(discarded) &&
         is_pure_return(rest);
}

llvm::SmallVector<const clang::Stmt*, 8> Body::statements_of(const clang::CompoundStmt* block) {
  return {block->body_begin(), block->body_end()};
}

bool Body::is_pure_call(const clang::CallExpr* call) {
  const clang::FunctionDecl* callee = call->getDirectCallee();
  if (!in_condition_ || callee == nullptr || is_builtin(call)) return false;
  if (is_constant_of_agent(callee)) return true;
  const clang::FunctionDecl* definition = callee->getDefinition();
  if (definition == nullptr || definition == declaration_ || definition->isVariadic() ||
      definition->getReturnType()->isVoidType() || definition->getNumParams() != call->getNumArgs())
    return false;
  for (const clang::Expr* argument : call->arguments()) {
    if (!argument->getType()->isScalarType() || emits(argument)) return false;
  }
  if (!being_judged_.insert(definition).second) return false;  // recursion
  const bool pure =
      is_pure_return(statements_of(llvm::cast<clang::CompoundStmt>(definition->getBody())));
  being_judged_.erase(definition);
  return pure;
}

program::ExprPtr Body::pure_return(llvm::ArrayRef<const clang::Stmt*> statements,
                                   program::TypeId type) {
  const clang::Stmt* first = statements.front();
  const llvm::ArrayRef<const clang::Stmt*> rest = statements.drop_front();
  if (const auto* leave = llvm::dyn_cast<clang::ReturnStmt>(first))
    return unit_.convert(rvalue(leave->getRetValue()), type);
  if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(first))
    return pure_return(statements_of(block), type);
  if (const auto* choice = llvm::dyn_cast<clang::IfStmt>(first)) {
    program::ExprPtr condition = rvalue(choice->getCond());
    program::ExprPtr then = pure_return({choice->getThen()}, type);
    program::ExprPtr otherwise = choice->getElse() != nullptr
                                     ? pure_return({choice->getElse()}, type)
                                     : pure_return(rest, type);
    return make_expr(
        program::Conditional{std::move(condition), std::move(then), std::move(otherwise)}, type,
        unit_.spans().of(first));
  }
  if (const auto* declarations = llvm::dyn_cast<clang::DeclStmt>(first)) {
    for (const clang::Decl* one : declarations->decls()) {
      const auto* variable = llvm::cast<clang::VarDecl>(one);
      bound_[variable] =
          unit_.convert(rvalue(variable->getInit()),
                        unit_.types().of(variable->getType(), variable->getLocation()));
    }
  }
  return pure_return(rest, type);
}

// What the call returns, as an expression.
program::ExprPtr Body::pure_call(const clang::CallExpr* call) {
  const clang::FunctionDecl* callee = call->getDirectCallee();
  if (is_constant_of_agent(callee)) {
    const source::Span span = unit_.spans().of(call);
    const program::LocalId id = new_local({callee->getNameAsString(), unit_.type(call), {}, span});
    is_temporary_.back() = true;
    const program::Place kept{id, {}, unit_.type(call), span};
    emit(program::Call{kept, unit_.function(callee), {}}, span);
    return load(kept);
  }
  const clang::FunctionDecl* definition = callee->getDefinition();
  std::map<const clang::VarDecl*, program::ExprPtr> inner = bound_;
  for (unsigned k = 0; k < call->getNumArgs(); ++k) {
    const clang::ParmVarDecl* parameter = definition->getParamDecl(k);
    program::ExprPtr value = rvalue(call->getArg(k));
    inner[parameter] = unit_.convert(
        std::move(value), unit_.types().of(parameter->getType(), parameter->getLocation()));
  }
  inner.swap(bound_);
  program::ExprPtr value = pure_return(
      statements_of(llvm::cast<clang::CompoundStmt>(definition->getBody())), unit_.type(call));
  bound_ = std::move(inner);
  return value;
}

void Body::check_pure_arguments(const clang::CallExpr* expr) {
  for (const clang::Expr* argument : expr->arguments()) {
    if (!emits(argument)) continue;
    for (bool deeper = true; deeper;) {  // to the call or the assignment itself
      deeper = false;
      for (const clang::Stmt* child : argument->children()) {
        const auto* part = llvm::dyn_cast_or_null<clang::Expr>(child);
        if (part == nullptr || !emits(part)) continue;
        argument = part;
        deeper = true;
        break;
      }
    }
    const source::Span span = unit_.spans().of(argument);
    const auto* call = llvm::dyn_cast<clang::CallExpr>(argument);
    const clang::FunctionDecl* callee = call != nullptr ? call->getDirectCallee() : nullptr;
    if (callee != nullptr) {
      refuse(span,
             "the condition of a wait calls '" + callee->getNameAsString() +
                 "', which does more than return a pure expression",
             "it is judged again and again; what a function computes, let a variable keep");
    }
    refuse(span, "the condition of a wait has effects; it is judged again and again",
           "write it as one expression over variables; what a function computes, let a variable "
           "keep");
  }
}

}  // namespace headway::frontend

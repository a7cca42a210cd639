// One C file: which declarations are wanted, and their program-wide ids. Annotated functions and
// globals are the roots; whatever their bodies and initialisers name is queued and translated in
// turn, so that unused inline functions are never looked into.
#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

bool is_annotated(const clang::Decl* declaration) {
  for (const auto* attribute :
       declaration->getMostRecentDecl()->specific_attrs<clang::AnnotateAttr>()) {
    if (attribute->getAnnotation().starts_with("hw_")) return true;
  }
  return false;
}

std::string quoted(const clang::NamedDecl* declaration) {
  std::string name = "'";
  name += declaration->getNameAsString();
  name += "'";
  return name;
}

void refuse_unsupported(const clang::FunctionDecl* definition, Spans& spans) {
  const source::Span where = spans.at(definition->getLocation());
  const std::string name = quoted(definition);
  if (definition->isVariadic()) {
    refuse(where, "the definition of the variadic function " + name + " is not supported",
           "only declared functions (hw_note, printk) may take any number of arguments");
  }
  if (definition->hasAttr<clang::AliasAttr>())
    refuse(where, "the alias " + name + " is not supported");
}

void refuse_flexible_initializer(const clang::VarDecl* variable, Spans& spans) {
  const auto* record = variable->getType()->getAs<clang::RecordType>();
  if (record == nullptr || !record->getDecl()->hasFlexibleArrayMember()) return;
  refuse(spans.of(variable->getAnyInitializer()),
         "the flexible array at the end of " + quoted(variable) +
             " has an initialiser, which is not supported",
         "give it room behind it: struct { struct list head; int room[2]; }");
}

}  // namespace

program::ExprPtr make_expr(decltype(program::Expr::node) node, program::TypeId type,
                           const source::Span& span) {
  auto expr = std::make_shared<program::Expr>();
  expr->node = std::move(node);
  expr->type = type;
  expr->span = span;
  return expr;
}

void Unit::translate() {
  for (const clang::Decl* declaration : context_.getTranslationUnitDecl()->decls()) {
    if (llvm::isa<clang::FileScopeAsmDecl>(declaration)) {
      refuse(spans_.at(declaration->getLocation()), "assembly at file scope is not supported");
    }
    if (!is_annotated(declaration)) continue;
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(declaration)) {
      if (function->getDefinition() == function) this->function(function);
    } else if (const auto* variable = llvm::dyn_cast<clang::VarDecl>(declaration)) {
      global(variable);
    }
  }
  while (!pending_globals_.empty() || !pending_functions_.empty()) {
    if (!pending_globals_.empty()) {
      const auto [id, variable] = pending_globals_.front();
      pending_globals_.pop_front();
      const clang::APValue* value = variable->evaluateValue();
      if (value == nullptr) refuse_flexible_initializer(variable, spans_);
      if (value == nullptr) {
        refuse(spans_.of(variable->getAnyInitializer()),
               "the initialiser of " + quoted(variable) +
                   " is not a constant that Clang can evaluate");
      }
      initialize(id, *value, variable->getType(), variable->getLocation());
      continue;
    }
    const auto [id, definition] = pending_functions_.front();
    pending_functions_.pop_front();
    refuse_unsupported(definition, spans_);
    program::Function function = program_.at(id);
    Body(*this, definition).translate(function);
    program_.functions[program::index_of(id)] = std::move(function);
  }
}

program::GlobalId Unit::global(const clang::VarDecl* variable, const std::string& function) {
  const clang::VarDecl* key = variable->getCanonicalDecl();
  if (const auto known = globals_.find(key); known != globals_.end()) return known->second;
  const source::Span where = spans_.at(variable->getLocation());
  if (variable->getTLSKind() != clang::VarDecl::TLS_None) {
    refuse(where, "the thread-local variable " + quoted(variable) + " is not supported",
           "use an array indexed by hw_self()");
  }
  program::Global global;
  global.name =
      function.empty() ? variable->getNameAsString() : function + "." + variable->getNameAsString();
  if (const int earlier = global_names_[global.name]++; earlier > 0)
    global.name.append(".").append(std::to_string(earlier));
  const clang::VarDecl* recent = variable->getMostRecentDecl();
  global.type = types_.of(recent->getType(), recent->getLocation());
  global.is_const = context_.getBaseElementType(recent->getType()).isConstQualified();
  global.is_extern = variable->hasDefinition() == clang::VarDecl::DeclarationOnly;
  global.annotations = annotations_of(variable, context_, spans_);
  global.span = where;
  program_.globals.push_back(std::move(global));
  const program::GlobalId id{static_cast<std::uint32_t>(program_.globals.size() - 1)};
  globals_.emplace(key, id);
  const clang::VarDecl* initialized = nullptr;
  if (variable->getAnyInitializer(initialized) != nullptr)
    pending_globals_.emplace_back(id, initialized);
  return id;
}

program::GlobalId Unit::literal(const clang::CompoundLiteralExpr* literal) {
  if (const auto known = literals_.find(literal); known != literals_.end()) return known->second;
  program::Global global;
  global.name = "%literal" + std::to_string(literals_.size());
  global.type = type(literal);
  global.span = spans_.of(literal);
  program_.globals.push_back(std::move(global));
  const program::GlobalId id{static_cast<std::uint32_t>(program_.globals.size() - 1)};
  literals_.emplace(literal, id);
  clang::Expr::EvalResult result;
  if (!literal->getInitializer()->EvaluateAsRValue(result, context_)) {
    refuse(spans_.of(literal), "this compound literal is not a constant that Clang can evaluate");
  }
  initialize(id, result.Val, literal->getType(), literal->getBeginLoc());
  return id;
}

program::FunctionId Unit::function(const clang::FunctionDecl* declaration) {
  const clang::FunctionDecl* key = declaration->getCanonicalDecl();
  if (const auto known = functions_.find(key); known != functions_.end()) return known->second;
  const clang::FunctionDecl* definition = declaration->getDefinition();
  const clang::FunctionDecl* shown = definition != nullptr ? definition : declaration;
  program::Function function;
  function.name = shown->getNameAsString();
  function.type = types_.of(shown->getType(), shown->getLocation());
  function.annotations = annotations_of(shown, context_, spans_);
  function.parameter_count = shown->getNumParams();
  function.span = spans_.at(shown->getLocation());
  program_.functions.push_back(std::move(function));
  const program::FunctionId id{static_cast<std::uint32_t>(program_.functions.size() - 1)};
  functions_.emplace(key, id);
  if (definition != nullptr) pending_functions_.emplace_back(id, definition);
  return id;
}

program::ExprPtr Unit::literal(std::int64_t value, program::TypeId type, const source::Span& span) {
  return make_expr(program::IntLiteral{value}, type, span);
}

program::ExprPtr Unit::convert(program::ExprPtr expr, program::TypeId type) {
  if (expr->type == type) return expr;
  const auto* known = std::get_if<program::IntLiteral>(&expr->node);
  const auto target = types_.integer(type);
  if (known == nullptr || !target) return make_expr(program::Convert{expr}, type, expr->span);
  if (target->bits == 1) return literal(known->value != 0 ? 1 : 0, type, expr->span);
  const int unused = 64 - target->bits;
  const std::uint64_t shifted = static_cast<std::uint64_t>(known->value) << unused;
  const std::int64_t value = target->is_signed ? static_cast<std::int64_t>(shifted) >> unused
                                               : static_cast<std::int64_t>(shifted >> unused);
  return literal(value, type, expr->span);
}

}  // namespace headway::frontend

// Contracts: __acquires, __releases, __must_hold behind a function's parameters. Clang keeps what
// they name as expressions over the parameters (its capability attributes); here they become calls
// to hw_holds_ and hw_check_ where the function begins and where it returns. The lock is the one
// that the expression means at the beginning.
#include "model/frontend/body.h"

namespace headway::frontend {
namespace {

struct Named {
  const char* word;  // as it is written
  const clang::Expr* lock;
  bool held_before, held_after;
};

template <typename Attribute>
void collect(const clang::FunctionDecl* declaration, const char* word, bool before, bool after,
             std::vector<Named>& found, Spans& spans) {
  for (const auto* attribute : declaration->specific_attrs<Attribute>()) {
    if (attribute->isInherited()) continue;
    if (attribute->args_size() == 0)
      refuse(spans.at(attribute->getLocation()), std::string(word) + " names no lock");
    for (const clang::Expr* lock : attribute->args()) found.push_back({word, lock, before, after});
  }
}

std::string text_of(const clang::Expr* expr, const clang::ASTContext& context) {
  std::string text;
  llvm::raw_string_ostream out(text);
  expr->printPretty(out, nullptr, clang::PrintingPolicy(context.getLangOpts()));
  return text;
}

std::string entry_message(const std::string& function, const std::string& lock,
                          const Named& named) {
  const std::string what = named.held_before ? " is called without " : " is called with ";
  const std::string then = named.held_before && named.held_after ? "must be held"
                           : named.held_before                   ? "it releases"
                                                                 : "it acquires";
  return function + what + lock + (named.held_before ? "" : " held") + ", which " + then + " (" +
         named.word + ")";
}

std::string return_message(const std::string& function, const std::string& lock,
                           const Named& named) {
  const std::string what = named.held_after ? " returns without " : " returns with ";
  const std::string then = named.held_before && named.held_after ? "it must keep"
                           : named.held_after                    ? "it acquires"
                                                                 : "it releases";
  return function + what + lock + (named.held_after ? "" : " held") + ", which " + then + " (" +
         named.word + ")";
}

}  // namespace

// Parameters may have other names in other declarations.
void Body::begin_contracts() {
  std::vector<Named> all;
  for (const clang::FunctionDecl* one : declaration_->redecls()) {
    for (unsigned i = 0; i < one->getNumParams(); ++i)
      variables_.emplace(one->getParamDecl(i), program::LocalId{i});
    Spans& spans = unit_.spans();
    collect<clang::AcquireCapabilityAttr>(one, "__acquires", false, true, all, spans);
    collect<clang::ReleaseCapabilityAttr>(one, "__releases", true, false, all, spans);
    collect<clang::RequiresCapabilityAttr>(one, "__must_hold", true, true, all, spans);
  }
  const std::string name = declaration_->getNameAsString();
  std::map<std::string, std::size_t> known;
  std::vector<Named> merged;
  for (const Named& one : all) {
    const std::string text = text_of(one.lock, unit_.context());
    const auto [place, fresh] = known.emplace(text, merged.size());
    if (fresh) {
      merged.push_back(one);
      continue;
    }
    // Released and taken again: held at both ends, not in between.
    Named& other = merged[place->second];
    if (std::string(other.word) == one.word) continue;
    other.word = "__releases and __acquires";
    other.held_before = other.held_after = true;
  }
  for (const Named& one : merged) {
    const std::string text = text_of(one.lock, unit_.context());
    Contract contract;
    contract.lock = lock_address(one.lock);
    contract.held_after = one.held_after;
    contract.message = return_message(name, text, one);
    check_contract(contract.lock, one.held_before, entry_message(name, text, one),
                   unit_.spans().at(declaration_->getLocation()));
    contracts_.push_back(std::move(contract));
  }
}

void Body::leave(program::ExprPtr value, const source::Span& span) {
  clean_up(0, span);
  for (const Contract& contract : contracts_)
    check_contract(contract.lock, contract.held_after, contract.message, span);
  end(program::Return{std::move(value)}, span);
}

// A lock is named as itself or by a pointer to it.
program::ExprPtr Body::lock_address(const clang::Expr* lock) {
  const source::Span span = unit_.spans().of(lock);
  const clang::QualType type = lock->getType();
  program::ExprPtr address;
  if (type->isPointerType()) {
    address = lock->isLValue() ? load(place(lock)) : rvalue(lock);
  } else if (lock->isLValue()) {
    const clang::QualType pointer = unit_.context().getPointerType(type);
    address = address_of(place(lock), unit_.types().of(pointer, lock->getBeginLoc()), span);
  } else {
    refuse(span, "a contract names a lock or the address of one; this is of type '" +
                     type.getAsString() + "'");
  }
  const program::Place kept = temporary(address->type, span);
  assign(kept, address, span);
  return load(kept);
}

const clang::FunctionDecl* Body::primitive(const char* name, const source::Span& span) {
  clang::ASTContext& context = unit_.context();
  for (const clang::NamedDecl* found :
       context.getTranslationUnitDecl()->lookup(&context.Idents.get(name))) {
    if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(found)) return function;
  }
  refuse(span, "a contract needs the primitives of headway.h", "include <headway.h>");
}

void Body::check_contract(const program::ExprPtr& lock, bool held, const std::string& message,
                          const source::Span& span) {
  const clang::FunctionDecl* holds = primitive("hw_holds_", span);
  const clang::FunctionDecl* check = primitive("hw_check_", span);
  const auto type = [&](const clang::ParmVarDecl* parameter) {
    return unit_.types().of(parameter->getType(), parameter->getLocation());
  };
  const program::TypeId truth = unit_.types().of(holds->getReturnType(), holds->getLocation());
  const program::TypeId text = type(check->getParamDecl(0));
  const program::Place found = temporary(truth, span);
  program::Call asks;
  asks.result = found;
  asks.callee = unit_.function(holds);
  asks.arguments = {unit_.convert(lock, type(holds->getParamDecl(0))),
                    unit_.literal(0, type(holds->getParamDecl(1)), span)};
  emit(std::move(asks), span);
  program::ExprPtr condition = load(found);
  if (!held) {
    const program::TypeId number = type(holds->getParamDecl(1));
    condition = unit_.convert(
        make_expr(program::Unary{program::UnaryOp::logical_not, condition}, number, span), truth);
  }
  program::Call judges;
  judges.callee = unit_.function(check);
  judges.arguments = {make_expr(program::StringLiteral{"contract"}, text, span), condition,
                      make_expr(program::StringLiteral{message}, text, span)};
  emit(std::move(judges), span);
}

}  // namespace headway::frontend

// How headway.h marks declarations: `__attribute__((annotate("hw_param", 1, 6)))`. Clang keeps the
// arguments as constant expressions; they are integers or strings here.
#include "model/frontend/refuse.h"
#include "model/frontend/spans.h"

namespace headway::frontend {
namespace {

std::variant<std::int64_t, std::string> argument_of(const clang::Expr* argument,
                                                    clang::ASTContext& context, Spans& spans) {
  if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(argument->IgnoreParenCasts())) {
    return text->getString().str();
  }
  clang::Expr::EvalResult result;
  if (argument->getType()->isIntegralOrEnumerationType() &&
      argument->EvaluateAsRValue(result, context) && result.Val.isInt()) {
    return value_of(result.Val.getInt());
  }
  refuse(spans.of(argument), "an annotation takes integer constants and strings",
         "write a constant expression, or a string in quotes");
}

}  // namespace

std::int64_t value_of(const llvm::APSInt& constant) {
  return static_cast<std::int64_t>(constant.extOrTrunc(64).getZExtValue());
}

std::vector<program::Annotation> annotations_of(const clang::Decl* declaration,
                                                clang::ASTContext& context, Spans& spans) {
  std::vector<program::Annotation> annotations;
  for (const auto* attribute :
       declaration->getMostRecentDecl()->specific_attrs<clang::AnnotateAttr>()) {
    program::Annotation annotation{attribute->getAnnotation().str(), {}};
    for (const clang::Expr* argument : attribute->args()) {
      annotation.arguments.push_back(argument_of(argument, context, spans));
    }
    annotations.push_back(std::move(annotation));
  }
  return annotations;
}

bool has_annotation(const clang::Decl* declaration, llvm::StringRef name) {
  for (const auto* attribute :
       declaration->getMostRecentDecl()->specific_attrs<clang::AnnotateAttr>()) {
    if (attribute->getAnnotation() == name) return true;
  }
  return false;
}

}  // namespace headway::frontend

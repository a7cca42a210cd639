// Runs Clang in process. Only its first error is kept, as an InputError; its warnings stay silent.
// The translation runs after the parser has returned, so that no exception passes through Clang's
// frames.
#include "model/frontend/compile.h"

#include "model/frontend/unit.h"

namespace headway::frontend {
namespace {

struct FirstError {
  source::Span span;
  std::string message;
};

class ErrorCollector : public clang::DiagnosticConsumer {
 public:
  void BeginSourceFile(const clang::LangOptions& options, const clang::Preprocessor*) override {
    options_ = &options;
  }

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& diagnostic) override {
    clang::DiagnosticConsumer::HandleDiagnostic(level, diagnostic);
    if (level < clang::DiagnosticsEngine::Error || first_.has_value()) return;
    llvm::SmallString<128> message;
    diagnostic.FormatDiagnostic(message);
    source::Span span;
    if (diagnostic.hasSourceManager() && diagnostic.getLocation().isValid() &&
        options_ != nullptr) {
      span = Spans(diagnostic.getSourceManager(), *options_).at(diagnostic.getLocation());
    }
    first_ = {std::move(span), message.str().str()};
  }

  [[nodiscard]] const std::optional<FirstError>& first() const { return first_; }

 private:
  const clang::LangOptions* options_ = nullptr;
  std::optional<FirstError> first_;
};

std::string hint_for(const std::string& message) {
  const auto has = [&](const char* part) { return message.find(part) != std::string::npos; };
  if (has("file not found"))
    return "only the headers of model/kernel/include and model/kernel/harness are there";
  if (has("variable length array"))
    return "a size is a constant: HW_CONST, or the largest value of the parameter";
  if (has("undeclared")) return "declare it, or include the header of model/kernel that does";
  if (has("unsequenced")) return "C leaves the order open; split it into two statements";
  if (has("address space"))
    return "__user pointers and kernel pointers don't mix; a cast says that it is meant";
  return "";
}

[[noreturn]] void report(const FirstError& error) {
  refuse(error.span, error.message, hint_for(error.message));
}

}  // namespace

program::Program compile(const std::string& file, const std::vector<std::string>& flags) {
  ErrorCollector errors;
  clang::CompilerInstance compiler;
  compiler.createDiagnostics(&errors, /*ShouldOwnClient=*/false);
  std::vector<const char*> arguments;
  for (const std::string& flag : flags) arguments.push_back(flag.c_str());
  arguments.push_back(file.c_str());
  auto invocation = std::make_shared<clang::CompilerInvocation>();
  const bool understood =
      clang::CompilerInvocation::CreateFromArgs(*invocation, arguments, compiler.getDiagnostics());
  if (!understood || errors.first())
    refuse({}, errors.first() ? errors.first()->message : "a flag is not understood");
  compiler.setInvocation(std::move(invocation));
  compiler.createDiagnostics(&errors,
                             /*ShouldOwnClient=*/false);  // again, now with the warnings as told
  if (!compiler.createTarget()) refuse({}, "this Clang does not know the target x86_64-linux-gnu");

  clang::SyntaxOnlyAction action;
  program::Program program;
  const clang::FrontendInputFile& input = compiler.getFrontendOpts().Inputs.front();
  if (!action.BeginSourceFile(compiler, input))
    report(errors.first().value_or(FirstError{{}, "cannot read the file"}));
  struct EndSourceFile {
    clang::FrontendAction& action;
    ~EndSourceFile() { action.EndSourceFile(); }
  } const end_source_file{action};
  if (llvm::Error error = action.Execute()) refuse({}, llvm::toString(std::move(error)));
  if (errors.first()) report(*errors.first());
  Unit(compiler.getASTContext(), program).translate();
  return program;
}

}  // namespace headway::frontend

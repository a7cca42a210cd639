// Where code stands for a reader. Clang knows two places for code that came out of a macro: the
// line that uses the macro and the line of its definition. We show where the user wrote it: an
// argument of HW_CALL or hw_atomic's body is on its own line, the text of a macro's body on the
// line of its use.
#include "model/frontend/spans.h"

namespace headway::frontend {

source::Span Spans::at(clang::SourceLocation location) {
  return of(clang::SourceRange(location, location));
}

source::Span Spans::of(clang::SourceRange range) {
  source::Span span;
  if (range.isInvalid()) return span;
  const clang::SourceLocation begin = manager_.getFileLoc(range.getBegin());
  const clang::PresumedLoc first = manager_.getPresumedLoc(begin);
  if (first.isInvalid()) return span;
  auto& file = files_[first.getFilename()];
  if (file == nullptr) file = std::make_shared<const std::string>(first.getFilename());
  span.file = file;
  span.line = first.getLine();
  span.column = first.getColumn();

  const clang::SourceLocation last = manager_.getFileLoc(range.getEnd());
  if (manager_.getFileID(last) != manager_.getFileID(begin)) return span;
  const clang::PresumedLoc end =
      manager_.getPresumedLoc(clang::Lexer::getLocForEndOfToken(last, 0, manager_, options_));
  if (end.isValid() && end.getLine() == span.line && end.getColumn() > span.column)
    span.end_column = end.getColumn();
  return span;
}

}  // namespace headway::frontend

#include "model/source/error.h"

#include <fstream>

namespace headway::source {

void check_failed(const char* file, int line, const char* condition, const std::string& values) {
  std::ostringstream text;
  text << file << ':' << line << ": internal error: " << condition << " does not hold";
  if (!values.empty()) text << " (" << values << ')';
  throw InternalError(text.str());
}

namespace {

// The n-th line of a file (from 1), or an empty string where there is none.
std::string line_of(const std::string& file, std::uint32_t number) {
  std::ifstream in(file);
  std::string line;
  for (std::uint32_t i = 0; i < number; ++i) {
    if (!std::getline(in, line)) return "";
  }
  return line;
}

}  // namespace

std::string render(const InputError& error) {
  std::ostringstream text;
  const Span& span = error.span();
  if (span.known()) {
    text << span.file_name() << ':' << span.line;
    if (span.column != 0) text << ':' << span.column;
    text << ": ";
  }
  text << "error: " << error.what() << '\n';
  if (span.known()) {
    const std::string line = line_of(span.file_name(), span.line);
    if (!line.empty()) {
      const std::string gutter = std::to_string(span.line) + " | ";
      text << gutter << line << '\n';
      if (span.column != 0) {
        // Tabs are repeated so that the caret stands under its character in any terminal.
        std::string pad(gutter.size(), ' ');
        for (std::uint32_t i = 0; i + 1 < span.column && i < line.size(); ++i) {
          pad += line[i] == '\t' ? '\t' : ' ';
        }
        const std::uint32_t width =
            span.end_column > span.column ? span.end_column - span.column : 1;
        text << pad << '^' << std::string(width - 1, '~') << '\n';
      }
    }
  }
  if (!error.hint().empty()) text << "hint: " << error.hint() << '\n';
  return text.str();
}

}  // namespace headway::source

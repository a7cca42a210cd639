// Places in the user's text. Shared by every room that can point at a line: the C front end, the
// machine text parser, the spec parser and the reports. Holds no file content; `caret.h` reads that
// when a message is printed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace headway::source {

// One place in one file. Lines and columns count from 1; line 0 means "no place known".
// `end_column` is one past the last column of the marked text on the same line, or 0 when only the
// start is known.
struct Span {
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_column = 0;

  [[nodiscard]] bool known() const { return file != nullptr && line != 0; }
  [[nodiscard]] const std::string& file_name() const {
    static const std::string kNone;
    return file ? *file : kNone;
  }
  // Equality looks at the name, not at who owns it.
  bool operator==(const Span& other) const {
    return file_name() == other.file_name() && line == other.line && column == other.column &&
           end_column == other.end_column;
  }
};

// One inlined call on the way to a place: who was called, from where. `function` is the callee.
struct Frame {
  std::string function;
  Span call_site;
  bool operator==(const Frame&) const = default;
};

// A place with the calls that led there, outermost first. Transitions share origins, hence the
// pointer at the users.
struct Origin {
  Span span;
  std::vector<Frame> stack;
  bool operator==(const Origin&) const = default;
};

}  // namespace headway::source

#include "model/differential/piece.h"

#include <algorithm>

#include "model/source/error.h"

namespace headway::differential {

Piece compose(Piece::Kind kind, const std::string& format, std::vector<Piece> parts,
              std::vector<Construct> constructs) {
  Piece whole{kind, "", {}, std::move(constructs)};
  std::string words;
  std::size_t next = 0;
  for (std::size_t k = 0; k < format.size(); ++k) {
    if (format[k] != '%') {
      words += format[k];
    } else if (k + 1 < format.size() && format[k + 1] == '%') {
      words += format[++k];
    } else {
      CHECK(next < parts.size(), "too few parts for: " << format);
      if (!words.empty()) whole.parts.push_back(text(words));
      words.clear();
      whole.parts.push_back(std::move(parts[next++]));
    }
  }
  CHECK(next == parts.size(), "too many parts for: " << format);
  if (!words.empty()) whole.parts.push_back(text(words));
  return whole;
}

bool holds(const Piece& piece, Construct construct) {
  return std::ranges::count(piece.constructs, construct) != 0 ||
         std::ranges::any_of(piece.parts,
                             [&](const Piece& part) { return holds(part, construct); });
}

namespace {

class Renderer {
 public:
  Renderer(const std::string& prefix, Rendered& out) : prefix_(prefix), out_(out) {}

  void add(const Piece& piece) {
    const std::uint32_t first = line_;
    for (const Construct construct : piece.constructs) out_.by_line[line_].insert(construct);
    for (const char letter : piece.words) {
      if (letter == '$') {
        out_.code += prefix_;
        continue;
      }
      line_ += letter == '\n' ? 1 : 0;
      out_.code += letter;
    }
    for (const Piece& part : piece.parts) add(part);
    for (const Construct construct : piece.constructs_inside)
      for (std::uint32_t line = first; line < line_; ++line) out_.by_line[line].insert(construct);
  }

 private:
  const std::string& prefix_;
  Rendered& out_;
  std::uint32_t line_ = 1;
};

}  // namespace

Rendered render(const Piece& piece, const std::string& prefix) {
  Rendered out;
  Renderer(prefix, out).add(piece);
  return out;
}

}  // namespace headway::differential

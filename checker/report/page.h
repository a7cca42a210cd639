// The page that a report is written on: lines of coloured pieces, never longer than its width.
// Widths count characters, not bytes (UTF-8; one column each, which is true of all that we print).
// What doesn't fit is cut and ends in "…": a cut line can be read, a wrapped lane can't.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headway::report {

enum class Style { plain, strong, dim, good, bad, doubtful };

struct Piece {
  std::string text;
  Style style = Style::plain;
};
using Pieces = std::vector<Piece>;

std::size_t columns(std::string_view text);
// At most `width` columns; what is lost shows as "…". Control characters become blanks.
std::string cut(std::string_view text, std::size_t width);
// Exactly `width` columns: cut or filled with blanks.
std::string fit(std::string_view text, std::size_t width);
// A blank at which no line ends.
inline constexpr char kTie = '\x01';
// Words filled into lines of at most `width` columns, the first one of at most `first`; a word
// longer than its line is cut.
std::vector<std::string> filled(std::string_view text, std::size_t width, std::size_t first);
inline std::vector<std::string> filled(std::string_view text, std::size_t width) {
  return filled(text, width, width);
}

class Page {
 public:
  Page(std::size_t width, bool color) : width_(width < 80 ? 80 : width), color_(color) {}

  [[nodiscard]] std::size_t width() const { return width_; }
  void line(const Pieces& pieces);
  void line(std::string text, Style style = Style::plain) {
    line(Pieces{{std::move(text), style}});
  }
  // One blank line, unless the page is empty or the last line is blank already.
  void gap();
  // `head`, then `text` filled beside it: the later lines are indented by `indent` columns.
  void paragraph(const Piece& head, std::string_view text, std::size_t indent,
                 Style style = Style::plain);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::size_t width_;
  bool color_;
  bool blank_ = true;
  std::string text_;
};

}  // namespace headway::report

// Characters, cutting, filling and colour. Colour is the four-bit SGR set that every terminal and
// every CI log viewer knows.
#include "checker/report/page.h"

#include <algorithm>
#include <utility>

namespace headway::report {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && continues(text[at])) ++at;
    --count;
  }
  return at;
}

const char* code(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::strong:
      return "\x1b[1m";
    case Style::dim:
      return "\x1b[2m";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[1;31m";
    case Style::doubtful:
      return "\x1b[33m";
  }
  return "";
}

}  // namespace

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::string cut(std::string_view text, std::size_t width) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < 0x20U || c == 0x7f) c = ' ';
  }
  if (columns(clean) <= width) return clean;
  if (width == 0) return "";
  return clean.substr(0, bytes_of(clean, width - 1)) + "…";
}

std::string fit(std::string_view text, std::size_t width) {
  std::string result = cut(text, width);
  result.append(width - columns(result), ' ');
  return result;
}

std::vector<std::string> filled(std::string_view text, std::size_t width, std::size_t first) {
  std::vector<std::string> lines;
  std::string line;
  const auto room = [&] { return lines.empty() ? first : width; };
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) {
      const std::string_view word = text.substr(at, end - at);
      if (!line.empty() && columns(line) + 1 + columns(word) > room())
        lines.push_back(std::exchange(line, ""));
      if (!line.empty()) line += ' ';
      line += cut(word, room());
    }
    at = end + 1;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

void Page::line(const Pieces& pieces) {
  Pieces kept;
  std::size_t left = width_;
  for (const Piece& piece : pieces) {
    const std::string text = cut(piece.text, left);
    left -= columns(text);
    if (!text.empty()) kept.push_back({text, piece.style});
  }
  // No blanks at the end: a report is pasted into mails and commit messages.
  while (!kept.empty()) {
    std::string& last = kept.back().text;
    last.erase(last.find_last_not_of(' ') + 1);
    if (!last.empty()) break;
    kept.pop_back();
  }
  for (const Piece& piece : kept) {
    const bool colored = color_ && piece.style != Style::plain;
    if (colored) text_ += code(piece.style);
    text_ += piece.text;
    if (colored) text_ += "\x1b[0m";
  }
  text_ += '\n';
  blank_ = kept.empty();
}

void Page::gap() {
  if (!blank_) line(Pieces{});
}

void Page::paragraph(const Piece& head, std::string_view text, std::size_t indent, Style style) {
  // The head is another length than the indent; the first line has the room that it leaves.
  const std::size_t start = columns(head.text);
  const std::vector<std::string> lines =
      filled(text, width_ - std::min(indent, width_ / 2), width_ - std::min(start, width_ / 2));
  line({head, {lines.empty() ? "" : lines.front(), style}});
  for (std::size_t i = 1; i < lines.size(); ++i) {
    line({{std::string(indent, ' '), Style::plain}, {lines[i], style}});
  }
}

}  // namespace headway::report

// The lexer of the spec language: C's identifiers, numbers, strings and operators; `#` begins a
// comment that runs to the end of its line. It never looks ahead more than one character and never
// skips what it does not know.
#include "checker/property/spec_lex.h"

#include <array>
#include <cctype>
#include <charconv>
#include <memory>
#include <string_view>

#include "model/source/error.h"

namespace headway::property {

namespace {

using source::InputError;
using source::Span;

// Longest first, so that "<<" is not two tokens.
constexpr std::array<std::string_view, 9> kPairs = {
    "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", ".."};
constexpr std::string_view kSingles = "()[]:?,+-*/%<>=!&|^~.;{}";

class Lexer {
 public:
  Lexer(const std::string& text, const std::string& file)
      : text_(text), file_(std::make_shared<const std::string>(file)) {}

  std::vector<Token> run() {
    std::vector<Token> tokens;
    do {
      skip_blanks();
      tokens.push_back(next());
    } while (tokens.back().kind != TokenKind::end);
    return tokens;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] static bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
  }

  void advance() {
    if (text_[at_++] == '\n') {
      ++line_;
      line_start_ = at_;
    }
  }

  void skip_blanks() {
    while (at_ < text_.size()) {
      if (peek() == '#') {
        while (at_ < text_.size() && peek() != '\n') advance();
      } else if (std::isspace(static_cast<unsigned char>(peek()))) {
        advance();
      } else {
        return;
      }
    }
  }

  [[nodiscard]] Span span_from(std::size_t begin) const {
    const auto column = [&](std::size_t offset) {
      return static_cast<std::uint32_t>(offset - line_start_ + 1);
    };
    return Span{file_, line_, column(begin), column(at_)};
  }

  Token finish(TokenKind kind, std::size_t begin) const {
    return Token{kind, text_.substr(begin, at_ - begin), 0, span_from(begin), begin, at_};
  }

  Token next() {
    const std::size_t begin = at_;
    const char c = peek();
    if (at_ == text_.size()) {
      Token token = finish(TokenKind::end, begin);
      token.span.end_column = token.span.column + 1;
      return token;
    }
    if (std::isdigit(static_cast<unsigned char>(c))) return number(begin);
    if (is_word(c)) {
      while (is_word(peek())) advance();
      return finish(TokenKind::word, begin);
    }
    if (c == '"') return string(begin);
    return symbol(begin);
  }

  Token number(std::size_t begin) {
    while (is_word(peek())) advance();
    Token token = finish(TokenKind::number, begin);
    const bool hexadecimal = token.text.starts_with("0x") || token.text.starts_with("0X");
    const char* first = token.text.data() + (hexadecimal ? 2 : 0);
    const char* last = token.text.data() + token.text.size();
    const auto [stop, error] = std::from_chars(first, last, token.value, hexadecimal ? 16 : 10);
    if (error == std::errc::result_out_of_range) {
      throw InputError(token.span, "the number " + token.text + " does not fit into 64 bits");
    }
    if (error != std::errc() || stop != last ||
        (!hexadecimal && token.text.size() > 1 && token.text[0] == '0')) {
      throw InputError(token.span, "`" + token.text + "` is not a number",
                       "numbers are decimal, or hexadecimal after 0x, without suffixes");
    }
    return token;
  }

  Token string(std::size_t begin) {
    std::string value;
    advance();
    while (peek() != '"') {
      if (at_ == text_.size() || peek() == '\n')
        throw InputError(span_from(begin), "the string is not closed");
      if (peek() == '\\' && at_ + 1 < text_.size()) advance();
      value += peek();
      advance();
    }
    advance();
    Token token = finish(TokenKind::string, begin);
    token.text = std::move(value);
    return token;
  }

  Token symbol(std::size_t begin) {
    for (const std::string_view pair : kPairs) {
      if (text_.compare(at_, 2, pair) == 0) {
        at_ += 2;
        return finish(TokenKind::symbol, begin);
      }
    }
    advance();
    Token token = finish(TokenKind::symbol, begin);
    if (kSingles.find(token.text) == std::string_view::npos) {
      throw InputError(token.span, "unexpected character `" + token.text + "`");
    }
    return token;
  }

  const std::string& text_;
  std::shared_ptr<const std::string> file_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace

std::vector<Token> lex_spec(const std::string& text, const std::string& file) {
  return Lexer(text, file).run();
}

}  // namespace headway::property

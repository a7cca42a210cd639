// Words of the machine text form: tokens, and a stream of them that knows how to complain. Private
// to the text form.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/machine/expr.h"
#include "model/source/error.h"

namespace headway::machine::text {

struct Token {
  enum class Kind { name, keyword, number, string, symbol, end };
  Kind kind = Kind::end;
  std::string text;  // a name without its backquotes; a string still escaped, without its quotes
  std::uint64_t number = 0;
  std::optional<IntType> suffix;  // of a number: 7u8
  source::Span span;

  [[nodiscard]] bool is(std::string_view word) const {
    return (kind == Kind::symbol || kind == Kind::keyword) && text == word;
  }
};

// Where a text begins: the whole file at 1:1, or an expression inside a note's string.
struct Start {
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// Ends with one token of kind `end`. Throws source::InputError for what is no token.
std::vector<Token> tokens_of(std::string_view text, Start start);

bool is_keyword(std::string_view word);
std::optional<IntType> type_named(std::string_view word);  // "u8", "bool", …
std::string name_of(IntType type);

// "`else`", "pos", "`my lock`": as the lexer reads it back.
std::string quoted_name(const std::string& name);
// With quotes; `braces` also escapes { and }, for notes.
std::string quoted_string(const std::string& text, bool braces = false);
// Undoes the escapes of a string token, or of a part of it.
std::string unescaped(std::string_view raw, const source::Span& span);

class Tokens {
 public:
  Tokens(std::string_view text, const Start& start) : tokens_(tokens_of(text, start)) {}

  [[nodiscard]] const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] bool at(std::string_view word) const { return peek().is(word); }
  Token take() { return tokens_[next_ + 1 < tokens_.size() ? next_++ : next_]; }
  // Takes the word if it is next.
  bool accept(std::string_view word) {
    const bool found = at(word);
    if (found) take();
    return found;
  }
  Token expect(std::string_view word);
  Token expect(Token::Kind kind, const char* what);
  std::string name(const char* what) { return expect(Token::Kind::name, what).text; }
  std::string string(const char* what);
  std::uint32_t count(const char* what);  // a plain number of up to 32 bits

  // "expected WHAT, found …", at the next token.
  [[noreturn]] void fail_expected(const std::string& what) const;

 private:
  std::vector<Token> tokens_;
  std::size_t next_ = 0;
};

}  // namespace headway::machine::text

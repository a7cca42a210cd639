// Tokens of the spec language. Words are plain tokens; which of them are keywords is the parser's
// business.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/source/span.h"

namespace headway::property {

enum class TokenKind { word, number, string, symbol, end };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;        // of a string: without quotes and escapes
  std::int64_t value = 0;  // of a number
  source::Span span;
  std::size_t begin = 0, end = 0;  // offsets in the text
};

// The last token is `end`. Throws source::InputError for a character that no token begins with, an
// unclosed string and a number beyond 64 bits.
std::vector<Token> lex_spec(const std::string& text, const std::string& file);

}  // namespace headway::property

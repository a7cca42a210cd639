// The scanner of the machine text form, and the quoting that makes any name and any string one
// token of it.
#include "model/machine/text_lexer.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace headway::machine::text {

namespace {

using source::InputError;
using source::Span;

// Sorted, for binary search.
constexpr std::array<std::string_view, 77> kKeywords = {
    "acquire",       "adversary", "also",     "any",          "approximates",
    "atom",          "attempt",   "bool",     "call",         "check",
    "choice",        "choose",    "cites",    "committed",    "constant",
    "cover",         "cpu",       "daemon",   "do",           "end",
    "ends",          "event",     "false",    "fatal",        "favourable",
    "for",           "ghost",     "holder",   "i16",          "i32",
    "i64",           "i8",        "idle",     "in",           "init",
    "interruptible", "invariant", "killable", "label",        "lazy",
    "local",         "location",  "machine",  "mask",         "names",
    "note",          "observe",   "of",       "owner",        "param",
    "prepare",       "priority",  "progress", "real",         "return",
    "scheduler",     "setup",     "shared",   "signal",       "spec",
    "strip",         "thread",    "timed",    "true",         "u16",
    "u32",           "u64",       "u8",       "unfavourable", "uninterruptible",
    "var",           "via",       "wait",     "when",         "whim",
    "with",          "yields"};

// Tried before the symbols of one character.
constexpr std::array<std::string_view, 11> kLongSymbols = {
    "->", "..", ":=", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||"};
constexpr std::string_view kSymbols = "{}[]():;,=<>+-*/%&|^~!?@";

bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string escaped_byte(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
}

std::string enclosed(std::string_view text, char quote) {
  std::string made(1, quote);
  return made.append(text).append(1, quote);
}

// What Scanner::name reads as one token.
bool is_identifier(const std::string& name) {
  if (name.empty() || !starts_name(name[0])) return false;
  for (std::size_t i = 1; i < name.size(); ++i) {
    const bool dot = name[i] == '.' && i + 1 < name.size() && continues_name(name[i + 1]);
    if (!continues_name(name[i]) && !dot) return false;
  }
  return true;
}

class Scanner {
 public:
  Scanner(std::string_view text, Start start) : text_(text), start_(std::move(start)) {
    line_ = start_.line;
    column_ = start_.column;
  }

  Token next() {
    skip_blanks();
    Token token;
    token.span = {start_.file, line_, column_, 0};
    if (at_end()) {
      token.kind = Token::Kind::end;
    } else if (starts_name(peek())) {
      name(token);
    } else if (std::isdigit(static_cast<unsigned char>(peek())) != 0) {
      number(token);
    } else if (peek() == '"') {
      token.kind = Token::Kind::string;
      token.text = quoted('"', token.span);
    } else if (peek() == '`') {
      token.kind = Token::Kind::name;
      const std::string raw = quoted('`', token.span);
      token.text = unescaped(raw, token.span);
    } else {
      symbol(token);
    }
    if (token.span.line == line_) token.span.end_column = column_;
    return token;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  char take() {
    const char c = text_[at_++];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else {
      ++column_;
    }
    return c;
  }

  void skip_blanks() {
    while (!at_end()) {
      if (peek() == '#') {
        while (!at_end() && peek() != '\n') take();
      } else if (std::isspace(static_cast<unsigned char>(peek())) != 0) {
        take();
      } else {
        return;
      }
    }
  }

  // A dot belongs to the name when a name goes on behind it (hw_folio.locked), else it is half of a
  // range.
  void name(Token& token) {
    while (continues_name(peek()) || (peek() == '.' && continues_name(peek(1))))
      token.text += take();
    token.kind = is_keyword(token.text) ? Token::Kind::keyword : Token::Kind::name;
  }

  void number(Token& token) {
    token.kind = Token::Kind::number;
    const bool hex = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
    if (hex) token.text = {take(), take()};
    const std::uint64_t base = hex ? 16 : 10;
    bool fits = true;
    while (hex_digit(peek()) >= 0 &&
           (hex || std::isdigit(static_cast<unsigned char>(peek())) != 0)) {
      const auto digit = static_cast<std::uint64_t>(hex_digit(peek()));
      fits = fits && token.number <= (~std::uint64_t{0} - digit) / base;
      token.number = token.number * base + digit;
      token.text += take();
    }
    std::string suffix;
    while (continues_name(peek())) suffix += take();
    token.text += suffix;
    token.suffix = type_named(suffix);
    token.span.end_column = column_;
    if (!fits) throw InputError(token.span, token.text + " does not fit 64 bits");
    const bool digits = token.text.size() > suffix.size() + (hex ? 2 : 0);
    if (!digits || (!suffix.empty() && (!token.suffix || *token.suffix == kBool))) {
      throw InputError(token.span, token.text + " is no number",
                       "numbers are decimal or 0x…; a type may follow: 7u8");
    }
  }

  std::string quoted(char quote, const Span& start) {
    std::string raw;
    take();
    while (peek() != quote) {
      if (at_end() || peek() == '\n') {
        throw InputError(
            start, quote == '"' ? "this string does not end" : "this quoted name does not end",
            std::string("a closing ") + quote + " is missing on this line");
      }
      if (peek() == '\\' && peek(1) != '\0' && peek(1) != '\n') raw += take();
      raw += take();
    }
    take();
    return raw;
  }

  void symbol(Token& token) {
    token.kind = Token::Kind::symbol;
    for (const std::string_view symbol : kLongSymbols) {
      if (text_.substr(at_, symbol.size()) != symbol) continue;
      for (std::size_t i = 0; i < symbol.size(); ++i) token.text += take();
      return;
    }
    const char c = take();
    token.span.end_column = column_;
    if (kSymbols.find(c) == std::string_view::npos) {
      throw InputError(token.span, "this character does not belong here",
                       "names that are no identifiers stand between backquotes");
    }
    token.text = c;
  }

  std::string_view text_;
  Start start_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text, Start start) {
  Scanner scanner(text, std::move(start));
  std::vector<Token> tokens;
  do {
    tokens.push_back(scanner.next());
  } while (tokens.back().kind != Token::Kind::end);
  return tokens;
}

bool is_keyword(std::string_view word) {
  return std::binary_search(kKeywords.begin(), kKeywords.end(), word);
}

std::optional<IntType> type_named(std::string_view word) {
  static constexpr IntType kTypes[] = {kBool,     {8, false}, {16, false}, {32, false}, {64, false},
                                       {8, true}, {16, true}, {32, true},  kI64};
  for (const IntType type : kTypes) {
    if (word == name_of(type)) return type;
  }
  return std::nullopt;
}

std::string name_of(IntType type) {
  if (type == kBool) return "bool";
  std::string name(1, type.is_signed ? 'i' : 'u');
  return name += std::to_string(type.bits);
}

std::string quoted_name(const std::string& name) {
  if (is_identifier(name) && !is_keyword(name)) return name;
  std::string text = "`";
  // What would end the name, or the note string around it, is written by its number.
  for (const char c : name) {
    const bool special = c == '`' || c == '"' || c == '\\' || c == '{' || c == '}';
    text += special || static_cast<unsigned char>(c) < ' ' ? escaped_byte(c) : std::string(1, c);
  }
  return text + "`";
}

std::string quoted_string(const std::string& text, bool braces) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || (braces && (c == '{' || c == '}'))) {
      quoted += {'\\', c};
    } else if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else {
      quoted += static_cast<unsigned char>(c) < ' ' ? escaped_byte(c) : std::string(1, c);
    }
  }
  return quoted + "\"";
}

std::string unescaped(std::string_view raw, const Span& span) {
  std::string text;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      text += raw[i];
      continue;
    }
    const char c = raw[++i];
    if (c == 'n') {
      text += '\n';
    } else if (c == 't') {
      text += '\t';
    } else if (c == 'x' && i + 2 < raw.size() && hex_digit(raw[i + 1]) >= 0 &&
               hex_digit(raw[i + 2]) >= 0) {
      text += static_cast<char>(hex_digit(raw[i + 1]) * 16 + hex_digit(raw[i + 2]));
      i += 2;
    } else if (c == '"' || c == '\\' || c == '{' || c == '}' || c == '`') {
      text += c;
    } else {
      throw InputError(span, std::string("unknown escape \\") + c,
                       "known are \\\" \\\\ \\{ \\} \\` \\n \\t \\xNN");
    }
  }
  return text;
}

Token Tokens::expect(std::string_view word) {
  if (!at(word)) fail_expected(enclosed(word, '\''));
  return take();
}

Token Tokens::expect(Token::Kind kind, const char* what) {
  if (peek().kind != kind) fail_expected(what);
  return take();
}

std::string Tokens::string(const char* what) {
  const Token token = expect(Token::Kind::string, what);
  return unescaped(token.text, token.span);
}

std::uint32_t Tokens::count(const char* what) {
  const Token token = expect(Token::Kind::number, what);
  if (token.number > ~std::uint32_t{0}) throw InputError(token.span, token.text + " is too large");
  return static_cast<std::uint32_t>(token.number);
}

void Tokens::fail_expected(const std::string& what) const {
  const Token& found = peek();
  std::string hint;
  std::string seen = enclosed(found.text, '\'');
  if (found.kind == Token::Kind::end) seen = "the end of the text";
  if (found.kind == Token::Kind::string) seen = enclosed(found.text, '"');
  if (found.kind == Token::Kind::keyword) {
    hint =
        seen + " is a word of the language; as a name it is written " + enclosed(found.text, '`');
  }
  throw InputError(found.span, "expected " + what + ", found " + seen, hint);
}

}  // namespace headway::machine::text

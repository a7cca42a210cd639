// Expressions of the machine text form: precedence climbing over C's operator table. Types come
// later, in text_resolve.cpp.
#include <array>

#include "model/machine/text_syntax.h"

namespace headway::machine::text {

namespace {

using source::InputError;
using Kind = ExprSyntax::Kind;

struct Operator {
  std::string_view text;
  BinaryOp op;
  int precedence;  // higher binds tighter
};
constexpr std::array<Operator, 18> kOperators = {{
    {"||", BinaryOp::logical_or, 2},
    {"&&", BinaryOp::logical_and, 3},
    {"|", BinaryOp::bit_or, 4},
    {"^", BinaryOp::bit_xor, 5},
    {"&", BinaryOp::bit_and, 6},
    {"==", BinaryOp::eq, 7},
    {"!=", BinaryOp::ne, 7},
    {"<", BinaryOp::lt, 8},
    {"<=", BinaryOp::le, 8},
    {">", BinaryOp::gt, 8},
    {">=", BinaryOp::ge, 8},
    {"<<", BinaryOp::shl, 9},
    {">>", BinaryOp::shr, 9},
    {"+", BinaryOp::add, 10},
    {"-", BinaryOp::sub, 10},
    {"*", BinaryOp::mul, 11},
    {"/", BinaryOp::div, 11},
    {"%", BinaryOp::rem, 11},
}};

const Operator* operator_at(const Tokens& tokens) {
  for (const Operator& candidate : kOperators) {
    if (tokens.at(candidate.text)) return &candidate;
  }
  return nullptr;
}

ExprSyntax leaf(Kind kind, const Token& token) {
  ExprSyntax made;
  made.kind = kind;
  made.span = token.span;
  return made;
}

ExprSyntax number(Tokens& tokens, bool negative, const Token& first) {
  const Token token = tokens.take();
  ExprSyntax made = leaf(Kind::number, token);
  made.span.column = first.span.line == token.span.line ? first.span.column : token.span.column;
  made.magnitude = token.number;
  made.negative = negative;
  made.type = token.suffix;
  return made;
}

ExprSyntax keyword_expr(Tokens& tokens) {
  if (tokens.at("true") || tokens.at("false")) {
    const Token token = tokens.take();
    ExprSyntax made = leaf(Kind::boolean, token);
    made.magnitude = token.text == "true" ? 1 : 0;
    return made;
  }
  if (tokens.at("choice")) {
    ExprSyntax made = leaf(Kind::choice, tokens.take());
    made.type = kI64;
    if (tokens.accept("(")) {
      made.type = type_named(tokens.peek().text);
      if (!made.type) tokens.fail_expected("a type");
      tokens.take();
      tokens.expect(")");
    }
    return made;
  }
  const auto type = type_named(tokens.peek().text);
  if (!type) tokens.fail_expected("an expression");
  ExprSyntax made = leaf(Kind::convert, tokens.take());
  made.type = type;
  tokens.expect("(");
  made.operands.push_back(parse_expr(tokens));
  tokens.expect(")");
  return made;
}

ExprSyntax primary(Tokens& tokens) {
  switch (tokens.peek().kind) {
    case Token::Kind::number:
      return number(tokens, false, tokens.peek());
    case Token::Kind::keyword:
      return keyword_expr(tokens);
    case Token::Kind::name: {
      PlaceSyntax place = parse_place(tokens);
      ExprSyntax made;
      made.kind = Kind::name;
      made.span = place.span;
      made.name = std::move(place.name);
      made.operands = std::move(place.index);
      return made;
    }
    default: {
      if (!tokens.accept("(")) tokens.fail_expected("an expression");
      ExprSyntax inner = parse_expr(tokens);
      tokens.expect(")");
      return inner;
    }
  }
}

// `-5` is the number minus five; `-(5)` is five negated.
ExprSyntax unary(Tokens& tokens) {
  const bool minus = tokens.at("-");
  if (!minus && !tokens.at("~") && !tokens.at("!")) return primary(tokens);
  const Token token = tokens.take();
  if (minus && tokens.peek().kind == Token::Kind::number) return number(tokens, true, token);
  ExprSyntax made = leaf(Kind::unary, token);
  made.unary = minus               ? UnaryOp::negate
               : token.text == "~" ? UnaryOp::bit_not
                                   : UnaryOp::logical_not;
  made.operands.push_back(unary(tokens));
  return made;
}

ExprSyntax binary(Tokens& tokens, int least) {
  ExprSyntax left = unary(tokens);
  for (const Operator* next = operator_at(tokens); next != nullptr && next->precedence >= least;
       next = operator_at(tokens)) {
    ExprSyntax made = leaf(Kind::binary, tokens.take());
    made.binary = next->op;
    made.operands.push_back(std::move(left));
    made.operands.push_back(binary(tokens, next->precedence + 1));
    left = std::move(made);
  }
  return left;
}

}  // namespace

ExprSyntax parse_expr(Tokens& tokens) {
  ExprSyntax condition = binary(tokens, 0);
  if (!tokens.at("?")) return condition;
  ExprSyntax made = leaf(Kind::conditional, tokens.take());
  made.operands.push_back(std::move(condition));
  made.operands.push_back(parse_expr(tokens));
  tokens.expect(":");
  made.operands.push_back(parse_expr(tokens));
  return made;
}

PlaceSyntax parse_place(Tokens& tokens) {
  const Token token = tokens.expect(Token::Kind::name, "a variable");
  PlaceSyntax place{token.text, token.span, {}};
  if (tokens.accept("[")) {
    place.index.push_back(parse_expr(tokens));
    tokens.expect("]");
  }
  return place;
}

std::int64_t literal_value(const ExprSyntax& literal, IntType type) {
  const std::uint64_t half = std::uint64_t{1} << (type.bits - 1);
  const std::uint64_t most = type.is_signed ? half - (literal.negative ? 0 : 1) : half - 1 + half;
  const bool below = literal.negative && !type.is_signed && literal.magnitude != 0;
  if (below || literal.magnitude > most) {
    throw InputError(literal.span, "this number does not fit " + name_of(type),
                     type.is_signed ? "" : "unsigned values are written without a sign: 255u8");
  }
  return static_cast<std::int64_t>(literal.negative ? 0 - literal.magnitude : literal.magnitude);
}

std::int64_t parse_value(Tokens& tokens, IntType type) {
  const bool is_literal = tokens.peek().kind == Token::Kind::number || tokens.at("-") ||
                          tokens.at("true") || tokens.at("false");
  if (!is_literal) tokens.fail_expected("a number");
  const ExprSyntax literal = unary(tokens);
  if (literal.kind == Kind::unary) throw InputError(literal.span, "expected a number");
  if (literal.type && *literal.type != type) {
    throw InputError(literal.span,
                     "this is " + name_of(*literal.type) + ", the variable is " + name_of(type));
  }
  return literal_value(literal, type);
}

}  // namespace headway::machine::text

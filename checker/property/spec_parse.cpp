// The parser of the spec language: recursive descent, one function per level of precedence. From
// loose to tight:
//
//   if · implies (to the right) · ?: · or || · and && · not · | · ^ · & · == != · < <= > >= · << >>
//   · +
//   - · * / % · - ~ !
//
// The words `not`, `and`, `or` bind as in Python, the signs as in C. There is no sign between
// items: an item ends where the next one's keyword begins. `forall v in S: C` reaches as far to the
// right as it can. What the grammar has and this version can't decide (temporal formulas) is
// refused by name, never skipped.
#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

#include "checker/property/spec.h"
#include "checker/property/spec_lex.h"
#include "checker/property/spec_tree.h"
#include "model/source/error.h"

namespace headway::property {

namespace {

using machine::BinaryOp;
using machine::UnaryOp;
using source::InputError;
using source::Span;
using tree::Term;
using tree::TermPtr;

// Words of the language that no observable or `let` may be called by.
constexpr std::array<std::string_view, 26> kReserved = {
    "always", "and",   "at", "bool",     "cover",  "do",   "eventually", "exists", "false",
    "forall", "ghost", "if", "implies",  "in",     "int",  "let",        "not",    "observe",
    "old",    "on",    "or", "property", "result", "spec", "true",       "until"};

// What the grammar has and this version does not decide, and what to say about it.
const std::map<std::string_view, std::string_view> kNotYet = {
    {"always", "temporal formulas: `always` may only stand first in a property"},
    {"eventually", "temporal formulas"},
    {"exists", "`exists` (write `not (forall v in SET: not CONDITION)`)"},
    {"until", "temporal formulas"},
};

const std::map<std::string_view, Level> kLevels = {{"fair", Level::fair},
                                                   {"finite", Level::finite},
                                                   {"none", Level::none},
                                                   {"page-fair", Level::page_fair},
                                                   {"unrestricted", Level::unrestricted}};
constexpr const char* kLevelNames = "levels are: none, finite, fair, page-fair, unrestricted";

constexpr const char* kEvents =
    "an event is the name that hw_event gives, or one of: attempt, attempt KIND, progress, call of "
    "ROLE, return of ROLE";

struct Operator {
  std::string_view text;
  BinaryOp op;
};
// Binary operators below `not`, by level of precedence, loosest first.
const std::vector<std::vector<Operator>> kLevelsOfOperators = {
    {{"|", BinaryOp::bit_or}},
    {{"^", BinaryOp::bit_xor}},
    {{"&", BinaryOp::bit_and}},
    {{"==", BinaryOp::eq}, {"!=", BinaryOp::ne}},
    {{"<", BinaryOp::lt}, {"<=", BinaryOp::le}, {">", BinaryOp::gt}, {">=", BinaryOp::ge}},
    {{"<<", BinaryOp::shl}, {">>", BinaryOp::shr}},
    {{"+", BinaryOp::add}, {"-", BinaryOp::sub}},
    {{"*", BinaryOp::mul}, {"/", BinaryOp::div}, {"%", BinaryOp::rem}},
};

// Terms nest; a hostile file must not overflow the stack.
constexpr int kMaxDepth = 500;

// The marked text from the start of one span to the end of another, as far as one line can show it.
Span join(const Span& first, const Span& last) {
  Span span = first;
  if (last.line == first.line) span.end_column = last.end_column;
  return span;
}

class Parser {
 public:
  Parser(const std::string& text, const std::string& file)
      : text_(text), tokens_(lex_spec(text, file)) {}

  Spec run() {
    Spec spec;
    expect("spec", "a spec begins with `spec NAME \"sentence\"`");
    spec.id = name("the spec's name");
    spec.sentence = sentence("the spec");
    while (peek().kind != TokenKind::end) spec.items.push_back(item());
    return spec;
  }

 private:
  // ---- Tokens

  [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
  [[nodiscard]] bool is(std::string_view text) const {
    const Token& token = peek();
    return (token.kind == TokenKind::word || token.kind == TokenKind::symbol) && token.text == text;
  }
  const Token& take() { return tokens_[peek().kind == TokenKind::end ? at_ : at_++]; }
  bool accept(std::string_view text) {
    if (!is(text)) return false;
    take();
    return true;
  }
  [[nodiscard]] static std::string shown(const Token& token) {
    if (token.kind == TokenKind::end) return "the end of the file";
    return token.kind == TokenKind::string ? "\"" + token.text + "\"" : "`" + token.text + "`";
  }
  void expect(std::string_view text, const std::string& hint = "") {
    if (accept(text)) return;
    refuse_unsupported();
    throw InputError(peek().span, "expected `" + std::string(text) + "`, found " + shown(peek()),
                     hint);
  }
  // `count` and `unchanged` are names unless they are called.
  [[nodiscard]] bool is_call(std::string_view text) const {
    if (!is(text) || at_ + 1 >= tokens_.size()) return false;
    const Token& next = tokens_[at_ + 1];
    return next.kind == TokenKind::symbol && next.text == "(";
  }
  void refuse_unsupported() const {
    const Token& token = peek();
    if (token.kind != TokenKind::word) return;
    if (const auto found = kNotYet.find(token.text); found != kNotYet.end()) {
      throw InputError(token.span, "this version does not decide " + std::string(found->second));
    }
  }

  std::string name(const std::string& what) {
    const Token& token = peek();
    if (token.kind != TokenKind::word)
      throw InputError(token.span, "expected " + what + ", found " + shown(token));
    if (is_reserved(token.text))
      throw InputError(token.span, "`" + token.text + "` is a word of the language, not a name");
    return take().text;
  }
  [[nodiscard]] static bool is_reserved(std::string_view text) {
    return std::find(kReserved.begin(), kReserved.end(), text) != kReserved.end();
  }
  std::string sentence(const std::string& of) {
    const Token& token = peek();
    if (token.kind != TokenKind::string) {
      throw InputError(token.span,
                       "expected a sentence in quotes for " + of + ", found " + shown(token),
                       "reports print it");
    }
    return take().text;
  }

  // ---- Items

  tree::Item item() {
    const Span begin = peek().span;
    if (accept("observe")) return observe();
    if (accept("let")) return let();
    if (accept("ghost")) return ghost();
    if (accept("cover")) return cover();
    if (accept("property")) return ask();
    refuse_unsupported();
    throw InputError(begin, "expected an item, found " + shown(peek()),
                     "items are: observe, let, ghost, cover, property");
  }

  tree::Item observe() {
    const Span where = peek().span;
    std::string id = name("the name of an observable");
    expect(":", "observe NAME: int, or observe NAME: bool");
    const tree::Type type = this->type("types are: bool, int, bool[], int[]");
    const bool list = accept("[");
    if (list) expect("]", "a list is observed whole: int[]");
    return tree::Observe{std::move(id), type, list, where};
  }

  tree::Type type(const std::string& hint) {
    if (accept("int")) return tree::Type::integer;
    if (accept("bool")) return tree::Type::boolean;
    throw InputError(peek().span, "expected a type, found " + shown(peek()), hint);
  }

  tree::Item ghost() {
    const std::string hint = "ghost NAME: int = NUMBER on EVENT do EXPRESSION …";
    tree::Ghost ghost;
    ghost.span = peek().span;
    ghost.name = name("the name of a ghost");
    expect(":", hint);
    ghost.type = type("types of ghosts are: bool, int");
    expect("=", hint);
    ghost.initial = expression();
    while (accept("on")) {
      tree::Update update;
      update.event = event();
      expect("do", hint);
      update.value = expression();
      ghost.updates.push_back(std::move(update));
    }
    return ghost;
  }

  tree::Event event() {
    tree::Event event;
    event.span = peek().span;
    if (accept("progress")) {
      event.kind = tree::Event::Kind::progress;
    } else if (accept("attempt")) {
      event.kind = tree::Event::Kind::attempt;
      if (peek().kind == TokenKind::word && !is_reserved(peek().text)) event.name = take().text;
    } else if (is("call") || is("return")) {
      event.kind = take().text == "call" ? tree::Event::Kind::call : tree::Event::Kind::returned;
      expect("of", kEvents);
      event.span = peek().span;
      event.name = name("a role");
    } else {
      if (peek().kind != TokenKind::word)
        throw InputError(peek().span, "expected an event, found " + shown(peek()), kEvents);
      event.name = name("an event");
    }
    return event;
  }

  tree::Item let() {
    const Span where = peek().span;
    std::string id = name("the name that `let` gives");
    expect("=");
    return tree::Let{std::move(id), expression(), where};
  }

  tree::Item cover() {
    const Span where = peek().span;
    std::string id = name("the name of the cover");
    std::string words = sentence("cover " + id);
    expect(":");
    return tree::Cover{std::move(id), std::move(words), expression(), where};
  }

  tree::Item ask() {
    tree::Ask ask;
    ask.span = peek().span;
    ask.id = name("the property's id");
    ask.sentence = sentence("property " + ask.id);
    Span level_span;
    if (accept("at")) {
      level_span = peek().span;
      ask.level = level();
    }
    expect(":");
    const std::size_t body = at_;
    if (accept("progress")) {
      ask.body = tree::ProgressBody{};
    } else if (accept("always")) {
      ask.body = tree::AlwaysBody{expression()};
    } else if (is("at")) {
      ask.body = at_return();
    } else if (is_call("count")) {
      ask.body = count();
    } else {
      refuse_unsupported();
      throw InputError(peek().span, "expected what is asked, found " + shown(peek()),
                       "one of: progress, always CONDITION, at return of ROLE: CONDITION, "
                       "count(EVENT) <= NUMBER");
    }
    if (ask.level && !std::holds_alternative<tree::ProgressBody>(ask.body)) {
      throw InputError(level_span, "only a progress property has a level");
    }
    ask.text = source_text(body, at_);
    return ask;
  }

  Level level() {
    const Token& token = peek();
    std::string text = token.text;
    if (token.kind == TokenKind::word && at_ + 2 < tokens_.size() && tokens_[at_ + 1].text == "-")
      text += "-" + tokens_[at_ + 2].text;
    const auto found = kLevels.find(text);
    if (token.kind != TokenKind::word || found == kLevels.end())
      throw InputError(token.span, "expected a level, found " + shown(token), kLevelNames);
    take();
    if (found->second == Level::page_fair) take(), take();
    return found->second;
  }

  tree::CountBody count() {
    take();
    expect("(");
    tree::CountBody body;
    body.event = event();
    const std::string hint = "count(EVENT) <= NUMBER";
    expect(")", hint);
    expect("<=", hint);
    body.most = expression();
    return body;
  }

  tree::AtReturnBody at_return() {
    const std::string hint = "at return of ROLE: CONDITION";
    expect("at");
    expect("return", hint);
    expect("of", hint);
    tree::AtReturnBody body;
    body.role_span = peek().span;
    body.role = name("a role");
    expect(":", hint);
    body.condition = expression();
    return body;
  }

  // The text of tokens [from, to) without comments, blanks collapsed.
  [[nodiscard]] std::string source_text(std::size_t from, std::size_t to) const {
    std::string out;
    for (std::size_t i = from; i < to; ++i) {
      if (i > from && tokens_[i].begin > tokens_[i - 1].end) out += ' ';
      out += text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
    }
    return out;
  }

  // ---- Terms

  template <typename Node>
  TermPtr make(Node node, const Span& span) {
    return std::make_shared<const Term>(Term{std::move(node), span});
  }
  TermPtr binary(BinaryOp op, TermPtr left, TermPtr right) {
    const Span span = join(left->span, right->span);
    return make(tree::Binary{op, std::move(left), std::move(right)}, span);
  }

  TermPtr expression() {
    const Depth guard(*this);
    TermPtr left = implication();
    if (accept("if")) {
      const std::size_t begin = at_;
      TermPtr condition = implication();
      const Span span = join(left->span, condition->span);
      std::string text = source_text(begin, at_);
      left = make(tree::Implies{std::move(condition), std::move(left), std::move(text)}, span);
    }
    if (is("until")) refuse_unsupported();
    return left;
  }

  TermPtr implication() {
    const Depth guard(*this);
    if (is("forall")) return forall();
    const std::size_t begin = at_;
    TermPtr left = conditional();
    const std::size_t end = at_;
    if (!accept("implies")) return left;
    TermPtr right = implication();
    const Span span = join(left->span, right->span);
    return make(tree::Implies{std::move(left), std::move(right), source_text(begin, end)}, span);
  }

  TermPtr forall() {
    const std::string hint = "forall v in LOW..HIGH: CONDITION, or forall v in LIST: CONDITION";
    const Span begin = take().span;
    tree::Forall all;
    all.variable_span = peek().span;
    all.variable = name("the variable of `forall`");
    expect("in", hint);
    const std::size_t first = at_;
    all.set.span = peek().span;
    TermPtr low = operators(0);
    if (accept("..")) {
      all.set.low = std::move(low);
      all.set.high = operators(0);
      all.set.span = join(all.set.span, tokens_[at_ - 1].span);
    } else if (const auto* list = std::get_if<tree::Name>(&low->node);
               list != nullptr && at_ == first + 1) {
      all.set.list = list->name;
    } else {
      throw InputError(low->span, "this is not a set", hint);
    }
    expect(":", hint);
    all.body = expression();
    const Span span = join(begin, all.body->span);
    return make(std::move(all), span);
  }

  // `x == old(x) and …`
  TermPtr unchanged() {
    const Span begin = take().span;
    const std::string hint = "unchanged(x, y): both are what they were when the call began";
    expect("(", hint);
    TermPtr all;
    do {
      TermPtr now = expression();
      const Span span = now->span;
      TermPtr before = make(tree::Old{now}, span);
      TermPtr same = binary(BinaryOp::eq, std::move(now), std::move(before));
      all = all ? binary(BinaryOp::logical_and, std::move(all), std::move(same)) : std::move(same);
    } while (accept(","));
    const Span span = join(begin, peek().span);
    expect(")", hint);
    return make(all->node, span);
  }

  TermPtr conditional() {
    TermPtr condition = disjunction();
    if (!accept("?")) return condition;
    TermPtr then = expression();
    expect(":");
    const Depth guard(*this);
    TermPtr otherwise = conditional();
    const Span span = join(condition->span, otherwise->span);
    return make(tree::Conditional{std::move(condition), std::move(then), std::move(otherwise)},
                span);
  }

  TermPtr disjunction() {
    TermPtr left = conjunction();
    while (accept("or") || accept("||")) left = binary(BinaryOp::logical_or, left, conjunction());
    return left;
  }

  TermPtr conjunction() {
    TermPtr left = negation();
    while (accept("and") || accept("&&")) left = binary(BinaryOp::logical_and, left, negation());
    return left;
  }

  TermPtr negation() {
    if (!is("not")) return operators(0);
    const Depth guard(*this);
    const Span begin = take().span;
    TermPtr operand = negation();
    const Span span = join(begin, operand->span);
    return make(tree::Unary{UnaryOp::logical_not, std::move(operand)}, span);
  }

  TermPtr operators(std::size_t level) {
    if (level == kLevelsOfOperators.size()) return unary();
    TermPtr left = operators(level + 1);
    for (;;) {
      const Operator* found = nullptr;
      for (const Operator& candidate : kLevelsOfOperators[level]) {
        if (is(candidate.text)) found = &candidate;
      }
      if (found == nullptr) return left;
      take();
      left = binary(found->op, left, operators(level + 1));
    }
  }

  TermPtr unary() {
    static const std::map<std::string_view, UnaryOp> kOperators = {
        {"!", UnaryOp::logical_not}, {"-", UnaryOp::negate}, {"~", UnaryOp::bit_not}};
    if (peek().kind == TokenKind::symbol) {
      if (const auto found = kOperators.find(peek().text); found != kOperators.end()) {
        const Depth guard(*this);
        const Span begin = take().span;
        TermPtr operand = unary();
        const Span span = join(begin, operand->span);
        return make(tree::Unary{found->second, std::move(operand)}, span);
      }
    }
    return primary();
  }

  TermPtr primary() {
    const Token& token = peek();
    if (token.kind == TokenKind::number) return make(tree::Number{take().value}, token.span);
    if (accept("(")) {
      TermPtr inner = expression();
      expect(")");
      return inner;
    }
    if (accept("true")) return make(tree::Truth{true}, token.span);
    if (accept("false")) return make(tree::Truth{false}, token.span);
    if (accept("result")) return make(tree::ResultOfCall{}, token.span);
    if (accept("old")) {
      expect("(", "old(x) is the value of x when the call began");
      TermPtr operand = expression();
      const Span span = join(token.span, peek().span);
      expect(")");
      return make(tree::Old{std::move(operand)}, span);
    }
    if (is("forall")) {
      throw InputError(token.span, "`forall` reaches to the end of its condition",
                       "put it into parentheses where it is a part of something");
    }
    if (is_call("unchanged")) return unchanged();
    refuse_unsupported();
    if (token.kind != TokenKind::word) {
      throw InputError(token.span, "expected a value, found " + shown(token));
    }
    if (is_call("count")) {
      throw InputError(token.span, "`count` stands first in a property",
                       "count(EVENT) <= NUMBER; a ghost counts for anything else");
    }
    std::string id = name("a value");
    if (!accept("[")) return make(tree::Name{std::move(id)}, token.span);
    TermPtr index = expression();
    const Span span = join(token.span, peek().span);
    expect("]");
    return make(tree::Element{std::move(id), std::move(index)}, span);
  }

  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxDepth)
        throw InputError(parser_.peek().span, "the expression nests too deeply");
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    Parser& parser_;
  };

  const std::string& text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Spec parse_spec_text(const std::string& text, const std::string& file) {
  return Parser(text, file).run();
}

Spec parse_spec(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw InputError({}, "can't read the spec " + file);
  std::ostringstream text;
  text << in.rdbuf();
  return parse_spec_text(text.str(), file);
}

}  // namespace headway::property

// The parser of the spec language: recursive descent, one function per level of precedence. From
// loose to tight:
//
//   if leads_to · implies (to the right) · ?: · or || · and && · until · not always eventually · |
//   · ^ · & · == != · < <= > >= · << >> · +
//   - · * / % · - ~ !
//
// The words `not`, `and`, `or` bind as in Python, the signs as in C. `always` and `eventually` take
// all that follows them, up to the parenthesis that closes around them; where that would leave two
// ways to read a formula, parentheses are demanded. `forall v in S: C` reaches as far to the right
// as it can. There is no sign between items: an item ends where the next one's keyword begins. What
// the grammar has and this version can't decide is refused by name, never skipped.
#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "checker/property/spec.h"
#include "checker/property/spec_formula.h"
#include "checker/property/spec_lex.h"
#include "checker/property/spec_patterns.h"
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
constexpr std::array<std::string_view, 28> kReserved = {
    "always", "and",   "at",       "bool",   "cover", "do",      "eventually",
    "exists", "false", "forall",   "ghost",  "if",    "imply",   "implies",
    "in",     "int",   "leads_to", "let",    "not",   "observe", "old",
    "on",     "or",    "property", "result", "spec",  "true",    "until"};

// What the grammar has and this version does not decide, and what to say about it.
const std::map<std::string_view, std::string_view> kNotYet = {
    {"exists", "`exists` (write `not (forall v in SET: not CONDITION)`)"},
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
    } else if (accept("killable")) {
      ask.body = killable();
    } else if (is("at")) {
      ask.body = at_return();
    } else if (is_call("count")) {
      ask.body = count();
    } else {
      ask.body = always_or_formula();
    }
    if (ask.level && !std::holds_alternative<tree::ProgressBody>(ask.body) &&
        !std::holds_alternative<tree::FormulaBody>(ask.body)) {
      throw InputError(level_span, "only progress and temporal formulas have a level");
    }
    ask.text = source_text(body, at_);
    return ask;
  }

  // How many attempts may follow the signal: `killable(3)`; 2 where nothing is said.
  tree::KillableBody killable() {
    tree::KillableBody body;
    if (!accept("(")) return body;
    const Token& most = peek();
    constexpr std::int64_t kMost = 1000;
    if (most.kind != TokenKind::number || most.value < 0 || most.value > kMost) {
      throw InputError(most.span, "expected a number of attempts, found " + shown(most),
                       "killable(N): at most N attempts, 0 to 1000, after a fatal signal");
    }
    body.attempts = static_cast<std::uint32_t>(take().value);
    expect(")", "killable(N)");
    return body;
  }

  // `always` and a condition on single states is an invariant.
  decltype(tree::Ask::body) always_or_formula() {
    const Token first = peek();
    TermPtr term = expression();
    const auto* temporal = std::get_if<tree::Temporal>(&term->node);
    if (temporal != nullptr && temporal->op == tree::Temporal::Op::always &&
        !is_temporal(*temporal->left)) {
      return tree::AlwaysBody{temporal->left};
    }
    if (is_temporal(*term)) return tree::FormulaBody{std::move(term)};
    throw InputError(first.span, "expected what is asked, found " + shown(first),
                     "one of: progress, killable, always CONDITION, at return of ROLE: CONDITION, "
                     "count(EVENT) <= NUMBER, a temporal formula");
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
    const std::size_t first = at_;
    TermPtr left = implication();
    const std::size_t middle = at_;
    if (!is("leads_to") && !is("if")) return left;
    const Token sign = take();
    demand_no_until(left, sign);
    const std::size_t begin = at_;
    TermPtr right = implication();
    demand_no_until(right, sign);
    const std::size_t end = at_;
    if (is("leads_to") || is("if")) throw which_first(sign.text, peek());
    const Span span = join(left->span, right->span);
    if (sign.text == "if") {
      return make(tree::Implies{std::move(right), std::move(left), source_text(begin, end)}, span);
    }
    const Texts text = {{left.get(), source_text(first, middle)}};
    return open(leads_to(left, right, span, text), "leads_to");
  }

  TermPtr implication() {
    const Depth guard(*this);
    if (is("forall")) return forall();
    const std::size_t begin = at_;
    TermPtr left = conditional();
    const std::size_t end = at_;
    if (!is("implies") && !is("imply")) return left;
    const Token sign = take();
    demand_no_until(left, sign);
    TermPtr right = implication();
    demand_no_until(right, sign);
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

  // ---- Formulas

  // What a sign between two formulas made, while no parenthesis is around it.
  TermPtr open(TermPtr term, const char* sign) {
    open_[term.get()] = sign;
    return term;
  }
  // `a until b and c` has two readings.
  void demand_no_until(const TermPtr& operand, const Token& sign) const {
    const auto found = open_.find(operand.get());
    if (found != open_.end()) throw which_first(found->second, sign);
  }
  [[nodiscard]] static InputError which_first(const std::string& one, const Token& other) {
    return {other.span, "`" + one + "` beside `" + other.text + "`: which first?",
            "put one of them into parentheses"};
  }

  TermPtr until() {
    TermPtr left = negation();
    if (!is("until")) return left;
    take();
    TermPtr right = negation();
    if (is("until")) throw which_first("until", peek());
    const Span span = join(left->span, right->span);
    return open(
        make(tree::Temporal{tree::Temporal::Op::until, std::move(left), std::move(right)}, span),
        "until");
  }

  // `always` and `eventually`. A condition on single states may follow as it is.
  TermPtr reaching() {
    const Depth guard(*this);
    const Token sign = take();
    TermPtr operand = expression();
    const bool joins = std::holds_alternative<tree::Binary>(operand->node) ||
                       std::holds_alternative<tree::Implies>(operand->node);
    const bool joined =
        open_.count(operand.get()) != 0 || (joins && closed_.count(operand.get()) == 0);
    if (joined && is_temporal(*operand)) {
      throw InputError(sign.span, "how far does this `" + sign.text + "` reach?",
                       "write " + sign.text + " (…) or (" + sign.text + " …)");
    }
    const Span span = join(sign.span, operand->span);
    return make(tree::Temporal{sign.text == "always" ? tree::Temporal::Op::always
                                                     : tree::Temporal::Op::eventually,
                               std::move(operand), nullptr},
                span);
  }

  // `absence(P) between(Q, R)`; nothing where no pattern is called.
  TermPtr pattern() {
    const Token first = peek();
    const Pattern* pattern = called(all_patterns());
    if (pattern == nullptr) return nullptr;
    Texts texts;
    const std::vector<TermPtr> operands = arguments(pattern->name, pattern->operands, texts);
    const Scope* scope = called(all_scopes());
    const std::vector<TermPtr> bounds =
        scope == nullptr ? std::vector<TermPtr>() : arguments(scope->name, scope->operands, texts);
    TermPtr term = apply_pattern(pattern->name, operands,
                                 scope == nullptr ? std::nullopt : std::optional(scope->name),
                                 bounds, join(first.span, tokens_[at_ - 1].span), texts);
    closed_.insert(term.get());
    return term;
  }
  template <typename Entry>
  [[nodiscard]] const Entry* called(const std::vector<Entry>& table) const {
    if (peek().kind != TokenKind::word || at_ + 1 >= tokens_.size()) return nullptr;
    const Token& next = tokens_[at_ + 1];
    if (next.kind != TokenKind::symbol || next.text != "(") return nullptr;
    for (const Entry& entry : table) {
      if (entry.name == peek().text) return &entry;
    }
    return nullptr;
  }
  std::vector<TermPtr> arguments(std::string_view of, const std::vector<std::string_view>& names,
                                 Texts& texts) {
    std::string form(of);
    for (const std::string_view name : names) form += (form == of ? "(" : ", ") + std::string(name);
    form += ")";
    take();
    std::vector<TermPtr> terms;
    for (std::size_t i = 0; i < names.size(); ++i) {
      expect(i == 0 ? "(" : ",", form);
      const std::size_t begin = at_;
      terms.push_back(expression());
      texts[terms.back().get()] = source_text(begin, at_);
    }
    expect(")", form);
    return terms;
  }

  // ---- Conditions

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

  TermPtr disjunction() { return joined({"or", "||"}, BinaryOp::logical_or, &Parser::conjunction); }

  TermPtr conjunction() { return joined({"and", "&&"}, BinaryOp::logical_and, &Parser::until); }
  TermPtr joined(std::array<const char*, 2> signs, BinaryOp op, TermPtr (Parser::*operand)()) {
    TermPtr left = (this->*operand)();
    while (is(signs[0]) || is(signs[1])) {
      const Token& sign = take();
      demand_no_until(left, sign);
      TermPtr right = (this->*operand)();
      demand_no_until(right, sign);
      left = binary(op, left, std::move(right));
    }
    return left;
  }

  TermPtr negation() {
    if (is("always") || is("eventually")) return reaching();
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
      open_.erase(inner.get());
      closed_.insert(inner.get());
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
    if (TermPtr term = pattern()) return term;
    refuse_unsupported();
    if (is("always") || is("eventually")) {
      throw InputError(token.span,
                       "`" + token.text + "` makes a formula, and here a value is wanted",
                       "put the formula into parentheses");
    }
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
  Texts open_;                    // made by `until` or `leads_to`, no parenthesis around: the sign
  std::set<const Term*> closed_;  // in parentheses
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

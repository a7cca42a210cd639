// Machine text to syntax: what stands behind `FROM -> TO:`.
//
//   I1  Clauses of a transition come in any order; each at most once, except `check`.
#include <map>
#include <set>

#include "model/machine/text_syntax.h"

namespace headway::machine::text {

namespace {

using source::InputError;
using source::Span;

// "file":LINE:COLUMN or "file":LINE:COLUMN-END
Span place_in_file(Tokens& tokens) {
  Span span;
  span.file = std::make_shared<const std::string>(tokens.string("a file name in quotes"));
  tokens.expect(":");
  span.line = tokens.count("a line");
  tokens.expect(":");
  span.column = tokens.count("a column");
  if (tokens.accept("-")) span.end_column = tokens.count("a column");
  return span;
}

// A note's text is scanned for {expression}; \{ and \} are braces, {} waits for an argument after
// `with`.
class NoteText {
 public:
  NoteText(const Token& token, TransitionSyntax& into)
      : token_(token), raw_(token.text), into_(into) {}

  void parse() {
    Note note;
    while (at_ < raw_.size()) {
      const std::size_t brace = find('{');
      note.text += unescaped(raw_.substr(at_, brace - at_), token_.span);
      if (brace == raw_.size()) break;
      at_ = brace + 1;
      const std::size_t end = find('}');
      if (end == raw_.size()) {
        throw InputError(token_.span, "a { in this note does not end",
                         "a brace itself is written \\{");
      }
      if (end != at_) into_.note_arguments.push_back(argument(end));
      note.text += "{}";
      at_ = end + 1;
    }
    into_.made.note = std::move(note);
  }

 private:
  [[nodiscard]] std::size_t find(char wanted) const {
    for (std::size_t i = at_; i < raw_.size(); ++i) {
      if (raw_[i] == wanted) return i;
      if (raw_[i] == '\\') ++i;
    }
    return raw_.size();
  }

  ExprSyntax argument(std::size_t end) const {
    const auto column = static_cast<std::uint32_t>(token_.span.column + 1 + at_);
    Tokens inner(raw_.substr(at_, end - at_), {token_.span.file, token_.span.line, column});
    ExprSyntax expr = parse_expr(inner);
    if (inner.peek().kind != Token::Kind::end) inner.fail_expected("'}'");
    return expr;
  }

  const Token& token_;
  const std::string_view raw_;
  TransitionSyntax& into_;
  std::size_t at_ = 0;
};

// The clauses behind `FROM -> TO:`.
class TransitionParser {
 public:
  TransitionParser(Tokens& tokens, TransitionSyntax& into) : tokens_(tokens), into_(into) {}

  void clauses() {
    while (clause()) {
    }
  }

 private:
  bool clause() {
    const Token word = tokens_.peek();
    const auto found = kClauses.find(word.text);
    if ((word.kind != Token::Kind::keyword && word.kind != Token::Kind::symbol) ||
        found == kClauses.end()) {
      return false;
    }
    tokens_.take();
    if (word.text != "check" && !seen_.insert(word.text).second) {
      throw InputError(word.span, "'" + word.text + "' stands here twice",
                       "a transition has each clause once");
    }
    (this->*found->second)();
    return true;
  }

  void choose() {
    if (tokens_.peek().kind == Token::Kind::name && tokens_.peek(1).is("in")) {
      into_.choice_name = tokens_.take().text;
      tokens_.take();
    }
    ExprSyntax low = parse_expr(tokens_);
    tokens_.expect("..");
    into_.choice.emplace(std::move(low), parse_expr(tokens_));
  }

  void when() { into_.guard = parse_expr(tokens_); }

  void assignments() {
    do {
      PlaceSyntax place = parse_place(tokens_);
      tokens_.expect(":=");
      into_.assignments.emplace_back(std::move(place), parse_expr(tokens_));
    } while (tokens_.accept(","));
  }

  void check() {
    Check made;
    made.property = tokens_.name("a property");
    made.fatal = tokens_.accept("fatal");
    if (tokens_.peek().kind == Token::Kind::string) made.message = tokens_.string("a message");
    tokens_.expect(":");
    into_.made.checks.push_back(std::move(made));
    into_.checks.push_back(parse_expr(tokens_));
  }

  void whim() {
    const bool favourable = tokens_.accept("favourable");
    if (!favourable && !tokens_.accept("unfavourable"))
      tokens_.fail_expected("'favourable' or 'unfavourable'");
    into_.made.favour = favourable ? Favour::favourable : Favour::unfavourable;
    into_.made.whim = tokens_.string("the whim's text");
  }

  void prepare() {
    const bool also = tokens_.accept("also");
    into_.made.prepare = Prepare{kind(), {}, {}, {}, also};
    tokens_.expect("{");
    const Token name = tokens_.expect(Token::Kind::name, "a variable");
    into_.prepare = PlaceSyntax{name.text, name.span, {}};
    if (tokens_.accept("[")) {
      into_.prepare->index.push_back(parse_expr(tokens_));
      if (tokens_.accept("..")) into_.prepare_last = parse_expr(tokens_);
      tokens_.expect("]");
    }
    tokens_.expect("}");
  }

  void attempt() { into_.made.attempt = kind(); }
  void progress() { into_.made.progress = true; }
  void yields() { into_.made.yields = true; }
  void event() { into_.made.event = tokens_.name("an event"); }

  // The name behind `attempt` may also be where the next transition begins.
  std::string kind() {
    const bool named = tokens_.peek().kind == Token::Kind::name && !tokens_.peek(1).is("->");
    return named ? tokens_.take().text : "range";
  }

  void call() { mark(false); }

  void call_return() {
    mark(true);
    if (tokens_.accept("with")) into_.result = parse_expr(tokens_);
  }

  void mark(bool is_return) {
    const Token role = tokens_.expect(Token::Kind::name, "a role");
    if (into_.made.call) {
      throw InputError(role.span, "this transition has a call mark already",
                       "a call and a return are two transitions");
    }
    into_.made.call = CallMark{role.text, is_return, std::nullopt};
  }

  void note() {
    const Token text = tokens_.expect(Token::Kind::string, "the note's text");
    NoteText(text, into_).parse();
    if (!tokens_.accept("with")) return;
    do {
      into_.note_arguments.push_back(parse_expr(tokens_));
    } while (tokens_.accept(","));
  }

  void origin() {
    source::Origin made;
    made.span = place_in_file(tokens_);
    if (tokens_.accept("via")) {
      do {
        source::Frame frame;
        frame.function = tokens_.name("a function");
        tokens_.expect("@");
        frame.call_site = place_in_file(tokens_);
        made.stack.push_back(std::move(frame));
      } while (tokens_.accept(","));
    }
    into_.made.origin = std::make_shared<const source::Origin>(std::move(made));
  }

  using Clause = void (TransitionParser::*)();
  static const std::map<std::string, Clause> kClauses;

  Tokens& tokens_;
  TransitionSyntax& into_;
  std::set<std::string> seen_;
};

const std::map<std::string, TransitionParser::Clause> TransitionParser::kClauses = {
    {"@", &TransitionParser::origin},          {"attempt", &TransitionParser::attempt},
    {"call", &TransitionParser::call},         {"check", &TransitionParser::check},
    {"event", &TransitionParser::event},       {"yields", &TransitionParser::yields},
    {"choose", &TransitionParser::choose},     {"do", &TransitionParser::assignments},
    {"note", &TransitionParser::note},         {"prepare", &TransitionParser::prepare},
    {"progress", &TransitionParser::progress}, {"return", &TransitionParser::call_return},
    {"when", &TransitionParser::when},         {"whim", &TransitionParser::whim},
};

}  // namespace

void parse_clauses(Tokens& tokens, TransitionSyntax& into) {
  TransitionParser(tokens, into).clauses();
}

}  // namespace headway::machine::text

// What the parser of the machine text form makes before names are known: a machine whose
// expressions are still words. Names may be used before they are declared, hence two stages: parse
// (text_parse*.cpp), then resolve (text_resolve.cpp). Private to the text form.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/text_lexer.h"

namespace headway::machine::text {

struct ExprSyntax {
  enum class Kind { number, boolean, name, choice, unary, binary, conditional, convert };
  Kind kind = Kind::number;
  source::Span span;            // of the operator, or of the whole leaf
  std::uint64_t magnitude = 0;  // number, boolean
  bool negative = false;
  std::optional<IntType> type;  // a number's suffix, the type of a conversion or of `choice(u8)`
  std::string name;
  UnaryOp unary{};
  BinaryOp binary{};
  std::vector<ExprSyntax> operands;  // of a name: its index, if any
};

struct PlaceSyntax {
  std::string name;
  source::Span span;
  std::vector<ExprSyntax> index;  // none or one
};

// Fields of `made` that hold no expression are final.
struct TransitionSyntax {
  Transition made;
  std::string choice_name;  // `choose p in`; empty when the choice has no name
  std::optional<std::pair<ExprSyntax, ExprSyntax>> choice;
  std::optional<ExprSyntax> guard;
  std::vector<std::pair<PlaceSyntax, ExprSyntax>> assignments;
  std::vector<ExprSyntax> checks;  // one for each of made.checks
  std::optional<PlaceSyntax> prepare;
  std::optional<ExprSyntax> prepare_last;
  std::optional<ExprSyntax> result;
  std::vector<ExprSyntax> note_arguments;
};

struct AgentSyntax {
  Agent made;
  std::vector<TransitionSyntax> transitions;
  std::vector<std::pair<LocationId, PlaceSyntax>> resources;
  std::optional<ExprSyntax> fatal;
};

struct VariableSyntax {
  Variable made;
  source::Span span;
  std::string owner;  // agent's name; empty: shared
  source::Span owner_span;
};

struct NamedExpr {
  std::string name;
  std::string sentence;  // of a cover
  ExprSyntax value;
};

struct MachineSyntax {
  Machine made;
  std::vector<VariableSyntax> variables;
  std::vector<AgentSyntax> agents;
  std::vector<NamedExpr> observables, invariants, covers, atoms;
};

// In text_parse_expr.cpp.
ExprSyntax parse_expr(Tokens& tokens);
PlaceSyntax parse_place(Tokens& tokens);
// A literal where only a value of `type` makes sense: a bound, an initial value.
std::int64_t parse_value(Tokens& tokens, IntType type);
// The 64-bit pattern of a literal; throws when it does not fit.
std::int64_t literal_value(const ExprSyntax& literal, IntType type);

// In text_parse_transition.cpp: all that follows `FROM -> TO:`.
void parse_clauses(Tokens& tokens, TransitionSyntax& into);

// In text_parse.cpp and text_resolve.cpp.
MachineSyntax parse_syntax(Tokens& tokens);
Machine resolve(MachineSyntax syntax);

}  // namespace headway::machine::text

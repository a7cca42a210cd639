// A parsed .spec file, before any machine is known: names are still names. Types are checked when
// it is bound.
//
// A term knows its place in the file so that a disagreement with the model can be shown under a
// caret there. `implies` is gone already: the parser writes `a implies b` as `not a or b`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/expr.h"
#include "model/source/span.h"

namespace headway::property {

namespace tree {

enum class Type { integer, boolean };

struct Term;
using TermPtr = std::shared_ptr<const Term>;

struct Number {
  std::int64_t value;
};
struct Truth {
  bool value;
};
struct Name {
  std::string name;
};                       // an observable, a `let`, or an errno
struct ResultOfCall {};  // `result`
struct Old {
  TermPtr operand;
};  // the operand's value when the call began
struct Unary {
  machine::UnaryOp op;
  TermPtr operand;
};
struct Binary {
  machine::BinaryOp op;
  TermPtr left, right;
};
struct Conditional {
  TermPtr condition, then, otherwise;
};
struct Temporal {
  enum class Op { always, eventually, until, weak_until } op;
  TermPtr left, right;  // an only operand is `left`
};

struct Term {
  std::variant<Number, Truth, Name, ResultOfCall, Old, Unary, Binary, Conditional, Temporal> node;
  source::Span span;
};

struct Observe {
  std::string name;
  Type type;
  source::Span span;
};
struct Let {
  std::string name;
  TermPtr value;
  source::Span span;
};
struct Cover {
  std::string id, sentence;
  TermPtr condition;
  source::Span span;
};

struct ProgressBody {};
struct KillableBody {
  std::uint32_t attempts = 2;  // at most, after the signal
};
struct AlwaysBody {
  TermPtr condition;
};
struct AtReturnBody {
  std::string role;
  source::Span role_span;
  TermPtr condition;
};

struct FormulaBody {
  TermPtr formula;
};

// `property ID "sentence" at LEVEL: body`
struct Ask {
  std::string id, sentence;
  std::optional<Level> level;
  std::variant<ProgressBody, KillableBody, AlwaysBody, AtReturnBody, FormulaBody> body;
  std::string text;  // of the condition as written, on one line
  source::Span span;
};

using Item = std::variant<Observe, Let, Cover, Ask>;

}  // namespace tree

struct Spec {
  std::string id;
  std::string sentence;
  std::vector<tree::Item> items;
};

}  // namespace headway::property

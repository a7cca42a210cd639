// A parsed .spec file, before any machine is known: names are still names. Types are checked when
// it is bound.
//
// A term knows its place in the file so that a disagreement with the model can be shown under a
// caret there. `b if a` is gone already: the parser writes it as `a implies b`; and
// `unchanged(x, y)` is `x == old(x) and y == old(y)`.
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
struct Implies {
  TermPtr left, right;
  std::string text;  // of the left side, for who wants to know whether it is ever true
};
struct Element {
  std::string name;
  TermPtr index;
};  // one of an observable that is a list

// LOW..HIGH, both included, or the indices of a list.
struct Set {
  TermPtr low, high;  // null where `list` says it
  std::string list;
  source::Span span;
};
struct Forall {
  std::string variable;
  source::Span variable_span;
  Set set;
  TermPtr body;
};
struct Temporal {
  enum class Op { always, eventually, until, weak_until } op;
  TermPtr left, right;  // an only operand is `left`
};

struct Term {
  std::variant<Number, Truth, Name, ResultOfCall, Old, Unary, Binary, Conditional, Implies, Element,
               Forall, Temporal>
      node;
  source::Span span;
};

struct Observe {
  std::string name;
  Type type;
  bool list;  // `int[]`, `bool[]`
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

// What a model marks on its transitions.
struct Event {
  enum class Kind { named, attempt, progress, call, returned } kind = Kind::named;
  std::string name;  // of the event, the kind of attempt (empty: any), or the role
  source::Span span;
};
struct Update {
  Event event;
  TermPtr value;
};
struct Ghost {
  std::string name;
  Type type;
  TermPtr initial;
  std::vector<Update> updates;
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
struct CountBody {
  Event event;
  TermPtr most;
};

struct FormulaBody {
  TermPtr formula;
};

// `property ID "sentence" at LEVEL: body`
struct Ask {
  std::string id, sentence;
  std::optional<Level> level;
  std::variant<ProgressBody, KillableBody, AlwaysBody, AtReturnBody, CountBody, FormulaBody> body;
  std::string text;  // of the condition as written, on one line
  source::Span span;
};

using Item = std::variant<Observe, Let, Ghost, Cover, Ask>;

}  // namespace tree

struct Spec {
  std::string id;
  std::string sentence;
  std::vector<tree::Item> items;
};

}  // namespace headway::property

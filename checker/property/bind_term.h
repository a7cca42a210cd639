// Terms of a spec become expressions over a machine: names are looked up, types are checked.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "checker/property/spec_tree.h"
#include "model/machine/machine.h"

namespace headway::property {

// Integers are i64 with C's wrap-around, booleans kBool; nothing converts from one to the other by
// itself.
struct Bound {
  machine::Expr expr;
  tree::Type type = tree::Type::integer;
};

// Where in a run a term is read: in any state, or at one agent's return from the role that a
// property speaks of.
class Reading {
 public:
  virtual ~Reading() = default;
  // `result` and `old(x)`. Both throw source::InputError where there is no call that they could
  // belong to.
  virtual machine::Expr result(const source::Span& span) = 0;
  virtual machine::Expr old(const Bound& operand, const std::string& name,
                            const source::Span& span) = 0;
};

// A term that is judged in any state: there is no call to speak of. `where` says what it belongs
// to.
class AnyState : public Reading {
 public:
  explicit AnyState(std::string where) : where_(std::move(where)) {}
  machine::Expr result(const source::Span& span) override;
  machine::Expr old(const Bound& operand, const std::string& name,
                    const source::Span& span) override;

 private:
  std::string where_;
};

// What a term stands in: the variables of the `forall`s around it, and how many conditions those
// make of it.
struct Within {
  std::map<std::string, std::int64_t> variables = {};
  std::int64_t conditions = 1;
};

// What the body of a `forall` stands in, for each element of its set. Of an empty set nothing is
// demanded, but what is written must mean something: it has one to be read in all the same.
struct Unrolled {
  std::vector<Within> elements;
  bool empty = false;
};

// The left side of an `implies`, or the right one of an `if`: where it is never true, nothing was
// asked. In a `forall` it is true where it is so for one element.
struct Asked {
  std::string text;
  machine::Expr when;
};

// What the names of one spec mean on one machine.
class Names {
 public:
  // Throws source::InputError for an `observe` line that the machine does not meet, and for a name
  // given twice. The ghosts of the spec are no names until they are added.
  Names(const Spec& spec, const machine::Machine& machine);
  void add_ghost(const tree::Ghost& line, machine::Expr variable);
  // What it is read as from now on.
  void set_ghost(const std::string& name, machine::Expr value);

  // Names and types of every `let`, also of those that nobody uses.
  void check_lets(Reading& reading) const;
  // Of the wanted type, else an error that says what `by` takes.
  machine::Expr term(const tree::Term& term, tree::Type type, const char* by, Reading& reading,
                     const Within& within = {}) const;
  machine::Expr condition(const tree::Term& term, Reading& reading,
                          const Within& within = {}) const;  // must be a bool
  Unrolled unroll(const tree::Forall& all, Reading& reading, const Within& within) const;
  // The implications that a condition or a temporal formula consists of, in the order of the text.
  std::vector<Asked> asked(const tree::Term& condition, Reading& reading) const;

 private:
  struct Binder;
  struct Collector;
  struct Definition {
    tree::TermPtr value;
    std::size_t number = 0;  // a `let` sees only those before it
  };
  void observe(const tree::Observe& line, const machine::Machine& machine);

  void demand_new(const std::string& name, const source::Span& span) const;

  std::map<std::string, Bound> observables_;
  std::map<std::string, std::vector<Bound>> lists_;
  std::map<std::string, Bound> ghosts_;
  std::map<std::string, Definition> lets_;
};

}  // namespace headway::property

// How temporal formulas are read, and what they are turned into. That their automata are right is
// tested in checker/audit.
#include <gtest/gtest.h>

#include "checker/property/formula.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::property {
namespace {

constexpr const char* kMachine = R"(
machine m
shared p: bool
shared q: bool
shared r: bool
shared n: i32 in 0..3
thread t ends { init A end E A -> E }
observe p: p
observe q: q
observe r: r
observe n: n
observe `l[0]`: p
observe `l[1]`: q
)";

struct Read {
  machine::Machine machine = machine::parse_machine(kMachine, "m.machine");
  std::vector<Property> properties;
  std::vector<Trigger> triggers = {};
};

Read read(const std::string& property) {
  Read read;
  const std::string head =
      "spec s \"S.\" observe p: bool observe q: bool observe r: bool observe n: int observe l: "
      "bool[]\n";
  const Spec spec = parse_spec_text(head + property, "s.spec");
  bind_spec(spec, read.machine, read.properties, read.triggers);
  return read;
}

// The formula, in words.
std::string words(const std::string& formula) {
  const Read bound = read("property P \"p\": " + formula);
  const Property& property = bound.properties.at(0);
  if (!property.formula) return "no formula";
  EXPECT_EQ(property.kind, Kind::temporal);
  std::vector<std::string> names;
  for (const machine::Atom& atom : bound.machine.atoms) names.push_back(atom.name);
  return print(*property.formula, names);
}

std::string refusal(const std::string& formula) {
  try {
    read("property P \"p\": " + formula);
  } catch (const source::InputError& error) {
    EXPECT_FALSE(error.hint().empty()) << error.what();
    return std::to_string(error.span().column) + ": " + error.what();
  }
  return "nothing was refused";
}

TEST(SpecFormula, the_words) {
  EXPECT_EQ(words("eventually p"), "eventually p");
  EXPECT_EQ(words("p until q"), "p until q");
  EXPECT_EQ(words("not p until q"), "(not p) until q");
  EXPECT_EQ(words("always eventually p"), "always (eventually p)");
  EXPECT_EQ(words("not eventually p"), "not (eventually p)");
  EXPECT_EQ(words("always (p imply eventually q)"), "always ((not p) or (eventually q))");
  EXPECT_EQ(words("always (p implies eventually q)"), "always ((not p) or (eventually q))");
  EXPECT_EQ(words("(always p) or (eventually q)"), "(always p) or (eventually q)");
  EXPECT_EQ(words("p and eventually q"), "p and (eventually q)");
  EXPECT_EQ(words("p or (q until r)"), "p or (q until r)");
  EXPECT_EQ(words("eventually true"), "eventually true");
}

// What is read in one state is one atom, equal ones are shared, negation makes no other.
TEST(SpecFormula, atoms) {
  EXPECT_EQ(words("eventually p and q"), "eventually `p && q`");
  EXPECT_EQ(words("eventually (n == 1 or p)"), "eventually `i64(n) == 1 || p`");
  const Read bound = read(
      "property P \"p\": always (n > 1 imply eventually not (n > 1))\n"
      "property Q \"q\": (eventually n > 1) or (always p)");
  ASSERT_EQ(bound.machine.atoms.size(), 2U);
  EXPECT_EQ(bound.machine.atoms[1].name, "p");
}

TEST(SpecFormula, an_invariant_stays_one) {
  for (const char* text :
       {"always p", "always p or q", "always (p implies q)", "always (p) or q"}) {
    const Read bound = read(std::string("property P \"p\": ") + text);
    EXPECT_EQ(bound.properties.at(0).kind, Kind::invariant) << text;
    EXPECT_TRUE(bound.machine.atoms.empty());
  }
}

TEST(SpecFormula, forall_is_a_conjunction) {
  EXPECT_EQ(words("forall k in l: eventually l[k]"), "(eventually p) and (eventually q)");
  EXPECT_EQ(words("always forall k in l: l[k] imply eventually n == k"),
            "always (((not p) or (eventually `i64(n) == 0`)) and ((not q) or (eventually `i64(n) "
            "== 1`)))");
  EXPECT_EQ(words("forall j in 0..1: forall k in j..1: eventually n == j + k"),
            "((eventually `i64(n) == 0 + 0`) and (eventually `i64(n) == 0 + 1`)) and (eventually "
            "`i64(n) == 1 + 1`)");
  // What is read in one state stays one atom.
  EXPECT_EQ(words("eventually forall k in l: l[k]"), "eventually `p && q`");
  const Read nothing = read("property P \"p\": forall k in 1..0: eventually n == 7");
  EXPECT_EQ(nothing.properties.at(0).kind, Kind::temporal);
  EXPECT_TRUE(nothing.machine.atoms.empty());
  EXPECT_EQ(refusal("forall k in 1..0: eventually k"),
            "46: a condition takes a bool, and this is an int");
  EXPECT_THROW(read("property P \"p\": forall k in 0..1: forall k in 0..1: eventually n == k"),
               source::InputError);
  EXPECT_EQ(refusal("forall k in 0..200: forall j in 0..200: eventually n == k"),
            "49: `forall` stands for too many conditions");
}

TEST(SpecFormula, if_turns_an_implication_round) {
  EXPECT_EQ(words("always (eventually q if p)"), words("always eventually q if p"));
  EXPECT_EQ(words("always ((eventually q) if p)"), "always ((not p) or (eventually q))");
  EXPECT_EQ(words("(always q) if p"), "(not p) or (always q)");
  EXPECT_EQ(refusal("p until q if r"), "27: `until` beside `if`: which first?");
  EXPECT_EQ(refusal("p leads_to q if r"), "30: `leads_to` beside `if`: which first?");
  EXPECT_EQ(refusal("p if q leads_to r"), "24: `if` beside `leads_to`: which first?");
  EXPECT_EQ(refusal("p leads_to q leads_to r"), "30: `leads_to` beside `leads_to`: which first?");
}

// The triggers of the formula, one after another.
std::string triggers(const std::string& formula) {
  const Read bound = read("property P \"p\": " + formula);
  std::string texts;
  for (const Trigger& trigger : bound.triggers) {
    EXPECT_EQ(trigger.property, "P");
    EXPECT_TRUE(trigger.places.empty());
    texts += trigger.text + " is " + machine::print_expr(bound.machine, *trigger.anywhere) + "; ";
  }
  return texts;
}

TEST(SpecFormula, triggers_are_asked_for_in_any_state) {
  EXPECT_EQ(triggers("eventually p"), "");
  EXPECT_EQ(triggers("always (p imply eventually q)"), "p is p; ");
  EXPECT_EQ(triggers("always (p imply (q imply eventually r))"), "p is p; q is p && q; ");
  EXPECT_EQ(triggers("always (p imply always (q imply eventually r))"), "p is p; q is q; ");
  EXPECT_EQ(triggers("p or q leads_to r"), "p or q is p || q; ");
  EXPECT_EQ(triggers("response(not p, q)"), "not p is !p; ");
  EXPECT_EQ(triggers("response(p, q) after(r)"), "r is r; p is p; ");
  EXPECT_EQ(triggers("forall k in l: l[k] leads_to n == k"), "l[k] is p || q; ");
  EXPECT_EQ(triggers("forall k in 1..0: p leads_to n == k"), "");
  EXPECT_EQ(triggers("always ((eventually p) imply eventually q)"), "");
  EXPECT_EQ(triggers("eventually (p imply (eventually q))"), "");
}

TEST(SpecFormula, levels) {
  EXPECT_EQ(read("property P \"p\": eventually p").properties.at(0).required, Level::finite);
  EXPECT_EQ(read("property P \"p\" at none: eventually p").properties.at(0).required, Level::none);
}

TEST(SpecFormula, what_has_two_readings_is_refused) {
  EXPECT_EQ(refusal("always p imply eventually q"), "17: how far does this `always` reach?");
  EXPECT_EQ(refusal("eventually p and eventually q"), "17: how far does this `eventually` reach?");
  EXPECT_EQ(refusal("always p until q"), "17: how far does this `always` reach?");
  EXPECT_EQ(refusal("always p leads_to q"), "17: how far does this `always` reach?");
  EXPECT_EQ(refusal("p and q until r"), "19: `until` beside `and`: which first?");
  EXPECT_EQ(refusal("p until q or r"), "27: `until` beside `or`: which first?");
  EXPECT_EQ(refusal("p imply q until r"), "19: `until` beside `imply`: which first?");
  EXPECT_EQ(refusal("p until q until r"), "27: `until` beside `until`: which first?");
}

TEST(SpecFormula, what_is_no_formula_is_refused) {
  EXPECT_EQ(refusal("p"), "17: expected what is asked, found `p`");
  EXPECT_EQ(refusal("n == eventually p"),
            "22: `eventually` makes a formula, and here a value is wanted");
  EXPECT_EQ(refusal("n == (eventually p)"), "17: a temporal formula is no value");
  EXPECT_EQ(refusal("eventually n"), "28: a condition takes a bool, and this is an int");
  EXPECT_EQ(refusal("eventually result == 0"), "28: `result` has no meaning in a temporal formula");
  EXPECT_EQ(refusal("absence(p, q)"), "26: expected `)`, found `,`");
  EXPECT_EQ(refusal("absence(p) between(q)"), "37: expected `,`, found `)`");
  std::string large = "(always n == 0)";
  for (int i = 1; i < 12; ++i) large += " or (always n == " + std::to_string(i) + ")";
  EXPECT_EQ(refusal(large), "18: the formula is too large: its automaton has too many states");
}

TEST(SpecFormula, in_a_cover_is_refused) {
  EXPECT_THROW(read("cover C \"c\": eventually p"), source::InputError);
}

TEST(SpecFormula, patterns) {
  const char* response = "always ((not p) or (eventually q))";
  EXPECT_EQ(words("p leads_to q"), response);
  EXPECT_EQ(words("response(p, q)"), response);
  EXPECT_EQ(words("(p leads_to q) and (q leads_to p)"),
            std::string("(") + response + ") and (always ((not q) or (eventually p)))");
  EXPECT_EQ(words("existence(p)"), "eventually p");
  EXPECT_EQ(words("absence(p) after(q)"), "always ((not q) or (always (not p)))");
  EXPECT_EQ(words("absence(p) before(r)"), "(not (eventually r)) or ((not p) until r)");
  EXPECT_EQ(words("precedence(p, q)"), "p release ((not q) or p)");
  EXPECT_EQ(read("property P \"p\": absence(p)").properties.at(0).kind, Kind::invariant);
  EXPECT_EQ(words("existence(eventually p)"), "eventually (eventually p)");
}

// A name is only a pattern's where it is called.
TEST(SpecFormula, names_of_patterns_are_free) {
  const Spec spec = parse_spec_text(
      "spec s \"S.\" observe response: bool observe after: bool\n"
      "property P \"p\": eventually response and after",
      "s.spec");
  EXPECT_EQ(spec.items.size(), 3U);
}

}  // namespace
}  // namespace headway::property

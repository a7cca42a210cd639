// Temporal formulas on machines: small ones by hand, random ones against the tableau of
// toy_temporal.h. Every lasso that the engine shows goes through the audit. A formula and its
// negation never both hold on a machine with a run. HEADWAY_RANDOM_MACHINES and HEADWAY_RANDOM_SEED
// say how many random machines and from where.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "checker/audit/audit.h"
#include "checker/audit/random_disturbed.h"
#include "checker/audit/random_formula.h"
#include "checker/audit/random_scheduled.h"
#include "checker/audit/toy_temporal.h"
#include "checker/explicit/engine.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"
#include "model/source/error.h"

namespace headway::audit {
namespace {

using property::Fairness;
using property::FormulaPtr;
using property::Level;
namespace ltl = property::ltl;

property::Property asked(const FormulaPtr& formula, Level required) {
  property::Property property;
  property.id = "F";
  property.kind = property::Kind::temporal;
  property.required = required;
  property.formula = formula;
  return property;
}

// The weakest level at which the engine says it is violated; audited.
std::optional<Level> violated_at(const machine::Machine& machine, const FormulaPtr& formula,
                                 Fairness fairness, std::uint64_t* steps = nullptr) {
  explicit_engine::Options options;
  options.fairness = fairness;
  const property::Result result =
      explicit_engine::check(machine, {asked(formula, Level::unrestricted)}, options);
  const Report report = audit(machine, result);
  if (steps != nullptr) *steps += report.replayed_steps;
  const auto& verdict = result.answers.at(0).verdict;
  EXPECT_FALSE(std::holds_alternative<property::Undecided>(verdict));
  const auto* violated = std::get_if<property::Violated>(&verdict);
  if (violated == nullptr) return std::nullopt;
  return std::get<property::Unmet>(violated->counterexample).level;
}

std::optional<Level> weakest(const ToyUnmet& toy) {
  for (std::size_t level = 0; level < toy.at.size(); ++level) {
    if (toy.at[level]) return static_cast<Level>(level);
  }
  return std::nullopt;
}

std::string named(std::optional<Level> level) {
  return !level ? "nowhere"
                : std::vector<std::string>{"none", "finite", "fair", "page_fair",
                                           "unrestricted"}[static_cast<std::size_t>(*level)];
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// ---- Machines by hand

struct Judged {
  std::string level;  // the weakest at which it is violated
  std::size_t stem = 0, loop = 0;
};

// A machine as text, with observables; the formula as a spec has it.
Judged judged(const std::string& text, const std::string& formula,
              Fairness fairness = Fairness::strong) {
  machine::Machine machine = machine::parse_machine(text, "t.machine");
  const auto problems = machine::problems(machine);
  EXPECT_TRUE(problems.empty()) << problems.front();
  std::string spec = "spec s \"S.\"\n";
  for (const machine::Observable& observable : machine.observables)
    spec += "observe " + observable.name + ": bool\n";
  std::vector<property::Property> properties;
  property::bind_spec(property::parse_spec_text(spec + "property F \"f\": " + formula, "t.spec"),
                      machine, properties);
  explicit_engine::Options options;
  options.fairness = fairness;
  properties.at(0).required = Level::unrestricted;
  const property::Result result = explicit_engine::check(machine, properties, options);
  audit(machine, result);
  const auto toy = toy_unmet(machine, *properties.at(0).formula, fairness, 1000);
  const auto* violated = std::get_if<property::Violated>(&result.answers.at(0).verdict);
  if (violated == nullptr) {
    EXPECT_EQ(named(weakest(*toy)), "nowhere");
    return {"nowhere"};
  }
  const auto& unmet = std::get<property::Unmet>(violated->counterexample);
  EXPECT_EQ(named(weakest(*toy)), named(unmet.level));
  return {named(unmet.level), unmet.lasso.stem.steps.size(), unmet.lasso.loop.size()};
}

std::string level_of(const std::string& text, const std::string& formula,
                     Fairness fairness = Fairness::strong) {
  return judged(text, formula, fairness).level;
}

constexpr const char* kServed = R"(
machine served
shared asked: bool
shared given: bool
thread client ends { init A location A location W wait uninterruptible end E
  A -> W: do asked := true
  W -> E: when given }
daemon server { init I location I wait uninterruptible idle
  I -> I: when asked && !given do given := true }
thread other { init L  L -> L: progress }
observe asked: asked
observe given: given
)";

TEST(Temporal, response_needs_that_the_server_is_scheduled) {
  EXPECT_EQ(level_of(kServed, "asked leads_to given", Fairness::none), "none");
  EXPECT_EQ(level_of(kServed, "asked leads_to given", Fairness::weak), "nowhere");
  EXPECT_EQ(level_of(kServed, "asked leads_to given"), "nowhere");
  // A finite prefix that fairness rules out is no violation; one that it does not is.
  EXPECT_EQ(level_of(kServed, "precedence(given, asked)"), "none");
  EXPECT_EQ(level_of(kServed, "precedence(asked, given)"), "nowhere");
}

TEST(Temporal, levels) {
  const std::string stolen =
      std::string(kServed) + "adversary thief { init A A -> A: when given do given := false }\n";
  // Nobody attempts anything that the thief could disturb: `fair` does not bind him.
  EXPECT_EQ(level_of(stolen, "eventually always given"), "fair");
  EXPECT_EQ(level_of(stolen, "asked leads_to given"), "nowhere");
  EXPECT_EQ(level_of(stolen, "always (given imply always given)"), "finite");
  EXPECT_EQ(level_of(stolen, "eventually always given", Fairness::none), "none");
  EXPECT_EQ(level_of(stolen, "not (eventually given)"), "none");
}

// What is required decides; what is beyond is shown as a note.
TEST(Temporal, the_required_level_decides) {
  machine::Machine machine = machine::parse_machine(
      std::string(kServed) + "adversary thief { init A A -> A: when given do given := false }\n",
      "t.machine");
  std::vector<property::Property> properties;
  property::bind_spec(property::parse_spec_text("spec s \"S.\" observe given: bool\n"
                                                "property F \"f\": eventually always given",
                                                "t.spec"),
                      machine, properties);
  const property::Result result = explicit_engine::check(machine, properties, {});
  const auto* holds = std::get_if<property::Holds>(&result.answers.at(0).verdict);
  ASSERT_NE(holds, nullptr);
  EXPECT_EQ(holds->up_to, Level::finite);
  ASSERT_NE(holds->next, nullptr);
  EXPECT_EQ(std::get<property::Unmet>(*holds->next).level, Level::fair);
  EXPECT_EQ(audit(machine, result).checks.size(), 1U);
}

// A copy that needs two pages, each of which is brought in before it; reclaim may take one again.
std::string copying(const std::string& prepare, const std::string& attempt,
                    const std::string& present = "page[0] && page[1]") {
  return R"(
machine copying
shared page: bool[2]
shared copied: bool
thread t ends { init A location B location C end E
  A -> B: do page[0] := true, page[1] := true )" +
         prepare + R"(
  B -> E: )" +
         attempt + " when " + present + R"( do copied := true @ "l.c":1:1
  B -> A: )" +
         attempt + " when !(" + present + R"() @ "l.c":1:1 }
adversary reclaim { init R  R -> R: choose p in 0..1 when page[p] do page[p] := 0 }
observe copied: copied
)";
}

// Holds where reclaim is fair to the copy as a whole; fair to each page it may take them in turn.
TEST(Temporal, levels_between) {
  EXPECT_EQ(level_of(copying("prepare {page[0..1]}", "attempt"), "eventually copied"), "page_fair");
  EXPECT_EQ(level_of(copying("prepare {page[0]}", "attempt", "page[0]"), "eventually copied"),
            "unrestricted");
  EXPECT_EQ(level_of(copying("", "attempt"), "eventually copied"), "fair");
  EXPECT_EQ(level_of(copying("", ""), "eventually copied"), "fair");
}

TEST(Temporal, strong_fairness_for_locks) {
  const std::string text = R"(
machine lock
shared lock: u8 in 0..2 holder owner
shared got: bool
thread a ends { init A location A wait uninterruptible acquire for lock end E
  A -> E: when lock == 0 do lock := 1, got := true }
thread b { init A location A wait uninterruptible acquire for lock location B
  A -> B: when lock == 0 do lock := 2
  B -> A: do lock := 0 progress }
observe got: got
)";
  EXPECT_EQ(level_of(text, "eventually got", Fairness::weak), "none");
  EXPECT_EQ(judged(text, "eventually got", Fairness::weak).loop, 2U);
  EXPECT_EQ(level_of(text, "eventually got", Fairness::strong), "nowhere");
}

TEST(Temporal, an_ended_run_repeats_its_last_state) {
  const std::string text =
      "machine m shared x: bool thread t ends { init A end E A -> E: do x := true } observe x: x";
  EXPECT_EQ(level_of(text, "eventually always x"), "nowhere");
  const Judged not_x = judged(text, "always eventually not x");
  EXPECT_EQ(not_x.level, "none");
  EXPECT_EQ(not_x.stem, 1U);
  EXPECT_EQ(not_x.loop, 0U);
}

// Where somebody can move staying is no run, even without any fairness.
TEST(Temporal, nobody_stutters_instead_of_moving) {
  const std::string text =
      "machine m shared x: bool thread t ends { init A end E A -> E: do x := true } observe x: x";
  EXPECT_EQ(level_of(text, "eventually x", Fairness::none), "nowhere");
}

// Two ways join; only one of them has seen x.
TEST(Temporal, eventually_is_not_forgotten_where_ways_join) {
  const std::string text = R"(
machine m
shared x: bool
thread t ends { init A location A location B location C location D end E
  A -> C: do x := true
  A -> B
  C -> D: do x := false
  B -> D
  D -> E }
observe x: x
)";
  EXPECT_EQ(level_of(text, "eventually x"), "none");
  EXPECT_EQ(level_of(text, "not (eventually x)"), "none");
}

TEST(Temporal, a_formula_and_its_negation_do_not_both_hold) {
  for (const char* formula : {"eventually x", "always x", "always eventually x",
                              "eventually always x", "x until not x", "eventually always not x"}) {
    const std::string text =
        "machine m shared x: bool thread t { init A A -> A: do x := !x progress } observe x: x";
    const std::string one = level_of(text, std::string("eventually not (not (") + formula + "))");
    const std::string other =
        level_of(text, std::string("not (eventually not (not (") + formula + ")))");
    EXPECT_NE(one == "nowhere", other == "nowhere") << formula;
  }
}

// The way over B contradicts an assumption: it is no run, and the others are not judged vacuously.
TEST(Temporal, runs_that_contradict_an_assumption_are_none) {
  const std::string text = R"(
machine m
shared x: bool
shared never: bool
thread t ends { init A location A location B location K committed end E
  A -> E: do x := true
  A -> B
  B -> K
  K -> E: when never }
observe x: x
)";
  EXPECT_EQ(level_of(text, "eventually x"), "nowhere");
  EXPECT_EQ(level_of(text, "always eventually not x"), "none");
}

// The automaton needs the machine's loop twice; it is shown once, and the stem ends as early as it
// can.
TEST(Temporal, the_loop_is_shown_once) {
  const std::string text = R"(
machine m
shared x: bool
shared y: bool
thread t { init A location A location B location C location D
  A -> B: do x := true
  B -> C: do x := false
  C -> D: do y := true
  D -> A: do y := false progress }
observe x: x
observe y: y
)";
  const Judged found = judged(text, "not ((always eventually x) and (always eventually y))");
  EXPECT_EQ(found.level, "none");
  EXPECT_EQ(found.stem, 0U);
  EXPECT_EQ(found.loop, 4U);
}

// ---- Random machines

TEST(Temporal, agrees_with_the_tableau_on_random_machines) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 120);
  const std::vector<std::string> names = {"a0", "a1"};
  std::uint64_t pairs = 0, states = 0, steps = 0, contradictions = 0;
  std::map<std::string, std::uint64_t> found;
  for (std::uint64_t next = seed; next < seed + wanted; ++next) {
    machine::Machine machine = next % 3 == 0 ? random_machine(next)
                               : next % 3 == 1
                                   ? random_disturbed_machine(next)
                                   : passes::place_on_processors(random_scheduled_machine(next));
    Dice dice(next * 77);
    if (!add_random_atoms(dice, machine, 2)) continue;
    for (const Fairness fairness : {Fairness::none, Fairness::weak, Fairness::strong}) {
      const FormulaPtr formula = random_formula(dice, 2 + dice.below(6), 2);
      const auto toy = toy_unmet(machine, *formula, fairness, 250);
      if (!toy) break;
      const auto opposite = violated_at(machine, ltl::operator!(formula), fairness);
      const auto engine = violated_at(machine, formula, fairness, &steps);
      ++pairs;
      states += toy->states;
      ++found[named(engine)];
      ASSERT_EQ(named(engine), named(weakest(*toy)))
          << "seed " << next << ", fairness " << static_cast<int>(fairness) << ": "
          << print(*formula, names) << "\n"
          << print_machine(machine);
      const auto any = violated_at(machine, ltl::truth(false), fairness);
      contradictions += any ? 1 : 0;
      ASSERT_TRUE(!any || engine || opposite) << "seed " << next << ": both hold";
    }
  }
  std::cout << pairs << " pairs of a machine and a formula from seed " << seed << ", " << states
            << " states, " << steps << " steps replayed, " << contradictions
            << " negations tried; violated at";
  for (const auto& [level, count] : found) std::cout << ' ' << level << ' ' << count;
  std::cout << "\n";
  if (wanted < 100) return;
  EXPECT_GT(found["none"], pairs / 20);
  EXPECT_GT(found["nowhere"], pairs / 20);
  EXPECT_GT(found["finite"], 0U);
  EXPECT_GT(found["fair"] + found["page_fair"], 0U);
  EXPECT_GT(found["unrestricted"], 0U);
}

}  // namespace
}  // namespace headway::audit

#include <gtest/gtest.h>

#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::Machine;
using machine::parse_machine;
using machine::print_machine;

void expect_slice(const char* before, const char* after) {
  const Machine sliced = slice(parse_machine(before, "before"));
  EXPECT_TRUE(machine::problems(sliced).empty());
  EXPECT_EQ(print_machine(sliced), print_machine(parse_machine(after, "after")));
}

TEST(Slice, DropsACounterThatOnlyFeedsItself) {
  expect_slice(R"(
machine m
shared rounds: i64 = 0
shared stop: bool = 0
thread t { init A; A -> A: when !stop do rounds := rounds + 1 }
adversary a { init A; A -> A: do stop := true }
)",
               R"(
machine m
shared stop: bool = 0
thread t { init A; A -> A: when !stop }
adversary a { init A; A -> A: do stop := true }
)");
}

TEST(Slice, DropsWhatFeedsOnlyWhatIsDropped) {
  expect_slice(R"(
machine m
shared x: i64 = any 0..3
shared y: i64 = 0
shared z: i64[40] = 0
thread t { init A; A -> A: do y := x; A -> A: do z[7] := y * 2 }
daemon d { init A; A -> A: do x := x - 1 }
setup s { location A committed; init A; end B; A -> B: choose c in 1..2 do y := c }
)",
               R"(
machine m
thread t { init A; A -> A; A -> A }
daemon d { init A; A -> A }
setup s { location A committed; init A; end B; A -> B: choose c in 1..2 }
)");
}

// A store out of range, an index out of bounds and a division by zero stay violations.
TEST(Slice, KeepsWhatADroppedAssignmentMayFaultOn) {
  const Machine sliced = slice(parse_machine(R"(
machine m
shared small: i64 in 0..2 = 0
shared x: i64 = 1
shared at: u8 = 0
shared many: i64[3] = 0
shared q: i64 = 0
thread t { init A; A -> A: do small := small + 1; A -> A: do many[at] := 1; A -> A: do q := 4 / x
           A -> A: do at := at + 1u8, x := x - 1 }
)",
                                             "m"));
  EXPECT_TRUE(machine::problems(sliced).empty());
  std::string names;
  for (const machine::Variable& variable : sliced.variables) names += variable.name + " ";
  EXPECT_EQ(names, "small x at ");
  ASSERT_EQ(sliced.agents[0].transitions[1].checks.size(), 1U);
  EXPECT_EQ(sliced.agents[0].transitions[1].checks[0].message, "index of many");
  ASSERT_EQ(sliced.agents[0].transitions[2].checks.size(), 1U);
  EXPECT_TRUE(sliced.agents[0].transitions[2].checks[0].fatal);
}

TEST(Slice, KeepsWhatPeopleAndPropertiesAskFor) {
  constexpr const char* kAll = R"(
machine m
shared size: i64 = any 1..2 param
shared lock: u8 = 0 holder owner
shared drawn: u8 = 0 strip "pages"
shared seen: u8 = 0
shared result: i64 = 0
shared covered: bool = 0
shared watched: bool[2] = 1
shared rounds: i64 = 0
thread t ends { init A; end B
  A -> B: do lock := 1, drawn := 1, seen := 1, result := 1, rounds := rounds + 1, covered := true, watched[0] := false
    prepare {watched[0..1]} return write with result }
invariant ORDER: seen < 2
cover c: covered
observe rounds: rounds
)";
  expect_slice(kAll, kAll);
}

TEST(Slice, ANoteShowsNothingWrong) {
  expect_slice(R"(
machine m
shared rounds: i64 = 0
shared x: i64 = 0
thread t { init A; A -> A: do rounds := rounds + 1 note "round {} of {}, {}" with rounds, x, rounds
           A -> A: when x < 3 do x := 1 }
)",
               R"(
machine m
shared x: i64 = 0
thread t { init A; A -> A: note "round ... of {}, ..." with x
           A -> A: when x < 3 do x := 1 }
)");
}

std::string observables_of(const Machine& machine) {
  std::string names;
  for (const machine::Observable& observable : machine.observables) names += observable.name + " ";
  return names;
}

// `rounds` and the pair `near`, `far` count; `seen` and `bits` only gather; `kept` counts, too, but
// the guard asks about it.
TEST(Slice, AnObservedCounterThatNobodyAsksAboutGoes) {
  const Machine machine = parse_machine(R"(
machine m
shared kept: i64 = 0
shared rounds: i64 = 0
shared near: i64 = 0
shared far: i64 = 0
shared seen: i64 = 0
shared bits: i64 = 0
thread t { init A; A -> A: when kept < 4 do kept := kept + 1, seen := kept, bits := bits | kept
           A -> A: do rounds := rounds + 1; A -> A: do near := far; A -> A: do far := near * 3 }
observe kept: kept
observe rounds: rounds
observe far: far
observe far_again: far + seen
observe seen: seen
observe bits: bits > 2
)",
                                        "m");
  const Machine less = drop_observed_counters(machine);
  EXPECT_EQ(observables_of(less), "kept seen bits ");
  std::string names;
  for (const machine::Variable& variable : slice(less).variables) names += variable.name + " ";
  EXPECT_EQ(names, "kept seen bits ");
}

// What is set once, before everybody else, counts nothing.
TEST(Slice, AnObservedCounterOfTheSetupStays) {
  const Machine machine = parse_machine(R"(
machine m
shared x: i64 = 0
setup s { location A committed; init A; location B committed; end C; A -> B: do x := x + 1; B -> C: do x := x * 2 }
thread t { init A; A -> A }
observe x: x
)",
                                        "m");
  EXPECT_EQ(observables_of(drop_observed_counters(machine)), "x ");
}

}  // namespace
}  // namespace headway::passes

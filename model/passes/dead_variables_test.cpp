#include <gtest/gtest.h>

#include <deque>
#include <set>
#include <string>

#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::Machine;
using machine::parse_machine;
using machine::print_machine;

// All stable states, and whether some step fails a check.
std::pair<std::size_t, bool> explore(const Machine& machine) {
  const machine::Layout layout(machine);
  std::set<machine::State> seen;
  std::deque<machine::State> work;
  bool failed = false;
  const auto add = [&](const machine::Successor& successor) {
    failed |= !successor.failures.empty();
    if (!successor.cut && seen.insert(successor.to).second) work.push_back(successor.to);
  };
  for (const auto& initial : machine::initial_states(machine, layout)) add(initial);
  for (; !work.empty(); work.pop_front()) {
    const machine::State state = work.front();
    for (std::size_t i = 0; i < machine.agents.size(); ++i) {
      for (const auto& next :
           machine::successors(machine, layout, state, static_cast<machine::AgentId>(i)))
        add(next);
    }
  }
  return {seen.size(), failed};
}

TEST(DeadVariables, MergesStatesThatDifferInWhatIsNeverRead) {
  const Machine before = parse_machine(R"(
machine m
shared out: i64 = 0
thread t ends { var x: i64 = 0; init A; end E
  A -> B: choose c in 1..5 do x := c
  B -> C: when x > 0 do out := 1
  C -> E: when out == 1 }
thread u ends { init A; end E; A -> E: do out := 1 }
)",
                                       "m");
  const Machine after = clear_dead_variables(before);
  EXPECT_LT(explore(after).first, explore(before).first) << print_machine(after);
  EXPECT_TRUE(machine::problems(after).empty());
}

TEST(DeadVariables, SlicesACounterThatFeedsNothing) {
  const Machine after = clear_dead_variables(parse_machine(R"(
machine m
shared stop: bool = 0
thread t ends { var rounds: i64 = 0; init A; end E
  A -> A: when !stop do rounds := rounds + 1
  A -> E: when stop }
adversary a { init A; A -> A: do stop := 1 }
)",
                                                           "m"));
  EXPECT_EQ(after.variables.size(), 1u) << print_machine(after);
  EXPECT_EQ(explore(after).first, 3u);
}

// A wrong pass that forgets that x is read round the loop would lose the failure.
TEST(DeadVariables, KeepsWhatALoopCarries) {
  const Machine before = parse_machine(R"(
machine m
shared y: i64 = 0
thread t ends { var x: i64 = 0; init A; end E
  A -> B: when x < 3 do x := x + 1
  B -> A: do y := 1
  A -> E: when x >= 3 check assert: x != 3 }
thread u ends { init A; end E; A -> E: do y := 2 }
)",
                                       "m");
  EXPECT_TRUE(explore(before).second);
  EXPECT_TRUE(explore(clear_dead_variables(before)).second);
}

TEST(DeadVariables, KeepsTheFaultOfADroppedAssignment) {
  const Machine before = parse_machine(R"(
machine m
shared zero: i64 = any 0..1
thread t ends { var x: i64 = 0; var small: 0..3 = 0; init A; end E
  A -> B: do x := 7 / zero
  B -> E: choose c in 0..4 do small := c }
)",
                                       "m");
  const Machine after = clear_dead_variables(before);
  const machine::Layout layout(after);
  std::set<std::string> failures;
  for (const auto& initial : machine::initial_states(after, layout)) {
    for (const auto& next : machine::successors(after, layout, initial.to, machine::AgentId{0})) {
      for (const auto& failure : next.failures) failures.insert(failure.property);
    }
  }
  EXPECT_EQ(failures, std::set<std::string>{"ub"}) << print_machine(after);
  EXPECT_TRUE(explore(after).second);
}

TEST(DeadVariables, LeavesWhatPeopleAndPropertiesSee) {
  const Machine after = clear_dead_variables(parse_machine(R"(
machine m
shared watched: i64 = 0
shared shown: i64 = 0 strip "pages"
shared seen: i64 = 0
thread t ends { init A; end E; A -> E: do watched := 1, shown := 1, seen := 1 }
observe seen: seen
invariant sane: watched < 2
)",
                                                           "m"));
  EXPECT_EQ(after.variables.size(), 3u);
  EXPECT_EQ(after.agents[0].transitions[0].assignments.size(), 3u);
}

TEST(DeadVariables, LongArraysLoseTheirDeadStoresAndMiddlingOnesAreReset) {
  const auto after = [](const std::string& cells) {
    return print_machine(clear_dead_variables(parse_machine(R"(
machine m
thread t ends { var a: i64[)" + cells + R"(] = 0; init A; end E
  A -> B: choose c in 1..5 do a[3] := c
  B -> C: check assert: a[3] > 0
  C -> E: do a[7] := 1 }
)",
                                                            "m")));
  };
  for (const char* cells : {"20", "100"}) {
    EXPECT_EQ(after(cells).find("a[7] := 1"), std::string::npos);
    EXPECT_NE(after(cells).find("a[3] := choice"), std::string::npos) << after(cells);
  }
  EXPECT_NE(after("20").find("a[19] := 0"), std::string::npos);
  EXPECT_EQ(after("100").find(":= 0"), std::string::npos);
}

}  // namespace
}  // namespace headway::passes

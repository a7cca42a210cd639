#include <gtest/gtest.h>

#include "model/machine/text.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::parse_machine;
using machine::print_machine;

TEST(Constants, FoldsWhatNobodyAssigns) {
  const auto machine = propagate_constants(parse_machine(R"(
machine m
shared limit: i64 = 2
shared out: i64 = 0
thread t ends { init A; end E; A -> E: when limit == 2 do out := limit + 1; A -> E: when limit != 2 do out := 9 }
thread u ends { init A; end E; A -> E: when out < limit }
)",
                                                         "m"));
  ASSERT_EQ(machine.agents[0].transitions.size(), 1u) << print_machine(machine);
  EXPECT_TRUE(machine.agents[0].transitions[0].assignments[0].value.is_constant(3));
}

TEST(Constants, KeepsWhatSetupOrAChoiceDecides) {
  const auto machine = propagate_constants(parse_machine(R"(
machine m
shared size: i64 = any 1..2
shared mode: i64 = 0
setup begin { location S committed; location T; init S; S -> T: choose c in 0..1 do mode := c }
thread t ends { init A; end E; A -> E: when size == 1; A -> E: when mode == 1 }
)",
                                                         "m"));
  EXPECT_EQ(machine.agents[1].transitions.size(), 2u);
}

// The wrong pass that looks at one way only would fold x to 1 and lose the run that ends in BAD.
TEST(Constants, JoinsWays) {
  const auto machine = propagate_constants(parse_machine(R"(
machine m
thread t ends { var x: i64 = 0; init A; end E
  A -> B: do x := 1
  A -> B: do x := 2
  B -> E: when x == 1
  B -> BAD: when x == 2
  BAD -> E: check assert: false }
)",
                                                         "m"));
  EXPECT_EQ(machine.agents[0].transitions.size(), 5u);
}

TEST(Constants, RemovesBranchesNeverTakenAndKeepsTheEnd) {
  const auto machine = propagate_constants(parse_machine(R"(
machine m
thread t ends { var x: i64 = 3; init A; end E
  A -> B: when x == 3 do x := x + 1
  A -> C: when x != 3
  B -> B: when x == 4
  B -> E: when x == 5
  C -> E }
)",
                                                         "m"));
  EXPECT_EQ(machine.agents[0].transitions.size(), 2u) << print_machine(machine);
  ASSERT_TRUE(machine.agents[0].end.has_value());
  EXPECT_EQ(machine.agents[0].at(*machine.agents[0].end).name, "E");
}

TEST(Constants, KeepsAFault) {
  const auto machine = propagate_constants(parse_machine(R"(
machine m
thread t ends { var zero: i64 = 0; var x: i64 = 0; init A; end E; A -> E: do x := 1 / zero }
)",
                                                         "m"));
  EXPECT_FALSE(machine.agents[0].transitions[0].assignments[0].value.is_constant());
}

}  // namespace
}  // namespace headway::passes

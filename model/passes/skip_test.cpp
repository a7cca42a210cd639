#include <gtest/gtest.h>

#include <set>

#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::Machine;
using machine::parse_machine;

std::set<std::string> locations(const Machine& machine) {
  std::set<std::string> names;
  for (const machine::Location& location : machine.agents[0].locations) names.insert(location.name);
  return names;
}

TEST(Skip, LeadsPastWhatDoesNothing) {
  const Machine machine = skip_idle_transitions(parse_machine(R"(
machine m
shared s: i64 = 0
thread t ends { init A; end E
  A -> B: do s := 1
  B -> C
  C -> D
  D -> E: do s := 2 }
)",
                                                              "m"));
  EXPECT_EQ(locations(machine), (std::set<std::string>{"A", "D", "E"}));
  EXPECT_TRUE(machine::problems(machine).empty());
}

// A wrong pass that follows skips round a cycle loses the livelock, or itself.
TEST(Skip, KeepsALoopOfSkips) {
  const Machine machine = skip_idle_transitions(parse_machine(R"(
machine m
thread t ends { init A; end E
  A -> B
  B -> C
  C -> B }
)",
                                                              "m"));
  EXPECT_TRUE(machine::problems(machine).empty());
  bool loops = false;
  for (const auto& transition : machine.agents[0].transitions)
    loops = loops || transition.from == transition.to;
  EXPECT_TRUE(loops) << print_machine(machine);
}

// Without the pause at B, `s := 1` and `s := 2` would be one atomic step and u could never see 1.
TEST(Skip, KeepsAPauseBeforeAnAtomicPart) {
  const Machine machine = skip_idle_transitions(parse_machine(R"(
machine m
shared s: i64 = 0
thread t ends { location C committed; init A; end E
  A -> B: do s := 1
  B -> C
  C -> E: do s := 2 }
thread u ends { location W wait; init W; end E; W -> E: when s == 1 }
)",
                                                              "m"));
  EXPECT_TRUE(locations(machine).contains("B"));
}

TEST(Skip, KeepsEveryLabelAndWaitsAndGuards) {
  const Machine machine = skip_idle_transitions(parse_machine(R"(
machine m
shared s: i64 = 0
thread t ends { location L label "retry"; location M label "out"; location W wait; init A; end E
  A -> L
  L -> M
  M -> W
  W -> G
  G -> E: when s == 0 }
)",
                                                              "m"));
  // M's label moves on to W, which has none; L's would be lost.
  EXPECT_EQ(locations(machine), (std::set<std::string>{"A", "L", "W", "G", "E"}));
  for (const auto& location : machine.agents[0].locations) {
    if (location.name == "W") {
      EXPECT_EQ(location.label, "out");
    }
  }
}

}  // namespace
}  // namespace headway::passes

#include <gtest/gtest.h>

#include <set>

#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::Machine;
using machine::parse_machine;

std::set<std::string> committed(const Machine& machine) {
  std::set<std::string> names;
  for (const machine::Location& location : machine.agents[0].locations) {
    if (location.committed) names.insert(location.name);
  }
  return names;
}

TEST(Fuse, JoinsLocalWork) {
  const Machine machine = fuse_local_work(parse_machine(R"(
machine m
shared s: i64 = 0
thread t ends { var x: i64 = 0; init A; end E
  A -> B: do x := s
  B -> C: do x := x + 1
  C -> D: do s := x
  D -> E: do x := 0 }
thread u ends { init A; end E; A -> E: do s := 5 }
)",
                                                        "m"));
  EXPECT_EQ(committed(machine), (std::set<std::string>{"B", "D"}));
  EXPECT_TRUE(machine::problems(machine).empty());
}

// Committing the head of a purely local loop would make the livelock disappear (and break I2).
TEST(Fuse, KeepsTheHeadOfALocalLoop) {
  const Machine machine = fuse_local_work(parse_machine(R"(
machine m
thread t ends { var x: i64 = 0; init A; end E
  A -> B
  B -> C: when x == 0
  C -> B
  B -> E: when x != 0 }
)",
                                                        "m"));
  EXPECT_EQ(committed(machine), (std::set<std::string>{"C"}));
}

// Two ways into one loop: no location dominates the others, the search still cuts the cycle.
TEST(Fuse, CutsAnIrreducibleLoop) {
  const Machine machine = fuse_local_work(parse_machine(R"(
machine m
thread t ends { var x: i64 = 0; init A; end E
  A -> B: when x == 0
  A -> C: when x != 0
  B -> C
  C -> B: when x == 0
  C -> E: when x != 0 }
)",
                                                        "m"));
  EXPECT_TRUE(machine::problems(machine).empty());
  EXPECT_LT(committed(machine).size(), 2u);
}

// C's guard may be false: then the run is cut off by an assumption, and must not look like a thread
// that waits at W.
TEST(Fuse, DoesNotHideAFalseAssumption) {
  const char* text = R"(
machine m
thread t ends { var x: i64 = 0; location W wait; init A; end E
  A -> W: choose c in 0..1 do x := c
  W -> B
  B -> C
  C -> D: when x == 1
  D -> F: when x == 1
  D -> G: when x != 1
  F -> E
  G -> E }
)";
  EXPECT_EQ(committed(fuse_local_work(parse_machine(text, "m"))),
            (std::set<std::string>{"B", "D", "F", "G"}));
}

// With B joined, `s := 1` and the look at s in the atomic part would be one step, and nobody could
// come between.
TEST(Fuse, KeepsThePauseBeforeAnAtomicPart) {
  const Machine machine = fuse_local_work(parse_machine(R"(
machine m
shared s: i64 = 0
thread t ends { var x: i64 = 0; location C committed; init A; end E
  A -> B: do s := 1
  B -> C: choose c in 0..1 do x := c
  C -> E: check assert: s == 1 }
adversary a { init A; A -> A: do s := 0 }
)",
                                                        "m"));
  EXPECT_EQ(committed(machine), (std::set<std::string>{"C"}));
}

TEST(Fuse, LeavesAnUnreachableLoopAlone) {
  const Machine machine = fuse_local_work(
      parse_machine("machine m thread t ends { init A; end E; A -> E; B -> B }", "m"));
  EXPECT_TRUE(machine::problems(machine).empty());
}

TEST(Fuse, KeepsWaitsAttemptsProgressAndReturns) {
  const Machine machine = fuse_local_work(parse_machine(R"(
machine m
thread t ends { var x: i64 = 0; location W wait; init A; end E
  A -> W
  W -> P: when x == 0
  P -> Q: progress
  Q -> R: attempt
  R -> S: return write with x
  S -> E }
)",
                                                        "m"));
  EXPECT_EQ(committed(machine), (std::set<std::string>{"S"}));
}

// Joined with the store, the division would end the run before anybody sees the store.
TEST(Fuse, KeepsApartWhatMayEndTheRunBehindSomethingVisible) {
  const Machine fused = fuse_local_work(machine::parse_machine(R"(
machine m
shared y: bool = 0
thread t ends { var v: u8 = 0; init A; end E
  A -> B: do y := true
  B -> C: do v := 4 / v
  C -> D: do v := 4 / v
  D -> E: do y := false }
thread u ends { init A; end E; A -> E: check assert: !y }
)",
                                                               "m"));
  std::string committed;
  for (const machine::Location& location : fused.agents[0].locations)
    committed += location.committed ? location.name : "";
  EXPECT_EQ(committed, "C");
}

}  // namespace
}  // namespace headway::passes

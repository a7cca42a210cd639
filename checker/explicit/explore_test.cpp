// Reachability: counts, shortest failures, coverage, removal of false assumptions, limits.
#include "checker/explicit/asked_test.h"
#include "model/source/error.h"

namespace headway::explicit_engine {
namespace {

std::string duel(int writers, int pages) {
  const std::string count = std::to_string(pages);
  std::string text = "machine duel\nshared resident: bool[" + count + "]\nshared lock: u8 in 0.." +
                     std::to_string(writers) + " holder owner\n";
  for (int w = 0; w < writers; ++w) {
    const std::string n = std::to_string(w), lock = std::to_string(w + 1);
    text += "thread w" + n + " ends { var pos" + n + ": u8 in 0.." + count + R"(
  location TOP location LOCK wait acquire for lock location COPY location DONE init TOP end DONE
  TOP -> LOCK: when pos)" +
            n + " < " + count + " do resident[pos" + n + "] := 1\n" + "  TOP -> DONE: when pos" +
            n + " == " + count + "\n" + "  LOCK -> COPY: when lock == 0 do lock := " + lock + "\n" +
            "  COPY -> TOP: when resident[pos" + n + "] do lock := 0, pos" + n + " := pos" + n +
            " + 1\n" + "  COPY -> TOP: when !resident[pos" + n + "] do lock := 0 }\n";
  }
  return text + "adversary reclaim { init A A -> A: choose p in 0.." + std::to_string(pages - 1) +
         " when resident[p] do resident[p] := 0 }\n";
}

// Two bits and a counter: every state is reachable, so the count is a product.
TEST(Explore, CountsIndependentAgents) {
  const Asked asked(R"(
machine product
shared a: bool  shared b: bool  shared c: 0..6
daemon x { init A A -> A: do a := !a }
daemon y { init A A -> A: do b := !b }
daemon z { location A location B init A A -> B: do c := c == 6 ? 0 : c + 1  B -> A }
)");
  EXPECT_EQ(asked.result.statistics.states, 2u * 2u * 14u);
  EXPECT_EQ(asked.result.statistics.transitions, 3u * 56u);
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_TRUE(asked.holds("progress"));
}

TEST(Explore, CountsTheDuel) {
  // By hand for one writer and one page: TOP before the first byte is copied has the page not
  // resident; LOCK, COPY, TOP after it and DONE have it either way.
  EXPECT_EQ(Asked(duel(1, 1)).result.statistics.states, 9u);
  const Asked asked(duel(3, 3));
  EXPECT_EQ(asked.result.statistics.states, 7495u);
  EXPECT_TRUE(asked.holds("progress"));
  EXPECT_TRUE(asked.holds("deadlock"));
}

TEST(Explore, MultipliesInitialStatesAndRunsSetupFirst) {
  const Asked asked(R"(
machine sizes
shared n: i32 = any 1..3
shared m: i32
setup s { location A committed location B init A end B
  A -> B: choose 0..1 when choice < i64(n) do m := n * 10 + i32(choice) }
thread t ends { location A location B init A end B
  A -> B: check small "m is at most 20": m <= 20 }
)");
  EXPECT_EQ(asked.result.statistics.states, 10u);  // m is 10, 20, 21, 30 or 31
  const property::Failed failed = asked.failed("small");
  EXPECT_EQ(failed.message, "m is at most 20");
  EXPECT_EQ(failed.path.steps.size(), 2u);
  EXPECT_EQ(failed.path.initial.cells.front(), 2);  // smallest first
  EXPECT_EQ(asked.end_of(failed.path).cells[1], 21);
}

// The short way round through y is found although the long one through x was seen first.
TEST(Explore, FindsShortestFailures) {
  const Asked asked(R"(
machine short
shared x: 0..9
shared y: 0..9
daemon x { init A A -> A: when x < 9 do x := x + 1 check late "x is not 7": x != 6 }
daemon y { init A A -> A: when y < 9 do y := y + 1 }
invariant LOW: x + y < 4
invariant FINE: x >= 0
)");
  EXPECT_EQ(asked.failed("late").path.steps.size(), 7u);
  EXPECT_EQ(asked.failed("LOW").path.steps.size(), 4u);
  EXPECT_TRUE(asked.holds("FINE"));
  const machine::State state = asked.end_of(asked.failed("LOW").path);
  EXPECT_EQ(state.cells[0] + state.cells[1], 4);
}

TEST(Explore, FatalFailuresCutTheRunOthersDoNot) {
  const Asked asked(R"(
machine cut
shared n: i32 = 2
thread t ends { location A location B location C init A end C
  A -> A: when n > 0 do n := n - 1 check soft "n is 2": n == 2
  A -> B: do n := 4 / n
  B -> C: check hard fatal "never": false check after "not reached": false }
)");
  EXPECT_EQ(asked.failed("soft").path.steps.size(), 2u);
  EXPECT_EQ(asked.failed("ub").path.steps.size(), 3u);
  EXPECT_EQ(asked.failed("ub").message, "n: division by zero");
  EXPECT_EQ(asked.failed("hard").path.steps.size(), 2u);
  EXPECT_TRUE(asked.holds("after"));
  EXPECT_EQ(asked.result.statistics.states, 5u);  // A with n 2, 1, 0; B with 2 and 4
}

TEST(Explore, StoresOutsideTheRangeAreUndefined) {
  const Asked asked(R"(
machine range
shared n: i32 in -2..2
thread t { init A A -> A: do n := n + 1  A -> A: do n := n - 1 }
)");
  EXPECT_EQ(asked.result.statistics.states, 5u);
  EXPECT_EQ(asked.failed("ub").path.steps.size(), 3u);
  EXPECT_EQ(asked.failed("ub").message, "n: value outside the variable's range");
}

TEST(Explore, FailuresInTheSetupStep) {
  const Asked asked(R"(
machine begin
shared n: i32 = any 0..1
setup s { location A committed location B init A end B  A -> B: do n := 1 / n }
thread t ends { location A location B init A end B  A -> B }
)");
  EXPECT_EQ(asked.failed("ub").path.steps.size(), 1u);
  EXPECT_EQ(asked.failed("ub").path.initial.cells.front(), 0);
  EXPECT_EQ(asked.result.statistics.states, 2u);
}

TEST(Explore, Coverage) {
  const Asked asked(R"(
machine coverage
shared n: 0..3
thread t ends { location A location B init A end B
  A -> A: when n < 2 do n := n + 1
  A -> B: when n == 2
  A -> B: when n == 3 }
cover two "n gets to 2": n == 2
cover three "n gets to 3": n == 3
cover fault "n divides": 1 / n > 5
)");
  EXPECT_EQ(asked.result.coverage.taken, (std::vector<std::vector<bool>>{{true, true, false}}));
  EXPECT_EQ(asked.result.coverage.covers, (std::vector<bool>{true, false, false}));
}

// Ultimate #755: assume(n >= 1); while (n <= 0); terminates, because n <= 0 contradicts the
// assumption.
TEST(Explore, StatesBehindFalseAssumptionsAreRemovedBackwards) {
  const Asked asked(R"(
machine assume
shared n: i32
thread t ends { location A location C committed location L location W location D init A end D
  A -> L: choose 0..1 do n := i32(choice)
  L -> C
  C -> W: when n >= 1
  W -> W: when n <= 0
  W -> D: when n > 0 }
)");
  EXPECT_TRUE(asked.holds("progress"));
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_EQ(asked.result.coverage.removed_by_assumption, 1u);
  const Asked backwards(R"(
machine backwards
shared n: i32
thread t ends { location A location B location C location D init A end D
  A -> B: do n := 1  A -> D
  B -> C
  C -> D: when n == 0 }
)");
  EXPECT_EQ(backwards.result.coverage.removed_by_assumption, 2u);
  EXPECT_TRUE(backwards.holds("progress"));
}

TEST(Limits, MaxStates) {
  Options options;
  options.limits.max_states = 100;
  const Asked asked(duel(3, 3), options);
  EXPECT_EQ(asked.undecided("deadlock"), "the limit of 100 states was reached (--max-states)");
  EXPECT_EQ(asked.undecided("progress"), asked.undecided("deadlock"));
  EXPECT_EQ(asked.undecided("ub"), asked.undecided("deadlock"));
  EXPECT_EQ(asked.result.statistics.states, 100u);
  options.limits.max_states = 7495;
  EXPECT_TRUE(Asked(duel(3, 3), options).holds("progress"));
  options.limits.max_states = 7494;
  EXPECT_NE(Asked(duel(3, 3), options).undecided("progress"), "");
}

TEST(Limits, MaxMemoryAndTimeout) {
  Options options;
  options.limits.max_memory = 1 << 20;
  EXPECT_NE(Asked(duel(4, 3), options).undecided("progress").find("(--max-memory)"),
            std::string::npos);
  options.limits.max_memory = 0;
  options.limits.timeout = std::chrono::milliseconds(1);
  EXPECT_NE(Asked(duel(4, 3), options).undecided("progress").find("limit of 1 ms was reached"),
            std::string::npos);
}

TEST(Limits, WhatWasFoundBeforeStands) {
  Options options;
  options.limits.max_states = 10;
  const Asked asked(R"(
machine early
shared n: i32
daemon d { init A A -> A: do n := n + 1 check early "n is not 3": n != 3 check late "n is not 30": n != 30 }
)",
                    options);
  EXPECT_EQ(asked.failed("early").path.steps.size(), 4u);
  EXPECT_NE(asked.undecided("late"), "");
  EXPECT_NE(asked.undecided("ub"), "");
}

// Nothing rests on addresses or on the order of a hash table.
TEST(Explore, SameInputSameAnswer) {
  std::string text = duel(3, 2);
  text.replace(text.find("resident[pos0]"), 14,
               "resident[0]");  // the first page only, whichever is wanted
  const Asked one(text), two(text);
  EXPECT_EQ(one.result.statistics.transitions, two.result.statistics.transitions);
  EXPECT_EQ(one.livelock().lasso, two.livelock().lasso);
}

}  // namespace
}  // namespace headway::explicit_engine

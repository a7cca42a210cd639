// Who may run, where agents share a processor: what hides behind a wrong scheduler, and what must
// not be blamed on one.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

using property::Level;
using property::Obligation;

// `low` holds a lock for two steps; `high` tries it again and again. Each begins not ready.
std::string trylock(const std::string& scheduler, int low, int high) {
  return "machine trylock scheduler " + scheduler + R"(
shared lock: u8 in 0..2 holder owner
thread low ends { cpu 0 priority )" +
         std::to_string(low) + R"( init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> INSIDE: when lock == 0 do lock := 1
  INSIDE -> DONE: do lock := 0 }
thread high ends { cpu 0 priority )" +
         std::to_string(high) + R"( init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> TOP: when lock != 0
  TOP -> INSIDE: when lock == 0 do lock := 2
  INSIDE -> DONE: do lock := 0 }
)";
}

TEST(Schedule, PriorityInversion) {
  const Asked asked(trylock("priority", 1, 2));
  const property::Livelock livelock = asked.livelock();
  EXPECT_EQ(asked.name(livelock.agent), "high");
  EXPECT_EQ(livelock.level, Level::none);
  EXPECT_EQ(livelock.lasso.loop.size(), 1U);
  EXPECT_TRUE(asked.holds("deadlock"));
  // `high` becomes ready after `low` has taken the lock: from the start it would have been first.
  EXPECT_EQ(asked.name(livelock.lasso.stem.steps.back().agent), "high");
}

TEST(Schedule, NoInversionWithoutPriorities) {
  EXPECT_TRUE(Asked(trylock("fair", 1, 2)).holds("progress"));
  EXPECT_TRUE(Asked(trylock("priority", 1, 1)).holds("progress"));
  EXPECT_TRUE(Asked(trylock("priority", 2, 1)).holds("progress"));
}

// A slot that its marker keeps while a disk works; `spinner` wants it.
std::string slot(const std::string& again, const std::string& more = "") {
  return R"(machine slot scheduler nonpreempt
shared marked: bool
shared io: 0..2
shared `processor 0`: u8 in 0..4
thread marker ends { cpu 0 location WAIT wait init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> WAIT: do marked := true, io := 1, `processor 0` := 1
  WAIT -> CLEAR: when io == 2 do `processor 0` := 1
  CLEAR -> DONE: do marked := false, `processor 0` := 1 }
thread spinner ends { cpu 0 init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> AGAIN: when marked do `processor 0` := 2
  AGAIN -> TOP: )" +
         again + R"(
  TOP -> DONE: when !marked do `processor 0` := 2 }
daemon disk { location IDLE wait idle init IDLE IDLE -> IDLE: when io == 1 do io := 2 }
)" + more;
}

// The marker has a step, and is held back for ever. Were it called enabled, the loop would be
// unfair to it; were it called blocked, it would look deadlocked.
TEST(Schedule, SpinningWithoutPreemption) {
  const Asked asked(slot("do `processor 0` := 2"));
  const property::Livelock livelock = asked.livelock();
  EXPECT_EQ(asked.name(livelock.agent), "spinner");
  EXPECT_EQ(livelock.level, Level::none);
  EXPECT_EQ(livelock.lasso.loop.size(), 2U);
  EXPECT_TRUE(asked.holds("deadlock"));
  bool never_picked = false;
  for (const Obligation& obligation : livelock.obligations) {
    never_picked |= asked.name(obligation.agent) == "marker" &&
                    obligation.kind == Obligation::Kind::strong &&
                    obligation.met == Obligation::Met::never_enabled;
  }
  EXPECT_TRUE(never_picked);
}

TEST(Schedule, YieldingEndsIt) {
  EXPECT_TRUE(Asked(slot("yields do `processor 0` := 0")).holds("progress"));
}

// Two that yield to each other leave a turn to the third.
constexpr const char* kSecondSpinner = R"(
thread spinner2 ends { cpu 0 init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> AGAIN: when marked do `processor 0` := 4
  AGAIN -> TOP: yields do `processor 0` := 0
  TOP -> DONE: when !marked do `processor 0` := 4 }
)";

TEST(Schedule, EverybodyHasATurn) {
  EXPECT_TRUE(Asked(slot("yields do `processor 0` := 0", kSecondSpinner)).holds("progress"));
  EXPECT_FALSE(Asked(slot("do `processor 0` := 2", kSecondSpinner)).holds("progress"));
}

// Turns are no matter of locks: who drops strong fairness keeps them, who drops all fairness
// doesn't.
TEST(Schedule, TurnsStayUnderWeakFairness) {
  Options options;
  options.fairness = property::Fairness::weak;
  EXPECT_TRUE(Asked(slot("yields do `processor 0` := 0"), options).holds("progress"));
  options.fairness = property::Fairness::none;
  EXPECT_FALSE(Asked(slot("yields do `processor 0` := 0"), options).holds("progress"));
}

// An adversary that acts for ever beside it takes nobody's turn away, and its steps are no turn.
TEST(Schedule, TurnsAreOwedAtEveryLevel) {
  const std::string thief =
      "adversary thief { init A A -> A: do noise := !noise }\nshared noise: bool\n";
  const Asked yields(slot("yields do `processor 0` := 0", thief));
  const auto* holds = std::get_if<property::Holds>(&yields.verdict("progress"));
  ASSERT_NE(holds, nullptr);
  EXPECT_EQ(holds->up_to, Level::unrestricted);
  EXPECT_EQ(Asked(slot("do `processor 0` := 2", thief)).livelock().level, Level::none);
}

// Spinning is what a thread does alone, whether others would be let run or not.
TEST(Schedule, WhoYieldsStillSpins) {
  EXPECT_FALSE(Asked(slot("yields do `processor 0` := 0")).holds("no-spin"));
}

// A task that sleeps before it looks again leaves the processor to others; one that only pauses
// doesn't. With priorities no turn is owed: the sleeper may always be back too soon.
TEST(Schedule, SleepingLetsOthersRun) {
  const auto sleeper = [](const std::string& scheduler, const std::string& pause) {
    return "machine sleeper scheduler " + scheduler + R"(
shared marked: bool
shared `processor 0`: u8 in 0..2
thread marker ends { cpu 0 init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> CLEAR: yields do marked := true, `processor 0` := 0
  CLEAR -> DONE: do marked := false, `processor 0` := 1 }
thread looks ends { cpu 0 priority 1 location PAUSE )" +
           pause + R"( init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> PAUSE: when marked do `processor 0` := 2
  PAUSE -> TOP: do `processor 0` := 2
  TOP -> DONE: when !marked do `processor 0` := 2 }
)";
  };
  EXPECT_TRUE(Asked(sleeper("nonpreempt", "wait timed")).holds("progress"));
  EXPECT_TRUE(Asked(sleeper("nonpreempt", "wait timed")).holds("no-spin"));
  EXPECT_FALSE(Asked(sleeper("nonpreempt", "")).holds("progress"));
  EXPECT_FALSE(Asked(sleeper("priority", "wait timed")).holds("progress"));
}

// Where `busy` is ready nobody tries any more; a fatal signal finds no attempts then. Before that
// there is no bound on them.
TEST(Schedule, AttemptsOfWhoIsHeldBackAreNone) {
  const Asked asked(R"(machine tries scheduler priority
shared killed: bool
thread tries ends { cpu 0 init ASLEEP end DONE fatal killed
  ASLEEP -> TOP
  TOP -> TOP: attempt when !killed
  TOP -> DONE: when killed }
daemon busy { cpu 0 priority 1 init ASLEEP
  ASLEEP -> TOP
  TOP -> TOP }
signal kill { init S end E S -> E: do killed := true }
)");
  EXPECT_TRUE(asked.holds("killable"));
  EXPECT_EQ(asked.livelock().level, Level::none);
  ASSERT_EQ(asked.result.bounds.size(), 1U);
  EXPECT_FALSE(asked.result.bounds[0].most[0].has_value());
}

// An agent that is not always ready has no claim: its wait may be open just when it isn't picked.
TEST(Schedule, NoTurnForWhoIsNotReadyAllAlong) {
  const Asked asked(R"(machine blink scheduler nonpreempt
shared open: bool
shared `processor 0`: u8 in 0..3
thread waiter ends { cpu 0 location WAIT wait init ASLEEP end DONE
  ASLEEP -> WAIT
  WAIT -> DONE: when open do `processor 0` := 1 }
daemon blinker { cpu 0 init ASLEEP
  ASLEEP -> TOP
  TOP -> SHUT: do open := true, `processor 0` := 0
  SHUT -> TOP: do open := false, `processor 0` := 0 }
)");
  EXPECT_EQ(asked.livelock().level, Level::none);
  EXPECT_TRUE(asked.holds("deadlock"));
}

// `waiter`, on its own processor, waits for `keeper`, which a busy daemon never lets run.
std::string never_picked(const std::string& releases) {
  return R"(machine never_picked scheduler priority
shared lock: u8 in 0..2 = 2 holder owner
thread waiter ends { location WAIT wait for lock init WAIT end DONE
  WAIT -> DONE: when lock == 0 do lock := 0 }
thread keeper ends { cpu 0 init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> TOP2: )" +
         releases + R"(
  TOP2 -> DONE }
daemon busy { cpu 0 priority 1 init ASLEEP
  ASLEEP -> TOP
  TOP -> TOP }
)";
}

// What the scheduler picks does not count: were the keeper picked, the wait would end.
TEST(Schedule, WhoWaitsForAStarvedOneIsNotDeadlocked) {
  const Asked asked(never_picked("do lock := 0"));
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_EQ(asked.livelock().level, Level::none);
}

TEST(Schedule, WhoWouldWaitForEverAnywayIs) {
  EXPECT_EQ(Asked(never_picked("do lock := 1")).deadlock().waits.size(), 1U);
}

// A failure that only another scheduler would let happen is none.
TEST(Schedule, StepsThatAreNeverTakenFailNothing) {
  const std::string agents = R"(
shared up: bool
shared done: bool
thread polite ends { cpu 0 init ASLEEP end DONE
  ASLEEP -> TOP
  TOP -> DONE: check assert "too early": !up || done }
thread first ends { cpu 0 priority 1 init ASLEEP end DONE
  ASLEEP -> TOP: do up := true
  TOP -> DONE: do done := true }
)";
  EXPECT_TRUE(Asked("machine early scheduler priority" + agents).holds("assert"));
  EXPECT_FALSE(Asked("machine early scheduler fair" + agents).holds("assert"));
}

}  // namespace
}  // namespace headway::explicit_engine

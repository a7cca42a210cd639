// The definitions, one machine each: what the toy checker says here is what the words in the design
// mean.
#include "checker/audit/toy_checker.h"

#include <gtest/gtest.h>

#include <string>

#include "checker/audit/random_machine.h"
#include "model/machine/text.h"

namespace headway::audit {
namespace {

using property::Level;

struct Verdicts {
  ToyAnswer deadlock, progress, calm, ub, assertion, exact, order;
  std::size_t states = 0, removed = 0;
};

Verdicts check(const std::string& text) {
  const auto machine = machine::parse_machine("machine m\n" + text, "test.machine");
  const auto result = toy_check(machine, random_machine_properties(), 1000);
  const auto& a = result->answers;
  return {a[0], a[1], a[2], a[5], a[6], a[7], a[8], result->states, result->removed};
}

const std::string kTwoLocks = R"(
shared a: u8 in 0..2 = 0 holder owner
shared b: u8 in 0..2 = 0 holder owner
thread first ends { location L0 wait acquire for a location L1 wait acquire for b init L0; end DONE
  L0 -> L1: when a == 0 do a := 1
  L1 -> L2: when b == 0 do b := 1
  L2 -> DONE: do a := 0, b := 0 }
)";

TEST(ToyChecker, LocksTakenInOppositeOrderDeadlock) {
  const Verdicts found = check(kTwoLocks + R"(
thread second ends { location L0 wait acquire for b location L1 wait acquire for a init L0; end DONE
  L0 -> L1: when b == 0 do b := 2
  L1 -> L2: when a == 0 do a := 2
  L2 -> DONE: do a := 0, b := 0 })");
  EXPECT_TRUE(found.deadlock.violated);
  EXPECT_EQ(found.deadlock.length, 2U);
  EXPECT_FALSE(found.progress.violated);  // nobody is to blame but the deadlock
}

TEST(ToyChecker, LocksTakenInOneOrderDoNot) {
  const Verdicts found = check(kTwoLocks + R"(
thread second ends { location L0 wait acquire for a location L1 wait acquire for b init L0; end DONE
  L0 -> L1: when a == 0 do a := 2
  L1 -> L2: when b == 0 do b := 2
  L2 -> DONE: do a := 0, b := 0 })");
  EXPECT_FALSE(found.deadlock.violated);
  EXPECT_FALSE(found.progress.violated);
}

TEST(ToyChecker, WeakFairnessMakesTheDaemonMove) {
  const Verdicts found = check(R"(
shared ready: bool = 0
thread poller ends { init L0; end DONE
  L0 -> L0: when !ready
  L0 -> DONE: when ready }
daemon pager { location P1 wait idle init P0
  P0 -> P1: do ready := 1
  P1 -> P0: when !ready })");
  EXPECT_FALSE(found.progress.violated);
}

TEST(ToyChecker, AnAdversaryOwesNothing) {
  const Verdicts found = check(R"(
shared ready: bool = 0
thread poller ends { init L0; end DONE
  L0 -> L0: when !ready
  L0 -> DONE: when ready }
adversary nature { init A; A -> A: do ready := 1 })");
  EXPECT_TRUE(found.progress.violated);
  EXPECT_EQ(found.progress.level, Level::none);
}

TEST(ToyChecker, EvictedOnceAndNeverFaultedInAgain) {
  const Verdicts found = check(R"(
shared resident: bool = 1
thread copier ends { init L0; end DONE
  L0 -> L0: when !resident
  L0 -> DONE: when resident }
adversary reclaim { init A; A -> A: when resident do resident := 0 })");
  EXPECT_TRUE(found.progress.violated);
  EXPECT_EQ(found.progress.level, Level::finite);
  EXPECT_FALSE(found.calm.violated);
}

TEST(ToyChecker, FaultedInAgainWithstandsFiniteEviction) {
  const Verdicts found = check(R"(
shared resident: bool = 1
thread copier ends { init L0; end DONE
  L0 -> L1: when !resident do resident := 1
  L1 -> L0:
  L0 -> DONE: when resident }
adversary reclaim { init A; A -> A: when resident do resident := 0 })");
  EXPECT_FALSE(found.progress.violated);
}

TEST(ToyChecker, AWhimMayNotWithholdProgressForEver) {
  const Verdicts found = check(R"(
thread copier ends { init L0; end DONE
  L0 -> L0: whim unfavourable "fault in nothing"
  L0 -> DONE: whim favourable "fault in nothing" })");
  EXPECT_FALSE(found.progress.violated);
  EXPECT_FALSE(found.deadlock.violated);
}

// `waiter` is enabled again and again but never for long.
std::string passing_lock(const std::string& wait) {
  return R"(
shared lock: u8 in 0..2 = 2 holder owner
thread waiter ends { location L0 wait )" +
         wait + R"( for lock init L0; end DONE
  L0 -> DONE: when lock == 0 do lock := 1 }
daemon pager { init P0
  P0 -> P1: when lock == 2 do lock := 0
  P0 -> P1: when lock == 1 
  P1 -> P0: when lock == 0 do lock := 2
  P1 -> P0: when lock == 1 })";
}

TEST(ToyChecker, AnAcquireIsStronglyFairAWaitIsNot) {
  EXPECT_FALSE(check(passing_lock("acquire")).progress.violated);
  EXPECT_TRUE(check(passing_lock("")).progress.violated);
}

TEST(ToyChecker, ProgressMarksServeAThreadWithoutEnd) {
  EXPECT_FALSE(check("thread server { init L0; L0 -> L1: progress L1 -> L0: }").progress.violated);
  EXPECT_TRUE(
      check("thread server { init L0; L0 -> L1: progress L1 -> L1: L1 -> L0: }").progress.violated);
}

TEST(ToyChecker, AHangBehindALivelockIsThatThreadsMatter) {
  const Verdicts found = check(R"(
shared lock: u8 in 0..2 = 1 holder owner
thread spinner ends { init L0; end DONE L0 -> L0: L0 -> L0: when lock == 2 L1 -> DONE: }
thread waiter ends { location L0 wait acquire for lock init L0; end DONE L0 -> DONE: when lock == 0 do lock := 2 })");
  EXPECT_TRUE(found.progress.violated);
  EXPECT_FALSE(found.deadlock.violated);
}

TEST(ToyChecker, AHangBehindAServerStaysAMatterOfProgress) {
  const Verdicts found = check(R"(
shared lock: u8 in 0..2 = 1 holder owner
thread server { init L0; L0 -> L0: progress }
thread waiter ends { location L0 wait acquire for lock init L0; end DONE L0 -> DONE: when lock == 0 do lock := 2 })");
  EXPECT_FALSE(found.deadlock.violated);
  EXPECT_TRUE(found.progress.violated);
}

TEST(ToyChecker, IdleDaemonsDoNotDeadlock) {
  EXPECT_FALSE(check("thread t ends { init L0; end L1 L0 -> L1: } "
                     "shared x: bool = 0 daemon d { location D wait idle init D; D -> D: when x }")
                   .deadlock.violated);
  EXPECT_TRUE(check("thread t ends { init L0; end L1 L0 -> L1: } "
                    "shared x: bool = 0 daemon d { location D wait init D; D -> D: when x }")
                  .deadlock.violated);
}

TEST(ToyChecker, AFalseAssumptionRemovesStatesBackwards) {
  const Verdicts found = check(R"(
shared x: u8 in 0..1 = 0
thread t ends { init L0; end DONE
  L0 -> L1: choose 0..1 do x := u8(choice)
  L1 -> L2:
  L2 -> L3: when x == 0
  L3 -> L3: when x == 1
  L3 -> DONE: when x == 0 })");
  EXPECT_EQ(found.removed, 2U);  // x == 1 at L2, and at L1 before it
  EXPECT_EQ(found.states, 7U);
  EXPECT_FALSE(found.progress.violated);
}

TEST(ToyChecker, SafetyIsJudgedWhereverARunComes) {
  const Verdicts found = check(R"(
shared x: u8 in 0..2 = 0
thread t ends { init L0; end DONE
  L0 -> L1: check assert "x is 1": x == 1 do x := x + 1
  L1 -> L2: check EXACT fatal "x is 0": x == 0
  L2 -> DONE: }
invariant ORDER: x == 0)");
  EXPECT_TRUE(found.assertion.violated);
  EXPECT_EQ(found.assertion.length, 1U);
  EXPECT_TRUE(found.exact.violated);
  EXPECT_EQ(found.exact.length, 2U);
  EXPECT_TRUE(found.order.violated);
  EXPECT_EQ(found.order.length, 1U);
  EXPECT_EQ(found.states, 2U);  // the fatal check cuts the run
  EXPECT_FALSE(found.ub.violated);
}

TEST(ToyChecker, GivesUpBeyondItsLimit) {
  const auto machine = machine::parse_machine(
      "machine m shared x: u8 = any 0..20 thread t ends { init L0; end L1 L0 -> L1: }",
      "test.machine");
  EXPECT_FALSE(toy_check(machine, random_machine_properties(), 10).has_value());
}

}  // namespace
}  // namespace headway::audit

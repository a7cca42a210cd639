// Deadlocks: who, why, how soon, what would release it, and what only looks like one.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

// A thread that takes the locks in this order, one after the other, and gives them back.
std::string taker(const std::string& name, int holder, const std::string& first,
                  const std::string& second) {
  const std::string me = std::to_string(holder);
  return "thread " + name + " ends {\n location ONE wait acquire for " + first +
         " location TWO wait acquire for " + second +
         " location OUT location DONE init ONE end DONE\n ONE -> TWO: when " + first + " == 0 do " +
         first + " := " + me + "\n TWO -> OUT: when " + second + " == 0 do " + second +
         " := " + me + "\n OUT -> DONE: do " + first + " := 0, " + second + " := 0 }\n";
}

constexpr const char* kTwoLocks =
    "machine m shared a: 0..9 holder owner shared b: 0..9 holder owner\n";

TEST(Deadlock, Abba) {
  const Asked asked(kTwoLocks + taker("t", 1, "a", "b") + taker("u", 2, "b", "a"));
  const property::Deadlock deadlock = asked.deadlock();
  EXPECT_TRUE(deadlock.cycle);
  EXPECT_EQ(deadlock.path.steps.size(), 2u);
  EXPECT_EQ(asked.name(deadlock.agent), "t");
  ASSERT_EQ(deadlock.waits.size(), 2u);
  EXPECT_EQ(deadlock.waits[0].agent, machine::AgentId{0});
  EXPECT_EQ(deadlock.waits[0].resource, machine::VariableId{1});
  EXPECT_EQ(deadlock.waits[0].holders, std::vector{machine::AgentId{1}});
  EXPECT_EQ(deadlock.waits[1].holders, std::vector{machine::AgentId{0}});
  EXPECT_FALSE(deadlock.only_signal_releases);
  EXPECT_FALSE(deadlock.only_adversary_releases);
  EXPECT_EQ(asked.location(deadlock.agent, asked.end_of(deadlock.path)), "TWO");
  EXPECT_TRUE(asked.holds("progress"));  // who is deadlocked is not judged for progress
}

TEST(Deadlock, SameOrderIsNone) {
  EXPECT_TRUE(
      Asked(kTwoLocks + taker("t", 1, "a", "b") + taker("u", 2, "a", "b")).holds("deadlock"));
}

TEST(Deadlock, WithItself) {
  const Asked asked(R"(
machine self
shared page: 0..9 holder owner
thread t ends { location W wait acquire for page location FAULT wait acquire for page location D init W end D
  W -> FAULT: when page == 0 do page := 1
  FAULT -> D: when page == 0 }
)");
  const property::Deadlock deadlock = asked.deadlock();
  EXPECT_TRUE(deadlock.cycle);
  ASSERT_EQ(deadlock.waits.size(), 1u);
  EXPECT_EQ(deadlock.waits[0].holders, std::vector{deadlock.agent});
  EXPECT_EQ(deadlock.path.steps.size(), 1u);
}

// ESBMC #6480: the deadlock of the philosophers needs as many switches as there are of them.
TEST(Deadlock, Philosophers) {
  std::string text = "machine philosophers shared fork: u8[5] in 0..5 holder owner\n";
  std::string polite = text;
  for (int p = 0; p < 5; ++p) {
    const std::string left = "fork[" + std::to_string(p) + "]",
                      right = "fork[" + std::to_string((p + 1) % 5) + "]";
    const std::string name = "p" + std::to_string(p);
    text += taker(name, p + 1, left, right);
    polite += p == 4 ? taker(name, p + 1, right, left) : taker(name, p + 1, left, right);
  }
  const Asked asked(text);
  const property::Deadlock deadlock = asked.deadlock();
  EXPECT_EQ(deadlock.path.steps.size(), 5u);
  EXPECT_EQ(deadlock.waits.size(), 5u);
  EXPECT_TRUE(deadlock.cycle);
  EXPECT_TRUE(Asked(polite).holds("deadlock"));
}

// The first to be stuck may be so before the cycle is closed: the path goes on until it is.
TEST(Deadlock, ThePathGoesOnUntilTheCycleCloses) {
  const Asked asked(R"(
machine closing
shared a: 0..9 = 2 holder owner
shared b: 0..9 holder owner
thread t ends {
  location ONE wait acquire for b location TWO wait acquire for a location DONE init ONE end DONE
  ONE -> TWO: when b == 0 do b := 1
  TWO -> DONE: when a == 0 }
thread u ends {
  location X location Y location W wait acquire for b location DONE init X end DONE
  X -> Y  Y -> W
  W -> DONE: when b == 0 do a := 0 }
)");
  const property::Deadlock deadlock = asked.deadlock();
  // Not at once: until t takes b, u may come first.
  EXPECT_EQ(deadlock.path.steps.size() - deadlock.closing, 1u);
  EXPECT_EQ(deadlock.closing, 2u);
  EXPECT_TRUE(deadlock.cycle);
  EXPECT_EQ(deadlock.waits.size(), 2u);
  EXPECT_EQ(asked.location(machine::AgentId{1}, asked.end_of(deadlock.path)), "W");
}

TEST(Deadlock, ReleasedByASignalOnly) {
  const Asked asked(R"(
machine may_be_killed
shared lock: 0..9 = 1 holder owner
shared killed: bool
thread t ends { location W wait killable for lock location D init W end D
  W -> D: when lock == 0 || killed }
signal kill { location A location B init A A -> B: do killed := true }
)");
  EXPECT_TRUE(asked.deadlock().only_signal_releases);
  EXPECT_FALSE(asked.deadlock().only_adversary_releases);
}

TEST(Deadlock, ReleasedByAnAdversaryOnly) {
  const Asked asked(R"(
machine evict
shared resident: bool = true
thread t ends { location W wait location D init W end D  W -> D: when !resident }
adversary reclaim { init A A -> A: do resident := false }
)");
  EXPECT_TRUE(asked.deadlock().only_adversary_releases);
  EXPECT_FALSE(asked.deadlock().only_signal_releases);
  EXPECT_FALSE(asked.deadlock().cycle);
  ASSERT_EQ(asked.deadlock().waits.size(), 1u);
  EXPECT_TRUE(asked.deadlock().path.steps.empty());
}

// A daemon's whim is no more to be counted on.
TEST(Deadlock, ReleasedByAWhimOnly) {
  const Asked asked(R"(
machine luck
shared go: bool
thread t ends { location W wait location D init W end D  W -> D: when go }
daemon d { init A
  A -> A: whim favourable "luck"
  A -> A: whim unfavourable "luck" do go := true }
)");
  EXPECT_TRUE(asked.deadlock().only_adversary_releases);
}

TEST(Deadlock, AdversaryMayLeadIntoIt) {
  const Asked asked(R"(
machine stem
shared gone: bool
thread t ends { location A location W wait location D init A end D
  A -> D: when !gone  A -> W: when gone  W -> D: when !gone }
adversary munmap { location A location B init A A -> B: do gone := true }
)");
  EXPECT_EQ(asked.deadlock().path.steps.size(), 2u);
}

TEST(Deadlock, IdleDaemonsAreNone) {
  const std::string daemon =
      "shared work: bool thread t ends { location A location D init A end D A -> D }\n";
  EXPECT_TRUE(Asked("machine i " + daemon +
                    "daemon d { location W wait idle init W W -> W: when work do work := false }")
                  .holds("deadlock"));
  const Asked busy("machine b " + daemon +
                   "daemon d { location W wait init W W -> W: when work do work := false }");
  EXPECT_EQ(busy.name(busy.deadlock().agent), "d");
}

// ESBMC #6474: somebody can still come and release it, however long it takes.
TEST(Deadlock, NotWhereSomebodyMayStillCome) {
  const Asked asked(R"(
machine late
shared lock: 0..9 = 2 holder owner
shared n: 0..9
thread t ends { location W wait acquire for lock location D init W end D  W -> D: when lock == 0 }
thread u ends { location A location D init A end D
  A -> A: when n < 9 do n := n + 1
  A -> D: when n == 9 do lock := 0 }
)");
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_TRUE(asked.holds("progress"));
}

// t hangs because u goes round with the lock: that is u's livelock, no deadlock.
TEST(Deadlock, NotWhereTheHolderLivelocks) {
  const Asked asked(R"(
machine spin
shared lock: 0..9 = 2 holder owner
thread t ends { location W wait acquire for lock location D init W end D  W -> D: when lock == 0 }
thread u ends { location A location B location D init A end D  A -> B  B -> A  A -> D: when lock == 7 do lock := 0 }
)");
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_EQ(asked.name(asked.livelock().agent), "u");
}

// … but with a wait cycle of its own it is one, whoever goes round elsewhere.
TEST(Deadlock, AWaitCycleCountsBesideALivelock) {
  const Asked asked(kTwoLocks + taker("t", 1, "a", "b") + taker("u", 2, "b", "a") +
                    "thread v ends { location A location B location D init A end D A -> B B -> A A "
                    "-> D: when false }\n");
  EXPECT_TRUE(asked.deadlock().cycle);
  EXPECT_EQ(asked.name(asked.livelock().agent), "v");
}

TEST(Deadlock, ReadersHoldByMask) {
  const Asked asked(R"(
machine upgrade
shared readers: u64 holder mask
thread r ends { location A location W wait for readers location D init A end D
  A -> W: do readers := readers | 1u64
  W -> D: when readers == 1 }
thread s ends { location A location W wait for readers location D init A end D
  A -> W: do readers := readers | 2u64
  W -> D: when readers == 2 do readers := 0 }
)");
  const property::Deadlock deadlock = asked.deadlock();
  EXPECT_TRUE(deadlock.cycle);
  EXPECT_EQ(asked.name(deadlock.agent), "r");
  EXPECT_EQ(deadlock.path.steps.size(), 2u);
  EXPECT_EQ(deadlock.waits.front().holders,
            (std::vector{machine::AgentId{0}, machine::AgentId{1}}));
}

// The reader's assumption is false at first and true once the writer has moved: the first state is
// no reason to forget that run.
TEST(Deadlock, BehindAnAssumptionThatBecomesTrue) {
  const Asked asked(R"(
machine hidden
shared x: u8 in 0..1 = 1
thread reader ends { var v: u8 in 0..1 = 0 location L0 location C committed location DONE
  init L0 end DONE
  L0 -> C: do v := x
  C -> DONE: when v == 0 }
thread writer ends { location L0 location W wait location DONE init L0 end DONE
  L0 -> W: do x := 0
  W -> DONE: when x == 1 }
)");
  EXPECT_EQ(asked.result.coverage.removed_by_assumption, 0u);
  EXPECT_EQ(asked.name(asked.deadlock().agent), "writer");
}

// What leads into undefined behaviour is reported as that.
TEST(Deadlock, NotWhereAFailureCutsTheRun) {
  const Asked asked(R"(
machine crash
shared n: i32
thread t ends { location W wait location D init W end D  W -> D: when n == 1 }
daemon d { location A location B init A  A -> B: do n := 1 / n  B -> B }
)");
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_FALSE(asked.holds("ub"));
}

// Whoever is stuck for good owes a step that no run takes: nobody waits for ever in a run that is
// none.
TEST(Deadlock, WhereSomebodyIsStuckForGoodNoRunStays) {
  EXPECT_TRUE(Asked(R"(
machine m
shared never: bool
thread reader ends { location C committed init L0; end DONE
  L0 -> C
  C -> DONE: when never }
thread writer ends { location W wait init W; end DONE
  W -> DONE: when never }
daemon busy { init A A -> A })")
                  .holds("deadlock"));
}

// The same for a step that is taken in no run because all that follows it contradicts an
// assumption.
TEST(Deadlock, WhereSomebodyCanOnlyStepToAFalseAssumptionNoRunStays) {
  const std::string rest = R"(
shared x: u8 in 0..3 = 1
thread writer ends { location W wait init W; end DONE  W -> DONE: when x == 3 }
adversary reclaim { init L0  L0 -> L0: when x != 0 do x := 3 }
daemon pager { location L1 location L2 init L1  L1 -> L2: when x != 0 do x := 0 )";
  EXPECT_TRUE(Asked("machine good" + rest + "L2 -> L1 }").holds("deadlock"));
  EXPECT_FALSE(Asked("machine bad" + rest + "L2 -> L2 }").holds("deadlock"));
}

}  // namespace
}  // namespace headway::explicit_engine

// Livelocks at each level, what fairness rules out and what not, the loop that is shown, and traps
// that other checkers have fallen into.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

using property::Level;
using property::Obligation;

// The lasso closes when replayed, and the loop has so many steps.
void expect_loop(const Asked& asked, std::size_t stem, std::size_t loop) {
  const property::Livelock livelock = asked.livelock();
  EXPECT_EQ(livelock.lasso.stem.steps.size(), stem);
  EXPECT_EQ(livelock.lasso.loop.size(), loop);
  const machine::State first = asked.end_of(livelock.lasso.stem);
  EXPECT_EQ(asked.replayed(first, livelock.lasso.loop), first);
  EXPECT_FALSE(ended(asked.machine, first, livelock.agent));
}

TEST(Progress, WithoutAnyAdversary) {
  const Asked asked(R"(
machine retry
shared good: bool
thread t ends { location TOP location COPY location DONE init TOP end DONE
  TOP -> COPY
  COPY -> TOP: when !good
  COPY -> DONE: when good }
)");
  EXPECT_EQ(asked.livelock().level, Level::none);
  expect_loop(asked, 0, 2);
}

constexpr const char* kEvicted = R"(
machine evicted
shared resident: bool = true
thread t ends { location TOP location COPY location DONE init TOP end DONE
  TOP -> COPY
  COPY -> TOP: when !resident
  COPY -> DONE: when resident }
adversary reclaim { init A A -> A: when resident do resident := false }
)";

TEST(Progress, FinitelyManyAdversarySteps) {
  const Asked asked(kEvicted);
  EXPECT_EQ(asked.livelock().level, Level::finite);
  expect_loop(asked, 1, 2);
}

TEST(Progress, RequiredLevelDecides) {
  EXPECT_TRUE(Asked(kEvicted, {}, Level::none).holds("progress"));
  EXPECT_FALSE(Asked(kEvicted, {}, Level::fair).holds("progress"));
  const std::string fine = "machine f thread t ends { location A location B init A end B A -> B }";
  EXPECT_TRUE(Asked(fine, {}, Level::fair).holds("progress"));
}

// An adversary that could go on for ever doesn't at `finite`.
TEST(Progress, TheDuelIsWonAtFinite) {
  const Asked asked(R"(
machine duel
shared resident: bool
thread t ends { location TOP location COPY location DONE init TOP end DONE
  TOP -> COPY: do resident := true
  COPY -> TOP: when !resident
  COPY -> DONE: when resident }
adversary reclaim { init A A -> A: do resident := false }
)");
  EXPECT_TRUE(asked.holds("progress"));
}

TEST(Progress, AWhimIsAnAdversaryEdge) {
  const std::string whim = R"(
thread t ends { location A location B init A end B
  A -> B: whim favourable "fault"
  A -> A: whim unfavourable "fault" }
)";
  EXPECT_TRUE(Asked("machine w" + whim).holds("progress"));
  const Asked choice(
      "machine c thread t ends { location A location B init A end B A -> B A -> A }");
  EXPECT_EQ(choice.livelock().level, Level::none);  // a plain choice is never fair
  expect_loop(choice, 0, 1);
}

// The whim on the stem makes the difference between none and finite.
TEST(Progress, AWhimOnTheStem) {
  const Asked asked(R"(
machine stem
shared spoiled: bool
thread t ends { location A location B location C init A end C
  A -> B: whim favourable "fault"
  A -> B: whim unfavourable "fault" do spoiled := true
  B -> B: when spoiled
  B -> C: when !spoiled }
)");
  EXPECT_EQ(asked.livelock().level, Level::finite);
  expect_loop(asked, 1, 1);
}

TEST(Progress, ASetupWhimIsNoInitialStateAtNone) {
  const Asked asked(R"(
machine begin
shared spoiled: bool
setup s { location A committed location B init A end B
  A -> B: whim favourable "luck"
  A -> B: whim unfavourable "luck" do spoiled := true }
thread t ends { location A location B init A end B  A -> A: when spoiled  A -> B: when !spoiled }
)");
  EXPECT_EQ(asked.livelock().level, Level::finite);
  expect_loop(asked, 1, 1);
}

// Weak fairness makes the daemon step; then the thread ends.
TEST(Progress, WeakFairnessOfDaemons) {
  const std::string spin = R"(
shared ready: bool
thread t ends { location A location B init A end B  A -> A: when !ready  A -> B: when ready }
)";
  EXPECT_TRUE(Asked("machine d" + spin +
                    "daemon io { location A location B init A A -> B: do ready := true }")
                  .holds("progress"));
  const Asked adversary("machine a" + spin + "adversary io { init A A -> A: do ready := true }");
  EXPECT_EQ(adversary.livelock().level, Level::none);
}

// A daemon that is enabled only now and then need not step: weak fairness is weak.
TEST(Progress, WeakFairnessIsNoStrongFairness) {
  const std::string flicker = R"(
shared ready: bool
shared odd: bool
thread t ends { location A location B init A end B
  A -> A: when !ready do odd := !odd
  A -> B: when ready }
)";
  const Asked asked(
      "machine weak" + flicker +
      "daemon io { location A wait idle location B init A A -> B: when odd do ready := true }");
  expect_loop(asked, 0, 2);
  bool disabled = false;
  for (const Obligation& obligation : asked.livelock().obligations) {
    if (asked.name(obligation.agent) == "io")
      disabled = obligation.met == Obligation::Met::disabled;
  }
  EXPECT_TRUE(disabled);
}

// Two threads barging for a lock: only an acquire that is strongly fair gets through.
std::string bargers(const std::string& wait) {
  return R"(
machine barge
shared lock: 0..9 holder owner
shared stop: bool
thread hog { location W wait acquire for lock location H init W
  W -> H: when lock == 0 do lock := 1 progress
  H -> W: do lock := 0 }
thread t ends { location W wait )" +
         wait + R"( for lock location H location D init W end D
  W -> H: when lock == 0 do lock := 2
  H -> D: do lock := 0 }
)";
}

TEST(Progress, StrongFairnessOfAcquires) {
  const Asked fair(bargers("acquire"));
  EXPECT_TRUE(fair.holds("progress"));
  EXPECT_TRUE(fair.holds("deadlock"));
  const Asked unfair(bargers(""));
  EXPECT_EQ(unfair.name(unfair.livelock().agent), "t");
  expect_loop(unfair, 0, 2);
}

// A starved acquire is removed from a component, and what is left may still hold a fair cycle
// without it.
TEST(Progress, RefinesComponents) {
  const Asked asked(R"(
machine refine
shared open: bool
shared x: 0..1
thread hog ends { location A location B location D init A end D
  A -> A: do x := 1 - x
  A -> B: do open := true
  B -> A: do open := false
  A -> D: when false }
thread t ends { location W wait acquire location D init W end D  W -> D: when open }
)");
  // The hog goes round in A without opening, or opens once in a while: then t gets through.
  expect_loop(asked, 0, 2);
  EXPECT_EQ(asked.name(asked.livelock().agent), "hog");
  const machine::State first = asked.end_of(asked.livelock().lasso.stem);
  EXPECT_EQ(first.cells[0], 0);
}

TEST(Progress, OfThreadsWithoutEnd) {
  const std::string loop = R"(
thread t { location A location B init A
  A -> B: progress  B -> A
  B -> B: when stuck }
)";
  EXPECT_TRUE(Asked("machine good shared stuck: bool" + loop).holds("progress"));
  const Asked stuck("machine bad shared stuck: bool = true" + loop);
  expect_loop(stuck, 1, 1);
}

// A loop that needs a progress step to be fair is no loop without progress.
TEST(Progress, ProgressStepsCountAsEnabled) {
  EXPECT_TRUE(Asked(R"(
machine enabled
shared x: bool
thread t { init A A -> A: progress }
daemon d { init A A -> A: do x := !x }
)")
                  .holds("progress"));
}

// t waits while u holds the lock for ever, making progress of its own: t's hang is t's.
TEST(Progress, AHangThatIsNoDeadlock) {
  const Asked asked(R"(
machine hang
shared lock: 0..9 = 2 holder owner
thread t ends { location W wait acquire for lock location D init W end D  W -> D: when lock == 0 }
thread u { init A A -> A: progress }
)");
  EXPECT_TRUE(asked.holds("deadlock"));
  EXPECT_EQ(asked.name(asked.livelock().agent), "t");
  expect_loop(asked, 0, 1);
}

// The one who goes round is shown rather than the one who waits meanwhile.
TEST(Progress, ShowsWhoGoesRound) {
  const Asked asked(R"(
machine rather
shared lock: 0..9 = 2 holder owner
thread t ends { location W wait acquire for lock location D init W end D  W -> D: when lock == 0 }
thread u ends { location A location B location D init A end D
  A -> B  B -> A  A -> D: when lock == 7 do lock := 0 }
)");
  EXPECT_EQ(asked.name(asked.livelock().agent), "u");
  expect_loop(asked, 0, 2);
}

TEST(Progress, ShortestLoopOverAllComponents) {
  const Asked asked(R"(
machine shortest
shared n: 0..9
thread t ends { location A location S location T location D init A end D
  A -> S  A -> T
  S -> S: do n := n == 9 ? 0 : n + 1
  T -> T: when n == 1 do n := 0
  T -> T: when n == 0 do n := 1
  S -> D: when false  T -> D: when false }
)");
  expect_loop(asked, 1, 2);
}

TEST(Progress, ObligationsNameTheirSteps) {
  const Asked asked(R"(
machine duties
shared lock: 0..9 holder owner
shared tick: bool
thread t ends { location W wait acquire for lock location H location D init W end D
  W -> H: when lock == 0 do lock := 1
  H -> W: do lock := 0
  H -> D: when false }
daemon clock { init A A -> A: do tick := !tick }
daemon asleep { location I wait idle init I I -> I: when false }
)");
  const property::Livelock livelock = asked.livelock();
  expect_loop(asked, 0, 4);  // the clock ticks twice
  ASSERT_EQ(livelock.obligations.size(), 4u);
  for (const Obligation& obligation : livelock.obligations) {
    if (asked.name(obligation.agent) == "asleep") {
      EXPECT_EQ(obligation.met, Obligation::Met::never_enabled);
      continue;
    }
    ASSERT_EQ(obligation.met, Obligation::Met::steps);
    EXPECT_EQ(livelock.lasso.loop[obligation.where].agent, obligation.agent);
  }
  EXPECT_EQ(livelock.obligations.back().kind, Obligation::Kind::strong);
  EXPECT_EQ(livelock.obligations.back().acquire, machine::LocationId{0});
}

// More obligations than the exact search takes on: the loop is greedy, and says so.
TEST(Progress, ManyObligations) {
  std::string text = "machine many\nshared bits: bool[14]\n";
  for (int i = 0; i < 14; ++i) {
    const std::string n = std::to_string(i);
    text += "thread t" + n + " ends { location A location D init A end D A -> A: when bits[" + n +
            "] A -> A: when !bits[" + n + "] A -> D: when bits[" + n + "] && !bits[" + n + "] }\n";
  }
  const Asked asked(text);
  expect_loop(asked, 0, 14);
  const auto& violated = std::get<property::Violated>(asked.verdict("progress"));
  ASSERT_EQ(violated.notes.size(), 1u);
}

// TLC #201: a cycle that needs an edge outside the component is none.
TEST(Traps, CycleThroughAnEdgeOutsideTheComponent) {
  EXPECT_TRUE(Asked(R"(
machine outside
thread t ends { location A location B location C location D init A end D
  A -> B  A -> C  B -> C  B -> D  C -> D }
)")
                  .holds("progress"));
  // Going back needs the adversary: no cycle at finite.
  EXPECT_TRUE(Asked(R"(
machine through
shared back: bool
thread t ends { location A location B location D init A end D
  A -> B: when !back
  B -> A: when back
  B -> D
  A -> D: when back }
adversary e { init A A -> A: do back := !back }
)")
                  .holds("progress"));
}

// TLC #1348, #790: a prefix that stops is no run where somebody is enabled.
TEST(Traps, FinitePrefixRuledOutByFairness) {
  EXPECT_TRUE(Asked("machine prefix thread t ends { location A location B location C init A end C "
                    "A -> B B -> C }")
                  .holds("progress"));
}

// tla-rs #59, #62, #63: staying for ever is fair only where nobody is enabled; who waits for what
// never comes is deadlocked.
TEST(Traps, StayingForEver) {
  const Asked waits(R"(
machine stay
shared x: 0..1
thread t { location A location W wait init A
  A -> W: progress
  W -> W: when x == 1 progress }
)");
  EXPECT_FALSE(waits.holds("deadlock"));  // a wait that nothing ends is the deadlock's matter
  EXPECT_TRUE(waits.holds("progress"));
  // A thread whose guard is open but whose every chain meets a false assumption is owed a step that
  // no run takes: nothing real stays here.
  const Asked stuck(R"(
machine unreal
thread t ends { location W wait location C committed location D init W end D
  W -> C  C -> D: when false }
)");
  EXPECT_EQ(stuck.result.coverage.removed_by_assumption, 1u);
  EXPECT_TRUE(stuck.holds("deadlock"));
  EXPECT_TRUE(stuck.holds("progress"));
}

// A step that changes nothing is a step: fairness is met by it.
TEST(Traps, StutteringStepsAreSteps) {
  const Asked asked(
      "machine stutter thread t ends { location A location D init A end D A -> A A -> D: when "
      "false }");
  expect_loop(asked, 0, 1);
}

// Stateright PR #3: what must come is forgotten where paths join, or at cycles.
TEST(Traps, JoinsAndCycles) {
  const Asked asked(R"(
machine joins
shared seen: bool
thread t ends { location A location B location C location J location K location D init A end D
  A -> B  A -> C
  B -> J: do seen := true
  C -> J
  J -> K
  K -> J: when !seen
  K -> D: when seen }
)");
  expect_loop(asked, 2, 2);
  EXPECT_EQ(asked.end_of(asked.livelock().lasso.stem).cells[0], 0);
}

// Dat3M #695: a lock that always succeeds hides this.
TEST(Traps, LockThatIsNeverFree) {
  const Asked asked(R"(
machine trylock
shared lock: 0..9 = 2 holder owner
thread t ends { location A location D init A end D
  A -> A: when lock != 0
  A -> D: when lock == 0 do lock := 1 }
thread u ends { location W wait location D init W end D  W -> D: when lock == 1 }
)");
  EXPECT_EQ(asked.name(asked.livelock().agent), "t");
  EXPECT_TRUE(asked.holds("deadlock"));
}

// TLC #839: what constrains the states must not make liveness vacuous where a real run is left.
TEST(Traps, AssumptionsDoNotHideLivelocks) {
  const Asked asked(R"(
machine constrained
shared n: i32
thread t ends { location A location C committed location L location M location D init A end D
  A -> C: choose 0..3 do n := i32(choice)
  C -> L: when n >= 2
  L -> M  M -> L: when n == 3  M -> D: when n == 2 }
)");
  expect_loop(asked, 1, 2);
}

}  // namespace
}  // namespace headway::explicit_engine

// Who spins and who does not; the loop that is shown, what it polls, and whether progress suffers.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

using property::Level;
using property::Spin;

std::vector<std::string> polled(const Asked& asked) {
  std::vector<std::string> names;
  for (const Spin::Polled& polled : asked.shown<Spin>("no-spin").polled) {
    std::string line = asked.machine.at(polled.variable).name + ":";
    for (const machine::AgentId writer : polled.writers) line += " " + asked.name(writer);
    names.push_back(line);
  }
  return names;
}

// The lasso closes when replayed, and each step of the loop is the thread's.
void expect_loop(const Asked& asked, std::size_t stem, std::size_t loop) {
  const Spin spin = asked.shown<Spin>("no-spin");
  EXPECT_EQ(spin.lasso.stem.steps.size(), stem);
  EXPECT_EQ(spin.lasso.loop.size(), loop);
  const machine::State first = asked.end_of(spin.lasso.stem);
  EXPECT_EQ(asked.replayed(first, spin.lasso.loop), first);
  for (const machine::Step& step : spin.lasso.loop) EXPECT_EQ(step.agent, spin.agent);
}

// A fair scheduler lets the pager answer, so that the thread ends; it has spun until then.
constexpr const char* kPolls = R"(
machine polls
shared answered: bool
thread t ends { var seen: bool
  location LOOK init LOOK end DONE
  LOOK -> TEST: do seen := answered
  TEST -> LOOK: when !seen
  TEST -> DONE: when seen }
daemon pager { init P P -> Q: do answered := true Q -> Q: when false }
)";

TEST(NoSpin, PollingUntilAnotherAnswersIsSpinning) {
  const Asked asked(kPolls);
  EXPECT_TRUE(asked.holds("progress"));
  expect_loop(asked, 0, 2);
  EXPECT_EQ(polled(asked), std::vector<std::string>{"answered: pager"});
  EXPECT_EQ(asked.shown<Spin>("no-spin").hinders, std::nullopt);
}

TEST(NoSpin, ABusyLivelockIsAlsoSpinning) {
  const Asked asked(R"(
machine retry
shared good: bool = true
thread t ends { init TOP end DONE
  TOP -> COPY
  COPY -> TOP: when !good
  COPY -> DONE: when good }
adversary reclaim { init A A -> A: when good do good := false }
)");
  EXPECT_FALSE(asked.holds("progress"));
  expect_loop(asked, 1, 2);
  EXPECT_EQ(polled(asked), std::vector<std::string>{"good: reclaim"});
  EXPECT_EQ(asked.shown<Spin>("no-spin").hinders, Level::finite);
}

TEST(NoSpin, HindersAlreadyAtNone) {
  const Asked asked(R"(
machine retry
shared good: bool
thread t ends { init TOP end DONE
  TOP -> COPY
  COPY -> TOP: when !good
  COPY -> DONE: when good }
)");
  EXPECT_EQ(asked.shown<Spin>("no-spin").hinders, Level::none);
  EXPECT_TRUE(polled(asked).empty());  // nobody can change it
}

TEST(NoSpin, ABlockingWaitIsNoSpinning) {
  EXPECT_TRUE(Asked(R"(
machine waits
shared answered: bool
thread t ends { location LOOK wait init LOOK end DONE LOOK -> DONE: when answered }
daemon pager { init P P -> Q: do answered := true Q -> Q: when false }
)")
                  .holds("no-spin"));
}

std::string with_wait(const std::string& wait) {
  return R"(
machine sleeps
shared answered: bool
shared open: bool = true
thread t ends { location LOOK location SLEEP )" +
         wait + R"( location DONE init LOOK end DONE
  LOOK -> SLEEP: when !answered
  SLEEP -> LOOK: when open yields
  LOOK -> DONE: when answered }
daemon pager { init P P -> Q: do answered := true Q -> Q: when false }
)";
}

TEST(NoSpin, ATimedWaitBlocksAnOpenOneDoesNot) {
  EXPECT_TRUE(Asked(with_wait("wait timed")).holds("no-spin"));
  expect_loop(Asked(with_wait("wait")), 0, 2);
  expect_loop(Asked(with_wait("")), 0, 2);
}

TEST(NoSpin, ProgressIsNoSpinning) {
  const std::string loop = "machine p thread t { init A A -> B B -> A";
  EXPECT_TRUE(Asked(loop + ": progress }").holds("no-spin"));
  expect_loop(Asked(loop + " }"), 0, 2);
}

TEST(NoSpin, WhimsAndOthersStepsAreNoSpinning) {
  EXPECT_TRUE(Asked(R"(
machine luck
thread t ends { init A end B
  A -> A: whim unfavourable "no memory"
  A -> B: whim favourable "no memory" }
)")
                  .holds("no-spin"));
  EXPECT_TRUE(Asked(R"(
machine handed
shared turn: bool
thread t { init A A -> A: when turn do turn := false }
daemon d { init A A -> A: when !turn do turn := true }
)")
                  .holds("no-spin"));
}

// Both go round with the whole state the same again; a counter that grows ends the loop.
TEST(NoSpin, ABoundedLoopEnds) {
  EXPECT_TRUE(Asked(R"(
machine bounded
shared good: bool
thread t ends { var tries: 0..3 init A end B
  A -> A: when !good && tries < 3 do tries := tries + 1
  A -> B: when good || tries == 3 }
)")
                  .holds("no-spin"));
}

TEST(NoSpin, DaemonsMayPoll) {
  EXPECT_TRUE(Asked("machine d daemon d { init A A -> A }").holds("no-spin"));
}

// Of two threads the one with the shorter loop, though its stem is longer.
TEST(NoSpin, ShortestLoopThenShortestStem) {
  const Asked asked(R"(
machine two
thread long ends { init A end Z A -> B B -> A A -> Z }
thread short ends { init A end Z A -> B B -> C C -> C C -> Z }
)");
  EXPECT_EQ(asked.name(asked.shown<Spin>("no-spin").agent), "short");
  expect_loop(asked, 2, 1);
}

}  // namespace
}  // namespace headway::explicit_engine

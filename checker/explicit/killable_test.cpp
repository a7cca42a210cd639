// Threads that go on after their fatal signal, and threads that do not.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

using property::Unkillable;

// The lasso closes when replayed, and the signal is pending from where it is said to be.
void expect_run(const Asked& asked, std::size_t stem, std::size_t loop, std::size_t killed_after) {
  const auto shown = asked.shown<Unkillable>("killable");
  EXPECT_EQ(shown.lasso.stem.steps.size(), stem);
  EXPECT_EQ(shown.lasso.loop.size(), loop);
  EXPECT_EQ(shown.killed_after, killed_after);
  const machine::State last = asked.end_of(shown.lasso.stem);
  EXPECT_EQ(asked.replayed(last, shown.lasso.loop), last);
}

std::string loop_with(const std::string& test, const std::string& extra = "") {
  return R"(
machine write
shared killed: bool
shared resident: bool = true
thread t ends { init TOP end DONE fatal killed
  TOP -> FAULTS )" +
         test + R"(
  TOP -> DONE: when killed
  FAULTS -> COPY: do resident := true
  COPY -> TOP: attempt when !resident
  COPY -> DONE: attempt when resident }
adversary reclaim { init A A -> A: when resident do resident := false }
signal kill { init S end E S -> E: do killed := true }
)" + extra;
}

TEST(Killable, WhoLooksAtItEveryTimeIs) {
  EXPECT_TRUE(Asked(loop_with(": when !killed")).holds("killable"));
}

// Reclaim takes the page in each round, which no fairness forbids it.
TEST(Killable, WhoIgnoresItMayGoOnForEver) {
  const Asked asked(loop_with(""));
  EXPECT_TRUE(asked.holds("progress"));
  expect_run(asked, 2, 4, 2);
}

TEST(Killable, AHangAtAWaitIsAnothersAffair) {
  EXPECT_TRUE(Asked(R"(
machine hangs
shared killed: bool
shared open: bool
thread t ends { location W wait location E init W end E fatal killed W -> E: when open }
daemon d { init A A -> A }
signal kill { init S end E S -> E: do killed := true }
)")
                  .holds("killable"));
}

// So many rounds of one attempt each after the signal, then the end.
std::string rounds(int count) {
  return R"(
machine rounds
shared killed: bool
thread t ends { var left: 0..9 = )" +
         std::to_string(count) + R"(
  init TOP end DONE fatal killed
  TOP -> TOP: attempt when left > 0 do left := left - 1
  TOP -> DONE: when left == 0 }
signal kill { init S end E S -> E: do killed := true }
)";
}

TEST(Killable, AFewAttemptsMayFollow) {
  EXPECT_TRUE(Asked(rounds(2)).holds("killable"));
  const Asked asked(rounds(4));
  expect_run(asked, 4, 0, 1);
  EXPECT_EQ(asked.shown<Unkillable>("killable").attempts, 3u);
}

TEST(Killable, OnlyAttemptsOfTheRangeCount) {
  std::string text = rounds(4);
  text.replace(text.find("attempt when"), 12, "attempt exec when");
  EXPECT_TRUE(Asked(text).holds("killable"));
}

// The way to the third attempt is longer than that to the state where it is made.
TEST(Killable, TheRunIsShortestByAttempts) {
  const Asked asked(R"(
machine detour
shared killed: bool = true
thread t ends { var left: 0..9 = 2 init A end DONE fatal killed
  A -> LAST
  A -> B
  B -> B: attempt when left > 0 do left := left - 1
  B -> C: when left == 0
  C -> LAST
  LAST -> DONE: attempt do left := 2 }
)");
  expect_run(asked, 6, 0, 0);
}

TEST(Killable, OneThreadsSignalIsNotAnothers) {
  const std::string other = "thread u ends { init A end Z fatal false A -> A A -> Z }";
  EXPECT_TRUE(Asked(loop_with(": when !killed", other)).holds("killable"));
}

TEST(Killable, SeveralAttemptsOfOneStepCountEach) {
  const Asked asked(R"(
machine chain
shared killed: bool = true
thread t ends { location A location B committed location C init A end E fatal killed
  A -> B: attempt
  B -> C: attempt
  C -> E: attempt }
)");
  expect_run(asked, 2, 0, 0);
  EXPECT_EQ(asked.shown<Unkillable>("killable").attempts, 3u);
}

}  // namespace
}  // namespace headway::explicit_engine

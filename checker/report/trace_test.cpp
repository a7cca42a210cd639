#include "checker/report/trace.h"

#include "checker/report/runs_for_test.h"

namespace headway::report {
namespace {

class TraceTest : public Runs {
 protected:
  Trace traced(const std::vector<machine::Step>& loop = {}) {
    const Names names(machine_);
    const Interest interest(machine_, inputs_, names);
    return trace({machine_, inputs_, sources_, names, interest}, replay(machine_, path(), loop));
  }
  Sources sources_;
  const std::vector<std::string> inputs_{file_};
};

TEST_F(TraceTest, ShowsTheUsersLineOrTheNote) {
  begin();
  lost_round();
  const Trace run = traced();
  ASSERT_EQ(run.stem_steps, 7u);
  EXPECT_EQ(run.opening, (std::vector<std::string>{"a write of 4 bytes"}));
  // Faulting in, eviction, lock, copy, write_end (two steps on one line) and the test.
  ASSERT_EQ(run.stem.size(), 6u);
  EXPECT_EQ(run.stem[0].text, "page 1 faulted in");
  EXPECT_EQ(run.stem[0].spot.line, 4u);
  EXPECT_EQ(run.stem[1].text, "page 1 evicted");
  EXPECT_EQ(run.stem[1].spot.line, 88u);
  EXPECT_FALSE(run.stem[1].spot.own);
  EXPECT_EQ(run.stem[2].text, "folio = write_begin(pos);");
  EXPECT_EQ(run.stem[2].spot.line, 6u);
  EXPECT_EQ(run.stem[4].text, "write_end(folio, copied);");
  EXPECT_EQ(run.stem[4].first, 5u);
  EXPECT_EQ(run.stem[4].last, 6u);
}

TEST_F(TraceTest, ListsOnlyWhatChangedAndNoStripDraws) {
  begin();
  lost_round();
  const Trace run = traced();
  EXPECT_TRUE(run.stem[0].changes.empty());  // a page
  EXPECT_TRUE(run.stem[2].changes.empty());  // a lock
  ASSERT_EQ(run.stem[3].changes.size(), 1u);
  EXPECT_EQ(run.stem[3].changes[0].name, "lost");
  EXPECT_EQ(run.stem[3].changes[0].before, "0");
  EXPECT_EQ(run.stem[3].changes[0].after, "1");
}

TEST_F(TraceTest, TwoNotesAreNeverOneLine) {
  load(R"(machine m
thread t ends { init A; end C
  A -> B: note "one" @ "LOOP":4:1
  B -> C: note "two" @ "LOOP":4:1 })");
  begin();
  take("t");
  take("t");
  EXPECT_EQ(traced().stem.size(), 2u);
}

TEST_F(TraceTest, ALongStemLosesItsMiddleAndSaysHowMuch) {
  load(R"(machine m
thread t ends { var n: u32 = 0; init A; end C
  A -> A: when n < 100 do n := n + 1 note "round {n}"
  A -> C: when n == 100 })");
  begin();
  for (int i = 0; i < 100; ++i) take("t");
  const Trace run = traced();
  EXPECT_LE(run.stem.size(), 40u);
  EXPECT_EQ(run.stem_steps, 100u);
  std::size_t shown = 0;
  std::size_t left_out = 0;
  for (const Line& line : run.stem) {
    left_out += line.left_out;
    if (line.left_out == 0) shown += line.last - line.first + 1;
  }
  EXPECT_GT(left_out, 0u);
  EXPECT_EQ(shown + left_out, 100u);
  EXPECT_EQ(run.stem.back().text, "round 99");
}

TEST_F(TraceTest, AStepWithoutAPlaceShowsItsLocations) {
  load(R"(machine m
thread t ends { init A; end B; A -> B })");
  begin();
  take("t");
  EXPECT_EQ(traced().stem[0].text, "A → B");
}

TEST_F(TraceTest, ALocationOfAFunctionIsTheFunction) {
  load(R"(machine m
thread t ends { init `my_write:12.3`; end B; location `my_write:12.4`; location `copy:7`
  `my_write:12.3` -> `my_write:12.4`
  `my_write:12.4` -> `copy:7`
  `copy:7` -> B })");
  begin();
  for (int i = 0; i < 3; ++i) take("t");
  const Trace run = traced();
  EXPECT_EQ(run.stem[0].text, "in my_write");
  EXPECT_EQ(run.stem[1].text, "in my_write → in copy");
  EXPECT_EQ(run.stem[2].text, "in copy → B");
}

TEST_F(TraceTest, TheTellingTransitionIsTheOneWithTheNote) {
  load(R"(machine m
shared x: u32 = 0
thread t ends { init A; end C; location B committed
  A -> B: do x := 1 @ "LOOP":4:1
  B -> C: note "told" @ "LOOP":6:1 })");
  begin();
  take("t");
  EXPECT_EQ(traced().stem[0].spot.line, 6u);
}

TEST_F(TraceTest, OfTheUsersLinesTheOneThatChangesSharedStateTells) {
  load(R"(machine m
shared x: u32 = 0
thread t ends { var y: u32 = 0; init A; end D; location B committed; location C committed
  A -> B: do y := 1 @ "LOOP":4:1
  B -> C: do x := 1 @ "LOOP":6:1
  C -> D: do y := 2 @ "LOOP":7:1 })");
  begin();
  take("t");
  EXPECT_EQ(traced().stem[0].spot.line, 6u);
}

TEST_F(TraceTest, AStepThatDoesTwoThingsToSeeIsTwoLines) {
  load(R"(machine m
shared taken: i32 = 1 holder owner label "lock"
thread t ends { init A; end D; location B committed; location C committed
  A -> B: note "0 bytes are copied" @ "u.h":4:1 via copy @ "LOOP":7:1
  B -> C: @ "LOOP":9:1
  C -> D: do taken := 0 @ "LOOP":8:1 })");
  begin();
  take("t");
  const Trace run = traced();
  ASSERT_EQ(run.stem.size(), 2u);
  EXPECT_EQ(run.stem[0].text, "0 bytes are copied");
  EXPECT_EQ(run.stem[1].spot.line, 8u);
  EXPECT_EQ(run.stem[0].first, run.stem[1].first);
  EXPECT_EQ(run.stem_steps, 1u);
}

TEST_F(TraceTest, ALocalThatNobodyReadsAgainHasNotChanged) {
  load(R"(machine m
thread t ends { var y: u32 = 0; init A; end D
  A -> B: do y := 3
  B -> C: when y == 3 do y := 0
  C -> D })");
  begin();
  for (int i = 0; i < 3; ++i) take("t");
  const Trace run = traced();
  ASSERT_EQ(run.stem[0].changes.size(), 1u);
  EXPECT_EQ(run.stem[0].changes[0].after, "3");
  EXPECT_TRUE(run.stem[1].changes.empty());
}

// As the pass for dead variables leaves it: C has no line for B's `content := 0`.
TEST_F(TraceTest, AGlobalThatNobodyReadsAgainIsNotReset) {
  load(R"(machine m
shared content: u32[2] = 0
shared seen: u32 = 0
thread t ends { init A; end E
  A -> B: do content[1] := 3
  B -> C: when content[1] == 3 do content[0] := 0, content[1] := 0
  C -> D: do seen := 1
  D -> E: do seen := 0 }
thread reader ends { init A; end B; A -> B: when seen == 0 })");
  begin();
  for (int i = 0; i < 4; ++i) take("t");
  const Trace run = traced();
  ASSERT_EQ(run.stem[0].changes.size(), 1u);
  EXPECT_EQ(run.stem[0].changes[0].name, "content[1]");
  EXPECT_TRUE(run.stem[1].changes.empty());
  ASSERT_EQ(run.stem[3].changes.size(), 1u);  // others use it: this is the program's own doing
  EXPECT_EQ(run.stem[3].changes[0].name, "seen");
}

TEST_F(TraceTest, WhatASpecJudgesInEveryStateIsShown) {
  load(R"(machine m
shared content: u32 = 0
invariant LOW: content < 9
thread t ends { init A; end C
  A -> B: do content := 3
  B -> C: do content := 0 })");
  begin();
  for (int i = 0; i < 2; ++i) take("t");
  EXPECT_EQ(traced().stem[1].changes.size(), 1u);
}

TEST_F(TraceTest, OnlyWhatAPersonWroteChanges) {
  load(R"(machine m
shared made: u32 = 0 ghost
observe accepted: made
thread t ends {
  var `my_write.bytes`: u64 = 0; var `env.bytes`: u64 = 0; var `my_write.%3`: u64 = 0; var `my_write.folio`: u64 = 0
  init A; end D
  A -> B: do `my_write.bytes` := 1, `env.bytes` := 1, `my_write.%3` := 1, `my_write.folio` := 65792, made := 2
    @ "LOOP":7:2 via my_write @ "h.h":3:3
  B -> D: when `my_write.bytes` + `env.bytes` + `my_write.%3` + `my_write.folio` > 0 })");
  begin();
  take("t");
  const std::vector<Change> changes = traced().stem[0].changes;
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].name, "bytes");
  EXPECT_EQ(changes[1].name, "accepted");
  EXPECT_EQ(changes[1].after, "2");
}

}  // namespace
}  // namespace headway::report

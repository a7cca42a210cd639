#include "checker/report/report.h"

#include "checker/report/page.h"
#include "checker/report/runs_for_test.h"

namespace headway::report {
namespace {

using testing::Test;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Words of a text, blanks and line ends made one blank: for sentences that may be filled over
// several lines.
std::string flat(const std::string& text) {
  std::string result;
  std::istringstream in(text);
  for (std::string word; in >> word;) result += (result.empty() ? "" : " ") + word;
  return result;
}

class ReportTest : public Runs {
 protected:
  void everything() {
    answer(progress_, livelock());
    answer(deadlock_, deadlock());
    answer(exact_, failed());
    answer({"NOSPUR", "write", std::string(100, 'x') + " and " + std::string(200, 'y')},
           property::Holds{});
    answer({"MAXP", "write", "A prefix."},
           property::Undecided{"the limit of 100 states was reached (--max-states)"});
    result_.coverage.covers = {false};
  }
};

TEST_F(ReportTest, NoLineIsLongerThanTheWidth) {
  everything();
  for (const std::size_t width : {0u, 80u, 100u, 120u}) {
    for (const std::string& line : lines_of(render_text(request(width)))) {
      EXPECT_LE(columns(line), std::max<std::size_t>(width, 80)) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST_F(ReportTest, SaysTheSameTwice) {
  everything();
  EXPECT_EQ(render_text(request()), render_text(request()));
}

TEST_F(ReportTest, HeadlinesGiveVerdictIdAndSentence) {
  everything();
  const std::string text = render_text(request());
  EXPECT_TRUE(line_with(text, "Every thread ends.").starts_with("VIOLATED   progress")) << text;
  EXPECT_TRUE(line_with(text, "xxx").starts_with("holds      NOSPUR")) << text;
  EXPECT_TRUE(line_with(text, "A prefix.").starts_with("undecided  MAXP")) << text;
  EXPECT_TRUE(has(flat(text), "the limit of 100 states was reached (--max-states)")) << text;
}

TEST_F(ReportTest, NoColourUnlessAsked) {
  everything();
  Request wanted = request();
  EXPECT_FALSE(has(render_text(wanted), "\x1b"));
  wanted.color = true;
  EXPECT_TRUE(has(render_text(wanted), "\x1b[1;31mVIOLATED"));
}

TEST_F(ReportTest, ALivelockShowsLanesStripsAndTheMarkedLoop) {
  answer(progress_, livelock());
  for (const std::size_t width : {80u, 120u}) {
    const std::string text = render_text(request(width));
    EXPECT_TRUE(has(text, "loop: 14 steps")) << text;
    EXPECT_TRUE(line_with(text, "╭▸").ends_with("REB    –")) << text;
    EXPECT_TRUE(has(line_with(text, "╭▸"), "page 1 evicted")) << text;
    EXPECT_TRUE(has(text, "╰◂")) << text;
    EXPECT_TRUE(has(text, "pages: R RES, E EVICT, B BAD")) << text;
    EXPECT_TRUE(has(line_with(text, "write_begin"), "folio 0:writer")) << text;
    // What changed stands beside its line where there is room, else below it.
    EXPECT_EQ(has(line_with(text, "lost 0→1"), "copy_folio_from_iter_atomic"), width == 120)
        << text;
    EXPECT_TRUE(has(text, "lost 0→1")) << text;
    // One lane each: the adversary's text begins to the right of the thread's.
    const std::string heads = line_with(text, "  stem");
    const std::string evicted = line_with(text, "page 1 evicted");
    EXPECT_EQ(heads.find("reclaim"), columns(evicted.substr(0, evicted.find("page 1 evicted"))))
        << text;
    EXPECT_FALSE(has(heads, "flusher")) << "takes no part";
  }
}

TEST_F(ReportTest, ALivelockSaysWhyItIsFairAndWhatNeverMoves) {
  answer(progress_, livelock());
  const std::string text = flat(render_text(request()));
  EXPECT_TRUE(has(text, "writer moves in step 2 of the loop")) << text;
  EXPECT_TRUE(has(text, "flusher can't move before step 1 of the loop")) << text;
  EXPECT_TRUE(has(text, "what never moves: iter_left 4, ")) << text;
  EXPECT_TRUE(has(text, ", left 4")) << text;
  EXPECT_FALSE(has(text, "lost 0,")) << text;
  EXPECT_FALSE(has(text, "page[1] ")) << "reclaim takes it away";
}

TEST_F(ReportTest, StayingForEverIsSaid) {
  property::Livelock lasso = livelock();
  lasso.lasso.loop.clear();
  answer(progress_, lasso);
  EXPECT_TRUE(has(render_text(request()), "nobody can move: it stays so for ever"));
}

TEST_F(ReportTest, ADeadlockNamesHolderWaiterAndLines) {
  answer(deadlock_, deadlock());
  const std::string text = flat(render_text(request()));
  EXPECT_TRUE(has(text,
                  "writer holds folio lock 0 (taken[0]), taken at pagemap.h:90 in folio_lock < "
                  "write_begin (called "
                  "from my_write.c:6), and waits for the same lock at pagemap.h:90 in folio_lock < "
                  "write_begin (called from my_write.c:6)."))
      << text;
  EXPECT_TRUE(has(text, "confirmed: no reachable state without adversaries' help releases it."))
      << text;
}

TEST_F(ReportTest, AKillableHangIsSaid) {
  property::Deadlock hang = deadlock();
  hang.only_signal_releases = true;
  answer(deadlock_, hang);
  EXPECT_TRUE(
      has(flat(render_text(request())), "nothing but a signal releases it (a killable hang)"));
}

TEST_F(ReportTest, AFailedCheckShowsItsMessageAndValues) {
  answer(exact_, failed());
  const std::string text = render_text(request());
  EXPECT_TRUE(has(text, "EXACT is violated: nothing is lost")) << text;
  EXPECT_TRUE(has(line_with(text, "✗"), "EXACT fails here")) << text;
  EXPECT_TRUE(has(line_with(text, "✗"), "my_write.c:9")) << text;
  EXPECT_TRUE(has(text, "lost = 1")) << text;
}

TEST_F(ReportTest, ARunThatBreaksTwoPromisesIsDrawnOnce) {
  answer(exact_, failed());
  answer({"AGAIN", "write", "Another promise."}, failed());
  const std::string text = render_text(request());
  EXPECT_EQ(text.find("  stem"), text.rfind("  stem")) << text;
  EXPECT_TRUE(has(text, "in the run of EXACT, above")) << text;
}

TEST_F(ReportTest, ProgressNextToADeadlockIsExplained) {
  answer(deadlock_, deadlock());
  answer(progress_, property::Holds{});
  EXPECT_TRUE(
      has(render_text(request()), "Every thread ends. (Unless it is deadlocked: see there.)"));
}

TEST_F(ReportTest, ACallSaysWhatItReturns) {
  load(R"(machine m
shared bad: bool = false ghost
observe first_was_bad: bad
thread t ends { var `t.hw_result_`: i64 = 0; init A; end D
  A -> B: call write @ "LOOP":1:1
  B -> C: do `t.hw_result_` := -14
  C -> D: return write with `t.hw_result_` check NOSPUR "no spurious error": `t.hw_result_` != -14 || bad })");
  begin();
  for (int i = 0; i < 3; ++i) take("t");
  answer({"NOSPUR", "write", "-EFAULT is only for a byte that is bad."},
         property::Failed{path(), "no spurious error"});
  const std::string text = render_text(request());
  EXPECT_TRUE(has(text, "write is called")) << text;
  EXPECT_TRUE(has(text, "write returns -EFAULT")) << text;
  EXPECT_TRUE(has(text, "where result = -EFAULT, first_was_bad = false")) << text;
}

TEST_F(ReportTest, ScopeIsAlwaysPrinted) {
  answer(progress_, property::Holds{});
  const std::string text = flat(render_text(request()));
  EXPECT_TRUE(
      has(text,
          "scope: for size 1..6; thread writer; daemon flusher; adversary reclaim; progress at "
          "adversary "
          "level finite; fairness weak per thread and daemon, strong per blocking acquire; any "
          "interleaving; sequential consistency; PAGE_SIZE 2 (really 4096)"))
      << text;
}

TEST_F(ReportTest, VacuityIsReported) {
  answer(progress_, property::Holds{});
  result_.coverage.covers = {false};
  result_.coverage.removed_by_assumption = 3;
  for (const machine::Agent& one : machine_.agents) {
    result_.coverage.taken.emplace_back(one.transitions.size(),
                                        one.kind != machine::AgentKind::adversary);
  }
  const std::string text = flat(render_text(request()));
  EXPECT_TRUE(has(text, "cover short never met: a copy stops early")) << text;
  EXPECT_TRUE(has(text, "reclaim never acts")) << text;
  EXPECT_TRUE(has(text, "3 states removed")) << text;
  result_.coverage.covers = {true};
  EXPECT_TRUE(has(render_text(request()), "covers: all 1 met"));
}

TEST_F(ReportTest, AnExplorationCutShortProvesNothingVacuous) {
  answer(progress_, property::Undecided{"the limit of 100 states was reached (--max-states)"});
  answer(exact_, property::Undecided{"the limit of 100 states was reached (--max-states)"});
  result_.coverage.covers = {false};
  const std::string text = flat(render_text(request()));
  EXPECT_FALSE(has(text, "never met:")) << text;
  EXPECT_TRUE(has(text, "exploration was cut short")) << text;
  EXPECT_EQ(text.find("the limit of"), text.rfind("the limit of"))
      << "the reason once, not for each property";
}

TEST_F(ReportTest, EachUselessFaultInIsNotedOnce) {
  load(R"(machine m
thread t ends { init A; end D
  A -> B: check `useless-fault-in` "page faults are disabled": false @ "u.h":3:1 via fault_in @ "LOOP":4:1
  B -> C: check `useless-fault-in` "page faults are disabled": false @ "u.h":3:1 via fault_in @ "LOOP":7:1
  C -> C: when false check `useless-fault-in` "page faults are disabled": false @ "u.h":3:1 via fault_in @ "LOOP":8:1
  C -> D })");
  begin();
  take("t");
  property::Property note{"useless-fault-in", "", "No probe only tests residency."};
  note.note = true;
  answer(note, property::Failed{path(), "page faults are disabled"});
  result_.coverage.taken = {{true, true, false, true}};
  Request wanted = request();
  const std::string text = render_text(wanted);
  EXPECT_FALSE(has(text, "VIOLATED")) << text;
  EXPECT_TRUE(has(flat(text),
                  "note: useless-fault-in: at line 4 page faults are disabled (" + file_ + ":4)"))
      << text;
  EXPECT_TRUE(has(flat(text),
                  "note: useless-fault-in: at line 7 page faults are disabled (" + file_ + ":7)"))
      << text;
  EXPECT_FALSE(has(text, file_ + ":8")) << "never taken";
  wanted.terse = true;
  EXPECT_EQ(render_text(wanted), file_ + ":4: note: useless-fault-in: page faults are disabled\n" +
                                     file_ +
                                     ":7: note: useless-fault-in: page faults are disabled\n");
}

TEST_F(ReportTest, TerseIsSilentWhenAllIsWell) {
  answer(progress_, property::Holds{});
  Request wanted = request();
  wanted.terse = true;
  EXPECT_EQ(render_text(wanted), "");
}

TEST_F(ReportTest, TerseGivesOneLineAFinding) {
  everything();
  Request wanted = request();
  wanted.terse = true;
  const std::vector<std::string> lines = lines_of(render_text(wanted));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_TRUE(lines[0].starts_with(file_ + ":6: error: progress: writer never gets out"))
      << lines[0];
  EXPECT_TRUE(
      lines[1].starts_with(file_ + ":6: error: deadlock: writer waits for ever for folio lock 0"))
      << lines[1];
  EXPECT_EQ(lines[2], file_ + ":9: error: EXACT: nothing is lost");
  EXPECT_EQ(
      lines[3],
      file_ + ": warning: MAXP: undecided: the limit of 100 states was reached (--max-states)");
}

TEST_F(ReportTest, StatsStandApart) {
  answer(progress_, property::Holds{});
  result_.statistics = {1234567, 2000000, 42, 3 << 20, 0.5};
  EXPECT_FALSE(has(render_text(request()), "1,234,567"));
  EXPECT_EQ(
      render_stats(request()),
      "1,234,567 states, 2,000,000 transitions, depth 42, 0.500 s, 3.0 MiB, 2,469,134 states/s\n");
}

}  // namespace
}  // namespace headway::report

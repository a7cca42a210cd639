// How far an answer holds, as text: the note with the run of the next level, bounds on attempts,
// the scope; none of it where only findings are wanted.
#include "checker/report/levels.h"

#include "checker/report/report.h"
#include "checker/report/runs_for_test.h"

namespace headway::report {
namespace {

using property::Level;

class LevelsTest : public Runs {
 protected:
  LevelsTest() { load(kPostFault); }

  void holds_up_to(Level level) {
    all_taken();
    property::Holds holds;
    holds.up_to = level;
    if (level != Level::unrestricted)
      holds.next = std::make_shared<property::Counterexample>(evicted_each_round());
    answer(progress_, property::Verdict{holds});
  }
  void bound(std::uint32_t transition, std::vector<std::optional<std::uint64_t>> most) {
    result_.bounds.push_back({agent("writer"), machine::TransitionId{transition}, std::move(most)});
  }
};

TEST_F(LevelsTest, WhatTheNextLevelBreaksIsANoteWithItsRun) {
  holds_up_to(Level::fair);
  EXPECT_EQ(render_text(request()), file_ + R"(
holds      progress  Every thread ends.

note: progress: holds against fair adversaries (level fair), but if they act as
      they like (level unrestricted) writer never gets out of a loop of 4 steps
  pages: E EVICT, R RES
  stem              writer   reclaim                                       pages
   begins with                                                             ER
   1  my_write.c:4  page 0 faulted in                                      RR
  loop: 4 steps, over and over
╭▸ 1  harness.h:88           page 0 evicted                                ER
│  2  my_write.c:7  copied = copy_folio_from_iter_atomic(folio, offset, …  ER
│  3  my_write.c:9  if (!copied)                                           ER
╰◂ 4  my_write.c:4  page 0 faulted in                                      RR
  what the loop repeats
    writer goes round copy_folio_from_iter_atomic (my_write.c:7) and
      fault_in_readable (:4)
    reclaim: page 0 evicted after fault_in_readable (my_write.c:4) and before
      copy_folio_from_iter_atomic (:7)
  what would break it
    if reclaim never did “page 0 evicted” or the like (step 1), writer would
      return

scope: for size 4; thread writer; adversary reclaim; signal kill; progress up to
       adversary level fair (required: finite); fairness weak per thread and
       daemon, strong per blocking acquire; any interleaving; sequential
       consistency
)");
}

TEST_F(LevelsTest, NotesAreNoFindings) {
  holds_up_to(Level::fair);
  Request wanted = request();
  wanted.terse = true;
  EXPECT_EQ(render_text(wanted), "");
}

TEST_F(LevelsTest, WhereItHoldsAtAllLevelsOnlyTheScopeSaysSo) {
  holds_up_to(Level::unrestricted);
  const std::string text = render_text(request());
  EXPECT_EQ(text.find("note:"), std::string::npos) << text;
  EXPECT_NE(text.find("progress up to\n       adversary level unrestricted (required: finite)"),
            std::string::npos)
      << text;
}

TEST_F(LevelsTest, OneBoundIsOneLineWithItsSizes) {
  holds_up_to(Level::unrestricted);
  bound(3, {2, 3, std::nullopt});
  EXPECT_EQ(line_with(render_text(request()), "attempts: "),
            "attempts: copy_folio_from_iter_atomic (my_write.c:7): at most 2 attempts with no");
}

TEST_F(LevelsTest, BoundsSayWhatMoreAdversaryStepsCost) {
  bound(3, {2, 3, 4});
  bound(4, {2, std::nullopt, std::nullopt});
  bound(0, {5, 5, 5});
  bound(1, {std::nullopt, std::nullopt, std::nullopt});
  bound(5, {0, 0, 0});
  std::string text = render_text(request(120));
  text = text.substr(text.find("attempts ("));
  EXPECT_EQ(text.substr(0, text.find("\n\n") + 1), R"(attempts (size 4 and 2 pages)
  copy_folio_from_iter_atomic (my_write.c:7): at most 2 attempts with no adversary step, 3 with 1, 4 with 2
  copy_folio_from_iter_atomic (my_write.c:7): at most 2 attempts with no adversary step, unbounded with 1
  fault_in_readable (my_write.c:4): at most 5 attempts, with up to 2 adversary steps or without
  fault_in_readable (my_write.c:4): unbounded
)");
}

TEST_F(LevelsTest, NotesOfWhatHoldsAreShown) {
  property::Holds holds;
  holds.notes = {"a remark"};
  answer(progress_, property::Verdict{holds});
  EXPECT_EQ(line_with(render_text(request()), "a remark"), "note: progress: a remark");
}

TEST_F(LevelsTest, TheScopeNamesTheFairnessPresumed) {
  answer(progress_, property::Holds{});
  result_.fairness = property::Fairness::weak;
  EXPECT_NE(render_text(request(200)).find("fairness weak per thread and daemon; any"),
            std::string::npos);
  result_.fairness = property::Fairness::none;
  EXPECT_NE(render_text(request(200)).find("fairness none presumed; any"), std::string::npos);
}

}  // namespace
}  // namespace headway::report

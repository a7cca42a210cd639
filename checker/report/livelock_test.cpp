// A livelock in words: what the loop repeats, what would break it, why it is fair; and the other
// loops that a report shows: spinning, going on after a signal.
#include "checker/report/explain.h"
#include "checker/report/fairness.h"
#include "checker/report/killed.h"
#include "checker/report/polling.h"
#include "checker/report/remedy.h"
#include "checker/report/report.h"
#include "checker/report/round.h"
#include "checker/report/runs_for_test.h"

namespace headway::report {
namespace {

using property::Livelock;
using property::Obligation;
using Sentences = std::vector<std::string>;

class LivelockTest : public Runs {
 protected:
  LivelockTest() { load(kPostFault); }

  // Calls `tell` with what it needs to speak of the run.
  template <typename Tell>
  auto told(const machine::Lasso& lasso, Tell&& tell) {
    const Names names(machine_);
    const Interest interest(machine_, inputs_, names);
    return tell(Reading{machine_, inputs_, sources_, names, interest},
                replay(machine_, lasso.stem, lasso.loop));
  }
  Sentences repeats(const Livelock& livelock) {
    return told(livelock.lasso, [&](const Reading& reading, const Replay& run) {
      return what_the_loop_repeats(reading, run, livelock.agent);
    });
  }
  Sentences remedy(const Livelock& livelock) {
    return told(livelock.lasso, [&](const Reading& reading, const Replay& run) {
      return what_would_break_it(reading, run, livelock);
    });
  }
  Sentences fair(const Livelock& livelock) {
    return told(livelock.lasso, [&](const Reading& reading, const Replay& run) {
      return why_fair(reading, run, livelock.obligations);
    });
  }

  // The whim goes badly in each round, and page 0 is not there.
  Livelock nothing_faulted_in() {
    begin();
    Livelock result = evicted_each_round();
    walked_.clear();
    state_ = replay(machine_, result.lasso.stem, {}).end_of_stem();
    take("reclaim");
    result.lasso.stem.steps.push_back(walked_.front());
    walked_.clear();
    for (int i = 0; i < 2; ++i) take("writer");
    take("writer", 1);
    result.lasso.loop = walked_;
    result.broken_by = {{agent("writer"), machine::TransitionId{1}}};
    return result;
  }

  Sources sources_;
  const Sentences inputs_{file_};
};

TEST_F(LivelockTest, AnAdversarysStepLiesBetweenTwoOfTheThreads) {
  EXPECT_EQ(
      repeats(evicted_each_round()),
      (Sentences{
          "writer goes round copy_folio_from_iter_atomic (my_write.c:7) and fault_in_readable (:4)",
          "reclaim: page 0 evicted after fault_in_readable (my_write.c:4) and before "
          "copy_folio_from_iter_atomic (:7)"}));
}

TEST_F(LivelockTest, RoundsThatDifferInAVariableOnlyAreCounted) {
  load(kDuel);
  EXPECT_EQ(repeats(livelock()),
            (Sentences{"writer goes round write_begin (my_write.c:6), "
                       "copy_folio_from_iter_atomic (:7), write_end (:8) and fault_in_readable "
                       "(:4), 2 times",
                       "reclaim: page 1 evicted after fault_in_readable (my_write.c:4) and before "
                       "copy_folio_from_iter_atomic (:7)"}));
}

TEST_F(LivelockTest, AWhimIsMetAtItsPlace) {
  EXPECT_EQ(repeats(nothing_faulted_in()),
            (Sentences{"writer goes round copy_folio_from_iter_atomic (my_write.c:7) and "
                       "fault_in_readable (:4)",
                       "writer meets “nothing is faulted in” at fault_in_readable "
                       "(my_write.c:4)"}));
}

TEST_F(LivelockTest, ALoopWithoutMovesRepeatsNothing) {
  Livelock still = evicted_each_round();
  still.lasso.loop.clear();
  EXPECT_EQ(repeats(still), Sentences{});
  EXPECT_EQ(remedy(still), Sentences{});
}

TEST_F(LivelockTest, OneStepWithheldBreaksIt) {
  EXPECT_EQ(remedy(evicted_each_round()),
            Sentences{"if reclaim never did “page 0 evicted” or the like (step 1), writer would "
                      "return"});
  EXPECT_EQ(remedy(nothing_faulted_in()),
            Sentences{"if writer never met “nothing is faulted in” (step 3), writer would return"});
}

TEST_F(LivelockTest, WhereNoSingleStepBreaksItThatIsSaid) {
  Livelock livelock = evicted_each_round();
  livelock.broken_by.clear();
  EXPECT_EQ(remedy(livelock),
            Sentences{"no single step: whichever one of the adversaries' is withheld, a livelock "
                      "remains"});
}

TEST_F(LivelockTest, EachObligationHasTheStepThatMeetsIt) {
  Livelock livelock = evicted_each_round();
  const machine::TransitionId attempt{3}, whim{1};
  const auto owed = [&](Obligation::Kind kind, Obligation::Met met, std::size_t where,
                        machine::TransitionId transition) {
    return Obligation{agent("writer"), kind, met, where, {}, transition};
  };
  livelock.obligations.push_back(
      owed(Obligation::Kind::attempt, Obligation::Met::undisturbed, 1, attempt));
  livelock.obligations.push_back(
      owed(Obligation::Kind::whim, Obligation::Met::favourable, 3, whim));
  EXPECT_EQ(fair(livelock),
            (Sentences{"writer moves in step 2 of the loop (my_write.c:7)",
                       "of writer's attempts at copy_folio_from_iter_atomic (my_write.c:7), the "
                       "one in step 2 of the loop is undisturbed",
                       "writer's “nothing is faulted in” at fault_in_readable (my_write.c:4) goes "
                       "well in step 4 of the loop"}));
  livelock.obligations[1].member = machine::VariableId{0};
  livelock.obligations[1].cell = 1;
  EXPECT_EQ(fair(livelock)[1],
            "of writer's attempts at copy_folio_from_iter_atomic (my_write.c:7), the one in step 2 "
            "of the loop finds page[1] undisturbed");
}

TEST_F(LivelockTest, WhatIsNeverMadeSharesALine) {
  Livelock livelock = evicted_each_round();
  livelock.obligations.clear();
  for (const std::uint32_t transition : {3u, 4u}) {
    livelock.obligations.push_back({agent("writer"),
                                    Obligation::Kind::attempt,
                                    Obligation::Met::never_made,
                                    0,
                                    {},
                                    machine::TransitionId{transition}});
  }
  livelock.obligations.push_back({agent("writer"),
                                  Obligation::Kind::whim,
                                  Obligation::Met::never_made,
                                  0,
                                  {},
                                  machine::TransitionId{1}});
  EXPECT_EQ(fair(livelock),
            (Sentences{"writer makes no attempt at copy_folio_from_iter_atomic (my_write.c:7) on "
                       "the loop",
                       "writer never meets “nothing is faulted in” at fault_in_readable "
                       "(my_write.c:4) on the loop"}));
}

TEST_F(LivelockTest, TheReportSaysAllOfIt) {
  all_taken();
  answer(progress_, evicted_each_round());
  std::get<property::Violated>(result_.answers.front().verdict).up_to = property::Level::page_fair;
  std::string text = render_text(request());
  text = text.substr(text.find("progress is violated"));
  EXPECT_EQ(text.substr(0, text.find("scope:")),
            R"(progress is violated: writer never gets out of a loop of 4 steps, if adversaries
  act as they like (level unrestricted)
  it holds against adversaries that are fair to each page (level page-fair)
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
  what never moves: iter_left 4, left 4
  what would break it
    if reclaim never did “page 0 evicted” or the like (step 1), writer would
      return
  why this is fair
    writer moves in step 2 of the loop (my_write.c:7)

)");
}

// ---- Spinning ----

class SpinTest : public LivelockTest {
 protected:
  property::Spin spin() {
    const Livelock around = evicted_each_round();
    property::Spin result;
    result.lasso = around.lasso;
    result.agent = around.agent;
    result.polled = {{machine::VariableId{0}, {agent("reclaim")}},
                     {machine::VariableId{2}, {}},
                     {machine::VariableId{1}, {agent("reclaim"), agent("kill")}}};
    return result;
  }
  const property::Property no_spin_{"no-spin", "", "No thread spins.", property::Kind::no_spin};
};

TEST_F(SpinTest, NamesWhatIsPolledAndWhoChangesIt) {
  const Names names(machine_);
  EXPECT_EQ(spin_in_words(machine_, names, spin()),
            "writer goes round a loop of 4 steps alone, without waiting: it polls page, which only "
            "reclaim changes; and killed, which nobody else changes; and size, which reclaim and "
            "kill change");
  property::Spin blind = spin();
  blind.polled.clear();
  EXPECT_EQ(what_it_polls(machine_, names, blind), "it looks at nothing that others change");
}

TEST_F(SpinTest, IsALineOfTheProgressReportThatItHinders) {
  property::Spin hindering = spin();
  hindering.hinders = property::Level::none;
  answer(no_spin_, hindering);
  answer(progress_, evicted_each_round());
  const std::string text = render_text(request());
  EXPECT_TRUE(line_with(text, "No thread spins.").starts_with("VIOLATED   no-spin")) << text;
  EXPECT_EQ(text.find("no-spin is violated"), std::string::npos) << text;
  EXPECT_EQ(line_with(text, "  no-spin: writer goes round a loop of 4 steps alone, without"),
            "  no-spin: writer goes round a loop of 4 steps alone, without waiting: it polls")
      << text;
}

TEST_F(SpinTest, IsDrawnWhereItHindersNothing) {
  answer(no_spin_, spin());
  answer(progress_, evicted_each_round());
  const std::string text = render_text(request());
  EXPECT_NE(text.find("no-spin is violated: writer goes round"), std::string::npos) << text;
  EXPECT_EQ(text.find("  no-spin: "), std::string::npos) << text;
}

// ---- After a fatal signal ----

TEST_F(LivelockTest, AttemptsAfterTheSignalAreCounted) {
  begin();
  take("writer");
  take("kill");
  take("reclaim");
  for (int round = 0; round < 2; ++round) {
    take("writer");
    take("writer");
    take("writer");
    take("reclaim");
  }
  take("writer");
  property::Unkillable unkillable;
  unkillable.agent = agent("writer");
  unkillable.lasso.stem = path();
  unkillable.killed_after = 2;
  unkillable.attempts = 3;
  const property::Property killable{"killable", "", "It dies.", property::Kind::killable};
  const Sentences lines = told(unkillable.lasso, [&](const Reading& reading, const Replay& run) {
    return after_the_signal(reading, run, killable, unkillable);
  });
  EXPECT_EQ(lines, (Sentences{"the fatal signal of writer is pending after step 2 of the stem",
                              "writer then makes 3 attempts at copy_folio_from_iter_atomic "
                              "(my_write.c:7), in steps 4, 8 and 12 of the stem; allowed are 2"}));
}

TEST_F(LivelockTest, GoingOnForEverAfterTheSignalIsSaid) {
  const Livelock around = evicted_each_round();
  property::Unkillable unkillable;
  unkillable.agent = around.agent;
  unkillable.lasso = around.lasso;
  unkillable.obligations = around.obligations;
  answer({"killable", "", "It dies.", property::Kind::killable}, unkillable);
  const std::string text = render_text(request());
  for (const char* words :
       {"killable is violated: writer goes on after its fatal signal, in a loop of 4\n  steps",
        "    the fatal signal of writer is pending from the beginning",
        "    writer goes on for ever, in the loop", "  what the loop repeats",
        "    writer moves in step 2 of the loop (my_write.c:7)"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  }
}

}  // namespace
}  // namespace headway::report

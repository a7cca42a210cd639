// Which part of a formula fails on a run, and where.
#include "checker/report/unmet.h"

#include "checker/property/formula.h"
#include "checker/report/report.h"
#include "checker/report/runs_for_test.h"

namespace headway::report {
namespace {

namespace ltl = property::ltl;
using Sentences = std::vector<std::string>;

// After step 1 the light is red, after step 2 it is out; then it blinks, and nobody walks.
constexpr const char* kLight = R"(
machine light
shared red: bool = false
shared walks: bool = false
atom red: red
atom walks: walks
thread t { init A
  A -> B: do red := true
  B -> C: do red := false
  C -> D: do red := true
  D -> C: do red := false }
)";

class UnmetTest : public Runs {
 protected:
  UnmetTest() {
    load(kLight);
    begin();
    take("t");
    take("t");
    lasso_.stem = path();
    walked_.clear();
    take("t");
    take("t");
    lasso_.loop = walked_;
  }

  property::Property asked(property::FormulaPtr formula) const {
    property::Property result{"WALK", "", "Who waits at red walks.", property::Kind::temporal};
    result.formula = std::move(formula);
    return result;
  }
  Sentences fails(property::FormulaPtr formula) {
    const Names names(machine_);
    const Interest interest(machine_, inputs_, names);
    return what_fails({machine_, inputs_, sources_, names, interest},
                      replay(machine_, lasso_.stem, lasso_.loop), asked(std::move(formula)));
  }

  const property::FormulaPtr red_ = ltl::atom(0), walks_ = ltl::atom(1);
  machine::Lasso lasso_;
  Sources sources_;
  const Sentences inputs_{file_};
};

TEST_F(UnmetTest, AResponseFailsAtTheFirstRequestThatNobodyAnswers) {
  EXPECT_EQ(fails(ltl::always(ltl::imply(red_, ltl::eventually(walks_)))),
            (Sentences{"after step 1 of the stem `red` is true",
                       "after step 1 of the stem `walks` never comes true any more"}));
}

TEST_F(UnmetTest, WhatOnceFailsIsSaidWhereItFirstDoes) {
  EXPECT_EQ(fails(ltl::always(red_)), Sentences{"at the start `red` is false"});
  EXPECT_EQ(fails(ltl::imply(ltl::eventually(red_), walks_)),
            (Sentences{"after step 1 of the stem `red` is true", "at the start `walks` is false"}));
}

TEST_F(UnmetTest, UntilFailsForEitherReason) {
  EXPECT_EQ(fails(ltl::until(red_, walks_)),
            Sentences{"at the start `walks` never comes true any more"});
  using ltl::operator!;
  EXPECT_EQ(fails(ltl::until(walks_, red_)), Sentences{"at the start `walks` is false"});
  EXPECT_EQ(fails(ltl::eventually(ltl::always(!red_))),
            Sentences{"at the start `always (not red)` never comes true any more"});
}

TEST_F(UnmetTest, BothSidesOfADisjunctionSayWhy) {
  using ltl::operator||;
  EXPECT_EQ(fails(ltl::always(red_) || walks_),
            (Sentences{"at the start `red` is false", "at the start `walks` is false"}));
}

TEST_F(UnmetTest, TheReportShowsTheFormulaAndWhatFails) {
  property::Unmet unmet;
  unmet.lasso = lasso_;
  answer(asked(ltl::always(ltl::imply(red_, ltl::eventually(walks_)))), unmet);
  const std::string text = render_text(request());
  for (const char* words :
       {"WALK is violated: a run with a loop of 2 steps does not meet the formula",
        "  the formula: always (red imply (eventually walks))", "  what fails",
        "    after step 1 of the stem `walks` never comes true any more"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  }
}

}  // namespace
}  // namespace headway::report

// A thread that really goes on passes; each way to tamper with the run is refused with its own
// words.
#include <gtest/gtest.h>

#include <string>

#include "checker/audit/audit.h"
#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::audit {
namespace {

using machine::AgentId;
using machine::Step;
using machine::TransitionId;
using property::Kind;
using property::Obligation;
using property::Unkillable;

Step step(std::uint32_t agent, std::uint32_t transition) {
  return {AgentId{agent}, {{TransitionId{transition}, std::nullopt}}};
}

class KillableAudit : public ::testing::Test {
 protected:
  machine::Machine machine_ = machine::parse_machine(R"(machine write
shared killed: bool
thread t ends { init TOP end DONE fatal killed
  TOP -> COPY
  COPY -> TOP: attempt
  COPY -> DONE: attempt exec }
daemon d { init A A -> A }
signal kill { init S end E S -> E: do killed := true }
)",
                                                     "write.machine");

  Unkillable for_ever() const {
    Unkillable run;
    run.agent = AgentId{0};
    run.lasso.stem.initial = machine::raw_initial_states(machine_).front();
    run.lasso.stem.steps = {step(2, 0)};
    run.lasso.loop = {step(0, 0), step(0, 1), step(1, 0)};
    run.killed_after = 1;
    run.obligations = {{AgentId{0}, Obligation::Kind::weak, Obligation::Met::steps, 0, {}},
                       {AgentId{1}, Obligation::Kind::weak, Obligation::Met::steps, 2, {}}};
    return run;
  }

  Unkillable too_often() const {
    Unkillable run = for_ever();
    run.lasso.stem.steps = {step(0, 0), step(2, 0)};
    run.killed_after = 2;
    for (int i = 0; i < 3; ++i) {
      run.lasso.stem.steps.push_back(step(0, 1));
      if (i < 2) run.lasso.stem.steps.push_back(step(0, 0));
    }
    run.lasso.loop.clear();
    run.obligations.clear();
    run.attempts = 3;
    return run;
  }

  // What the audit says: empty when it is content.
  std::string refused(const Unkillable& run, std::uint32_t most = 2,
                      Kind kind = Kind::killable) const {
    property::Result result;
    property::Property asked{"killable", "", "", kind};
    asked.most_attempts = most;
    result.answers.push_back({asked, property::Violated{run, {}}});
    try {
      audit(machine_, result);
      return "";
    } catch (const source::InternalError& error) {
      return error.what();
    }
  }
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(KillableAudit, HonestRunsPass) {
  EXPECT_EQ(refused(for_ever()), "");
  EXPECT_EQ(refused(too_often()), "");
}

TEST_F(KillableAudit, ItAnswersOneQuestionOnly) {
  EXPECT_SAYS(refused(for_ever(), 2, Kind::progress), "answers another question");
}

TEST_F(KillableAudit, TheSignalIsPending) {
  Unkillable early = for_ever();
  early.killed_after = 0;
  EXPECT_SAYS(refused(early), "is not pending all the time");
  early.killed_after = 2;
  EXPECT_SAYS(refused(early), "comes after the end");
  early.killed_after = 0;
  early.lasso.stem.steps.clear();
  EXPECT_SAYS(refused(early), "is not pending all the time");
  machine_.agents[0].fatal.reset();
  EXPECT_SAYS(refused(for_ever()), "has no fatal signal");
}

TEST_F(KillableAudit, TheLoopIsFairAndTheThreadMoves) {
  Unkillable unfair = for_ever();
  unfair.lasso.loop.pop_back();
  EXPECT_SAYS(refused(unfair), "d is enabled all along the loop");
  unfair.lasso.loop = {step(1, 0)};
  EXPECT_SAYS(refused(unfair), "t takes no step in the loop");
  unfair.lasso.loop = {step(0, 0), step(1, 0)};
  EXPECT_SAYS(refused(unfair), "does not close");
  unfair = for_ever();
  unfair.obligations.pop_back();
  EXPECT_SAYS(refused(unfair), "no weak obligation is listed for d");
}

TEST_F(KillableAudit, AttemptsAreCountedAnew) {
  EXPECT_SAYS(refused(too_often(), 3), "no more attempts than allowed");
  Unkillable boast = too_often();
  boast.attempts = 4;
  EXPECT_SAYS(refused(boast, 3), "not as many as said");
  boast.killed_after = 4;
  EXPECT_SAYS(refused(boast), "not as many as said");
}

}  // namespace
}  // namespace headway::audit

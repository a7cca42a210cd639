// An honest spinning loop passes; each way to tamper with it is refused with its own words.
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
using machine::VariableId;
using property::Kind;
using property::Spin;

Step step(std::uint32_t agent, std::uint32_t transition) {
  return {AgentId{agent}, {{TransitionId{transition}, std::nullopt}}};
}

class SpinAudit : public ::testing::Test {
 protected:
  // The poller looks at `answered` through a local, and at `other` not at all.
  machine::Machine machine_ = machine::parse_machine(R"(machine polls
shared answered: bool
shared other: u8
thread t ends { var seen: bool
  location LOOK init LOOK location TEST end DONE
  LOOK -> TEST: do seen := answered
  TEST -> LOOK: when !seen do other := 0
  TEST -> DONE: when seen
  TEST -> LOOK: when !seen whim favourable "w"
  TEST -> LOOK: when !seen whim unfavourable "w"
  TEST -> LOOK: when !seen progress }
daemon pager { init P P -> P: do answered := answered, other := 1 }
daemon guest { init P P -> P: do other := other }
adversary thief { init P P -> P: do answered := false }
)",
                                                     "polls.machine");

  Spin honest() const {
    Spin spin;
    spin.agent = AgentId{0};
    spin.lasso.stem.initial = machine::raw_initial_states(machine_).front();
    spin.lasso.loop = {step(0, 0), step(0, 1)};
    spin.polled = {{VariableId{0}, {AgentId{1}, AgentId{3}}}};
    return spin;
  }

  // What the audit says: empty when it is content.
  std::string refused(const Spin& spin, Kind kind = Kind::no_spin) const {
    property::Result result;
    result.answers.push_back({{"no-spin", "", "", kind}, property::Violated{spin, {}}});
    try {
      audit(machine_, result);
      return "";
    } catch (const source::InternalError& error) {
      return error.what();
    }
  }
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(SpinAudit, AnHonestLoopPasses) { EXPECT_EQ(refused(honest()), ""); }

TEST_F(SpinAudit, ItAnswersOneQuestionOnly) {
  EXPECT_SAYS(refused(honest(), Kind::progress), "answers another question");
}

TEST_F(SpinAudit, TheLoopClosesAndHasSteps) {
  Spin open = honest();
  open.lasso.loop.pop_back();
  EXPECT_SAYS(refused(open), "does not close");
  open.lasso.loop.clear();
  EXPECT_SAYS(refused(open), "takes no step");
}

TEST_F(SpinAudit, NobodyElseMoves) {
  Spin helped = honest();
  helped.lasso.loop.push_back(step(3, 0));
  EXPECT_SAYS(refused(helped), "another agent takes a step");
  helped.agent = AgentId{1};
  EXPECT_SAYS(refused(helped), "is not a thread");
}

TEST_F(SpinAudit, NoWhimAndNoProgress) {
  Spin lucky = honest();
  lucky.lasso.loop[1] = step(0, 3);
  EXPECT_EQ(refused(lucky), "");
  lucky.lasso.loop[1] = step(0, 4);
  EXPECT_SAYS(refused(lucky), "adversary edge");
  lucky.lasso.loop[1] = step(0, 5);
  EXPECT_SAYS(refused(lucky), "passes progress");
}

TEST_F(SpinAudit, NoTimedWait) {
  machine_.agents[0].locations[1].wait = machine::Wait{};
  EXPECT_EQ(refused(honest()), "");
  machine_.agents[0].locations[1].wait->timed = true;
  EXPECT_SAYS(refused(honest()), "sleeps at a timed wait");
}

TEST_F(SpinAudit, WhatIsPolledIsDerived) {
  Spin wrong = honest();
  wrong.polled[0].writers.pop_back();
  EXPECT_SAYS(refused(wrong), "the writers of answered are others");
  wrong.polled.clear();
  EXPECT_SAYS(refused(wrong), "polled and not listed");
  wrong = honest();
  wrong.polled.push_back({VariableId{1}, {AgentId{1}, AgentId{2}}});
  EXPECT_SAYS(refused(wrong), "not polled");
}

}  // namespace
}  // namespace headway::audit

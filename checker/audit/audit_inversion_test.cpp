// Inverted lock order: an honest pair of chains passes, each way to tamper with it is refused.
#include <gtest/gtest.h>

#include "checker/audit/audit.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::audit {
namespace {

using machine::AgentId;
using machine::LocationId;
using machine::VariableId;
using property::Inversion;
using property::Kind;
using property::Lock;

class InversionAudit : public ::testing::Test {
 protected:
  machine::Machine machine_ = machine::parse_machine(R"(machine locks
shared a: u8 in 0..2 holder owner
shared b: u8 in 0..2 holder owner
thread first ends { location L0 wait acquire for a location L1 wait acquire for b init L0; end DONE
  L0 -> L1: when a == 0 do a := 1
  L1 -> DONE: when b == 0 do a := 0 }
thread second ends { location L0 wait acquire for b location L1 wait acquire for a init L0; end DONE
  L0 -> L1: when b == 0 do b := 2
  L1 -> DONE: when a == 0 do b := 0 }
)",
                                                     "locks.machine");

  Inversion honest() const {
    Inversion inversion;
    for (std::uint32_t i : {0U, 1U}) {
      machine::Path path;
      path.initial = machine::raw_initial_states(machine_).front();
      path.steps = {{AgentId{i}, {{machine::TransitionId{0}, std::nullopt}}}};
      inversion.chains.push_back(
          {path, AgentId{i}, LocationId{1}, Lock{VariableId{1 - i}}, {Lock{VariableId{i}}}});
    }
    return inversion;
  }

  std::string refused(const Inversion& inversion, Kind kind = Kind::locks) const {
    property::Property property;
    property.id = "locks";
    property.kind = kind;
    property::Result result;
    result.answers.push_back({property, property::Violated{inversion, {}}});
    try {
      audit(machine_, result);
      return "";
    } catch (const source::InternalError& error) {
      return error.what();
    }
  }
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(InversionAudit, HonestChainsPass) { EXPECT_EQ(refused(honest()), ""); }

TEST_F(InversionAudit, ItAnswersTheOrderOfLocksOnly) {
  EXPECT_SAYS(refused(honest(), Kind::deadlock), "answers another question");
  EXPECT_SAYS(refused(honest(), Kind::alone_inverted), "not of one agent");
}

TEST_F(InversionAudit, AChainStandsWhereItSays) {
  Inversion early = honest();
  early.chains[0].path.steps.clear();
  EXPECT_SAYS(refused(early), "does not stand where");
  early.chains[0].location = LocationId{0};
  EXPECT_SAYS(refused(early), "takes another lock");
  early.chains[0].acquires = Lock{VariableId{0}};
  EXPECT_SAYS(refused(early), "holds other locks");
}

TEST_F(InversionAudit, ReadersAreNotTakenForWriters) {
  Inversion wrong = honest();
  wrong.chains[0].acquires.exclusive = false;
  EXPECT_SAYS(refused(wrong), "takes another lock");
}

TEST_F(InversionAudit, WithoutAnAcquireThereIsNoChain) {
  machine_.agents[0].locations[1].wait->acquire = false;
  EXPECT_SAYS(refused(honest()), "takes no lock there");
}

TEST_F(InversionAudit, ChainsGoRound) {
  Inversion one = honest();
  one.chains.pop_back();
  EXPECT_SAYS(refused(one), "of one chain");
  Inversion twice = honest();
  twice.chains[1] = twice.chains[0];
  EXPECT_SAYS(refused(twice), "does not take what the next one holds");
}

// A third lock that both hold: they never stand there at the same time.
TEST_F(InversionAudit, AGateIsSeen) {
  machine_.variables.push_back(machine_.variables[0]);
  machine_.variables.back().name = "gate";
  machine_.agents[0].transitions[0].assignments.push_back(
      {{VariableId{2}, std::nullopt}, machine::Expr::constant(1, {8, false})});
  machine_.agents[1].transitions[0].assignments.push_back(
      {{VariableId{2}, std::nullopt}, machine::Expr::constant(2, {8, false})});
  Inversion inversion = honest();
  for (Inversion::Chain& chain : inversion.chains) {
    chain.path.initial = machine::raw_initial_states(machine_).front();
    chain.held.push_back(Lock{VariableId{2}});
  }
  EXPECT_SAYS(refused(inversion), "keeps them apart");
}

}  // namespace
}  // namespace headway::audit

// Honest counterexamples pass; each way to tamper with one is refused with its own words.
#include "checker/audit/audit.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::audit {
namespace {

using machine::AgentId;
using machine::LocationId;
using machine::Machine;
using machine::Path;
using machine::State;
using machine::Step;
using machine::TransitionId;
using machine::VariableId;
using property::Deadlock;
using property::Failed;
using property::Kind;
using property::Level;
using property::Livelock;
using property::Obligation;

// A step of one transition without a choice.
Step step(std::uint32_t agent, std::uint32_t transition) {
  return {AgentId{agent}, {{TransitionId{transition}, std::nullopt}}};
}

property::Result answer(Kind kind, const std::string& id, property::Counterexample counterexample) {
  property::Result result;
  result.answers.push_back(
      {{id, "", "", kind, Level::finite}, property::Violated{std::move(counterexample), {}}});
  return result;
}

// What the audit says: empty when it is content.
std::string refusal(const Machine& machine, const property::Result& result) {
  try {
    audit(machine, result);
    return "";
  } catch (const source::InternalError& error) {
    return error.what();
  }
}

#define EXPECT_REFUSED(machine, result, words) \
  EXPECT_NE(refusal(machine, result).find(words), std::string::npos) << refusal(machine, result)

class LivelockAudit : public ::testing::Test {
 protected:
  // The copier asks again without faulting in; the lock goes round between pager and nobody.
  const Machine machine_ = machine::parse_machine(R"(machine copy
shared resident: bool = 1
shared lock: u8 in 0..3 = 0 holder owner
thread copier ends { init TRY; end DONE
  TRY -> TRY: when !resident
  TRY -> DONE: when resident }
daemon pager { init P
  P -> Q: do lock := 2
  Q -> P: do lock := 0 }
thread other ends { location A wait acquire for lock init A; end B
  A -> B: when lock == 0 do lock := 3 }
adversary reclaim { init A; A -> A: when resident do resident := 0 }
)",
                                                  "copy.machine");

  // With `other` out of the way: evicted, then the copier and the pager go round.
  Livelock honest() const {
    Livelock livelock;
    livelock.lasso.stem.initial = machine::raw_initial_states(machine_).front();
    livelock.lasso.stem.steps = {step(3, 0)};
    livelock.lasso.loop = {step(0, 0), step(1, 0), step(1, 1)};
    livelock.agent = AgentId{0};
    livelock.level = Level::finite;
    livelock.obligations = {
        {AgentId{0}, Obligation::Kind::weak, Obligation::Met::steps, 0, std::nullopt},
        {AgentId{1}, Obligation::Kind::weak, Obligation::Met::steps, 1, std::nullopt},
        {AgentId{2}, Obligation::Kind::weak, Obligation::Met::disabled, 2, std::nullopt}};
    return livelock;
  }
  std::string refused(const Livelock& livelock) const {
    return refusal(machine_, answer(Kind::progress, "progress", livelock));
  }
};

#define EXPECT_SAYS(text, words) EXPECT_NE((text).find(words), std::string::npos) << (text)

TEST_F(LivelockAudit, AStarvedAcquireIsRefused) {
  EXPECT_SAYS(refused(honest()), "never takes its lock");
}

// The same with the acquire as a plain wait is weakly fair, and passes.
class PlainWait : public LivelockAudit {
 protected:
  std::string refused_plain(const Livelock& livelock) const {
    Machine plain = machine_;
    plain.agents[2].locations[0].wait->acquire = false;
    return refusal(plain, answer(Kind::progress, "progress", livelock));
  }
};

TEST_F(PlainWait, AnHonestLassoPasses) { EXPECT_EQ(refused_plain(honest()), ""); }

TEST_F(PlainWait, TheLassoMustClose) {
  Livelock open = honest();
  open.lasso.loop.pop_back();
  EXPECT_SAYS(refused_plain(open), "does not close");
}

TEST_F(PlainWait, TheLoopMustBeFair) {
  Livelock unfair = honest();
  unfair.lasso.loop = {step(0, 0)};
  EXPECT_SAYS(refused_plain(unfair), "pager is enabled all along the loop");
}

TEST_F(PlainWait, AnEmptyLoopNeedsEverybodyDisabled) {
  Livelock stays = honest();
  stays.lasso.loop.clear();
  EXPECT_SAYS(refused_plain(stays), "is enabled all along");
}

TEST_F(PlainWait, AdversariesStayOutOfTheLoopAndOfLevelNone) {
  Livelock harsh = honest();
  harsh.level = Level::none;
  EXPECT_SAYS(refused_plain(harsh), "stem of a lasso at level none");
  Livelock above = honest();
  above.level = Level::unrestricted;
  EXPECT_SAYS(refused_plain(above), "more of the adversaries");
}

TEST_F(PlainWait, TheThreadMustBeUnfinished) {
  Livelock finished = honest();
  finished.agent = AgentId{1};
  EXPECT_SAYS(refused_plain(finished), "is not a thread");
  Livelock early = honest();
  early.lasso.stem.steps = {step(0, 1)};
  early.lasso.loop = {step(1, 0), step(1, 1)};
  EXPECT_SAYS(refused_plain(early), "has ended");
}

// A page is taken between fault-in and copy, for ever.
class PairAudit : public ::testing::Test {
 protected:
  static std::string text(const std::string& prepare) {
    return "machine duel shared page: bool\n"
           "thread t ends { init TOP end DONE\n  TOP -> COPY: do page := 1 " +
           prepare +
           "\n  COPY -> TOP: attempt when !page @ \"l.c\":1:1\n"
           "  COPY -> DONE: attempt when page @ \"l.c\":1:1 }\n"
           "adversary reclaim { init A A -> A: when page do page := 0 }\n";
  }
  static std::string refused(const std::string& prepare, Livelock livelock) {
    const Machine duel = machine::parse_machine(text(prepare), "duel.machine");
    livelock.lasso.stem.initial = machine::raw_initial_states(duel).front();
    property::Result given = answer(Kind::progress, "progress", livelock);
    given.answers.front().property.required = Level::unrestricted;
    return refusal(duel, given);
  }
  static Livelock at(Level level) {
    Livelock livelock;
    livelock.lasso.loop = {step(0, 0), step(1, 0), step(0, 1)};
    livelock.level = level;
    livelock.obligations = {{AgentId{0}, Obligation::Kind::weak}};
    if (level == Level::unrestricted) return livelock;
    Obligation attempt{AgentId{0}, Obligation::Kind::attempt, Obligation::Met::undisturbed, 2};
    attempt.transition = machine::TransitionId{1};
    livelock.obligations.push_back(attempt);
    return livelock;
  }
};

TEST_F(PairAudit, UnrestrictedAsksNothingOfAttempts) {
  EXPECT_EQ(refused("prepare {page}", at(Level::unrestricted)), "");
}

TEST_F(PairAudit, EveryAttemptIsDisturbed) {
  EXPECT_SAYS(refused("prepare {page}", at(Level::fair)), "asks for ever");
  EXPECT_SAYS(refused("prepare {page}", at(Level::page_fair)), "asks for ever");
}

TEST_F(PairAudit, NothingPreparedIsUndisturbed) {
  EXPECT_EQ(refused("", at(Level::fair)), "");
  EXPECT_EQ(refused("prepare exec {page}", at(Level::fair)), "");
  EXPECT_EQ(refused("prepare {page[0..-1]}", at(Level::fair)), "");
}

TEST_F(PairAudit, ClaimsAreNotTrusted) {
  Livelock untrue = at(Level::fair);
  untrue.obligations.back().met = Obligation::Met::never_made;
  EXPECT_SAYS(refused("", untrue), "no obligation is listed for an attempt");
  Livelock elsewhere = at(Level::fair);
  elsewhere.obligations.back().where = 0;
  EXPECT_SAYS(refused("", elsewhere), "not met as it says");
  Livelock broken = at(Level::unrestricted);
  broken.broken_by = {{AgentId{0}, machine::TransitionId{1}}};
  EXPECT_SAYS(refused("", broken), "no adversary edge");
}

TEST_F(PlainWait, ObligationsAreNotTrusted) {
  Livelock missing = honest();
  missing.obligations.pop_back();
  EXPECT_SAYS(refused_plain(missing), "no weak obligation is listed for other");
  Livelock wrong = honest();
  wrong.obligations[2].where = 0;  // the lock is free there
  EXPECT_SAYS(refused_plain(wrong), "not met as it says");
  Livelock outside = honest();
  outside.obligations[1].where = 7;
  EXPECT_SAYS(refused_plain(outside), "not met as it says");
}

TEST_F(PlainWait, StepsMustBeEnabled) {
  Livelock guarded = honest();
  guarded.lasso.stem.steps.clear();
  EXPECT_SAYS(refused_plain(guarded), "step 1 of the loop (copier) can not be taken");
  EXPECT_SAYS(refused_plain(guarded), "false guard");
  Livelock misplaced = honest();
  misplaced.lasso.loop[1] = step(1, 1);
  EXPECT_SAYS(refused_plain(misplaced), "the agent stands at P");
  Livelock unknown = honest();
  unknown.lasso.loop[0] = step(0, 9);
  EXPECT_SAYS(refused_plain(unknown), "does not exist");
}

TEST_F(PlainWait, TheRunStartsInAnInitialState) {
  Livelock elsewhere = honest();
  elsewhere.lasso.stem.initial.cells[0] = 0;
  EXPECT_SAYS(refused_plain(elsewhere), "no initial state");
}

class DeadlockAudit : public ::testing::Test {
 protected:
  const Machine machine_ = machine::parse_machine(R"(machine locks
shared a: u8 in 0..2 = 0 holder owner
shared b: u8 in 0..2 = 0 holder owner
thread first ends { location L0 wait acquire for a location L1 wait acquire for b init L0; end DONE
  L0 -> L1: when a == 0 do a := 1
  L1 -> DONE: when b == 0 do a := 0 }
thread second ends { location L0 wait acquire for b location L1 wait acquire for a init L0; end DONE
  L0 -> L1: when b == 0 do b := 2
  L1 -> DONE: when a == 0 do b := 0 }
)",
                                                  "locks.machine");

  Deadlock honest() const {
    Deadlock deadlock;
    deadlock.path.initial = machine::raw_initial_states(machine_).front();
    deadlock.path.steps = {step(0, 0), step(1, 0)};
    deadlock.agent = AgentId{0};
    deadlock.waits = {{AgentId{0}, LocationId{1}, VariableId{1}, 0, {AgentId{1}}},
                      {AgentId{1}, LocationId{1}, VariableId{0}, 0, {AgentId{0}}}};
    deadlock.cycle = true;
    return deadlock;
  }
  std::string refused(const Deadlock& deadlock) const {
    return refusal(machine_, answer(Kind::deadlock, "deadlock", deadlock));
  }
};

TEST_F(DeadlockAudit, AnHonestOnePasses) {
  EXPECT_EQ(refused(honest()), "");
  const Report report = audit(machine_, answer(Kind::deadlock, "deadlock", honest()));
  EXPECT_EQ(report.replayed_steps, 2U);
  EXPECT_EQ(report.checks.at(0),
            "deadlock: the run was replayed, each waiter is blocked, the wait cycle closes, and "
            "the wait never ends");
}

TEST_F(DeadlockAudit, TheCycleIsReadOffTheState) {
  Deadlock holder = honest();
  holder.waits[0].holders = {AgentId{0}};
  EXPECT_SAYS(refused(holder), "the holders of what first waits for");
  Deadlock resource = honest();
  resource.waits[0].resource = VariableId{0};
  EXPECT_SAYS(refused(resource), "another resource");
  Deadlock place = honest();
  place.waits[1].location = LocationId{0};
  EXPECT_SAYS(refused(place), "does not stand at the wait");
  Deadlock open = honest();
  open.waits.pop_back();
  EXPECT_SAYS(refused(open), "does not close");
}

TEST_F(DeadlockAudit, EachWaiterIsBlockedForGood) {
  Deadlock early = honest();
  early.path.steps.pop_back();
  EXPECT_SAYS(refused(early), "first is not blocked");
  // `second` only waits until `first` is done.
  Deadlock patient = honest();
  patient.path.steps = {step(1, 0)};
  patient.agent = AgentId{0};
  patient.waits = {{AgentId{0}, LocationId{0}, VariableId{0}, 0, {}}};
  patient.cycle = false;
  EXPECT_SAYS(refused(patient), "is not blocked");
}

TEST(AuditDeadlock, AWaitThatEndsIsNoDeadlock) {
  const Machine machine = machine::parse_machine(R"(machine m
shared lock: u8 in 0..2 = 2 holder owner
thread t ends { location A wait acquire for lock init A; end B A -> B: when lock == 0 }
thread u ends { init A; end B A -> B: do lock := 0 }
)",
                                                 "m.machine");
  Deadlock deadlock;
  deadlock.path.initial = machine::raw_initial_states(machine).front();
  deadlock.waits = {{AgentId{0}, LocationId{0}, VariableId{0}, 0, {AgentId{1}}}};
  EXPECT_REFUSED(machine, answer(Kind::deadlock, "deadlock", deadlock), "t may go on");
}

class FailedAudit : public ::testing::Test {
 protected:
  const Machine machine_ = machine::parse_machine(R"(machine m
shared x: u8 in 0..2 = any 0..1
setup start { location S committed init S; end T S -> T: when x == 0 }
thread t ends { location B committed init A; end C
  A -> B: do x := x + 1
  B -> C: check assert "x stays 0": x == 0 }
invariant ORDER: x == 0
)",
                                                  "m.machine");

  Failed honest() const {
    Failed failed;
    failed.path.initial = machine::raw_initial_states(machine_).front();
    failed.path.steps = {
        step(0, 0),
        {AgentId{1}, {{TransitionId{0}, std::nullopt}, {TransitionId{1}, std::nullopt}}}};
    failed.message = "x stays 0";
    return failed;
  }
  std::string refused(Kind kind, const std::string& id, const Failed& failed) const {
    return refusal(machine_, answer(kind, id, failed));
  }
};

TEST_F(FailedAudit, HonestOnesPass) {
  EXPECT_EQ(refused(Kind::check, "assert", honest()), "");
  EXPECT_EQ(refused(Kind::invariant, "ORDER", honest()), "");
}

TEST_F(FailedAudit, TheClaimMustBeTrueWhereItIsMade) {
  EXPECT_SAYS(refused(Kind::check, "ub", honest()), "does not fail");
  Failed early = honest();
  early.path.steps.pop_back();
  EXPECT_SAYS(refused(Kind::invariant, "ORDER", early), "invariant is true");
  Failed message = honest();
  message.message = "x is 0";
  EXPECT_SAYS(refused(Kind::check, "assert", message), "does not fail");
}

TEST_F(FailedAudit, StepsEndAtStableLocations) {
  Failed half = honest();
  half.path.steps[1].micro.pop_back();
  EXPECT_SAYS(refused(Kind::check, "assert", half), "committed location B");
}

TEST_F(FailedAudit, SetupRunsFirstAndPicksTheInitialStates) {
  Failed skipped = honest();
  skipped.path.steps.erase(skipped.path.steps.begin());
  EXPECT_SAYS(refused(Kind::check, "assert", skipped), "does not start with the step of start");
  Failed assumed = honest();
  assumed.path.initial.cells[0] = 1;  // an initial value, which setup then refuses
  EXPECT_SAYS(refused(Kind::check, "assert", assumed), "false guard");
}

TEST_F(FailedAudit, AKindAnswersItsOwnQuestion) {
  EXPECT_SAYS(refused(Kind::progress, "progress", honest()), "another question");
}

}  // namespace
}  // namespace headway::audit

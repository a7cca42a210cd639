// Goes through the answers and hands each violation to the audit of its kind. Failed checks and
// invariants are short enough to be judged here.
#include "checker/audit/audit.h"

#include <algorithm>

#include "checker/audit/audit_deadlock.h"
#include "checker/audit/audit_inversion.h"
#include "checker/audit/audit_killable.h"
#include "checker/audit/audit_lasso.h"
#include "checker/audit/audit_spin.h"
#include "checker/audit/audit_temporal.h"
#include "checker/audit/replay.h"
#include "model/machine/evaluate.h"

namespace headway::audit {

using machine::Machine;
using property::Answer;
using property::Deadlock;
using property::Failed;
using property::Kind;
using property::Livelock;

namespace {

bool violates(const machine::Invariant& invariant, const machine::Context& context) {
  const machine::Evaluation truth = evaluate(invariant.condition, context);
  return truth.fault != machine::Fault::none || truth.value == 0;
}

std::size_t audit_failed(const Machine& machine, const machine::Layout& layout,
                         const property::Property& property, const Failed& failed) {
  const bool invariant = property.kind == Kind::invariant;
  const Replayed run = replay_path(machine, layout, failed.path, !invariant);
  if (invariant) {
    const machine::Context context{machine, layout, run.states.back()};
    require(std::any_of(machine.invariants.begin(), machine.invariants.end(),
                        [&](const machine::Invariant& candidate) {
                          return candidate.property == property.id && violates(candidate, context);
                        }),
            "the invariant is true at the end of the run");
  } else {
    require(std::any_of(run.last_failures.begin(), run.last_failures.end(),
                        [&](const machine::Failure& failure) {
                          return failure.property == property.id &&
                                 failure.message == failed.message;
                        }),
            "the check does not fail in the last step");
  }
  return failed.path.steps.size();
}

// Returns what was confirmed.
std::string audit_answer(const Machine& machine, const machine::Layout& layout,
                         const Answer& answer, property::Fairness presumed, Report& report) {
  const Kind kind = answer.property.kind;
  const auto& violated = std::get<property::Violated>(answer.verdict);
  const property::Counterexample& counterexample = violated.counterexample;
  if (const auto* livelock = std::get_if<Livelock>(&counterexample)) {
    require(kind == Kind::progress, "a livelock answers another question");
    require(livelock->level <= answer.property.required,
            "the livelock needs more of the adversaries than is required to be withstood");
    require(violated.up_to < livelock->level, "it is said to hold where it is violated");
    report.replayed_steps += audit_livelock(machine, layout, *livelock, presumed);
    return "the lasso was replayed, closes, and meets each fairness obligation";
  }
  if (const auto* deadlock = std::get_if<Deadlock>(&counterexample)) {
    require(kind == Kind::deadlock, "a deadlock answers another question");
    const DeadlockAudit audit = audit_deadlock(machine, layout, *deadlock);
    report.replayed_steps += audit.replayed_steps;
    std::string what = "the run was replayed, each waiter is blocked";
    if (deadlock->cycle) what += ", the wait cycle closes";
    return what + (audit.for_good ? ", and the wait never ends" : "");
  }
  if (const auto* inversion = std::get_if<property::Inversion>(&counterexample)) {
    const bool alone = kind == Kind::alone_inverted;
    require(alone || kind == Kind::locks, "an inverted order answers another question");
    report.replayed_steps += audit_inversion(machine, layout, *inversion, alone);
    return "each chain was replayed, and holds and takes what it is said to";
  }
  if (const auto* spin = std::get_if<property::Spin>(&counterexample)) {
    require(kind == Kind::no_spin, "spinning answers another question");
    report.replayed_steps += audit_spin(machine, layout, *spin);
    return "the lasso was replayed and closes, and each step of the loop is the thread's own";
  }
  if (const auto* unkillable = std::get_if<property::Unkillable>(&counterexample)) {
    require(kind == Kind::killable, "a thread that goes on answers another question");
    report.replayed_steps +=
        audit_unkillable(machine, layout, *unkillable, answer.property.most_attempts, presumed);
    return "the run was replayed, and the thread goes on while its signal is pending";
  }
  if (const auto* unmet = std::get_if<property::Unmet>(&counterexample)) {
    require(kind == Kind::temporal, "a violated formula answers another question");
    require(unmet->level <= answer.property.required,
            "the run needs more of the adversaries than is required to be withstood");
    report.replayed_steps += audit_unmet(machine, layout, answer.property, presumed, *unmet);
    return "the lasso was replayed, closes, is fair, and does not satisfy the formula";
  }
  require(kind == Kind::check || kind == Kind::invariant || kind == Kind::locks,
          "a failed check answers another question");
  report.replayed_steps +=
      audit_failed(machine, layout, answer.property, std::get<Failed>(counterexample));
  return "the run was replayed and fails where it is said to";
}

// The run that shows why a formula does not hold at the next level.
void audit_next(const Machine& machine, const machine::Layout& layout, const Answer& answer,
                property::Fairness fairness, Report& report) {
  const auto* holds = std::get_if<property::Holds>(&answer.verdict);
  if (holds == nullptr || holds->next == nullptr) return;
  if (const auto* livelock = std::get_if<Livelock>(holds->next.get())) {
    require(answer.property.required < livelock->level && holds->up_to < livelock->level,
            "it is said to hold where it is violated");
    report.replayed_steps += audit_livelock(machine, layout, *livelock, fairness);
    report.checks.push_back(answer.property.id +
                            ": the lasso above what holds was replayed, closes, and meets each "
                            "fairness obligation");
    return;
  }
  const auto* unmet = std::get_if<property::Unmet>(holds->next.get());
  require(unmet != nullptr, "a run above what holds is neither a livelock nor of a formula");
  require(unmet->level > answer.property.required, "a formula that holds is violated");
  report.replayed_steps += audit_unmet(machine, layout, answer.property, fairness, *unmet);
  report.checks.push_back(answer.property.id + ": the lasso of a higher level was replayed, too");
}

}  // namespace

Report audit(const Machine& machine, const property::Result& result) {
  const machine::Layout layout(machine);
  Report report;
  for (const Answer& answer : result.answers) {
    if (!std::holds_alternative<property::Violated>(answer.verdict)) continue;
    report.checks.push_back(answer.property.id + ": " +
                            audit_answer(machine, layout, answer, result.fairness, report));
  }
  for (const Answer& answer : result.answers)
    audit_next(machine, layout, answer, result.fairness, report);
  return report;
}

}  // namespace headway::audit

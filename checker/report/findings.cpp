#include "checker/report/findings.h"

#include "checker/report/lock_order.h"
#include "checker/report/polling.h"
#include "checker/report/standing.h"

namespace headway::report {
namespace {

using property::Deadlock;
using property::Failed;
using property::Livelock;

const source::Origin* origin_of(const Reading& reading, machine::AgentId agent,
                                machine::TransitionId transition) {
  return reading.machine.at(agent).at(transition).origin.get();
}

Spot spot_of_stride(const Reading& reading, const Stride& stride) {
  return user_spot(origin_of(reading, stride.agent, telling(reading, stride).transition),
                   reading.inputs);
}

// The failure that `id` names in the last step; an invariant fails in a state and has none.
const machine::Failure* last_failure(const Replay& run, const std::string& id,
                                     const std::string& message) {
  if (run.stem.empty()) return nullptr;
  const machine::Failure* found = nullptr;
  for (const machine::Failure& failure : run.stem.back().failures) {
    if (failure.property == id && (found == nullptr || failure.message == message))
      found = &failure;
  }
  return found;
}

Finding describe(const Reading& reading, const property::Property& property, const Failed& failed) {
  const Replay run = replay(reading.machine, failed.path, {});
  Finding finding{Severity::error,
                  {},
                  property.id,
                  failed.message.empty() ? property.sentence : failed.message};
  if (const machine::Failure* failure = last_failure(run, property.id, failed.message)) {
    finding.spot =
        user_spot(origin_of(reading, failure->agent, failure->transition), reading.inputs);
  } else if (!run.stem.empty()) {
    finding.spot = spot_of_stride(reading, run.stem.back());
  }
  return finding;
}

Finding describe(const Reading& reading, const property::Property& property,
                 const Deadlock& deadlock) {
  const machine::Machine& machine = reading.machine;
  Finding finding{
      Severity::error, {}, property.id, machine.at(deadlock.agent).name + " waits for ever"};
  if (!deadlock.waits.empty()) {
    const property::Waiter& first = deadlock.waits.front();
    finding.spot = user_spot(origin_at(machine.at(first.agent), first.location), reading.inputs);
    if (first.resource)
      finding.message += " for " + reading.names.lock({*first.resource, first.cell});
    std::vector<std::string> names;
    for (const property::Waiter& waiter : deadlock.waits) {
      if (waiter.agent != deadlock.agent) names.push_back(machine.at(waiter.agent).name);
    }
    if (deadlock.cycle && names.empty()) finding.message += ", which it holds itself";
    if (deadlock.cycle && !names.empty()) finding.message += ", in a cycle with " + listed(names);
  }
  if (deadlock.only_signal_releases) finding.message += "; only a signal releases it";
  if (deadlock.only_adversary_releases)
    finding.message += "; only an adversary or a whim releases it";
  return finding;
}

Finding describe(const Reading& reading, const property::Property& property,
                 const property::Inversion& inversion) {
  const property::Inversion::Chain& first = inversion.chains.front();
  return {Severity::error,
          user_spot(origin_at(reading.machine.at(first.agent), first.location), reading.inputs),
          property.id,
          "locks are taken in inverted order: " + inversion_in_short(reading, inversion)};
}

Finding describe(const Reading& reading, const property::Property& property,
                 const Livelock& livelock) {
  const Replay run = replay(reading.machine, livelock.lasso.stem, livelock.lasso.loop);
  const std::string& who = reading.machine.at(livelock.agent).name;
  Finding finding{Severity::error, {}, property.id, ""};
  for (const Stride& stride : run.loop) {
    const Spot spot = spot_of_stride(reading, stride);
    if (stride.agent != livelock.agent || !spot.known()) continue;
    if (!finding.spot.known() || (spot.own && !finding.spot.own)) finding.spot = spot;
  }
  if (run.loop.empty()) {
    const machine::LocationId location =
        run.end_of_stem().locations[machine::index_of(livelock.agent)];
    finding.spot =
        user_spot(origin_at(reading.machine.at(livelock.agent), location), reading.inputs);
    finding.message = who + " stands still for ever, ";
  } else {
    finding.message =
        who + " never gets out of a loop of " + counted(run.loop.size(), "step") + ", ";
  }
  finding.message += level_words(livelock.level);
  return finding;
}

// Where the agent's own line is on the loop, or else where the stem ends.
Finding in_lasso(const Reading& reading, const property::Property& property,
                 const machine::Lasso& lasso, std::optional<machine::AgentId> agent) {
  const Replay run = replay(reading.machine, lasso.stem, lasso.loop);
  Finding finding{Severity::error, {}, property.id, ""};
  for (const Stride& stride : run.loop) {
    const Spot spot = spot_of_stride(reading, stride);
    if ((agent && stride.agent != *agent) || !spot.known()) continue;
    if (!finding.spot.known() || (spot.own && !finding.spot.own)) finding.spot = spot;
  }
  if (!finding.spot.known() && !run.stem.empty())
    finding.spot = spot_of_stride(reading, run.stem.back());
  return finding;
}

Finding describe(const Reading& reading, const property::Property& property,
                 const property::Spin& spin) {
  Finding finding = in_lasso(reading, property, spin.lasso, spin.agent);
  finding.message = spin_in_words(reading.machine, reading.names, spin);
  return finding;
}

Finding describe(const Reading& reading, const property::Property& property,
                 const property::Unkillable& unkillable) {
  Finding finding = in_lasso(reading, property, unkillable.lasso, unkillable.agent);
  finding.message = reading.machine.at(unkillable.agent).name + " goes on after its fatal signal, ";
  finding.message += unkillable.lasso.loop.empty()
                         ? "with " + counted(unkillable.attempts, "attempt") + " where " +
                               std::to_string(property.most_attempts) + " are allowed"
                         : "in a loop of " + counted(unkillable.lasso.loop.size(), "step");
  return finding;
}

Finding describe(const Reading& reading, const property::Property& property,
                 const property::Unmet& unmet) {
  Finding finding = in_lasso(reading, property, unmet.lasso, std::nullopt);
  finding.message = "a run with a loop of " + counted(unmet.lasso.loop.size(), "step") +
                    " does not meet the formula, " + level_words(unmet.level);
  return finding;
}

}  // namespace

std::string level_words(property::Level level) {
  switch (level) {
    case property::Level::none:
      return "even if no adversary ever acts (level none)";
    case property::Level::finite:
      return "though adversaries act only finitely often (level finite)";
    case property::Level::fair:
      return "though infinitely many attempts are undisturbed (level fair)";
    case property::Level::page_fair:
      return "though of infinitely many attempts infinitely many find each page undisturbed (level "
             "page-fair)";
    case property::Level::unrestricted:
      return "if adversaries act as they like (level unrestricted)";
  }
  return "";
}

Finding finding_of(const Reading& reading, const property::Answer& answer) {
  if (const auto* undecided = std::get_if<property::Undecided>(&answer.verdict)) {
    return {Severity::warning, {}, answer.property.id, "undecided: " + undecided->reason};
  }
  const auto* violated = std::get_if<property::Violated>(&answer.verdict);
  if (violated == nullptr) return {Severity::note, {}, answer.property.id, "holds"};
  Finding finding =
      std::visit([&](const auto& example) { return describe(reading, answer.property, example); },
                 violated->counterexample);
  if (answer.property.note) finding.severity = Severity::note;
  return finding;
}

}  // namespace headway::report

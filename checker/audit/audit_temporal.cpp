// The formula is judged by its definition on the states of the lasso (lasso_truth.h); no automaton
// is looked at. Who is enabled depends on the level: where adversaries may act for ever, so may the
// unfavourable branches of whims.
#include "checker/audit/audit_temporal.h"

#include <algorithm>
#include <string>

#include "checker/audit/classify.h"
#include "checker/audit/lasso_truth.h"
#include "checker/audit/replay.h"
#include "checker/property/formula.h"
#include "model/machine/evaluate.h"
#include "model/machine/step.h"
#include "model/machine/validate.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::LocationId;
using machine::Machine;
using machine::State;
using machine::Step;
using property::Level;
using property::Obligation;
using property::Unmet;

namespace {

// State i is the one before step i. A loop without steps is one state in which the run stays.
struct Round {
  const Machine& machine;
  const machine::Layout& layout;
  const Unmet& unmet;
  const std::vector<State>& states;

  [[nodiscard]] const std::vector<Step>& steps() const { return unmet.lasso.loop; }
  [[nodiscard]] bool enabled_at(std::size_t i, AgentId agent) const {
    return may_step(machine, layout, states[i], agent, unmet.level);
  }
  [[nodiscard]] bool stands_at(std::size_t i, AgentId agent, LocationId location) const {
    return states[i].locations[index_of(agent)] == location;
  }
  [[nodiscard]] bool steps_from(std::size_t i, AgentId agent) const {
    return i < steps().size() && steps()[i].agent == agent;
  }
};

void require_level(const Machine& machine, const Unmet& unmet) {
  require(unmet.level == Level::none || unmet.level == Level::finite ||
              unmet.level == Level::unrestricted,
          "a formula is violated at a level that can not be audited");
  for (const Step& step : unmet.lasso.loop) {
    require(unmet.level == Level::unrestricted || !adversary_edge(machine, step),
            "the loop contains an adversary edge");
    require(machine.at(step.agent).kind != AgentKind::signal, "a signal arrives again and again");
  }
  for (const Step& step : unmet.lasso.stem.steps) {
    require(unmet.level != Level::none || !adversary_edge(machine, step),
            "the stem contains an adversary edge at level none");
  }
}

std::vector<bool> letter(const Machine& machine, const machine::Layout& layout,
                         const State& state) {
  std::vector<bool> truths;
  for (const machine::Atom& atom : machine.atoms) {
    const auto truth = evaluate(atom.condition, machine::Context{machine, layout, state});
    truths.push_back(truth.fault == machine::Fault::none && truth.value != 0);
  }
  return truths;
}

bool is_listed(const Unmet& unmet, AgentId agent, std::optional<LocationId> acquire) {
  return std::any_of(
      unmet.obligations.begin(), unmet.obligations.end(), [&](const Obligation& claim) {
        const auto kind = acquire ? Obligation::Kind::strong : Obligation::Kind::weak;
        return claim.agent == agent && claim.kind == kind && claim.acquire == acquire;
      });
}

void require_weak(const Round& round, AgentId agent) {
  bool steps = false, always = true;
  for (std::size_t i = 0; i < round.states.size(); ++i) {
    steps = steps || round.steps_from(i, agent);
    always = always && round.enabled_at(i, agent);
  }
  const std::string& name = round.machine.at(agent).name;
  require(steps || !always, name + " is enabled all along the loop and takes no step");
  require(is_listed(round.unmet, agent, std::nullopt), "no weak obligation is listed for " + name);
}

void require_strong(const Round& round, AgentId thread, LocationId acquire) {
  bool offered = false, taken = false;
  for (std::size_t i = 0; i < round.states.size(); ++i) {
    if (!round.stands_at(i, thread, acquire)) continue;
    offered = offered || round.enabled_at(i, thread);
    taken = taken || round.steps_from(i, thread);
  }
  const std::string name =
      round.machine.at(thread).name + " at " + round.machine.at(thread).at(acquire).name;
  require(taken || !offered, name + " is enabled in the loop and never takes its lock");
  require(!offered || is_listed(round.unmet, thread, acquire),
          "no strong obligation is listed for " + name);
}

// Does the obligation's own claim hold on the loop?
bool truthful(const Round& round, const Obligation& claim) {
  const auto concerns = [&](std::size_t i) {
    return !claim.acquire || round.stands_at(i, claim.agent, *claim.acquire);
  };
  if (claim.met == Obligation::Met::steps)
    return round.steps_from(claim.where, claim.agent) && concerns(claim.where);
  if (claim.met == Obligation::Met::disabled) {
    return claim.kind == Obligation::Kind::weak && claim.where < round.states.size() &&
           !round.enabled_at(claim.where, claim.agent);
  }
  if (claim.met != Obligation::Met::never_enabled) return false;
  for (std::size_t i = 0; i < round.states.size(); ++i) {
    if (concerns(i) && round.enabled_at(i, claim.agent)) return false;
  }
  return true;
}

void require_fair(const Round& round, property::Fairness fairness) {
  for (std::uint32_t number = 0; number < round.machine.agents.size(); ++number) {
    const AgentId id{number};
    const machine::Agent& agent = round.machine.at(id);
    if (!owed_fairness(agent)) continue;
    require(!round.steps().empty() || !round.enabled_at(0, id),
            agent.name + " is enabled where the run is said to stay");
    if (fairness != property::Fairness::none) require_weak(round, id);
    if (fairness != property::Fairness::strong || agent.kind != AgentKind::thread) continue;
    for (std::uint32_t at = 0; at < agent.locations.size(); ++at) {
      const auto& wait = agent.locations[at].wait;
      if (wait && wait->acquire) require_strong(round, id, LocationId{at});
    }
  }
  for (const Obligation& claim : round.unmet.obligations) {
    require(index_of(claim.agent) < round.machine.agents.size() && truthful(round, claim),
            "a listed obligation is not met as it says");
  }
}

}  // namespace

bool may_step(const Machine& machine, const machine::Layout& layout, const State& state,
              AgentId agent, Level level) {
  if (level <= Level::finite) return enabled(machine, layout, state, agent);
  return !successors(machine, layout, state, agent).empty() || stuck(machine, layout, state, agent);
}

std::size_t audit_unmet(const Machine& machine, const machine::Layout& layout,
                        const property::Property& property, property::Fairness fairness,
                        const Unmet& unmet) {
  require(property.formula != nullptr, "a violated formula that is none");
  const Replayed stem = replay_path(machine, layout, unmet.lasso.stem, false);
  Replayed around =
      replay_steps(machine, layout, stem.states.back(), unmet.lasso.loop, false, "loop");
  require(around.states.front() == around.states.back(), "the lasso does not close");
  if (!unmet.lasso.loop.empty()) around.states.pop_back();
  require_level(machine, unmet);
  require_fair(Round{machine, layout, unmet, around.states}, fairness);

  // The setup step leads to the first state of the run.
  const bool set_up = std::any_of(machine.agents.begin(), machine.agents.end(),
                                  [](const auto& a) { return a.kind == AgentKind::setup; });
  LassoWord word;
  for (std::size_t i = set_up ? 1 : 0; i + 1 < stem.states.size(); ++i)
    word.letters.push_back(letter(machine, layout, stem.states[i]));
  word.loop = word.letters.size();
  for (const State& state : around.states) word.letters.push_back(letter(machine, layout, state));
  require(!true_of(*property.formula, word), "the lasso satisfies the formula");
  return unmet.lasso.stem.steps.size() + unmet.lasso.loop.size();
}

}  // namespace headway::audit

// Replays stem and loop, then asks four questions in turn: level, unfinished, fair, and are the
// listed obligations true.
#include "checker/audit/audit_lasso.h"

#include <algorithm>
#include <string>

#include "checker/audit/classify.h"
#include "checker/audit/replay.h"
#include "model/machine/schedule.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::LocationId;
using machine::Machine;
using machine::State;
using machine::Step;
using property::Livelock;
using property::Obligation;

namespace {

// The loop, replayed: state i is the one before step i. A loop without steps is one state in which
// the run stays.
struct Loop {
  const Machine& machine;
  const machine::Layout& layout;
  const std::vector<Step>& steps;
  std::vector<State> states;

  [[nodiscard]] bool enabled_at(std::size_t state, AgentId agent) const {
    return enabled(machine, layout, states[state], agent);
  }
  [[nodiscard]] bool has_step_at(std::size_t state, AgentId agent) const {
    return has_step(machine, layout, states[state], agent);
  }
  [[nodiscard]] LocationId location(std::size_t state, AgentId agent) const {
    return states[state].locations[index_of(agent)];
  }
};

bool shares_processor(const Machine& machine, std::uint32_t cpu) {
  const std::vector<std::uint32_t> shared = machine::shared_processors(machine);
  return std::find(shared.begin(), shared.end(), cpu) != shared.end();
}

void require_level(const Machine& machine, const Livelock& livelock) {
  const bool none = livelock.level == property::Level::none;
  require(none || livelock.level == property::Level::finite,
          "a livelock at a level that can not be audited");
  for (const Step& step : livelock.lasso.loop) {
    require(!adversary_edge(machine, step), "the loop contains an adversary edge");
  }
  for (const Step& step : livelock.lasso.stem.steps) {
    require(!none || !adversary_edge(machine, step),
            "the stem of a livelock at level none contains an adversary edge");
  }
}

void require_unfinished(const Loop& loop, AgentId thread) {
  const machine::Agent& agent = loop.machine.at(thread);
  require(agent.kind == AgentKind::thread, agent.name + " is not a thread");
  for (const State& state : loop.states) {
    require(!ended(loop.machine, state, thread), agent.name + " has ended in the loop");
  }
  for (const Step& step : loop.steps) {
    require(agent.ends || step.agent != thread || !passes_progress(loop.machine, step),
            agent.name + " passes progress in the loop");
  }
}

// Does the obligation's own claim hold on the loop?
bool truthful(const Loop& loop, const Obligation& claim) {
  const auto concerns = [&](std::size_t state) {
    return !claim.acquire || loop.location(state, claim.agent) == *claim.acquire;
  };
  switch (claim.met) {
    case Obligation::Met::steps:
      return claim.where < loop.steps.size() && loop.steps[claim.where].agent == claim.agent &&
             concerns(claim.where);
    case Obligation::Met::disabled:
      if (claim.where >= loop.states.size()) return false;
      if (claim.kind == Obligation::Kind::weak) return !loop.enabled_at(claim.where, claim.agent);
      return !claim.acquire && !loop.has_step_at(claim.where, claim.agent);
    case Obligation::Met::never_enabled:
      for (std::size_t i = 0; i < loop.states.size(); ++i) {
        if (concerns(i) && loop.enabled_at(i, claim.agent)) return false;
      }
      return true;
    case Obligation::Met::undisturbed:
    case Obligation::Met::favourable:
    case Obligation::Met::never_made:
      return false;
  }
  return false;
}

void require_weak(const Loop& loop, AgentId agent, const std::vector<Obligation>& listed) {
  const std::string& name = loop.machine.at(agent).name;
  const bool steps = std::any_of(loop.steps.begin(), loop.steps.end(),
                                 [&](const Step& step) { return step.agent == agent; });
  bool always_enabled = true;
  for (std::size_t i = 0; i < loop.states.size(); ++i) {
    always_enabled = always_enabled && loop.enabled_at(i, agent);
  }
  require(steps || !always_enabled, name + " is enabled all along the loop and takes no step");
  require(std::any_of(listed.begin(), listed.end(),
                      [&](const Obligation& claim) {
                        return claim.agent == agent && claim.kind == Obligation::Kind::weak;
                      }),
          "no weak obligation is listed for " + name);
}

void require_strong(const Loop& loop, AgentId thread, LocationId acquire,
                    const std::vector<Obligation>& listed) {
  bool enabled_there = false;
  bool taken = false;
  for (std::size_t i = 0; i < loop.states.size(); ++i) {
    if (loop.location(i, thread) != acquire) continue;
    enabled_there = enabled_there || loop.enabled_at(i, thread);
    taken = taken || (i < loop.steps.size() && loop.steps[i].agent == thread);
  }
  const std::string name =
      loop.machine.at(thread).name + " at " + loop.machine.at(thread).at(acquire).name;
  require(taken || !enabled_there, name + " is enabled in the loop and never takes its lock");
  require(!enabled_there || std::any_of(listed.begin(), listed.end(),
                                        [&](const Obligation& claim) {
                                          return claim.agent == thread &&
                                                 claim.kind == Obligation::Kind::strong &&
                                                 claim.acquire == acquire;
                                        }),
          "no strong obligation is listed for " + name);
}

// Without preemption, who shares a processor and has a step all along the loop is picked, if it may
// be anywhere.
void require_turn(const Loop& loop, AgentId agent, const std::vector<Obligation>& listed) {
  bool always_ready = true;
  bool may_be_picked = false;
  for (std::size_t i = 0; i < loop.states.size(); ++i) {
    always_ready = always_ready && loop.has_step_at(i, agent);
    may_be_picked = may_be_picked || loop.enabled_at(i, agent);
  }
  const bool steps = std::any_of(loop.steps.begin(), loop.steps.end(),
                                 [&](const Step& step) { return step.agent == agent; });
  const std::string& name = loop.machine.at(agent).name;
  require(steps || !always_ready || !may_be_picked,
          name + " is ready all along the loop, may be picked and never is");
  require(std::any_of(listed.begin(), listed.end(),
                      [&](const Obligation& claim) {
                        return claim.agent == agent && claim.kind == Obligation::Kind::strong &&
                               !claim.acquire;
                      }),
          "no turn is listed for " + name);
}

void require_fair(const Loop& loop, const std::vector<Obligation>& listed) {
  for (std::uint32_t number = 0; number < loop.machine.agents.size(); ++number) {
    const AgentId id{number};
    const machine::Agent& agent = loop.machine.at(id);
    if (!owed_fairness(agent)) continue;
    require_weak(loop, id, listed);
    if (loop.machine.scheduler == machine::Scheduler::nonpreempt && agent.cpu &&
        shares_processor(loop.machine, *agent.cpu))
      require_turn(loop, id, listed);
    if (loop.steps.empty()) {
      require(!loop.enabled_at(0, id), agent.name + " is enabled where the run is said to stay");
    }
    for (std::uint32_t at = 0; at < agent.locations.size(); ++at) {
      const auto& wait = agent.locations[at].wait;
      if (agent.kind == AgentKind::thread && wait && wait->acquire) {
        require_strong(loop, id, LocationId{at}, listed);
      }
    }
  }
  for (const Obligation& claim : listed) {
    require(index_of(claim.agent) < loop.machine.agents.size() && truthful(loop, claim),
            "a listed obligation is not met as it says");
  }
}

}  // namespace

std::size_t audit_livelock(const Machine& machine, const machine::Layout& layout,
                           const Livelock& livelock) {
  require(index_of(livelock.agent) < machine.agents.size(), "a livelock of no agent");
  const Replayed stem = replay_path(machine, layout, livelock.lasso.stem, false);
  Replayed around =
      replay_steps(machine, layout, stem.states.back(), livelock.lasso.loop, false, "loop");
  require(around.states.front() == around.states.back(), "the lasso does not close");
  if (!livelock.lasso.loop.empty()) around.states.pop_back();

  const Loop loop{machine, layout, livelock.lasso.loop, std::move(around.states)};
  require_level(machine, livelock);
  require_unfinished(loop, livelock.agent);
  require_fair(loop, livelock.obligations);
  return livelock.lasso.stem.steps.size() + livelock.lasso.loop.size();
}

}  // namespace headway::audit

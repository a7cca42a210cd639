// Replays stem and loop, then asks four questions in turn: unfinished, level, fair, and are the
// listed obligations true. What the levels above `finite` ask besides is audit_pairs.
#include "checker/audit/audit_lasso.h"

#include <algorithm>
#include <string>
#include <utility>

#include "checker/audit/audit_pairs.h"
#include "checker/audit/audit_turns.h"
#include "checker/audit/classify.h"
#include "checker/audit/replay.h"

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
  bool adversaries = false;  // the level lets them act in the loop

  [[nodiscard]] bool enabled_at(std::size_t state, AgentId agent) const {
    if (adversaries) return able(machine, layout, states[state], agent);
    return enabled(machine, layout, states[state], agent);
  }
  [[nodiscard]] Counted counted() const { return adversaries ? Counted::all : Counted::kept; }
  [[nodiscard]] bool has_step_at(std::size_t state, AgentId agent) const {
    return has_step(machine, layout, states[state], agent, counted());
  }
  [[nodiscard]] LocationId location(std::size_t state, AgentId agent) const {
    return states[state].locations[index_of(agent)];
  }
};

void require_edges(const Machine& machine, const machine::Lasso& lasso, property::Level level) {
  const bool none = level == property::Level::none;
  const bool adversaries = level > property::Level::finite;
  for (const Step& step : lasso.loop) {
    require(adversaries || !adversary_edge(machine, step), "the loop contains an adversary edge");
    require(machine.at(step.agent).kind != AgentKind::signal, "the loop contains a signal");
  }
  for (const Step& step : lasso.stem.steps) {
    require(!none || !adversary_edge(machine, step),
            "the stem of a lasso at level none contains an adversary edge");
  }
}

// Each is an adversary edge of the loop. That the thread goes on without it is not audited.
void require_broken_by(const Machine& machine, const Livelock& livelock) {
  for (const Livelock::Act& act : livelock.broken_by) {
    const auto& loop = livelock.lasso.loop;
    require(std::any_of(loop.begin(), loop.end(),
                        [&](const Step& step) {
                          return step.agent == act.agent && adversary_edge(machine, step) &&
                                 std::any_of(step.micro.begin(), step.micro.end(),
                                             [&](const machine::MicroStep& micro) {
                                               return micro.transition == act.transition;
                                             });
                        }),
            "what is said to break the loop is no adversary edge of it");
  }
}

void require_unfinished(const Machine& machine, const std::vector<Step>& steps,
                        const std::vector<State>& states, AgentId thread) {
  const machine::Agent& agent = machine.at(thread);
  require(agent.kind == AgentKind::thread, agent.name + " is not a thread");
  for (const State& state : states) {
    require(!ended(machine, state, thread), agent.name + " has ended in the loop");
  }
  for (const Step& step : steps) {
    require(agent.ends || step.agent != thread || !passes_progress(machine, step),
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

void require_fair_loop(const Loop& loop, const std::vector<Obligation>& listed,
                       property::Fairness presumed) {
  for (std::uint32_t number = 0; number < loop.machine.agents.size(); ++number) {
    const AgentId id{number};
    const machine::Agent& agent = loop.machine.at(id);
    if (!owed_fairness(agent)) continue;
    if (presumed != property::Fairness::none) require_weak(loop, id, listed);
    if (loop.steps.empty()) {
      require(!loop.enabled_at(0, id), agent.name + " is enabled where the run is said to stay");
    }
    for (std::uint32_t at = 0; at < agent.locations.size(); ++at) {
      const auto& wait = agent.locations[at].wait;
      if (presumed == property::Fairness::strong && agent.kind == AgentKind::thread && wait &&
          wait->acquire) {
        require_strong(loop, id, LocationId{at}, listed);
      }
    }
  }
  if (presumed != property::Fairness::none)
    require_turns(loop.machine, loop.layout, loop.steps, loop.states, listed, loop.counted());
  for (const Obligation& claim : listed) {
    if (claim.kind == Obligation::Kind::attempt || claim.kind == Obligation::Kind::whim) {
      require(loop.adversaries, "an obligation of a level above that of the livelock");
      continue;
    }
    require(index_of(claim.agent) < loop.machine.agents.size() && truthful(loop, claim),
            "a listed obligation is not met as it says");
  }
}

}  // namespace

void require_fair(const Machine& machine, const machine::Layout& layout,
                  const std::vector<Step>& loop, const std::vector<State>& states,
                  const std::vector<Obligation>& listed, bool adversaries,
                  property::Fairness presumed) {
  require_fair_loop(Loop{machine, layout, loop, states, adversaries}, listed, presumed);
}

ReplayedLasso replay_lasso(const Machine& machine, const machine::Layout& layout,
                           const machine::Lasso& lasso) {
  Replayed stem = replay_path(machine, layout, lasso.stem, false);
  Replayed around = replay_steps(machine, layout, stem.states.back(), lasso.loop, false, "loop");
  require(around.states.front() == around.states.back(), "the lasso does not close");
  if (!lasso.loop.empty()) around.states.pop_back();
  return {std::move(stem.states), std::move(around.states)};
}

void require_level(const Machine& machine, const machine::Layout& layout,
                   const machine::Lasso& lasso, const ReplayedLasso& run, property::Level level,
                   const std::vector<Obligation>& listed, property::Fairness presumed) {
  require_edges(machine, lasso, level);
  if (level == property::Level::fair || level == property::Level::page_fair) {
    std::vector<State> closed = run.loop;
    if (!lasso.loop.empty()) closed.push_back(closed.front());
    require_pairs(machine, layout, lasso, level, listed, run.stem, closed);
  }
  require_fair(machine, layout, lasso.loop, run.loop, listed, level > property::Level::finite,
               presumed);
}

std::size_t audit_livelock(const Machine& machine, const machine::Layout& layout,
                           const Livelock& livelock, property::Fairness presumed) {
  require(index_of(livelock.agent) < machine.agents.size(), "a livelock of no agent");
  const ReplayedLasso run = replay_lasso(machine, layout, livelock.lasso);
  require_unfinished(machine, livelock.lasso.loop, run.loop, livelock.agent);
  require_level(machine, layout, livelock.lasso, run, livelock.level, livelock.obligations,
                presumed);
  require_broken_by(machine, livelock);
  return livelock.lasso.stem.steps.size() + livelock.lasso.loop.size();
}

}  // namespace headway::audit

// Skips: a transition that does nothing but lead on. Inlining leaves many (jumps, returns, stores
// of what is known); each costs a micro-step in every run and a line in every dump. Whoever leads
// to the source of a skip is led to its target at once.
//
//   I1  Only a source with no other transition goes, and never the initial location, the end, a
//       wait, or a location whose C label would be lost.
//   I2  No pause vanishes that another agent could use inside what would then be one atomic step: a
//       stable source goes only if the target is stable too.
//   I3  A cycle keeps at least one location: a skip to itself stays, a livelock is a livelock.
#include <cstddef>
#include <utility>
#include <vector>

#include "model/passes/passes.h"
#include "model/passes/rebuild.h"

namespace headway::passes {

using machine::Agent;
using machine::index_of;
using machine::LocationId;
using machine::Machine;
using machine::Transition;

namespace {

bool does_nothing(const Transition& transition) {
  return transition.guard.is_constant(1) && !transition.choice && transition.assignments.empty() &&
         transition.checks.empty() && transition.whim.empty() &&
         transition.favour == machine::Favour::none && !transition.prepare && !transition.attempt &&
         !transition.event && !transition.progress && !transition.yields && !transition.call &&
         !transition.note;
}

void skip(Agent& agent) {
  const auto leaving = machine::outgoing(agent);
  // Where to go instead of each location; itself if it stays.
  std::vector<LocationId> instead(agent.locations.size());
  for (std::size_t k = 0; k < instead.size(); ++k) instead[k] = static_cast<LocationId>(k);
  const auto final_place = [&](LocationId location) {
    while (instead[index_of(location)] != location) location = instead[index_of(location)];
    return location;
  };
  std::vector<bool> keep(agent.transitions.size(), true);
  for (std::size_t k = 0; k < agent.locations.size(); ++k) {
    const auto here = static_cast<LocationId>(k);
    if (leaving[k].size() != 1 || here == agent.initial || agent.end == here || agent.at(here).wait)
      continue;
    const Transition& only = agent.at(leaving[k].front());
    const LocationId target = final_place(only.to);
    if (!does_nothing(only) || target == here) continue;
    machine::Location& there = agent.locations[index_of(target)];
    if (!agent.at(here).committed && there.committed) continue;
    const std::string& label = agent.at(here).label;
    if (!label.empty() && !there.label.empty() && label != there.label) continue;
    if (there.label.empty()) there.label = label;
    instead[k] = target;
    keep[index_of(leaving[k].front())] = false;
  }
  for (Transition& transition : agent.transitions) transition.to = final_place(transition.to);
  prune(agent, keep);
}

}  // namespace

Machine skip_idle_transitions(Machine machine) {
  for (Agent& agent : machine.agents) skip(agent);
  return machine;
}

}  // namespace headway::passes

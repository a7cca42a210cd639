// Fusing: a location from which an agent does only local work is committed, so that the work belongs to the step
// before it. Nobody else can tell when local work is done, so no verdict changes; what is kept apart are the places
// that verdicts speak of: waits, attempts, progress, the return of a call, and the target of every back edge of a
// depth-first search (a purely local loop would vanish otherwise; `goto` into a loop body makes graphs that have no
// single loop head, hence the search rather than dominators).
#include "model/passes/passes.h"
#include "model/passes/rebuild.h"
#include "model/passes/touches.h"

namespace headway::passes {

using machine::Agent;
using machine::Expr;
using machine::index_of;
using machine::Load;
using machine::LocationId;
using machine::Machine;
using machine::Transition;

namespace {

// Targets of back edges: edges to a location that is still on the search path.
std::vector<bool> back_edge_targets(const Agent& agent) {
  const auto leaving = machine::outgoing(agent);
  std::vector<bool> target(agent.locations.size());
  std::vector<bool> seen(agent.locations.size());
  std::vector<bool> on_path(agent.locations.size());
  std::vector<std::pair<LocationId, std::size_t>> path{{agent.initial, 0}};
  seen[index_of(agent.initial)] = on_path[index_of(agent.initial)] = true;
  while (!path.empty()) {
    auto& [here, next] = path.back();
    if (next == leaving[index_of(here)].size()) {
      on_path[index_of(here)] = false;
      path.pop_back();
      continue;
    }
    const LocationId to = agent.at(leaving[index_of(here)][next++]).to;
    if (on_path[index_of(to)]) target[index_of(to)] = true;
    if (seen[index_of(to)]) continue;
    seen[index_of(to)] = on_path[index_of(to)] = true;
    path.emplace_back(to, 0);
  }
  return target;
}

bool is_local(const Transition& transition, const std::vector<Touches>& touched) {
  if (transition.attempt || transition.prepare || transition.progress) return false;
  if (transition.call) return false;
  bool local = true;
  for_each_expr(transition, [&](const Expr& expr) {
    machine::for_each_load(expr, [&](const Load& load) {
      if (touched[index_of(load.variable)].visible()) local = false;
    });
  });
  for (const machine::Assignment& assignment : transition.assignments) {
    if (touched[index_of(assignment.place.variable)].visible()) local = false;
  }
  return local;
}

}  // namespace

Machine fuse_local_work(Machine machine) {
  const std::vector<Touches> touched = touches(machine);
  for (Agent& agent : machine.agents) {
    const std::vector<bool> keep = back_edge_targets(agent);
    std::vector<bool> local(agent.locations.size(), true);
    std::vector<bool> leaves(agent.locations.size(), false);
    for (const Transition& transition : agent.transitions) {
      leaves[index_of(transition.from)] = true;
      if (!is_local(transition, touched)) local[index_of(transition.from)] = false;
    }
    for (std::size_t i = 0; i < agent.locations.size(); ++i) {
      machine::Location& location = agent.locations[i];
      const auto id = static_cast<LocationId>(i);
      if (!leaves[i] || !local[i] || keep[i] || location.wait || id == agent.initial || agent.end == id) continue;
      location.committed = true;
    }
  }
  return machine;
}

}  // namespace headway::passes

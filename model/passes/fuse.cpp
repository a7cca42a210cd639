// Fusing: a location from which an agent does only local work is committed, so that the work
// belongs to the step before it. Nobody else can tell when local work is done, so no verdict
// changes; what is kept apart are the places that verdicts speak of: waits, attempts, progress, the
// return of a call, and the target of every back edge of a depth-first search (a purely local loop
// would vanish otherwise; `goto` into a loop body makes graphs that have no single loop head, hence
// the search rather than dominators).
//
//   I1  A location that a false assumption may stop (its guards don't cover every case, or a
//       committed location behind it may be stuck) stays apart: joined, the step that leads there
//       would vanish instead of being cut off, and who waits or tries again in its place would look
//       like a hang or a livelock.
//   I2  A location that leads by local work into an atomic part that does visible work stays apart:
//       joined, the pause before the atomic part would be gone.
#include <algorithm>
#include <utility>
#include <vector>

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

// Targets of back edges: edges to a location that is still on the search path. Unreachable
// locations count too.
std::vector<bool> back_edge_targets(const Agent& agent) {
  const auto leaving = machine::outgoing(agent);
  std::vector<bool> target(agent.locations.size());
  std::vector<bool> seen(agent.locations.size());
  std::vector<bool> on_path(agent.locations.size());
  std::vector<std::pair<LocationId, std::size_t>> path;
  const auto search_from = [&](LocationId start) {
    if (seen[index_of(start)]) return;
    path.emplace_back(start, 0);
    seen[index_of(start)] = on_path[index_of(start)] = true;
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
  };
  search_from(agent.initial);
  for (std::size_t k = 0; k < agent.locations.size(); ++k) search_from(static_cast<LocationId>(k));
  return target;
}

void add_operands(const Expr& expr, machine::BinaryOp op, std::vector<Expr>& operands) {
  const auto* both = std::get_if<machine::Binary>(&expr.node());
  if (both == nullptr || both->op != op) {
    operands.push_back(expr);
    return;
  }
  add_operands(both->left, op, operands);
  add_operands(both->right, op, operands);
}

bool always_chooses(const Transition& transition) {
  if (!transition.choice) return true;
  const auto* low = std::get_if<machine::Constant>(&transition.choice->low.node());
  const auto* high = std::get_if<machine::Constant>(&transition.choice->high.node());
  return low != nullptr && high != nullptr && low->value <= high->value;
}

// Do the guards plainly cover every case? One is true, or one holds wherever no other does, as
// `else` and `default` are lowered: each of its conjuncts denies a disjunct of another guard.
bool covers_every_case(const Agent& agent, const std::vector<machine::TransitionId>& leaving) {
  for (const auto id : leaving) {
    if (!always_chooses(agent.at(id))) return false;
  }
  return std::any_of(leaving.begin(), leaving.end(), [&](machine::TransitionId id) {
    std::vector<Expr> denied;
    const Expr& guard = agent.at(id).guard;
    if (guard.is_constant(1)) return true;
    add_operands(guard, machine::BinaryOp::logical_and, denied);
    denied.push_back(guard);
    const auto answered = [&](const Expr& expr) {
      return std::any_of(leaving.begin(), leaving.end(), [&](machine::TransitionId other) {
        if (other == id) return false;
        std::vector<Expr> disjuncts;
        add_operands(agent.at(other).guard, machine::BinaryOp::logical_or, disjuncts);
        disjuncts.push_back(agent.at(other).guard);
        return std::any_of(disjuncts.begin(), disjuncts.end(), [&](const Expr& disjunct) {
          return machine::simplify(!disjunct) == machine::simplify(expr);
        });
      });
    };
    return answered(denied.back()) || std::all_of(denied.begin(), denied.end() - 1, answered);
  });
}

// Locations where the agent may find no way on although it has begun a step.
std::vector<bool> may_get_stuck(const Agent& agent) {
  const auto leaving = machine::outgoing(agent);
  std::vector<bool> stuck(agent.locations.size());
  for (std::size_t k = 0; k < stuck.size(); ++k) stuck[k] = !covers_every_case(agent, leaving[k]);
  for (bool again = true; again;) {
    again = false;
    for (const Transition& transition : agent.transitions) {
      if (!agent.at(transition.to).committed || !stuck[index_of(transition.to)]) continue;
      again = again || !stuck[index_of(transition.from)];
      stuck[index_of(transition.from)] = true;
    }
  }
  return stuck;
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

// By I2, visible work inside an atomic part is the work of the location before it.
void spread_visible_work(const Agent& agent, std::vector<bool>& local) {
  for (bool again = true; again;) {
    again = false;
    for (const Transition& transition : agent.transitions) {
      if (!agent.at(transition.to).committed || local[index_of(transition.to)]) continue;
      again = again || local[index_of(transition.from)];
      local[index_of(transition.from)] = false;
    }
  }
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
    spread_visible_work(agent, local);
    const std::vector<bool> stuck = may_get_stuck(agent);
    for (std::size_t i = 0; i < agent.locations.size(); ++i) {
      machine::Location& location = agent.locations[i];
      const auto id = static_cast<LocationId>(i);
      const bool apart =
          keep[i] || stuck[i] || location.wait || id == agent.initial || agent.end == id;
      if (leaves[i] && local[i] && !apart) location.committed = true;
    }
  }
  return machine;
}

}  // namespace headway::passes

// The search for back edges, guards that cover every case, atomic parts: for local_work.h.
#include "model/passes/local_work.h"

#include <algorithm>
#include <utility>

#include "model/passes/rebuild.h"

namespace headway::passes {

using machine::Agent;
using machine::Expr;
using machine::index_of;
using machine::LocationId;
using machine::Transition;

namespace {

// A depth-first search from the initial location, then from those that it does not reach.
struct Search {
  std::vector<bool> heads;           // targets of back edges: edges to what is still on the path
  std::vector<LocationId> finished;  // in the order in which the search leaves them for good
};

Search depth_first(const Agent& agent) {
  const auto leaving = machine::outgoing(agent);
  Search search{std::vector<bool>(agent.locations.size()), {}};
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
        search.finished.push_back(here);
        path.pop_back();
        continue;
      }
      const LocationId to = agent.at(leaving[index_of(here)][next++]).to;
      if (on_path[index_of(to)]) search.heads[index_of(to)] = true;
      if (seen[index_of(to)]) continue;
      seen[index_of(to)] = on_path[index_of(to)] = true;
      path.emplace_back(to, 0);
    }
  };
  search_from(agent.initial);
  for (std::size_t k = 0; k < agent.locations.size(); ++k) search_from(static_cast<LocationId>(k));
  return search;
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

// What is so of a committed location is so of the one before it: they are one step.
void spread_back(const Agent& agent, std::vector<bool>& is_so) {
  for (bool again = true; again;) {
    again = false;
    for (const Transition& transition : agent.transitions) {
      if (!agent.at(transition.to).committed || !is_so[index_of(transition.to)]) continue;
      again = again || !is_so[index_of(transition.from)];
      is_so[index_of(transition.from)] = true;
    }
  }
}

// May the transition end the run, by a fault or a fatal check?
bool may_cut(const machine::Machine& machine, const Transition& transition) {
  bool faults = false;
  for_each_expr(transition, [&](const Expr& expr) { faults |= may_fault(machine, expr); });
  for (const machine::Assignment& assignment : transition.assignments)
    faults |= !faults_of(machine, assignment).empty();
  return faults || std::any_of(transition.checks.begin(), transition.checks.end(),
                               [](const machine::Check& check) {
                                 return check.fatal && !check.condition.is_constant(1);
                               });
}

}  // namespace

bool is_private(const Transition& transition, const std::vector<Touches>& touched) {
  if (bears_mark(transition)) return false;
  bool local = true;
  for_each_expr(transition, [&](const Expr& expr) {
    machine::for_each_load(expr, [&](const machine::Load& load) {
      if (touched[index_of(load.variable)].visible()) local = false;
    });
  });
  for (const machine::Assignment& assignment : transition.assignments) {
    if (touched[index_of(assignment.place.variable)].visible()) local = false;
  }
  return local;
}

bool bears_mark(const Transition& transition) {
  return transition.attempt || transition.prepare || transition.event || transition.progress ||
         transition.yields || transition.call;
}

std::vector<bool> committable(const machine::Machine& machine, const Agent& agent,
                              const std::function<bool(const Transition&)>& is_local) {
  const Search search = depth_first(agent);
  std::vector<bool> visible(agent.locations.size()), leaves(agent.locations.size());
  std::vector<bool> cuts(agent.locations.size());
  for (const Transition& transition : agent.transitions) {
    const std::size_t from = index_of(transition.from);
    leaves[from] = true;
    if (!is_local(transition)) visible[from] = true;
    if (may_cut(machine, transition)) cuts[from] = true;
  }
  spread_back(agent, visible);
  spread_back(agent, cuts);
  const std::vector<bool> stuck = may_get_stuck(agent);
  std::vector<bool> result(agent.locations.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto id = static_cast<LocationId>(i);
    const bool apart = search.heads[i] || stuck[i] || agent.locations[i].wait ||
                       id == agent.initial || agent.end == id;
    result[i] = leaves[i] && !visible[i] && !apart;
  }
  // I3, in an order in which every step comes before what may follow in it.
  const auto leaving = machine::outgoing(agent);
  std::vector<bool> seen_before(agent.locations.size());
  for (auto at = search.finished.rbegin(); at != search.finished.rend(); ++at) {
    const std::size_t here = index_of(*at);
    if (cuts[here] && seen_before[here]) result[here] = false;
    const bool inside = result[here] || agent.locations[here].committed;
    for (const auto id : leaving[here]) {
      const Transition& transition = agent.at(id);
      if (!is_local(transition) || (inside && seen_before[here]))
        seen_before[index_of(transition.to)] = true;
    }
  }
  return result;
}

}  // namespace headway::passes

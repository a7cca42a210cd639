// Dead variables: a local that nobody reads before it is written again is reset to its initial
// value, so that states that differ only in what is never looked at become one. Strong liveness
// (Nielson, Nielson, Hankin 1999, "faint variables"): what is read only to compute something that
// is itself dead does not count as read; a counter that feeds no guard and no property vanishes
// this way.
//
//   I1  Wherever an agent stands, its dead candidates (but for long arrays) hold their initial
//   value: an assignment to
//       what is dead at its target is dropped, and what dies on a transition is reset there.
//
// Candidates are variables that one agent alone touches and that nobody looks at in a state: no
// lock, no strip, no observable, no property. An assignment that may fault is kept as a check, so
// that no fault is lost.
#include <optional>
#include <set>

#include "model/passes/passes.h"
#include "model/passes/rebuild.h"
#include "model/passes/touches.h"

namespace headway::passes {

using machine::Agent;
using machine::AgentId;
using machine::Assignment;
using machine::Expr;
using machine::index_of;
using machine::LocationId;
using machine::Machine;
using machine::Transition;
using machine::Variable;
using machine::VariableId;

namespace {

using Live = std::set<VariableId>;

// Arrays with more cells than this are not reset: the transition that does it would be longer than
// it is worth. Stores that nobody reads again are dropped all the same.
constexpr std::uint32_t kLongestReset = 64;

void add_reads(const Expr& expr, Live& live) {
  machine::for_each_load(expr, [&](const machine::Load& load) { live.insert(load.variable); });
}

class Liveness {
 public:
  Liveness(const Machine& machine, const std::vector<Touches>& touched, AgentId agent)
      : machine_(machine), agent_(machine.at(agent)), candidate_(machine.variables.size()) {
    for (std::size_t i = 0; i < machine.variables.size(); ++i) {
      const Variable& variable = machine.variables[i];
      candidate_[i] = touched[i].private_to(machine, agent) && !touched[i].by_property &&
                      !touched[i].by_observable && !variable.initial_any && !variable.parameter &&
                      variable.holder == machine::Holder::none && variable.strip.empty();
    }
  }

  void run() {
    live_.assign(agent_.locations.size(), {});
    for (std::size_t i = 0; i < agent_.locations.size(); ++i) {
      const auto& wait = agent_.locations[i].wait;
      if (wait && wait->resource && wait->resource->index)
        add_reads(*wait->resource->index, live_[i]);
    }
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::size_t i = agent_.transitions.size(); i-- > 0;) {
        const Transition& transition = agent_.transitions[i];
        Live& before = live_[index_of(transition.from)];
        const std::size_t size = before.size();
        before.merge(live_before(transition));
        changed |= before.size() != size;
      }
    }
  }

  [[nodiscard]] bool candidate(VariableId id) const { return candidate_[index_of(id)]; }
  [[nodiscard]] const std::vector<bool>& candidates() const { return candidate_; }
  [[nodiscard]] bool live(LocationId location, VariableId id) const {
    return live_[index_of(location)].count(id) != 0;
  }
  [[nodiscard]] bool needed(const Assignment& assignment, LocationId to) const {
    return !candidate(assignment.place.variable) || live(to, assignment.place.variable);
  }

 private:
  [[nodiscard]] Live live_before(const Transition& transition) const {
    Live live = live_[index_of(transition.to)];
    for (const Assignment& assignment : transition.assignments) {
      if (!assignment.place.index) live.erase(assignment.place.variable);
    }
    Transition rest = transition;
    rest.assignments.clear();
    for (const Assignment& assignment : transition.assignments) {
      if (needed(assignment, transition.to) || may_fault(machine_, assignment.value) ||
          (assignment.place.index && may_fault_index(assignment))) {
        rest.assignments.push_back(assignment);
      }
    }
    for_each_expr(rest, [&](const Expr& expr) { add_reads(expr, live); });
    return live;
  }

  [[nodiscard]] bool may_fault_index(const Assignment& assignment) const {
    return may_fault(machine_, Expr::load(assignment.place.variable, *assignment.place.index,
                                          machine_.at(assignment.place.variable).type));
  }

  const Machine& machine_;
  const Agent& agent_;
  std::vector<bool> candidate_;
  std::vector<Live> live_;
};

void append_reset(const Machine& machine, VariableId id, std::vector<Assignment>& assignments) {
  const Variable& variable = machine.at(id);
  for (std::uint32_t cell = 0; cell < variable.extent; ++cell) {
    std::optional<Expr> index;
    if (variable.is_array) index = Expr::constant(cell);
    assignments.push_back({{id, index}, Expr::constant(variable.initial.at(cell), variable.type)});
  }
}

void clear(const Machine& machine, const Liveness& liveness, Transition& transition) {
  std::vector<Assignment> kept;
  for (const Assignment& assignment : transition.assignments) {
    if (liveness.needed(assignment, transition.to)) {
      kept.push_back(assignment);
      continue;
    }
    for (machine::Check& check : faults_of(machine, assignment))
      transition.checks.push_back(std::move(check));
  }
  for (std::size_t i = 0; i < liveness.candidates().size(); ++i) {
    const auto id = static_cast<VariableId>(i);
    if (!liveness.candidate(id) || liveness.live(transition.to, id) ||
        !liveness.live(transition.from, id) || machine.at(id).extent > kLongestReset)
      continue;
    append_reset(machine, id, kept);
  }
  transition.assignments = std::move(kept);
}

// Variables that are mentioned by nobody any more, or only assigned, by agents that keep nothing
// else about them.
void drop_unread(Machine& machine) {
  const std::vector<Touches> touched = touches(machine);
  std::vector<bool> keep(machine.variables.size());
  for (std::size_t i = 0; i < machine.variables.size(); ++i) {
    const Variable& variable = machine.variables[i];
    keep[i] = !touched[i].readers.empty() || !touched[i].writers.empty() || touched[i].by_setup ||
              touched[i].by_property || touched[i].by_observable || variable.parameter ||
              variable.holder != machine::Holder::none || !variable.strip.empty();
  }
  drop_variables(machine, keep);
}

}  // namespace

Machine clear_dead_variables(Machine machine) {
  const std::vector<Touches> touched = touches(machine);
  Machine result = machine;
  for (std::size_t i = 0; i < machine.agents.size(); ++i) {
    Liveness liveness(machine, touched, static_cast<AgentId>(i));
    liveness.run();
    for (Transition& transition : result.agents[i].transitions)
      clear(machine, liveness, transition);
  }
  drop_unread(result);
  return result;
}

}  // namespace headway::passes

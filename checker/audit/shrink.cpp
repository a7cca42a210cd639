// Candidates in order of how much they take away: agents, variables, locations, transitions, then
// what hangs on transitions. Candidates that are no longer well-formed machines are skipped.
#include "checker/audit/shrink.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/machine/expr.h"
#include "model/machine/validate.h"

namespace headway::audit {

using machine::Agent;
using machine::AgentId;
using machine::Expr;
using machine::LocationId;
using machine::Machine;
using machine::Place;
using machine::Transition;
using machine::Variable;
using machine::VariableId;

namespace {

template <typename Change>
void change_place(Place& place, Change&& change) {
  if (place.index) place.index = change(*place.index);
}

// Replaces every expression of the machine by `change` of it.
template <typename Change>
void change_expressions(Machine& machine, Change&& change) {
  for (Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (location.wait && location.wait->resource) change_place(*location.wait->resource, change);
    }
    for (Transition& transition : agent.transitions) {
      transition.guard = change(transition.guard);
      if (transition.choice) {
        transition.choice->low = change(transition.choice->low);
        transition.choice->high = change(transition.choice->high);
      }
      for (machine::Assignment& assignment : transition.assignments) {
        change_place(assignment.place, change);
        assignment.value = change(assignment.value);
      }
      for (machine::Check& check : transition.checks) check.condition = change(check.condition);
      if (transition.prepare) {
        transition.prepare->first = change(transition.prepare->first);
        transition.prepare->last = change(transition.prepare->last);
      }
      if (transition.call && transition.call->result) {
        transition.call->result = change(*transition.call->result);
      }
      if (transition.note) {
        for (Expr& argument : transition.note->arguments) argument = change(argument);
      }
    }
  }
  for (machine::Observable& observable : machine.observables)
    observable.value = change(observable.value);
  for (machine::Invariant& invariant : machine.invariants)
    invariant.condition = change(invariant.condition);
  for (machine::Cover& cover : machine.covers) cover.condition = change(cover.condition);
  for (machine::Atom& atom : machine.atoms) atom.condition = change(atom.condition);
  for (machine::Agent& agent : machine.agents) {
    if (agent.fatal) agent.fatal = change(*agent.fatal);
  }
}

// Locals of the agent become shared ones. Lock owners keep their numbers: whether that matters the
// predicate says.
Machine without_agent(Machine machine, std::uint32_t number) {
  machine.agents.erase(machine.agents.begin() + number);
  for (Variable& variable : machine.variables) {
    if (!variable.owner || index_of(*variable.owner) < number) continue;
    variable.owner = index_of(*variable.owner) == number
                         ? std::nullopt
                         : std::optional(AgentId{index_of(*variable.owner) - 1});
  }
  return machine;
}

VariableId renumbered(VariableId id, VariableId gone) {
  return id > gone ? VariableId{index_of(id) - 1} : id;
}

// Reads of the variable become its first initial value, writes vanish.
Machine without_variable(Machine machine, VariableId gone) {
  const Variable variable = machine.at(gone);
  const std::int64_t value =
      variable.initial_any ? variable.initial_any->low : variable.initial.at(0);
  change_expressions(machine, [&](const Expr& expr) {
    return substitute(expr, [&](const Expr& leaf) -> std::optional<Expr> {
      const auto* load = std::get_if<machine::Load>(&leaf.node());
      if (load == nullptr) return std::nullopt;
      if (load->variable == gone) return Expr::constant(value, leaf.type());
      const VariableId id = renumbered(load->variable, gone);
      return load->index ? Expr::load(id, *load->index, leaf.type()) : Expr::load(id, leaf.type());
    });
  });
  for (Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (!location.wait || !location.wait->resource) continue;
      Place& resource = *location.wait->resource;
      if (resource.variable == gone) {
        location.wait->resource.reset();
      } else {
        resource.variable = renumbered(resource.variable, gone);
      }
    }
    for (Transition& transition : agent.transitions) {
      std::erase_if(transition.assignments,
                    [&](const machine::Assignment& a) { return a.place.variable == gone; });
      for (machine::Assignment& assignment : transition.assignments) {
        assignment.place.variable = renumbered(assignment.place.variable, gone);
      }
      if (transition.prepare && transition.prepare->variable == gone) transition.prepare.reset();
      if (transition.prepare)
        transition.prepare->variable = renumbered(transition.prepare->variable, gone);
    }
  }
  machine.variables.erase(machine.variables.begin() + index_of(gone));
  return machine;
}

// What led to `gone` leads to `instead`; `gone` and what left it vanish.
Machine without_location(Machine machine, std::uint32_t number, LocationId gone,
                         LocationId instead) {
  Agent& agent = machine.agents[number];
  std::erase_if(agent.transitions, [&](const Transition& t) { return t.from == gone; });
  const auto moved = [&](LocationId id) {
    if (id == gone) id = instead;
    return id > gone ? LocationId{index_of(id) - 1} : id;
  };
  for (Transition& transition : agent.transitions) {
    transition.from = moved(transition.from);
    transition.to = moved(transition.to);
  }
  agent.initial = moved(agent.initial);
  if (agent.end) agent.end = moved(*agent.end);
  agent.locations.erase(agent.locations.begin() + index_of(gone));
  return machine;
}

class Candidates {
 public:
  explicit Candidates(const Machine& machine) : machine_(machine) {
    for (std::uint32_t a = 0; a < machine.agents.size(); ++a)
      all_.push_back(without_agent(machine, a));
    for (std::uint32_t v = 0; v < machine.variables.size(); ++v) {
      all_.push_back(without_variable(machine, VariableId{v}));
    }
    for (std::uint32_t a = 0; a < machine.agents.size(); ++a) locations(a);
    for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
      for (std::uint32_t t = 0; t < machine.agents[a].transitions.size(); ++t) transition(a, t);
    }
    for (std::uint32_t v = 0; v < machine.variables.size(); ++v) variable(v);
    questions();
  }
  std::vector<Machine> take() { return std::move(all_); }

 private:
  // Adds the machine as `edit` leaves it, unless it leaves it as it was.
  template <typename Edit>
  void add(Edit&& edit) {
    Machine candidate = machine_;
    edit(candidate);
    if (!(candidate == machine_)) all_.push_back(std::move(candidate));
  }

  void locations(std::uint32_t a) {
    const Agent& agent = machine_.agents[a];
    for (std::uint32_t gone = 0; gone < agent.locations.size(); ++gone) {
      if (agent.end == LocationId{gone}) continue;
      for (const Transition& out : agent.transitions) {
        if (out.from == LocationId{gone} && out.to != out.from) {
          all_.push_back(without_location(machine_, a, out.from, out.to));
        }
      }
      add([&](Machine& m) { m.agents[a].locations[gone].committed = false; });
      add([&](Machine& m) { m.agents[a].locations[gone].wait.reset(); });
      add([&](Machine& m) { m.agents[a].locations[gone].label.clear(); });
      if (!agent.locations[gone].wait) continue;
      add([&](Machine& m) { m.agents[a].locations[gone].wait->acquire = false; });
      add([&](Machine& m) { m.agents[a].locations[gone].wait->resource.reset(); });
      add([&](Machine& m) { m.agents[a].locations[gone].wait->kind = {}; });
    }
  }

  void transition(std::uint32_t a, std::uint32_t t) {
    const Transition& old = machine_.agents[a].transitions[t];
    const auto edit = [&](auto&& change) {
      add([&](Machine& m) { change(m.agents[a].transitions[t]); });
    };
    add([&](Machine& m) { m.agents[a].transitions.erase(m.agents[a].transitions.begin() + t); });
    edit([](Transition& x) { x.guard = Expr::boolean(true); });
    if (const auto* both = std::get_if<machine::Binary>(&old.guard.node())) {
      if (both->left.type() == machine::kBool) edit([&](Transition& x) { x.guard = both->left; });
      if (both->right.type() == machine::kBool) edit([&](Transition& x) { x.guard = both->right; });
    }
    for (std::size_t i = 0; i < old.assignments.size(); ++i) {
      edit([&](Transition& x) {
        x.assignments.erase(x.assignments.begin() + static_cast<std::ptrdiff_t>(i));
      });
      edit([&](Transition& x) { x.assignments[i].value = simplify(x.assignments[i].value); });
      const auto type = machine_.at(old.assignments[i].place.variable).type;
      if (old.assignments[i].value.is_constant(0)) continue;
      edit([&](Transition& x) { x.assignments[i].value = Expr::constant(0, type); });
      if (old.assignments[i].value.is_constant()) continue;
      edit([&](Transition& x) { x.assignments[i].value = Expr::constant(1, type); });
    }
    edit([](Transition& x) { x.checks.clear(); });
    if (old.choice) {
      edit([](Transition& x) { x.choice->high = x.choice->low; });
      edit([](Transition& x) { x.choice.reset(); });
    }
    edit([](Transition& x) {
      x.note.reset(), x.origin.reset(), x.attempt.reset(), x.call.reset(), x.prepare.reset();
    });
    edit([](Transition& x) { x.progress = x.yields = false, x.event.reset(); });
    edit([](Transition& x) { x.whim.clear(), x.favour = machine::Favour::none; });
  }

  void variable(std::uint32_t v) {
    add([&](Machine& m) {
      Variable& variable = m.variables[v];
      if (variable.initial_any) variable.initial.assign(variable.extent, variable.initial_any->low);
      variable.initial_any.reset();
    });
    add([&](Machine& m) {
      m.variables[v].label.clear(), m.variables[v].strip.clear(),
          m.variables[v].enumerators.clear();
    });
    add([&](Machine& m) { m.variables[v].ghost = false; });
    add([&](Machine& m) { m.variables[v].owner.reset(); });
  }

  void questions() {
    add([](Machine& m) { m.invariants.clear(); });
    add([](Machine& m) { m.covers.clear(); });
    add([](Machine& m) { m.atoms.clear(); });
    add([](Machine& m) { m.observables.clear(), m.constants.clear(), m.approximations.clear(); });
  }

  const Machine& machine_;
  std::vector<Machine> all_;
};

}  // namespace

Machine shrink(Machine machine, const std::function<bool(const Machine&)>& fails) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (Machine& candidate : Candidates(machine).take()) {
      if (!problems(candidate).empty() || !fails(candidate)) continue;
      machine = std::move(candidate);
      smaller = true;
      break;
    }
  }
  return machine;
}

}  // namespace headway::audit

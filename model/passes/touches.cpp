// One scan over all agents and properties, for touches.h.
#include "model/passes/touches.h"

namespace headway::passes {

using machine::AgentId;
using machine::Expr;
using machine::Load;

const AgentId* Touches::only_agent() const {
  const AgentId* only = nullptr;
  for (const auto* agents : {&readers, &writers}) {
    for (const AgentId& agent : *agents) {
      if (only != nullptr && *only != agent) return nullptr;
      only = &agent;
    }
  }
  return only;
}

bool Touches::private_to(const machine::Machine& machine, AgentId agent) const {
  if (machine.at(agent).kind == machine::AgentKind::setup)
    return by_setup && readers.empty() && writers.empty();
  const AgentId* only = only_agent();
  return !by_setup && only != nullptr && *only == agent;
}

bool Touches::visible() const {
  if (writers.empty()) return false;
  return by_property || only_agent() == nullptr;
}

std::vector<Touches> touches(const machine::Machine& machine) {
  std::vector<Touches> result(machine.variables.size());
  for (std::size_t i = 0; i < machine.agents.size(); ++i) {
    const auto id = static_cast<AgentId>(i);
    const machine::Agent& agent = machine.agents[i];
    const bool setup = agent.kind == machine::AgentKind::setup;
    const auto read = [&](const Expr& expr) {
      machine::for_each_load(expr, [&](const Load& load) {
        Touches& touched = result[machine::index_of(load.variable)];
        if (setup)
          touched.by_setup = true;
        else
          touched.readers.insert(id);
      });
    };
    for (const machine::Transition& transition : agent.transitions) {
      for_each_expr(transition, read);
      for (const machine::Assignment& assignment : transition.assignments) {
        Touches& touched = result[machine::index_of(assignment.place.variable)];
        if (setup)
          touched.by_setup = true;
        else
          touched.writers.insert(id);
      }
      // A prepared cell is watched: whoever changes it disturbs this agent.
      if (transition.prepare && !setup) {
        result[machine::index_of(transition.prepare->variable)].readers.insert(id);
      }
    }
    for (const machine::Location& location : agent.locations) {
      if (!location.wait || !location.wait->resource) continue;
      const machine::Place& resource = *location.wait->resource;
      if (resource.index) read(*resource.index);
      if (!setup) result[machine::index_of(resource.variable)].readers.insert(id);
    }
  }
  const auto mark = [&](const Expr& expr, bool Touches::*flag) {
    machine::for_each_load(
        expr, [&](const Load& load) { result[machine::index_of(load.variable)].*flag = true; });
  };
  for (const machine::Invariant& invariant : machine.invariants)
    mark(invariant.condition, &Touches::by_property);
  for (const machine::Cover& cover : machine.covers) mark(cover.condition, &Touches::by_property);
  for (const machine::Atom& atom : machine.atoms) mark(atom.condition, &Touches::by_property);
  for (const machine::Agent& agent : machine.agents) {
    if (agent.fatal) mark(*agent.fatal, &Touches::by_property);
  }
  for (const machine::Observable& observable : machine.observables)
    mark(observable.value, &Touches::by_observable);
  return result;
}

}  // namespace headway::passes

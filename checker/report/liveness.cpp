#include "checker/report/liveness.h"

namespace headway::report {
namespace {

using machine::Expr;
using machine::index_of;
using machine::Transition;

using Set = std::vector<bool>;

void add_reads(const Expr& expr, Set& reads) {
  for_each_load(expr, [&](const machine::Load& load) { reads[index_of(load.variable)] = true; });
}

Set reads_of(const Transition& transition, std::size_t variables) {
  Set reads(variables);
  const auto add = [&](const Expr& expr) { add_reads(expr, reads); };
  add(transition.guard);
  if (transition.choice) {
    add(transition.choice->low);
    add(transition.choice->high);
  }
  for (const machine::Assignment& assignment : transition.assignments) {
    if (assignment.place.index) add(*assignment.place.index);
    add(assignment.value);
  }
  for (const machine::Check& check : transition.checks) add(check.condition);
  if (transition.note) {
    for (const Expr& argument : transition.note->arguments) add(argument);
  }
  if (transition.call && transition.call->result) add(*transition.call->result);
  if (transition.prepare) {
    add(transition.prepare->first);
    add(transition.prepare->last);
  }
  return reads;
}

}  // namespace

Liveness::Liveness(const machine::Machine& machine, const Names& names)
    : machine_(machine), names_(names) {
  live_.resize(machine.agents.size());
  for (std::uint32_t id = 0; id < machine.agents.size(); ++id) flow(machine::AgentId{id});
}

void Liveness::flow(machine::AgentId id) {
  const machine::Agent& agent = machine_.at(id);
  const std::size_t variables = machine_.variables.size();
  std::vector<Set>& live = live_[index_of(id)];
  live.assign(agent.locations.size(), Set(variables));
  std::vector<Set> reads;
  for (const Transition& transition : agent.transitions)
    reads.push_back(reads_of(transition, variables));
  for (bool changed = true; changed;) {
    changed = false;
    // Transitions mostly lead forward: from the last to the first, few rounds are needed.
    for (std::size_t i = agent.transitions.size(); i-- > 0;) {
      const Transition& transition = agent.transitions[i];
      Set needed = live[index_of(transition.to)];
      for (const machine::Assignment& assignment : transition.assignments) {
        if (!assignment.place.index) needed[index_of(assignment.place.variable)] = false;
      }
      Set& here = live[index_of(transition.from)];
      for (std::size_t v = 0; v < variables; ++v) {
        if ((needed[v] || reads[i][v]) && !here[v]) here[v] = changed = true;
      }
    }
  }
}

bool Liveness::live(machine::AgentId agent, machine::LocationId location,
                    machine::VariableId variable) const {
  if (names_.owner(variable) != agent && names_.sole_user(variable) != agent) return true;
  return live_[index_of(agent)][index_of(location)][index_of(variable)];
}

}  // namespace headway::report

// Guards that the loop finds false count as well: one of them is the way out. A load of a shared
// cell is a step of its own and the guard then looks at a local, so what flows into the guards is
// followed backwards through the loop's assignments until nothing is added.
#include "checker/explicit/polled.h"

#include <algorithm>
#include <set>

#include "model/machine/expr_walk.h"

namespace headway::explicit_engine {

using machine::AgentId;
using machine::VariableId;

namespace {

void add_reads(const machine::Expr& expr, std::set<VariableId>& read) {
  machine::for_each_load(expr, [&](const machine::Load& load) { read.insert(load.variable); });
}

bool assigns(const machine::Agent& agent, VariableId variable) {
  return std::any_of(agent.transitions.begin(), agent.transitions.end(), [&](const auto& t) {
    return std::any_of(t.assignments.begin(), t.assignments.end(),
                       [&](const auto& a) { return a.place.variable == variable; });
  });
}

std::vector<AgentId> other_writers(const machine::Machine& machine, AgentId thread,
                                   VariableId variable) {
  std::vector<AgentId> writers;
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    const machine::Agent& other = machine.agents[a];
    if (AgentId{a} == thread || other.kind == machine::AgentKind::setup) continue;
    if (assigns(other, variable)) writers.push_back(AgentId{a});
  }
  return writers;
}

}  // namespace

std::vector<property::Spin::Polled> polled_on(const machine::Machine& machine, AgentId thread,
                                              const std::vector<machine::Step>& loop) {
  const machine::Agent& agent = machine.at(thread);
  std::vector<const machine::Transition*> taken;
  std::set<machine::LocationId> places;
  for (const machine::Step& step : loop) {
    for (const machine::MicroStep& micro : step.micro) {
      taken.push_back(&agent.at(micro.transition));
      places.insert(taken.back()->from);
    }
  }
  std::set<VariableId> read;
  for (const machine::Transition& transition : agent.transitions) {
    if (!places.contains(transition.from)) continue;
    add_reads(transition.guard, read);
    if (!transition.choice) continue;
    add_reads(transition.choice->low, read);
    add_reads(transition.choice->high, read);
  }
  for (std::size_t before = 0; before != read.size();) {
    before = read.size();
    for (const machine::Transition* transition : taken) {
      for (const machine::Assignment& assignment : transition->assignments) {
        if (!read.contains(assignment.place.variable)) continue;
        add_reads(assignment.value, read);
        if (assignment.place.index) add_reads(*assignment.place.index, read);
      }
    }
  }
  std::vector<property::Spin::Polled> polled;
  for (const VariableId variable : read) {
    std::vector<AgentId> writers = other_writers(machine, thread, variable);
    if (!writers.empty()) polled.push_back({variable, std::move(writers)});
  }
  return polled;
}

}  // namespace headway::explicit_engine

// Finds each step among the successors. When it is not there, the step is walked again one
// transition at a time with `machine::fire`, only to say where it goes wrong.
#include "checker/audit/replay.h"

#include <algorithm>

#include "model/machine/evaluate.h"
#include "model/machine/schedule.h"
#include "model/source/error.h"

namespace headway::audit {

using machine::Layout;
using machine::Machine;
using machine::State;
using machine::Step;
using machine::Successor;

void require(bool condition, const std::string& what) {
  if (!condition) throw source::InternalError("audit: " + what);
}

namespace {

std::string why_not(const Machine& machine, const Layout& layout, const State& from,
                    const Step& step) {
  const machine::Agent& agent = machine.at(step.agent);
  const std::size_t number = index_of(step.agent);
  if (step.micro.empty()) return "it has no transitions";
  State state = from;
  for (std::size_t i = 0; i < step.micro.size(); ++i) {
    const machine::MicroStep& micro = step.micro[i];
    const std::string which = "its transition " + std::to_string(i + 1);
    if (index_of(micro.transition) >= agent.transitions.size()) return which + " does not exist";
    const machine::Transition& transition = agent.at(micro.transition);
    if (i > 0 && !agent.at(state.locations[number]).committed) {
      return which + " follows a stable location";
    }
    if (transition.from != state.locations[number]) {
      return which + " leaves " + agent.at(transition.from).name + ", the agent stands at " +
             agent.at(state.locations[number]).name;
    }
    const auto fired = fire(machine, layout, state, step.agent, micro.transition, micro.choice);
    if (!fired) return which + " has a false guard or a choice out of range";
    if (fired->cut && i + 1 < step.micro.size()) return which + " is cut by a fatal failure";
    state = fired->to;
  }
  return "it ends in the committed location " + agent.at(state.locations[number]).name;
}

Successor replay_step(const Machine& machine, const Layout& layout, const State& from,
                      const Step& step, const std::string& name) {
  require(index_of(step.agent) < machine.agents.size(), name + " is of no agent");
  std::vector<Successor> all = successors(machine, layout, from, step.agent);
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Successor& next) { return next.step == step; });
  if (found == all.end()) {
    require(false, name + " (" + machine.at(step.agent).name +
                       ") can not be taken: " + why_not(machine, layout, from, step));
  }
  const bool setup = machine.at(step.agent).kind == machine::AgentKind::setup;
  require(setup || !held_back(machine, layout, from)[index_of(step.agent)],
          name + " is of " + machine.at(step.agent).name + ", which the scheduler holds back");
  return *found;
}

bool raw_initial(const Machine& machine, const Layout& layout, const State& state) {
  if (state.cells.size() != layout.cells() || state.locations.size() != machine.agents.size()) {
    return false;
  }
  for (std::size_t agent = 0; agent < machine.agents.size(); ++agent) {
    if (state.locations[agent] != machine.agents[agent].initial) return false;
  }
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    const machine::Variable& variable = machine.variables[number];
    const std::size_t first = layout.slot(machine::VariableId{number});
    for (std::size_t cell = 0; cell < variable.extent; ++cell) {
      const std::int64_t value = state.cells[first + cell];
      const bool fits = variable.initial_any
                            ? machine::within(*variable.initial_any, variable.type, value)
                            : value == variable.initial[cell];
      if (!fits) return false;
    }
  }
  return true;
}

}  // namespace

Replayed replay_steps(const Machine& machine, const Layout& layout, const State& from,
                      const std::vector<Step>& steps, bool may_be_cut, const std::string& part) {
  Replayed run;
  run.states.push_back(from);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string name = "step " + std::to_string(i + 1) + " of the " + part;
    require(!run.cut, name + " comes after a fatal failure");
    Successor next = replay_step(machine, layout, run.states.back(), steps[i], name);
    run.states.push_back(std::move(next.to));
    run.last_failures = std::move(next.failures);
    run.cut = next.cut;
  }
  require(may_be_cut || !run.cut, "the " + part + " ends in a fatal failure");
  return run;
}

Replayed replay_path(const Machine& machine, const Layout& layout, const machine::Path& path,
                     bool may_be_cut) {
  require(raw_initial(machine, layout, path.initial), "the run starts in no initial state");
  const auto setup = std::find_if(
      machine.agents.begin(), machine.agents.end(),
      [](const machine::Agent& agent) { return agent.kind == machine::AgentKind::setup; });
  if (setup != machine.agents.end()) {
    require(!path.steps.empty() && &machine.at(path.steps[0].agent) == &*setup,
            "the run does not start with the step of " + setup->name);
  }
  return replay_steps(machine, layout, path.initial, path.steps, may_be_cut, "run");
}

}  // namespace headway::audit

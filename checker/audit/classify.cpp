// Each function is one sentence of the definition of deadlock or progress, written as a loop. Slow:
// `enabled` asks the reference interpreter for all steps of the agent.
#include "checker/audit/classify.h"

#include "model/machine/evaluate.h"
#include "model/machine/schedule.h"
#include "model/machine/validate.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::Context;
using machine::Evaluation;
using machine::Fault;
using machine::Layout;
using machine::Location;
using machine::Machine;
using machine::State;
using machine::Step;
using machine::Transition;

namespace {

const Location& stands_at(const Machine& machine, const State& state, AgentId agent) {
  return machine.at(agent).at(state.locations[index_of(agent)]);
}

bool true_or_faults(const Evaluation& value) {
  return value.fault != Fault::none || value.value != 0;
}

// The guard holds for some choice. An empty choice lets nothing through.
bool may_pass(const Machine& machine, const Layout& layout, const State& state,
              const Transition& transition) {
  if (!transition.choice) {
    return true_or_faults(evaluate(transition.guard, Context{machine, layout, state}));
  }
  const Evaluation low = evaluate(transition.choice->low, Context{machine, layout, state});
  const Evaluation high = evaluate(transition.choice->high, Context{machine, layout, state});
  if (low.fault != Fault::none || high.fault != Fault::none) return true;
  for (std::int64_t choice = low.value; choice <= high.value; ++choice) {
    if (true_or_faults(evaluate(transition.guard, Context{machine, layout, state, choice}))) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool owed_fairness(const machine::Agent& agent) {
  return agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon;
}

bool at_timed_wait(const Machine& machine, const State& state, AgentId agent) {
  const auto& wait = stands_at(machine, state, agent).wait;
  return wait && wait->timed;
}

bool adversary_edge(const Machine& machine, const Step& step) {
  const machine::Agent& agent = machine.at(step.agent);
  if (agent.kind == AgentKind::adversary || agent.kind == AgentKind::signal) return true;
  for (const machine::MicroStep& micro : step.micro) {
    if (agent.at(micro.transition).favour == machine::Favour::unfavourable) return true;
  }
  return false;
}

bool passes_progress(const Machine& machine, const Step& step) {
  for (const machine::MicroStep& micro : step.micro) {
    if (machine.at(step.agent).at(micro.transition).progress) return true;
  }
  return false;
}

bool has_step(const Machine& machine, const Layout& layout, const State& state, AgentId agent,
              Counted counted) {
  for (const machine::Successor& next : successors(machine, layout, state, agent)) {
    if (counted == Counted::all || !adversary_edge(machine, next.step)) return true;
  }
  return stuck(machine, layout, state, agent);
}

bool enabled(const Machine& machine, const Layout& layout, const State& state, AgentId agent) {
  return !held_back(machine, layout, state)[index_of(agent)] &&
         has_step(machine, layout, state, agent, Counted::kept);
}

bool able(const Machine& machine, const Layout& layout, const State& state, AgentId agent) {
  return !held_back(machine, layout, state)[index_of(agent)] &&
         has_step(machine, layout, state, agent, Counted::all);
}

bool blocked(const Machine& machine, const Layout& layout, const State& state, AgentId agent) {
  const Location& location = stands_at(machine, state, agent);
  if (!location.wait || location.wait->idle) return false;
  for (const Transition& transition : machine.at(agent).transitions) {
    if (transition.from == state.locations[index_of(agent)] &&
        may_pass(machine, layout, state, transition)) {
      return false;
    }
  }
  return true;
}

std::optional<std::size_t> awaited_cell(const Machine& machine, const Layout& layout,
                                        const State& state, AgentId agent) {
  const Location& location = stands_at(machine, state, agent);
  if (!location.wait || !location.wait->resource) return std::nullopt;
  const machine::Place& place = *location.wait->resource;
  std::size_t cell = layout.slot(place.variable);
  if (place.index) {
    const Evaluation index = evaluate(*place.index, Context{machine, layout, state});
    if (index.fault != Fault::none || index.value < 0 ||
        index.value >= std::int64_t{machine.at(place.variable).extent}) {
      return std::nullopt;
    }
    cell += static_cast<std::size_t>(index.value);
  }
  return cell;
}

std::vector<AgentId> holders(const Machine& machine, const Layout& layout, const State& state,
                             AgentId agent) {
  const std::optional<std::size_t> cell = awaited_cell(machine, layout, state, agent);
  if (!cell) return {};
  const std::int64_t value = state.cells[*cell];
  const machine::Holder holder =
      machine.at(stands_at(machine, state, agent).wait->resource->variable).holder;
  std::vector<AgentId> found;
  for (std::uint32_t number = 0; number < machine.agents.size(); ++number) {
    const bool holds = (holder == machine::Holder::owner && value == std::int64_t{number} + 1) ||
                       (holder == machine::Holder::mask && number < 64 &&
                        ((static_cast<std::uint64_t>(value) >> number) & 1U) != 0);
    if (holds) found.push_back(AgentId{number});
  }
  return found;
}

std::optional<property::Lock> acquired_lock(const Machine& machine, const Layout& layout,
                                            const State& state, AgentId agent) {
  const auto& wait = stands_at(machine, state, agent).wait;
  const std::optional<std::size_t> cell = awaited_cell(machine, layout, state, agent);
  if (!cell || !wait->acquire) return std::nullopt;
  const machine::VariableId lock = wait->resource->variable;
  if (machine.at(lock).holder == machine::Holder::none) return std::nullopt;
  return property::Lock{lock, static_cast<std::int64_t>(*cell - layout.slot(lock)), !wait->shared};
}

std::vector<property::Lock> held_locks(const Machine& machine, const Layout& layout,
                                       const State& state, AgentId agent) {
  std::vector<property::Lock> held;
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    const machine::VariableId id{number};
    const machine::Variable& variable = machine.at(id);
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell) {
      const std::int64_t value = state.cells[layout.slot(id) + cell];
      const auto bit = [&](std::size_t n) {
        return n < 64 && ((static_cast<std::uint64_t>(value) >> n) & 1U) != 0;
      };
      if (variable.holder == machine::Holder::owner && value == std::int64_t{index_of(agent)} + 1)
        held.push_back({id, std::int64_t{cell}, true});
      if (variable.holder == machine::Holder::mask && bit(index_of(agent)))
        held.push_back({id, std::int64_t{cell}, bit(machine.agents.size())});
    }
  }
  return held;
}

bool conflicting(const std::vector<property::Lock>& some,
                 const std::vector<property::Lock>& others) {
  for (const property::Lock& one : some) {
    for (const property::Lock& other : others) {
      if (one.variable == other.variable && one.cell == other.cell &&
          (one.exclusive || other.exclusive)) {
        return true;
      }
    }
  }
  return false;
}

std::vector<std::int64_t> sizes_in(const Machine& machine, const Layout& layout,
                                   const State& state) {
  std::vector<std::int64_t> sizes;
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    const machine::Variable& variable = machine.variables[number];
    for (std::uint32_t cell = 0; variable.parameter && cell < variable.extent; ++cell) {
      sizes.push_back(state.cells[layout.slot(machine::VariableId{number}) + cell]);
    }
  }
  return sizes;
}

}  // namespace headway::audit

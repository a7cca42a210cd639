// Sizes, agents, adversary level, fairness, scheduler, memory model, scaled constants,
// approximations, kernel version.
#include "checker/report/scope.h"

#include <algorithm>

#include "checker/report/levels.h"
#include "checker/report/words.h"
#include "model/machine/schedule.h"

namespace headway::report {
namespace {

using machine::AgentKind;
using machine::Machine;

std::vector<Size> sizes(const Machine& machine) {
  std::vector<Size> items;
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    const machine::VariableId id{number};
    const machine::Variable& variable = machine.at(id);
    if (!variable.parameter) continue;
    if (variable.initial_any) {
      items.push_back({variable.name, value_text(machine, id, variable.initial_any->low),
                       value_text(machine, id, variable.initial_any->high)});
    } else if (!variable.initial.empty()) {
      const std::string value = value_text(machine, id, variable.initial.front());
      items.push_back({variable.name, value, value});
    }
  }
  // A size of one value may have been folded away; a spec's observable that is a constant still
  // tells it.
  for (const machine::Observable& observable : machine.observables) {
    const auto* constant = std::get_if<machine::Constant>(&observable.value.node());
    if (constant == nullptr || constant->value == 0) continue;
    const std::string value = value_text(constant->value, observable.value.type());
    items.push_back({observable.name, value, value});
  }
  return items;
}

std::vector<std::string> agents(const Machine& machine, AgentKind kind) {
  std::vector<std::string> names;
  for (const machine::Agent& agent : machine.agents) {
    if (agent.kind == kind) names.push_back(agent.name);
  }
  return names;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::vector<std::string> levels(const std::vector<property::Answer>& answers) {
  std::vector<std::string> names;
  for (const property::Answer& answer : answers) {
    if (answer.property.kind == property::Kind::progress)
      add_once(names, level_name(answer.property.required));
  }
  return names;
}

std::vector<std::string> levels_met(const std::vector<property::Answer>& answers) {
  std::vector<std::string> names;
  for (const property::Answer& answer : answers) {
    const auto* holds = std::get_if<property::Holds>(&answer.verdict);
    if (answer.property.kind == property::Kind::progress && holds != nullptr && holds->up_to)
      add_once(names, level_name(*holds->up_to));
  }
  return names;
}

// "for count 1..6", "thread writer", "" for none.
std::string phrase(const std::string& one, const std::string& many,
                   const std::vector<std::string>& items) {
  return items.empty() ? "" : (items.size() == 1 ? one : many) + " " + listed(items);
}

std::string words(const std::vector<Size>& sizes) {
  std::vector<std::string> items;
  for (const Size& size : sizes) {
    items.push_back(size.name + " " + size.low + (size.low == size.high ? "" : ".." + size.high));
  }
  return phrase("for", "for", items);
}

std::string words(const std::vector<machine::ScaledConstant>& constants) {
  std::vector<std::string> items;
  for (const machine::ScaledConstant& constant : constants) {
    std::string text = constant.name + " " + std::to_string(constant.used);
    if (constant.used != constant.real) text += " (really " + std::to_string(constant.real) + ")";
    items.push_back(text);
  }
  return listed(items);
}

bool has_turns(const Machine& machine) {
  return machine.scheduler == machine::Scheduler::nonpreempt &&
         !machine::shared_processors(machine).empty();
}

std::string scheduler(const Machine& machine) {
  const std::vector<std::uint32_t> shared = machine::shared_processors(machine);
  if (machine.scheduler == machine::Scheduler::fair || shared.empty()) return "any interleaving";
  const bool priority = machine.scheduler == machine::Scheduler::priority;
  std::vector<std::string> processors;
  for (const std::uint32_t cpu : shared) {
    std::vector<std::string> who;
    for (const machine::Agent& agent : machine.agents) {
      if (agent.cpu != cpu) continue;
      who.push_back(agent.name + (priority ? " " + std::to_string(agent.priority) : ""));
    }
    processors.push_back("processor " + std::to_string(cpu) + " with " + listed(who));
  }
  return std::string(priority ? "strict priority" : "no preemption") + " on " + listed(processors);
}

// "progress up to adversary level fair (required: finite)".
std::string words(const std::vector<std::string>& required, const std::vector<std::string>& met) {
  if (required.empty()) return "";
  if (met.empty() || met == required) return "progress at adversary level " + listed(required);
  return "progress up to adversary level " + listed(met) + " (required: " + listed(required) + ")";
}

std::string words(property::Fairness fairness, const Machine& machine) {
  if (fairness == property::Fairness::none) return "none presumed";
  std::string text = "weak per thread and daemon";
  if (fairness == property::Fairness::strong) text += ", strong per blocking acquire";
  if (has_turns(machine)) text += ", a turn for whoever stays ready";
  return text;
}

}  // namespace

Scope scope_of(const Machine& machine, const std::vector<property::Answer>& answers,
               property::Fairness fairness) {
  return {.sizes = sizes(machine),
          .threads = agents(machine, AgentKind::thread),
          .daemons = agents(machine, AgentKind::daemon),
          .adversaries = agents(machine, AgentKind::adversary),
          .signals = agents(machine, AgentKind::signal),
          .levels = levels(answers),
          .met = levels_met(answers),
          .fairness = words(fairness, machine),
          .scheduler = scheduler(machine),
          .memory_model = "sequential consistency",
          .constants = machine.constants,
          .approximations = machine.approximations,
          .environment = machine.cites};
}

std::string scope(const Machine& machine, const std::vector<property::Answer>& answers,
                  property::Fairness fairness) {
  const Scope facts = scope_of(machine, answers, fairness);
  std::vector<std::string> parts{
      words(facts.sizes),
      phrase("thread", "threads", facts.threads),
      phrase("daemon", "daemons", facts.daemons),
      phrase("adversary", "adversaries", facts.adversaries),
      phrase("signal", "signals", facts.signals),
      words(facts.levels, facts.met),
      "fairness " + facts.fairness,
      facts.scheduler,
      facts.memory_model,
      words(facts.constants),
      phrase("approximations:", "approximations:", facts.approximations),
      facts.environment.empty() ? "" : "environment as in " + facts.environment,
  };
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

std::vector<Size> sizes_of(const Machine& machine, const Replay& run) {
  const machine::Layout layout(machine);
  std::vector<Size> items;
  for (std::uint32_t number = 0; number < machine.variables.size(); ++number) {
    const machine::VariableId id{number};
    const machine::Variable& variable = machine.at(id);
    if (!variable.parameter || !variable.initial_any ||
        variable.initial_any->low == variable.initial_any->high)
      continue;
    const std::string value = value_text(machine, id, run.initial.cells[layout.slot(id)]);
    items.push_back({variable.name, value, value});
  }
  return items;
}

}  // namespace headway::report

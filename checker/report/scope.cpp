// Sizes, agents, adversary level, fairness, scheduler, memory model, scaled constants,
// approximations, kernel version.
#include "checker/report/scope.h"

#include <algorithm>

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

std::vector<std::string> levels(const std::vector<property::Answer>& answers) {
  std::vector<std::string> names;
  for (const property::Answer& answer : answers) {
    if (answer.property.kind != property::Kind::progress) continue;
    const std::string name = level_name(answer.property.required);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
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

}  // namespace

std::string level_name(property::Level level) {
  switch (level) {
    case property::Level::none:
      return "none";
    case property::Level::finite:
      return "finite";
    case property::Level::fair:
      return "fair";
    case property::Level::page_fair:
      return "page-fair";
    case property::Level::unrestricted:
      return "unrestricted";
  }
  return "";
}

Scope scope_of(const Machine& machine, const std::vector<property::Answer>& answers) {
  return {.sizes = sizes(machine),
          .threads = agents(machine, AgentKind::thread),
          .daemons = agents(machine, AgentKind::daemon),
          .adversaries = agents(machine, AgentKind::adversary),
          .signals = agents(machine, AgentKind::signal),
          .levels = levels(answers),
          .fairness = "weak per thread and daemon, strong per blocking acquire",
          .scheduler = scheduler(machine),
          .memory_model = "sequential consistency",
          .constants = machine.constants,
          .approximations = machine.approximations,
          .environment = machine.cites};
}

std::string scope(const Machine& machine, const std::vector<property::Answer>& answers) {
  const Scope facts = scope_of(machine, answers);
  std::vector<std::string> parts{
      words(facts.sizes),
      phrase("thread", "threads", facts.threads),
      phrase("daemon", "daemons", facts.daemons),
      phrase("adversary", "adversaries", facts.adversaries),
      phrase("signal", "signals", facts.signals),
      phrase("progress at adversary level", "progress at adversary level", facts.levels),
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

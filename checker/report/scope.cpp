// Sizes, agents, adversary level, fairness, scheduler, memory model, scaled constants,
// approximations, kernel version.
#include "checker/report/scope.h"

#include <algorithm>

#include "checker/report/words.h"

namespace headway::report {
namespace {

using machine::AgentKind;
using machine::Machine;

std::string sizes(const Machine& machine) {
  std::vector<std::string> items;
  for (std::uint32_t id = 0; id < machine.variables.size(); ++id) {
    const machine::Variable& variable = machine.variables[id];
    if (!variable.parameter) continue;
    std::string text = variable.name + " ";
    if (variable.initial_any) {
      text += value_text(machine, machine::VariableId{id}, variable.initial_any->low);
      if (variable.initial_any->low != variable.initial_any->high) {
        text += ".." + value_text(machine, machine::VariableId{id}, variable.initial_any->high);
      }
    } else if (!variable.initial.empty()) {
      text += value_text(machine, machine::VariableId{id}, variable.initial.front());
    }
    items.push_back(text);
  }
  // A size of one value may have been folded away; a spec's observable that is a constant still
  // tells it.
  for (const machine::Observable& observable : machine.observables) {
    const auto* constant = std::get_if<machine::Constant>(&observable.value.node());
    if (constant != nullptr && constant->value != 0) {
      items.push_back(observable.name + " " + value_text(constant->value, observable.value.type()));
    }
  }
  return items.empty() ? "" : "for " + listed(items);
}

std::string agents(const Machine& machine, AgentKind kind, const std::string& one,
                   const std::string& many) {
  std::vector<std::string> names;
  for (const machine::Agent& agent : machine.agents) {
    if (agent.kind == kind) names.push_back(agent.name);
  }
  if (names.empty()) return "";
  return (names.size() == 1 ? one : many) + " " + listed(names);
}

const char* level_name(property::Level level) {
  switch (level) {
    case property::Level::none:
      return "none";
    case property::Level::finite:
      return "finite";
    case property::Level::fair:
      return "fair";
    case property::Level::unrestricted:
      return "unrestricted";
  }
  return "";
}

std::string adversary_level(const std::vector<property::Answer>& answers) {
  std::vector<std::string> levels;
  for (const property::Answer& answer : answers) {
    if (answer.property.kind != property::Kind::progress) continue;
    const std::string name = level_name(answer.property.required);
    if (std::find(levels.begin(), levels.end(), name) == levels.end()) levels.push_back(name);
  }
  return levels.empty() ? "" : "progress at adversary level " + listed(levels);
}

std::string constants(const Machine& machine) {
  std::vector<std::string> items;
  for (const machine::ScaledConstant& constant : machine.constants) {
    std::string text = constant.name + " " + std::to_string(constant.used);
    if (constant.used != constant.real) text += " (really " + std::to_string(constant.real) + ")";
    items.push_back(text);
  }
  return listed(items);
}

}  // namespace

std::string scope(const Machine& machine, const std::vector<property::Answer>& answers) {
  std::vector<std::string> parts{
      sizes(machine),
      agents(machine, AgentKind::thread, "thread", "threads"),
      agents(machine, AgentKind::daemon, "daemon", "daemons"),
      agents(machine, AgentKind::adversary, "adversary", "adversaries"),
      agents(machine, AgentKind::signal, "signal", "signals"),
      adversary_level(answers),
      "fairness weak per thread and daemon, strong per blocking acquire",
      "any interleaving",
      "sequential consistency",
      constants(machine),
  };
  if (!machine.approximations.empty())
    parts.push_back("approximations: " + listed(machine.approximations));
  if (!machine.cites.empty()) parts.push_back("environment as in " + machine.cites);
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

}  // namespace headway::report

#include "checker/report/polling.h"

namespace headway::report {
namespace {

std::string one(const machine::Machine& machine, const Names& names,
                const property::Spin::Polled& polled) {
  std::vector<std::string> writers;
  for (const machine::AgentId writer : polled.writers) writers.push_back(machine.at(writer).name);
  std::string text = names.variable(polled.variable);
  if (writers.empty()) return text + ", which nobody else changes";
  if (writers.size() == 1) return text + ", which only " + writers.front() + " changes";
  return text + ", which " + listed(writers) + " change";
}

}  // namespace

std::string what_it_polls(const machine::Machine& machine, const Names& names,
                          const property::Spin& spin) {
  if (spin.polled.empty()) return "it looks at nothing that others change";
  std::string text = "it polls ";
  for (std::size_t i = 0; i < spin.polled.size(); ++i)
    text += (i == 0 ? "" : "; and ") + one(machine, names, spin.polled[i]);
  return text;
}

std::string spin_in_words(const machine::Machine& machine, const Names& names,
                          const property::Spin& spin) {
  return machine.at(spin.agent).name + " goes round a loop of " +
         counted(spin.lasso.loop.size(), "step") +
         " alone, without waiting: " + what_it_polls(machine, names, spin);
}

}  // namespace headway::report

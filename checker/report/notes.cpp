#include "checker/report/notes.h"

#include <algorithm>

namespace headway::report {
namespace {

using machine::Agent;
using machine::AgentKind;
using machine::Machine;
using machine::Transition;
using property::Coverage;

bool taken(const Coverage& coverage, std::size_t agent, std::size_t transition) {
  return agent < coverage.taken.size() && transition < coverage.taken[agent].size() &&
         coverage.taken[agent][transition];
}

// An answer carries one run, to the first place. The other places are the transitions that were
// taken with a check of this property that can't hold.
std::vector<Finding> remarks_of(const Reading& reading, const property::Answer& answer,
                                const Coverage& coverage) {
  std::vector<Finding> found{finding_of(reading, answer)};
  for (std::size_t i = 0; i < reading.machine.agents.size(); ++i) {
    const Agent& agent = reading.machine.agents[i];
    for (std::size_t j = 0; j < agent.transitions.size(); ++j) {
      const Transition& transition = agent.transitions[j];
      for (const machine::Check& check : transition.checks) {
        if (check.property != answer.property.id || !check.condition.is_constant(0) ||
            !taken(coverage, i, j))
          continue;
        found.push_back({Severity::note, user_spot(transition.origin.get(), reading.inputs),
                         answer.property.id, check.message});
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    return std::pair(a.spot.file, a.spot.line) < std::pair(b.spot.file, b.spot.line);
  });
  const auto same = [](const Finding& a, const Finding& b) {
    return a.spot.file == b.spot.file && a.spot.line == b.spot.line && a.message == b.message;
  };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  return found;
}

std::string quoted(const std::string& text) { return "“" + text + "”"; }

// What an adversary, a signal or a whim could have done and never did.
std::vector<std::string> never_taken(const Machine& machine, const Coverage& coverage) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < machine.agents.size(); ++i) {
    const Agent& agent = machine.agents[i];
    const bool hostile = agent.kind == AgentKind::adversary || agent.kind == AgentKind::signal;
    bool any = false;
    for (std::size_t j = 0; j < agent.transitions.size(); ++j) any = any || taken(coverage, i, j);
    if (!any) {
      if (hostile) lines.push_back(agent.name + " never acts");
      continue;
    }
    for (std::size_t j = 0; j < agent.transitions.size(); ++j) {
      const Transition& transition = agent.transitions[j];
      if (taken(coverage, i, j)) continue;
      std::string line;
      if (hostile && transition.note)
        line = agent.name + " never does " + quoted(transition.note->text);
      if (transition.favour == machine::Favour::unfavourable)
        line = agent.name + " never meets " + quoted(transition.whim);
      if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end())
        lines.push_back(line);
    }
  }
  return lines;
}

}  // namespace

std::vector<Finding> remarks(const Reading& reading, const property::Result& result) {
  std::vector<Finding> all;
  for (const property::Answer& answer : result.answers) {
    if (!answer.property.note || !std::holds_alternative<property::Violated>(answer.verdict))
      continue;
    const std::vector<Finding> found = remarks_of(reading, answer, result.coverage);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

std::vector<std::string> vacuity(const Machine& machine, const property::Result& result) {
  const Coverage& coverage = result.coverage;
  const auto undecided = [](const property::Answer& answer) {
    return std::holds_alternative<property::Undecided>(answer.verdict);
  };
  if (std::any_of(result.answers.begin(), result.answers.end(), undecided)) {
    return {"exploration was cut short, so what it never met says nothing"};
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < machine.covers.size(); ++i) {
    if (i < coverage.covers.size() && coverage.covers[i]) continue;
    const machine::Cover& cover = machine.covers[i];
    lines.push_back("cover " + cover.name + " never met" +
                    (cover.sentence.empty() ? "" : ": " + cover.sentence));
  }
  const std::vector<std::string> actions = never_taken(machine, coverage);
  lines.insert(lines.end(), actions.begin(), actions.end());
  if (coverage.removed_by_assumption != 0) {
    lines.push_back(counted(coverage.removed_by_assumption, "state") +
                    " removed: nothing but a false assumption leads on from there");
  }
  return lines;
}

std::string covers_met(const Machine& machine, const property::Result& result) {
  const std::vector<bool>& met = result.coverage.covers;
  if (machine.covers.empty() || met.size() != machine.covers.size()) return "";
  if (std::find(met.begin(), met.end(), false) != met.end()) return "";
  return "all " + std::to_string(met.size()) + " met";
}

}  // namespace headway::report

#include "checker/report/notes.h"

#include <algorithm>
#include <set>

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

// What an adversary or a signal does by this transition, or a whim, in words; empty where it is
// none of these.
std::string deed(const Agent& agent, const Transition& transition) {
  const bool hostile = agent.kind == AgentKind::adversary || agent.kind == AgentKind::signal;
  if (transition.favour == machine::Favour::unfavourable)
    return agent.name + " never meets " + quoted(transition.whim);
  if (hostile && transition.note)
    return agent.name + " never does " + quoted(transition.note->text);
  return "";
}

// What an adversary, a signal or a whim could have done and never did, at no place of several.
std::vector<std::string> never_taken(const Machine& machine, const Coverage& coverage) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < machine.agents.size(); ++i) {
    const Agent& agent = machine.agents[i];
    const bool hostile = agent.kind == AgentKind::adversary || agent.kind == AgentKind::signal;
    bool any = false;
    std::set<std::string> done;
    for (std::size_t j = 0; j < agent.transitions.size(); ++j) {
      if (!taken(coverage, i, j)) continue;
      any = true;
      done.insert(deed(agent, agent.transitions[j]));
    }
    if (!any) {
      if (hostile) lines.push_back(agent.name + " never acts");
      continue;
    }
    for (const Transition& transition : agent.transitions) {
      const std::string line = deed(agent, transition);
      if (!line.empty() && done.insert(line).second) lines.push_back(line);
    }
  }
  return lines;
}

std::string range(const Lines& lines) {
  const std::string first =
      lines.file.substr(lines.file.rfind('/') + 1) + ":" + std::to_string(lines.first);
  return lines.first == lines.last ? first : first + "–" + std::to_string(lines.last);
}

// Ranges that follow one another in a file, as one sentence: each by its first line's text.
void add_untried(const Untried& untried, std::vector<std::string>& sentences) {
  Sources sources;
  for (const Lines& lines : untried.lines) {
    sentences.push_back("never executed: " + range(lines) + ": " +
                        quoted(sources.text({lines.file, lines.first, true, "", ""})));
  }
  for (const Loop& loop : untried.loops) {
    sentences.push_back("the loop never goes round: " + range({loop.file, loop.head, loop.head}) +
                        ": " + quoted(sources.text({loop.file, loop.head, true, "", ""})));
  }
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

std::vector<std::string> vacuity(const Request& request) {
  const Machine& machine = request.machine;
  const property::Result& result = request.result;
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
  lines.insert(lines.end(), request.unasked.begin(), request.unasked.end());
  const std::vector<std::string> actions = never_taken(machine, coverage);
  lines.insert(lines.end(), actions.begin(), actions.end());
  add_untried(request.untried, lines);
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

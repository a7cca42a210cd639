#include "checker/report/fairness.h"

#include <algorithm>

#include "checker/report/site.h"
#include "checker/report/standing.h"

namespace headway::report {
namespace {

using property::Obligation;

std::string step_name(const Reading& reading, const Replay& run, std::size_t index) {
  std::string text = "step " + std::to_string(index + 1) + " of the loop";
  if (index < run.loop.size()) text += " (" + where(reading, run.loop[index]) + ")";
  return text;
}

// State i of the loop is the one before its step i.
std::string moment_name(const Replay& run, std::size_t index) {
  if (run.loop.empty()) return "here";
  return "before step " + std::to_string(index % run.loop.size() + 1) + " of the loop";
}

std::string weak(const Reading& reading, const Replay& run, const Obligation& obligation) {
  switch (obligation.met) {
    case Obligation::Met::steps:
      return "moves in " + step_name(reading, run, obligation.where);
    case Obligation::Met::disabled:
      return "can't move " + moment_name(run, obligation.where);
    case Obligation::Met::never_enabled:
      return "can never move on the loop";
    default:
      return "";
  }
  return "";
}

std::string strong(const Reading& reading, const Replay& run, const Obligation& obligation) {
  const machine::Wait* wait = nullptr;
  if (obligation.acquire) {
    const machine::Location& location =
        reading.machine.at(obligation.agent).at(*obligation.acquire);
    if (location.wait) wait = &*location.wait;
  }
  const std::string place =
      obligation.acquire ? " at " + place_of(reading, obligation.agent, *obligation.acquire) : "";
  std::string lock = "the lock";
  if (wait != nullptr && wait->resource) {
    const machine::Variable& variable = reading.machine.at(wait->resource->variable);
    // Which cell of an array depends on the state: the label alone then.
    lock = variable.extent > 1 && !variable.label.empty()
               ? variable.label
               : reading.names.lock({wait->resource->variable, 0});
  }
  switch (obligation.met) {
    case Obligation::Met::steps:
      return "gets " + lock + " in " + step_name(reading, run, obligation.where);
    case Obligation::Met::disabled:
    case Obligation::Met::never_enabled:
      return "never finds " + lock + " free" + place;
    default:
      return "";
  }
  return "";
}

// Of an agent that shares a processor with others, without preemption.
std::string turn(const Reading& reading, const Replay& run, const Obligation& obligation) {
  switch (obligation.met) {
    case Obligation::Met::steps:
      return "has its turn in " + step_name(reading, run, obligation.where);
    case Obligation::Met::disabled:
      return "is not ready " + moment_name(run, obligation.where);
    default:
      return "is never picked: its processor is never given up";
  }
}

std::string site_of(const Reading& reading, const Obligation& obligation) {
  return obligation.transition ? site_name(reading, obligation.agent, *obligation.transition)
                               : "an unknown place";
}

std::string whim_of(const Reading& reading, const Obligation& obligation) {
  if (!obligation.transition) return "a whim";
  const machine::Agent& agent = reading.machine.at(obligation.agent);
  return "“" + agent.at(*obligation.transition).whim + "” at " + site_of(reading, obligation);
}

std::string attempt(const Reading& reading, const Obligation& obligation) {
  const std::string& who = reading.machine.at(obligation.agent).name;
  std::string text = "of " + who + "'s attempts at " + site_of(reading, obligation) +
                     ", the one in " + steps_in_words({obligation.where}) + " of the loop";
  if (!obligation.member) return text + " is undisturbed";
  return text + " finds " + reading.names.cell({*obligation.member, obligation.cell}) +
         " undisturbed";
}

bool is_owed_by_adversaries(const Obligation& obligation) {
  return obligation.kind == Obligation::Kind::attempt || obligation.kind == Obligation::Kind::whim;
}

std::string one(const Reading& reading, const Replay& run, const Obligation& obligation) {
  const std::string& who = reading.machine.at(obligation.agent).name;
  switch (obligation.kind) {
    case Obligation::Kind::weak:
      return who + " " + weak(reading, run, obligation);
    case Obligation::Kind::strong:
      return who + " " +
             (obligation.acquire ? strong(reading, run, obligation)
                                 : turn(reading, run, obligation));
    case Obligation::Kind::attempt:
      return attempt(reading, obligation);
    case Obligation::Kind::whim:
      return who + "'s " + whim_of(reading, obligation) + " goes well in " +
             steps_in_words({obligation.where}) + " of the loop";
  }
  return "";
}

// "writer makes no attempt at A, B and C on the loop".
void add_never_made(const Reading& reading, const std::vector<Obligation>& obligations,
                    Obligation::Kind kind, std::vector<std::string>& lines) {
  for (std::uint32_t id = 0; id < reading.machine.agents.size(); ++id) {
    std::vector<std::string> sites;
    for (const Obligation& obligation : obligations) {
      if (obligation.kind != kind || obligation.agent != machine::AgentId{id} ||
          obligation.met != Obligation::Met::never_made)
        continue;
      const std::string site = kind == Obligation::Kind::attempt ? site_of(reading, obligation)
                                                                 : whim_of(reading, obligation);
      if (std::find(sites.begin(), sites.end(), site) == sites.end()) sites.push_back(site);
    }
    if (sites.empty()) continue;
    const std::string what =
        kind == Obligation::Kind::attempt ? " makes no attempt at " : " never meets ";
    lines.push_back(reading.machine.agents[id].name + what + listed(sites) + " on the loop");
  }
}

std::string idle_adversaries(const Reading& reading, const Replay& run) {
  std::vector<std::string> idle;
  bool all = true;
  for (std::uint32_t id = 0; id < reading.machine.agents.size(); ++id) {
    const machine::Agent& agent = reading.machine.agents[id];
    const auto acts = [&](const Stride& stride) { return stride.agent == machine::AgentId{id}; };
    const bool moves = std::any_of(run.loop.begin(), run.loop.end(), acts);
    if (agent.kind != machine::AgentKind::adversary) continue;
    if (!moves) idle.push_back(agent.name);
    all = all && !moves;
  }
  if (idle.empty()) return "";
  if (all) return "no adversary acts on the loop (" + listed(idle) + ")";
  return listed(idle) + (idle.size() == 1 ? " does" : " do") + " nothing on the loop";
}

}  // namespace

std::vector<std::string> why_fair(const Reading& reading, const Replay& run,
                                  const std::vector<Obligation>& obligations) {
  std::vector<std::string> lines;
  for (const Obligation& obligation : obligations) {
    if (is_owed_by_adversaries(obligation) && obligation.met == Obligation::Met::never_made)
      continue;
    const std::string line = one(reading, run, obligation);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  add_never_made(reading, obligations, Obligation::Kind::attempt, lines);
  add_never_made(reading, obligations, Obligation::Kind::whim, lines);
  const std::string idle = idle_adversaries(reading, run);
  if (!idle.empty()) lines.push_back(idle);
  return lines;
}

}  // namespace headway::report

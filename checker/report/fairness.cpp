#include "checker/report/fairness.h"

#include <algorithm>

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

}  // namespace

std::vector<std::string> why_fair(const Reading& reading, const Replay& run,
                                  const property::Livelock& livelock) {
  std::vector<std::string> lines;
  for (const Obligation& obligation : livelock.obligations) {
    const std::string who = reading.machine.at(obligation.agent).name + " ";
    lines.push_back(who + (obligation.kind == Obligation::Kind::weak
                               ? weak(reading, run, obligation)
                           : obligation.acquire ? strong(reading, run, obligation)
                                                : turn(reading, run, obligation)));
  }
  std::vector<std::string> idle;
  for (std::uint32_t id = 0; id < reading.machine.agents.size(); ++id) {
    const machine::Agent& agent = reading.machine.agents[id];
    const auto acts = [&](const Stride& stride) { return stride.agent == machine::AgentId{id}; };
    const bool moves = std::any_of(run.loop.begin(), run.loop.end(), acts);
    if (agent.kind == machine::AgentKind::adversary && !moves) idle.push_back(agent.name);
  }
  if (!idle.empty()) lines.push_back("no adversary acts on the loop (" + listed(idle) + ")");
  return lines;
}

}  // namespace headway::report

#include "checker/report/waits.h"

#include <algorithm>

#include "checker/report/standing.h"
#include "model/machine/text.h"

namespace headway::report {
namespace {

using machine::AgentId;
using machine::Machine;
using property::Deadlock;
using property::Waiter;

Cell resource_of(const Waiter& waiter) { return {*waiter.resource, waiter.cell}; }

bool holds(const Machine& machine, AgentId agent, const Cell& cell, std::int64_t value) {
  const std::vector<AgentId> all = holders(machine, cell.variable, value);
  return std::find(all.begin(), all.end(), agent) != all.end();
}

// What of the cycle's resources the agent holds, each once.
std::vector<Cell> held_by(const Deadlock& deadlock, AgentId agent) {
  std::vector<Cell> cells;
  for (const Waiter& waiter : deadlock.waits) {
    if (!waiter.resource) continue;
    const bool held =
        std::find(waiter.holders.begin(), waiter.holders.end(), agent) != waiter.holders.end();
    if (held && std::find(cells.begin(), cells.end(), resource_of(waiter)) == cells.end()) {
      cells.push_back(resource_of(waiter));
    }
  }
  return cells;
}

// What the agent waits until, when it names no resource.
std::string condition_of(const Reading& reading, const Waiter& waiter) {
  const machine::Agent& agent = reading.machine.at(waiter.agent);
  for (const machine::Transition& transition : agent.transitions) {
    if (transition.from == waiter.location) return print_expr(reading.machine, transition.guard);
  }
  return "something";
}

std::string sentence(const Reading& reading, const Replay& run, const Deadlock& deadlock,
                     const Waiter& waiter) {
  const Machine& machine = reading.machine;
  std::vector<std::string> parts;
  const std::vector<Cell> held = held_by(deadlock, waiter.agent);
  for (const Cell& cell : held) {
    std::string text = "holds " + reading.names.lock_in_full(cell);
    const std::string taken = taken_at(reading, run, waiter.agent, cell);
    if (!taken.empty()) text += ", taken at " + taken + ",";
    parts.push_back(text);
  }
  std::string wait = "waits ";
  if (!waiter.resource) {
    wait += "until " + condition_of(reading, waiter);
  } else {
    const bool same = std::find(held.begin(), held.end(), resource_of(waiter)) != held.end();
    wait += "for " +
            (same ? std::string("the same lock") : reading.names.lock_in_full(resource_of(waiter)));
  }
  wait += " at " + place_of(reading, waiter.agent, waiter.location);
  if (waiter.resource && waiter.holders.empty()) wait += ", which nobody holds";
  std::vector<std::string> outside;
  for (const AgentId holder : waiter.holders) {
    const auto is_holder = [&](const Waiter& other) { return other.agent == holder; };
    if (std::any_of(deadlock.waits.begin(), deadlock.waits.end(), is_holder)) continue;
    const std::string taken =
        waiter.resource ? taken_at(reading, run, holder, resource_of(waiter)) : "";
    outside.push_back(machine.at(holder).name + (taken.empty() ? "" : " since " + taken));
  }
  if (!outside.empty()) wait += ", held by " + listed(outside);
  parts.push_back(wait);
  return machine.at(waiter.agent).name + " " + listed(parts) + ".";
}

std::string confirmation(const Deadlock& deadlock) {
  if (deadlock.only_signal_releases)
    return "confirmed: nothing but a signal releases it (a killable hang).";
  if (deadlock.only_adversary_releases) {
    return "confirmed: nothing that threads and daemons do releases it; only an adversary or a "
           "whim would.";
  }
  return "confirmed: no reachable state without adversaries' help releases it.";
}

}  // namespace

std::string taken_at(const Reading& reading, const Replay& run, AgentId agent, const Cell& cell) {
  const machine::Layout layout(reading.machine);
  for (std::size_t i = run.stem.size(); i-- > 0;) {
    const Stride& stride = run.stem[i];
    for (std::size_t j = stride.moments.size(); j-- > 0;) {
      const machine::State& after =
          j + 1 < stride.moments.size() ? stride.moments[j + 1].before : stride.after;
      const machine::State& before = stride.moments[j].before;
      if (!holds(reading.machine, agent, cell, value_of(layout, after, cell)) ||
          holds(reading.machine, agent, cell, value_of(layout, before, cell))) {
        continue;
      }
      const machine::Agent& who = reading.machine.at(stride.agent);
      const machine::Transition& transition = who.at(stride.moments[j].transition);
      return place_of(reading, transition.origin.get(), who.at(transition.from).name);
    }
  }
  return "";
}

std::vector<std::string> wait_sentences(const Reading& reading, const Replay& run,
                                        const Deadlock& deadlock) {
  std::vector<std::string> lines;
  for (const Waiter& waiter : deadlock.waits)
    lines.push_back(sentence(reading, run, deadlock, waiter));
  lines.push_back(confirmation(deadlock));
  return lines;
}

}  // namespace headway::report

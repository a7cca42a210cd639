// What was explored is not what was written: passes have removed transitions, some because nothing
// leads there (never executed), others because they do nothing (a jump, an assignment that nobody
// reads; perhaps executed). So the machine from before those passes is walked along, and each of
// its transitions is looked up among those that were explored: at the same place, from a location
// of the same name, under the same guard. One that is found was executed if that one was taken;
// one that is not found does nothing, and was executed if its location was reached.
//
// Where a transition can't be told from its siblings (a pass rewrote its guard) it counts as
// executed as soon as one of them was. So a line may be missing here that was never executed; no
// line stands here that was.
#include "checker/report/executed.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace headway::report {
namespace {

using machine::Agent;
using machine::index_of;
using machine::LocationId;
using machine::Transition;
using Line = std::pair<std::string, std::uint32_t>;

bool is_own(const source::Span& span, const std::vector<std::string>& inputs) {
  return span.known() && std::find(inputs.begin(), inputs.end(), span.file_name()) != inputs.end();
}

// The user's lines that an execution of the transition executes: its own, and those of the calls
// that led there.
std::vector<Line> lines_of(const Transition& transition, const std::vector<std::string>& inputs) {
  std::vector<Line> lines;
  if (!transition.origin) return lines;
  const auto add = [&](const source::Span& span) {
    if (is_own(span, inputs)) lines.emplace_back(span.file_name(), span.line);
  };
  add(transition.origin->span);
  for (const source::Frame& frame : transition.origin->stack) add(frame.call_site);
  return lines;
}

// What was explored of one agent, by where it leaves from.
class Explored {
 public:
  Explored(const Agent* agent, const std::vector<bool>* taken) {
    if (agent == nullptr) return;
    for (std::size_t k = 0; k < agent->transitions.size(); ++k) {
      const Transition& transition = agent->transitions[k];
      by_location_[agent->at(transition.from).name].push_back({&transition, (*taken)[k]});
    }
  }

  enum class Answer { taken, not_taken, not_there };

  [[nodiscard]] Answer look_up(const std::string& location, const Transition& wanted) const {
    const auto leaving = by_location_.find(location);
    if (leaving == by_location_.end()) return Answer::not_there;
    bool exact = false, alike = false, exact_taken = false, alike_taken = false;
    for (const auto& [transition, taken] : leaving->second) {
      if (!same_origin(*transition, wanted)) continue;
      alike = true;
      alike_taken = alike_taken || taken;
      if (!(transition->guard == wanted.guard)) continue;
      exact = true;
      exact_taken = exact_taken || taken;
    }
    if (!alike) return Answer::not_there;
    return (exact ? exact_taken : alike_taken) ? Answer::taken : Answer::not_taken;
  }

 private:
  static bool same_origin(const Transition& a, const Transition& b) {
    if (a.origin == b.origin) return true;
    return a.origin && b.origin && *a.origin == *b.origin;
  }

  std::map<std::string, std::vector<std::pair<const Transition*, bool>>> by_location_;
};

// By transition of the folded agent.
std::vector<bool> executed(const Agent& folded, const Explored& explored) {
  std::vector<Explored::Answer> found;
  for (const Transition& transition : folded.transitions)
    found.push_back(explored.look_up(folded.at(transition.from).name, transition));
  const auto leaving = machine::outgoing(folded);
  std::vector<bool> done(folded.transitions.size()), reached(folded.locations.size());
  std::vector<LocationId> open;
  const auto reach = [&](LocationId location) {
    if (reached[index_of(location)]) return;
    reached[index_of(location)] = true;
    open.push_back(location);
  };
  const auto execute = [&](std::size_t transition) {
    done[transition] = true;
    reach(folded.transitions[transition].to);
  };
  reach(folded.initial);
  for (std::size_t k = 0; k < found.size(); ++k) {
    if (found[k] == Explored::Answer::taken) execute(k);
  }
  while (!open.empty()) {
    const LocationId here = open.back();
    open.pop_back();
    for (const machine::TransitionId id : leaving[index_of(here)]) {
      const std::size_t k = index_of(id);
      if (!done[k] && found[k] == Explored::Answer::not_there) execute(k);
    }
  }
  return done;
}

// Edges that lead back to where a depth-first search still is.
std::vector<std::size_t> back_edges(const Agent& agent) {
  const auto leaving = machine::outgoing(agent);
  std::vector<std::size_t> back;
  std::vector<bool> seen(agent.locations.size()), on_path(agent.locations.size());
  std::vector<std::pair<LocationId, std::size_t>> path{{agent.initial, 0}};
  seen[index_of(agent.initial)] = on_path[index_of(agent.initial)] = true;
  while (!path.empty()) {
    auto& [here, next] = path.back();
    if (next == leaving[index_of(here)].size()) {
      on_path[index_of(here)] = false;
      path.pop_back();
      continue;
    }
    const machine::TransitionId id = leaving[index_of(here)][next++];
    const LocationId to = agent.at(id).to;
    if (on_path[index_of(to)]) back.push_back(index_of(id));
    if (seen[index_of(to)]) continue;
    seen[index_of(to)] = on_path[index_of(to)] = true;
    path.emplace_back(to, 0);
  }
  return back;
}

// The first of the user's own lines at the head of the loop, if the jump back is the user's own:
// not in a macro of the environment, whose functions are called hw_….
std::optional<Line> head_of(const Agent& agent, const Transition& back,
                            const std::vector<std::string>& inputs) {
  if (!back.origin || !is_own(back.origin->span, inputs)) return std::nullopt;
  const std::vector<source::Frame>& stack = back.origin->stack;
  if (!stack.empty() && stack.back().function.starts_with("hw_")) return std::nullopt;
  std::optional<Line> head;
  for (const Transition& transition : agent.transitions) {
    if (transition.from != back.to || !transition.origin) continue;
    Line line{back.origin->span.file_name(), back.origin->span.line};
    const source::Span* here = &transition.origin->span;
    for (std::size_t k = transition.origin->stack.size(); k-- > stack.size();)
      here = &transition.origin->stack[k].call_site;
    if (is_own(*here, inputs)) line = {here->file_name(), here->line};
    if (!head || line < *head) head = line;
  }
  return head;
}

const Agent* find_agent(const machine::Machine& machine, const std::string& name) {
  for (const Agent& agent : machine.agents) {
    if (agent.name == name) return &agent;
  }
  return nullptr;
}

}  // namespace

Untried untried(const std::vector<Unlowered>& unlowered, const machine::Machine& lowered,
                const machine::Machine& folded, const machine::Machine& explored,
                const property::Coverage& coverage, const std::vector<std::string>& inputs) {
  std::set<Line> lines, executed_lines, loops, going_round;
  for (const Unlowered& line : unlowered) lines.insert({line.file, line.line});
  for (const Agent& agent : lowered.agents) {
    for (const Transition& transition : agent.transitions) {
      for (Line& line : lines_of(transition, inputs)) lines.insert(std::move(line));
    }
    for (const std::size_t k : back_edges(agent)) {
      if (const auto head = head_of(agent, agent.transitions[k], inputs)) loops.insert(*head);
    }
  }
  for (const Agent& agent : folded.agents) {
    const Agent* found = find_agent(explored, agent.name);
    const std::size_t number =
        found == nullptr ? 0 : static_cast<std::size_t>(found - explored.agents.data());
    const Explored seen(found, found == nullptr ? nullptr : &coverage.taken[number]);
    const std::vector<bool> done = executed(agent, seen);
    for (std::size_t k = 0; k < done.size(); ++k) {
      if (!done[k]) continue;
      for (Line& line : lines_of(agent.transitions[k], inputs))
        executed_lines.insert(std::move(line));
    }
    for (const std::size_t k : back_edges(agent)) {
      if (!done[k]) continue;
      if (const auto head = head_of(agent, agent.transitions[k], inputs)) going_round.insert(*head);
    }
  }
  Untried result;
  result.lines_in_all = lines.size();
  bool joins = false;
  for (const Line& line : lines) {
    const bool never = executed_lines.count(line) == 0;
    if (never && joins && result.lines.back().file == line.first) {
      result.lines.back().last = line.second;
    } else if (never) {
      result.lines.push_back({line.first, line.second, line.second});
    }
    joins = never;
  }
  for (const Line& head : loops) {
    if (going_round.count(head) == 0 && executed_lines.count(head) != 0)
      result.loops.push_back({head.first, head.second});
  }
  return result;
}

}  // namespace headway::report

#include "checker/report/round.h"

#include <algorithm>
#include <functional>
#include <set>

#include "checker/report/site.h"

namespace headway::report {
namespace {

using machine::AgentId;
using machine::AgentKind;
using machine::Transition;

constexpr std::size_t kPlaces = 6;  // of one thread's round that are named
constexpr std::size_t kActs = 4;    // of one adversary

const Transition& transition_of(const Reading& reading, const OnLoop& at) {
  return reading.machine.at(at.agent).at(at.moment->transition);
}

bool is_hostile(const machine::Agent& agent) {
  return agent.kind == AgentKind::adversary || agent.kind == AgentKind::signal;
}

// ---- A thread's round ----

struct Stop {
  std::string key;  // equal for what a person takes for the same place
  machine::TransitionId transition{};
  int weight = 0;
};

int weight_of(const Reading& reading, const OnLoop& at) {
  const Transition& transition = transition_of(reading, at);
  if (transition.prepare || transition.attempt || transition.event) return 4;
  if (transition.note || transition.call) return 3;
  for (const machine::Assignment& assignment : transition.assignments) {
    if (reading.names.is_lock(assignment.place.variable)) return 2;
  }
  const bool called = !called_at(reading, at.agent, at.moment->transition).empty();
  return called ? 1 : 0;
}

std::vector<Stop> stops_of(const Reading& reading, const std::vector<OnLoop>& moments,
                           AgentId thread) {
  std::vector<Stop> stops;
  for (const OnLoop& at : moments) {
    if (at.agent != thread) continue;
    const Stop stop{site_name(reading, thread, at.moment->transition), at.moment->transition,
                    weight_of(reading, at)};
    if (stops.empty() || stops.back().key != stop.key) {
      stops.push_back(stop);
    } else {
      stops.back().weight = std::max(stops.back().weight, stop.weight);
    }
  }
  if (stops.size() > 1 && stops.front().key == stops.back().key) {
    stops.front().weight = std::max(stops.front().weight, stops.back().weight);
    stops.pop_back();
  }
  return stops;
}

// How many stops make a round: the loop may hold several that differ in a variable only.
std::size_t period_of(const std::vector<Stop>& stops) {
  for (std::size_t period = 1; period < stops.size(); ++period) {
    if (stops.size() % period != 0) continue;
    bool repeats = true;
    for (std::size_t i = period; i < stops.size(); ++i)
      repeats = repeats && stops[i].key == stops[i - period].key;
    if (repeats) return period;
  }
  return stops.size();
}

// The ones that tell most, each once, in their order.
std::vector<Stop> chosen(std::vector<Stop> stops) {
  std::set<std::string> seen;
  std::vector<Stop> once;
  for (Stop& stop : stops) {
    if (seen.insert(stop.key).second) once.push_back(std::move(stop));
  }
  const auto bare = [](const Stop& stop) { return stop.weight == 0; };
  if (!std::all_of(once.begin(), once.end(), bare)) std::erase_if(once, bare);
  // Where enough happens, a call that does nothing to see is not worth its words.
  const auto slight = [](const Stop& stop) { return stop.weight < 2; };
  if (std::count_if(once.begin(), once.end(), std::not_fn(slight)) > 3) std::erase_if(once, slight);
  if (once.size() <= kPlaces) return once;
  std::vector<int> weights;
  for (const Stop& stop : once) weights.push_back(stop.weight);
  std::nth_element(weights.begin(), weights.begin() + kPlaces - 1, weights.end(), std::greater<>());
  const int least = weights[kPlaces - 1];
  auto room = static_cast<std::ptrdiff_t>(kPlaces) -
              std::count_if(once.begin(), once.end(),
                            [&](const Stop& stop) { return stop.weight > least; });
  std::vector<Stop> result;
  for (Stop& stop : once) {
    if (stop.weight > least || (stop.weight == least && room-- > 0))
      result.push_back(std::move(stop));
  }
  return result;
}

std::string sentence_of_thread(const Reading& reading, const std::vector<OnLoop>& moments,
                               AgentId thread) {
  std::vector<Stop> stops = stops_of(reading, moments, thread);
  if (stops.empty()) return "";
  const std::size_t period = period_of(stops);
  const std::size_t rounds = stops.size() / period;
  stops.resize(period);
  std::string said;
  std::vector<std::string> places;
  for (const Stop& stop : chosen(std::move(stops)))
    places.push_back(site_name(reading, thread, stop.transition, said));
  std::string text = reading.machine.at(thread).name + " goes round " + listed(places);
  if (rounds > 1) text += ", " + std::to_string(rounds) + " times";
  return text;
}

// ---- Between which places an adversary strikes ----

std::set<Cell> changed_by(const Reading& reading, const Stride& stride) {
  std::set<Cell> cells;
  std::size_t slot = 0;
  for (std::uint32_t id = 0; id < reading.machine.variables.size(); ++id) {
    for (std::uint32_t i = 0; i < reading.machine.variables[id].extent; ++i, ++slot) {
      if (stride.before().cells[slot] != stride.after.cells[slot])
        cells.insert({machine::VariableId{id}, i});
    }
  }
  return cells;
}

bool touches(const Reading& reading, const OnLoop& at, const std::set<Cell>& cells) {
  const machine::Layout layout(reading.machine);
  const machine::Context context{reading.machine, layout, at.moment->before,
                                 at.moment->choice.value_or(0)};
  const Transition& transition = transition_of(reading, at);
  const auto reads = [&](const machine::Expr& expr) {
    const std::vector<Cell> read = cells_read(expr, context);
    return std::any_of(read.begin(), read.end(),
                       [&](const Cell& cell) { return cells.contains(cell); });
  };
  if (reads(transition.guard)) return true;
  for (const machine::Assignment& assignment : transition.assignments) {
    Cell written{assignment.place.variable, 0};
    if (assignment.place.index) written.index = evaluate(*assignment.place.index, context).value;
    if (cells.contains(written) || reads(assignment.value)) return true;
  }
  return false;
}

// The nearest of the thread's moments from `from` on (backwards or forwards, around the loop), by
// what it has to do with `cells`. Null where the thread does not move.
const OnLoop* nearest(const Reading& reading, const std::vector<OnLoop>& moments, std::size_t from,
                      bool forwards, AgentId thread, const std::set<Cell>& cells) {
  const OnLoop* found = nullptr;
  int best = -1;
  for (std::size_t n = 1; n < moments.size(); ++n) {
    const OnLoop& at = moments[(from + (forwards ? n : moments.size() - n)) % moments.size()];
    if (at.agent != thread) continue;
    const Transition& transition = transition_of(reading, at);
    const int rank = touches(reading, at, cells)                                    ? 3
                     : transition.prepare || transition.attempt || transition.event ? 2
                     : transition.note || transition.call                           ? 1
                                                                                    : 0;
    if (rank > best) {
      best = rank;
      found = &at;
    }
  }
  return found;
}

std::string sentence_of_act(const Reading& reading, const Replay& run,
                            const std::vector<OnLoop>& moments, std::size_t first, AgentId thread) {
  const OnLoop& act = moments[first];
  const Stride& stride = run.loop[act.step];
  const std::set<Cell> cells = changed_by(reading, stride);
  const std::string what = happening(reading, stride);
  std::string text = reading.machine.at(act.agent).name + (what.empty() ? " acts" : ": " + what);
  const OnLoop* before = nearest(reading, moments, first, false, thread, cells);
  const OnLoop* after = nearest(reading, moments, first, true, thread, cells);
  if (before == nullptr || after == nullptr) return text;
  std::string said;
  text += " after " + site_name(reading, thread, before->moment->transition, said);
  return text + " and before " + site_name(reading, thread, after->moment->transition, said);
}

// Whose places: the thread's own, or, where it only waits meanwhile, the first other one's.
AgentId who_moves(const Reading& reading, const std::vector<OnLoop>& moments, AgentId thread) {
  const auto moves = [&](const OnLoop& at) { return at.agent == thread; };
  if (std::any_of(moments.begin(), moments.end(), moves)) return thread;
  const auto other = std::find_if(moments.begin(), moments.end(), [&](const OnLoop& at) {
    return !is_hostile(reading.machine.at(at.agent));
  });
  return other == moments.end() ? thread : other->agent;
}

void add_once(std::vector<std::string>& lines, std::string line) {
  if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
}

std::vector<std::string> acts_of(const Reading& reading, const Replay& run,
                                 const std::vector<OnLoop>& moments, AgentId adversary,
                                 AgentId thread) {
  std::vector<std::string> acts;
  for (std::size_t i = 0; i < moments.size(); ++i) {
    const bool first = i == 0 || moments[i - 1].step != moments[i].step;
    if (moments[i].agent == adversary && first)
      add_once(acts, sentence_of_act(reading, run, moments, i, thread));
  }
  if (acts.size() > kActs) {
    const std::string rest = reading.machine.at(adversary).name + ": and " +
                             counted(acts.size() - kActs + 1, "act") + " more of this kind";
    acts.resize(kActs - 1);
    acts.push_back(rest);
  }
  return acts;
}

}  // namespace

std::vector<std::string> what_adversaries_repeat(const Reading& reading, const Replay& run,
                                                 AgentId thread) {
  const std::vector<OnLoop> moments = moments_of_loop(run);
  const AgentId beside = who_moves(reading, moments, thread);
  std::vector<std::string> lines;
  for (std::uint32_t id = 0; id < reading.machine.agents.size(); ++id) {
    if (!is_hostile(reading.machine.agents[id])) continue;
    const std::vector<std::string> acts = acts_of(reading, run, moments, AgentId{id}, beside);
    lines.insert(lines.end(), acts.begin(), acts.end());
  }
  for (const OnLoop& at : moments) {
    const Transition& transition = transition_of(reading, at);
    if (transition.favour != machine::Favour::unfavourable) continue;
    add_once(lines, reading.machine.at(at.agent).name + " meets “" + transition.whim + "” at " +
                        site_name(reading, at.agent, at.moment->transition));
  }
  return lines;
}

std::vector<std::string> what_the_loop_repeats(const Reading& reading, const Replay& run,
                                               AgentId thread) {
  const std::vector<OnLoop> moments = moments_of_loop(run);
  std::vector<std::string> lines;
  const auto add_thread = [&](AgentId id) {
    const std::string line = sentence_of_thread(reading, moments, id);
    if (!line.empty()) lines.push_back(line);
  };
  add_thread(thread);
  for (std::uint32_t id = 0; id < reading.machine.agents.size(); ++id) {
    if (AgentId{id} != thread && !is_hostile(reading.machine.agents[id])) add_thread(AgentId{id});
  }
  const std::vector<std::string> hostile = what_adversaries_repeat(reading, run, thread);
  lines.insert(lines.end(), hostile.begin(), hostile.end());
  return lines;
}

}  // namespace headway::report

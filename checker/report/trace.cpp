// From steps to lines.
#include "checker/report/trace.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "model/machine/step.h"

namespace headway::report {
namespace {

using machine::Machine;
using machine::State;
using machine::Transition;

// A stem of more lines loses its middle: how it begins and how it gets into trouble is what people
// read.
struct StemLength {
  std::size_t most, kept_at_start, kept_at_end;
};
constexpr StemLength kReadable{40, 12, 24};
constexpr StemLength kShort{4, 0, 3};

bool changes_shared(const Reading& reading, const State& before, const State& after) {
  std::size_t slot = 0;
  for (std::uint32_t id = 0; id < reading.machine.variables.size(); ++id) {
    for (std::uint32_t i = 0; i < reading.machine.variables[id].extent; ++i, ++slot) {
      if (before.cells[slot] != after.cells[slot] && !reading.names.owner(machine::VariableId{id}))
        return true;
    }
  }
  return false;
}

const Transition& transition_of(const Machine& machine, const Stride& stride,
                                const Moment& moment) {
  return machine.at(stride.agent).at(moment.transition);
}

bool speaks(const Transition& transition) {
  return transition.note.has_value() || transition.call.has_value();
}

std::string words_of(const machine::CallMark& call, const machine::Context& context) {
  if (!call.is_return) return call.role + " is called";
  if (!call.result) return call.role + " returns";
  return call.role + " returns " +
         result_text(evaluate(*call.result, context).value, call.result->type());
}

// What the transitions of a step say of themselves, in order.
std::vector<std::string> notes_of(const Machine& machine, const machine::Layout& layout,
                                  const Stride& stride) {
  std::vector<std::string> notes;
  for (const Moment& moment : stride.moments) {
    const Transition& transition = transition_of(machine, stride, moment);
    const machine::Context context{machine, layout, moment.before, moment.choice.value_or(0)};
    if (transition.call) notes.push_back(words_of(*transition.call, context));
    if (!transition.note) continue;
    const std::string note = render_note(*transition.note, context);
    if (notes.empty() || notes.back() != note) notes.push_back(note);
  }
  return notes;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

// "TOP → COPY": all there is to show where a transition has no place in a file.
std::string locations(const Machine& machine, const Stride& stride) {
  const machine::Agent& agent = machine.at(stride.agent);
  const Transition& first = agent.at(stride.moments.front().transition);
  const Transition& last = agent.at(stride.moments.back().transition);
  const std::string from = location_in_words(agent.at(first.from).name);
  const std::string to = location_in_words(agent.at(last.to).name);
  return from == to ? from : from + " → " + to;
}

Line line_of(const Reading& reading, const machine::Layout& layout, const Stride& stride,
             std::size_t number) {
  const Machine& machine = reading.machine;
  Line line;
  line.agent = stride.agent;
  line.first = line.last = number;
  line.before = stride.before();
  line.after = stride.after;
  line.origin = transition_of(machine, stride, telling(reading, stride)).origin.get();
  line.spot = user_spot(line.origin, reading.inputs);
  const std::vector<std::string> notes = notes_of(machine, layout, stride);
  line.noted = !notes.empty();
  line.text = joined(notes, "; ");
  if (line.noted) return line;
  line.text = reading.sources.text(line.spot);
  const std::string& callee = line.spot.callee;
  if (line.text.empty()) {
    line.text = locations(machine, stride);
  } else if (!callee.empty() && line.text.find(callee) == std::string::npos) {
    line.text += "  (" + callee + ")";
  }
  return line;
}

const State& state_after(const Stride& stride, std::size_t moment) {
  return moment + 1 < stride.moments.size() ? stride.moments[moment + 1].before : stride.after;
}

bool changes_strips(const Machine& machine, const State& before, const State& after) {
  std::size_t slot = 0;
  for (const machine::Variable& variable : machine.variables) {
    const bool drawn = !variable.strip.empty() || variable.holder != machine::Holder::none;
    for (std::uint32_t i = 0; i < variable.extent; ++i, ++slot) {
      if (drawn && before.cells[slot] != after.cells[slot]) return true;
    }
  }
  return false;
}

// One step may do several things that a person wants to see (a short fault-in, and then the lock is
// dropped, all of it local to others' eyes). It is cut before each transition that says something,
// or changes a strip, on another line of the user's than the one before.
std::vector<Stride> scenes(const Reading& reading, const Stride& stride) {
  std::vector<Stride> result;
  std::size_t begin = 0;
  Spot current;
  for (std::size_t i = 0; i < stride.moments.size(); ++i) {
    const Moment& moment = stride.moments[i];
    const Transition& transition = transition_of(reading.machine, stride, moment);
    if (!speaks(transition) &&
        !changes_strips(reading.machine, moment.before, state_after(stride, i)))
      continue;
    const Spot spot = user_spot(transition.origin.get(), reading.inputs);
    if (current.own && spot.own && (spot.file != current.file || spot.line != current.line)) {
      const auto from = stride.moments.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto to = stride.moments.begin() + static_cast<std::ptrdiff_t>(i);
      result.push_back({stride.agent, {from, to}, {}, moment.before});
      begin = i;
    }
    if (spot.known()) current = spot;
  }
  const auto from = stride.moments.begin() + static_cast<std::ptrdiff_t>(begin);
  result.push_back({stride.agent, {from, stride.moments.end()}, {}, stride.after});
  return result;
}

// A line that tells nothing of its own joins the one before it: same agent, same source line, at
// most one note.
bool joins(const Line& line, const Line& next) {
  return line.agent == next.agent && line.spot.known() && line.spot.file == next.spot.file &&
         line.spot.line == next.spot.line && !(line.noted && next.noted);
}

std::vector<Line> folded(std::vector<Line> lines) {
  std::vector<Line> result;
  for (Line& next : lines) {
    if (result.empty() || !joins(result.back(), next)) {
      result.push_back(std::move(next));
      continue;
    }
    Line& line = result.back();
    if (next.noted) {
      line.text = std::move(next.text);
      line.noted = true;
    }
    line.last = next.last;
    line.after = std::move(next.after);
  }
  return result;
}

std::vector<Line> shortened(std::vector<Line> lines, const StemLength& length) {
  if (lines.size() <= length.most) return lines;
  const auto start = lines.begin() + static_cast<std::ptrdiff_t>(length.kept_at_start);
  std::vector<Line> result(lines.begin(), start);
  Line gap;
  gap.first = start->first;
  const std::size_t resume = lines.size() - length.kept_at_end;
  gap.last = std::max(gap.first, lines[resume].first - 1);
  gap.left_out = gap.last - gap.first + 1;
  gap.before = start->before;
  gap.after = lines[resume].before;
  result.push_back(std::move(gap));
  result.insert(result.end(), lines.begin() + static_cast<std::ptrdiff_t>(resume), lines.end());
  return result;
}

std::vector<Line> lines_of(const Reading& reading, const std::vector<Stride>& strides,
                           std::size_t skipped) {
  const machine::Layout layout(reading.machine);
  std::vector<Line> lines;
  for (std::size_t i = skipped; i < strides.size(); ++i) {
    for (const Stride& scene : scenes(reading, strides[i])) {
      lines.push_back(line_of(reading, layout, scene, i - skipped + 1));
    }
  }
  return lines;
}

void add_changes(const Reading& reading, Drawn wanted, std::vector<Line>& lines) {
  for (Line& line : lines) line.changes = reading.interest.changes(line.before, line.after, wanted);
}

// Everything but the lines.
Trace frame_of(const Reading& reading, const Replay& run, std::size_t skipped) {
  const machine::Layout layout(reading.machine);
  Trace result;
  result.start = skipped == 0 ? run.initial : run.stem.front().after;
  if (skipped != 0) result.opening = notes_of(reading.machine, layout, run.stem.front());
  result.stem_steps = run.stem.size() - skipped;
  result.loop_steps = run.loop.size();
  return result;
}

Trace abridged(const Reading& reading, const Replay& run, const StemLength& length) {
  const std::size_t skipped = begins_with_setup(reading.machine, run) ? 1 : 0;
  Trace result = frame_of(reading, run, skipped);
  result.stem = folded(lines_of(reading, run.stem, skipped));
  result.loop = folded(lines_of(reading, run.loop, 0));
  add_changes(reading, Drawn::left_out, result.stem);
  add_changes(reading, Drawn::left_out, result.loop);
  result.stem = shortened(std::move(result.stem), length);
  return result;
}

}  // namespace

// The number behind the function's name says nothing to a person.
std::string location_in_words(const std::string& name) {
  const std::size_t colon = name.find(':');
  return colon == std::string::npos ? name : "in " + name.substr(0, colon);
}

const Moment& telling(const Reading& reading, const Stride& stride) {
  using Rank = std::tuple<bool, bool, bool, bool>;
  const Moment* best = &stride.moments.front();
  Rank best_rank{};
  for (std::size_t i = 0; i < stride.moments.size(); ++i) {
    const Moment& moment = stride.moments[i];
    const Transition& transition = transition_of(reading.machine, stride, moment);
    const State& after = state_after(stride, i);
    const Spot spot = user_spot(transition.origin.get(), reading.inputs);
    const Rank rank{speaks(transition), spot.own, changes_shared(reading, moment.before, after),
                    spot.known()};
    if (rank > best_rank) {
      best_rank = rank;
      best = &moment;
    }
  }
  return *best;
}

std::string where(const Reading& reading, const Stride& stride) {
  const Moment& moment = telling(reading, stride);
  const Transition& transition = transition_of(reading.machine, stride, moment);
  const std::string place = short_name(user_spot(transition.origin.get(), reading.inputs));
  if (!place.empty()) return place;
  return location_in_words(reading.machine.at(stride.agent).at(transition.from).name);
}

bool begins_with_setup(const Machine& machine, const Replay& run) {
  return !run.stem.empty() && machine.at(run.stem.front().agent).kind == machine::AgentKind::setup;
}

Trace trace(const Reading& reading, const Replay& run) { return abridged(reading, run, kReadable); }

Trace trace_in_short(const Reading& reading, const Replay& run) {
  return abridged(reading, run, kShort);
}

Trace trace_in_full(const Reading& reading, const Replay& run) {
  const std::size_t skipped = begins_with_setup(reading.machine, run) ? 1 : 0;
  Trace result = frame_of(reading, run, skipped);
  result.stem = lines_of(reading, run.stem, skipped);
  result.loop = lines_of(reading, run.loop, 0);
  add_changes(reading, Drawn::included, result.stem);
  add_changes(reading, Drawn::included, result.loop);
  return result;
}

}  // namespace headway::report

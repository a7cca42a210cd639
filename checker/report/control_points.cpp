#include "checker/report/control_points.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace headway::report {
namespace {

using machine::Agent;
using machine::index_of;
using machine::LocationId;
using machine::Transition;
using machine::TransitionId;

constexpr std::size_t kNoPlace = std::numeric_limits<std::size_t>::max();

std::string text_of(const source::Span& span) {
  return span.file_name() + ":" + std::to_string(span.line);
}

bool is_own(const source::Span& span, const std::vector<std::string>& inputs) {
  return span.known() && std::find(inputs.begin(), inputs.end(), span.file_name()) != inputs.end();
}

}  // namespace

std::string Position::key() const {
  std::string text;
  for (const source::Frame& frame : calls)
    text += frame.function + "@" + text_of(frame.call_site) + ":" +
            std::to_string(frame.call_site.column) + ";";
  return text + text_of(span);
}

Position position_of(const source::Origin* origin, const std::vector<std::string>& inputs,
                     const Depth& depth) {
  if (origin == nullptr) return {};
  const std::vector<source::Frame>& stack = origin->stack;
  std::size_t level = stack.size();
  if (!depth.environment && !is_own(origin->span, inputs)) {
    while (level > 0 && !is_own(stack[level - 1].call_site, inputs)) --level;
    level = level == 0 ? 0 : level - 1;
  }
  level = std::min(level, depth.most);
  const auto end = stack.begin() + static_cast<std::ptrdiff_t>(level);
  if (level == stack.size()) return {stack, origin->span, ""};
  return {{stack.begin(), end}, stack[level].call_site, stack[level].function};
}

ControlPoints::ControlPoints(const machine::Machine& machine, const Agent& agent,
                             const std::vector<std::string>& inputs, const Depth& depth)
    : machine_(machine), agent_(agent), out_(outgoing(agent)) {
  find_landings();
  find_places(inputs, depth);
}

// One way on, and nothing is done or tested there: a jump, the end of a function, a declaration.
// Checks don't count: a picture doesn't show them; nor do lowering's shadows of uninitialised
// values.
bool ControlPoints::silent(LocationId location) const {
  const std::vector<TransitionId>& out = out_[index_of(location)];
  if (out.size() != 1 || agent_.at(location).wait) return false;
  const Transition& only = agent_.at(out.front());
  const auto is_shadow = [&](const machine::Assignment& assignment) {
    return machine_.at(assignment.place.variable).name.find(".uninitialised") != std::string::npos;
  };
  return only.origin && only.guard.is_constant(1) && !only.choice &&
         std::all_of(only.assignments.begin(), only.assignments.end(), is_shadow) &&
         !only.prepare && !only.attempt && !only.event && !only.progress && !only.yields &&
         !only.call && !only.note;
}

void ControlPoints::find_landings() {
  for (std::uint32_t number = 0; number < agent_.locations.size(); ++number) {
    LocationId here{number};
    std::set<LocationId> seen;
    while (silent(here) && seen.insert(here).second) here = agent_.at(out_[index_of(here)][0]).to;
    // A ring of jumps (`for (;;);`) is landed on where it has its least location.
    if (silent(here)) {
      LocationId least = here;
      for (LocationId at = agent_.at(out_[index_of(here)][0]).to; at != here;
           at = agent_.at(out_[index_of(at)][0]).to)
        least = std::min(least, at);
      here = least;
    }
    landing_.push_back(here);
  }
}

std::vector<source::Span> ControlPoints::jumps(LocationId location) const {
  std::vector<source::Span> spans;
  for (LocationId here = location; here != landing(location);) {
    const Transition& jump = agent_.at(out_[index_of(here)][0]);
    spans.push_back(jump.origin->span);
    here = jump.to;
  }
  return spans;
}

void ControlPoints::find_places(const std::vector<std::string>& inputs, const Depth& depth) {
  const std::size_t count = agent_.locations.size();
  place_.assign(count, kNoPlace);
  std::vector<std::string> keys(count);
  std::vector<Position> positions(count);
  std::vector<std::vector<LocationId>> neighbours(count);
  std::vector<LocationId> reached{landing(agent_.initial)};
  std::vector<bool> seen(count);
  seen[index_of(reached.front())] = true;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const LocationId here = reached[next];
    for (const TransitionId id : out_[index_of(here)]) {
      const Transition& transition = agent_.at(id);
      const LocationId to = landing(transition.to);
      Position& position = positions[index_of(here)];
      if (!position.span.known()) position = position_of(transition.origin.get(), inputs, depth);
      neighbours[index_of(here)].push_back(to);
      neighbours[index_of(to)].push_back(here);
      if (!seen[index_of(to)]) reached.push_back(to);
      seen[index_of(to)] = true;
    }
  }
  for (const LocationId here : reached) {
    const Position& position = positions[index_of(here)];
    keys[index_of(here)] = position.span.known() ? position.key() : agent_.at(here).name;
  }
  for (const LocationId first : reached) {
    if (place_[index_of(first)] != kNoPlace) continue;
    std::vector<LocationId> members{first};
    place_[index_of(first)] = members_.size();
    for (std::size_t next = 0; next < members.size(); ++next) {
      for (const LocationId to : neighbours[index_of(members[next])]) {
        if (place_[index_of(to)] != kNoPlace || keys[index_of(to)] != keys[index_of(first)])
          continue;
        place_[index_of(to)] = members_.size();
        members.push_back(to);
      }
    }
    std::sort(members.begin(), members.end());
    members_.push_back(std::move(members));
    positions_.push_back(positions[index_of(first)]);
  }
}

}  // namespace headway::report

// Graph building, and the two things asked of a finished graph: nothing unreachable, no loop that
// never pauses.
#include "model/lower/graph.h"

#include <optional>
#include <vector>

#include "model/source/error.h"

namespace headway::lower {

using machine::index_of;
using machine::LocationId;

LocationId Graph::add_location(const std::string& name, bool committed) {
  const int count = ++names_[name];
  machine::Location location;
  location.name = count == 1 ? name : name + "." + std::to_string(count);
  location.committed = committed;
  agent.locations.push_back(std::move(location));
  outgoing_.push_back(false);
  return static_cast<LocationId>(agent.locations.size() - 1);
}

void Graph::add(machine::Transition transition) {
  outgoing_[index_of(transition.from)] = true;
  agent.transitions.push_back(std::move(transition));
}

void Graph::drop_unreachable() {
  const auto leaving = machine::outgoing(agent);
  std::vector<bool> reached(agent.locations.size(), false);
  std::vector<LocationId> work{agent.initial};
  reached[index_of(agent.initial)] = true;
  if (agent.end) reached[index_of(*agent.end)] = true;
  while (!work.empty()) {
    const LocationId here = work.back();
    work.pop_back();
    for (const auto id : leaving[index_of(here)]) {
      const LocationId to = agent.at(id).to;
      if (reached[index_of(to)]) continue;
      reached[index_of(to)] = true;
      work.push_back(to);
    }
  }
  std::vector<LocationId> renamed(agent.locations.size());
  std::vector<machine::Location> locations;
  for (std::size_t k = 0; k < agent.locations.size(); ++k) {
    if (!reached[k]) continue;
    renamed[k] = static_cast<LocationId>(locations.size());
    locations.push_back(std::move(agent.locations[k]));
  }
  std::vector<machine::Transition> transitions;
  for (auto& transition : agent.transitions) {
    if (!reached[index_of(transition.from)]) continue;
    transition.from = renamed[index_of(transition.from)];
    transition.to = renamed[index_of(transition.to)];
    transitions.push_back(std::move(transition));
  }
  agent.locations = std::move(locations);
  agent.transitions = std::move(transitions);
  agent.initial = renamed[index_of(agent.initial)];
  if (agent.end) agent.end = renamed[index_of(*agent.end)];
  outgoing_.assign(agent.locations.size(), false);
  for (const auto& transition : agent.transitions) outgoing_[index_of(transition.from)] = true;
}

void Graph::refuse_committed_cycles() const {
  enum class Mark { unseen, open, done };
  const auto leaving = machine::outgoing(agent);
  std::vector<Mark> marks(agent.locations.size(), Mark::unseen);
  struct Visit {
    LocationId location{};
    std::size_t next = 0;
  };
  for (std::size_t start = 0; start < agent.locations.size(); ++start) {
    if (!agent.locations[start].committed || marks[start] != Mark::unseen) continue;
    std::vector<Visit> stack{{static_cast<LocationId>(start), 0}};
    marks[start] = Mark::open;
    while (!stack.empty()) {
      Visit& top = stack.back();
      const auto& edges = leaving[index_of(top.location)];
      if (top.next == edges.size()) {
        marks[index_of(top.location)] = Mark::done;
        stack.pop_back();
        continue;
      }
      const auto& transition = agent.at(edges[top.next++]);
      if (!agent.at(transition.to).committed) continue;
      Mark& mark = marks[index_of(transition.to)];
      if (mark == Mark::open) {
        throw source::InputError(transition.origin ? transition.origin->span : source::Span{},
                                 "this loop stands in code that must not loop (hw_atomic, an "
                                 "adversary, a signal or HW_INIT)",
                                 "give it a constant bound with a counter that only it steps, or "
                                 "take it out of hw_atomic");
      }
      if (mark == Mark::unseen) {
        mark = Mark::open;
        stack.push_back({transition.to, 0});
      }
    }
  }
}

}  // namespace headway::lower

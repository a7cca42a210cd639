// The few functions that belong to the plain structs of machine.h: equality of transitions and
// outgoing edges.
#include "model/machine/machine.h"

namespace headway::machine {

bool Transition::operator==(const Transition& other) const {
  const auto same_origin = [&] {
    if (origin == other.origin) return true;
    return origin != nullptr && other.origin != nullptr && *origin == *other.origin;
  };
  return from == other.from && to == other.to && guard == other.guard && choice == other.choice &&
         assignments == other.assignments && checks == other.checks && whim == other.whim &&
         favour == other.favour && prepare == other.prepare && attempt == other.attempt &&
         event == other.event && progress == other.progress && yields == other.yields &&
         call == other.call && note == other.note && same_origin();
}

std::vector<std::vector<TransitionId>> outgoing(const Agent& agent) {
  std::vector<std::vector<TransitionId>> by_location(agent.locations.size());
  for (std::size_t i = 0; i < agent.transitions.size(); ++i) {
    by_location[index_of(agent.transitions[i].from)].push_back(static_cast<TransitionId>(i));
  }
  return by_location;
}

}  // namespace headway::machine

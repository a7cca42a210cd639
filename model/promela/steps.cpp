// Counts paths, one location at a time; committed locations form no cycle (I2 of machine.h), so the
// recursion ends, and what is known of a location is kept.
#include "model/promela/steps.h"

#include <algorithm>
#include <optional>

namespace headway::promela {

using machine::Agent;
using machine::LocationId;
using machine::Transition;

namespace {

std::optional<std::int64_t> constant_of(const machine::Expr& expr) {
  const auto* constant = std::get_if<machine::Constant>(&expr.node());
  return constant == nullptr ? std::nullopt : std::optional(constant->value);
}

std::uint64_t values_of(const Transition& transition) {
  if (!transition.choice) return 1;
  const auto low = constant_of(transition.choice->low);
  const auto high = constant_of(transition.choice->high);
  if (!low || !high) return kManySteps;
  if (*low > *high) return 0;
  const std::uint64_t span = static_cast<std::uint64_t>(*high) - static_cast<std::uint64_t>(*low);
  return std::min(kManySteps - 1, span) + 1;
}

class Counting {
 public:
  explicit Counting(const Agent& agent) : agent_(agent), outgoing_(machine::outgoing(agent)) {}

  const Destinations& from(LocationId at) {
    if (const auto known = known_.find(at); known != known_.end()) return known->second;
    Destinations found;
    const auto add = [&](LocationId to, std::uint64_t steps) {
      found[to] = std::min(kManySteps, found[to] + steps);
    };
    for (const machine::TransitionId id : outgoing_[index_of(at)]) {
      const Transition& transition = agent_.at(id);
      const std::uint64_t values = values_of(transition);
      if (!agent_.at(transition.to).committed) {
        add(transition.to, values);
      } else {
        for (const auto& [to, steps] : from(transition.to))
          add(to, std::min(kManySteps, steps * values));
      }
    }
    return known_[at] = std::move(found);
  }

 private:
  const Agent& agent_;
  const std::vector<std::vector<machine::TransitionId>> outgoing_;
  std::map<LocationId, Destinations> known_;
};

}  // namespace

Destinations destinations(const Agent& agent, LocationId from) {
  return Counting(agent).from(from);
}

Destinations next_locations(const Agent& agent, LocationId from) {
  Destinations found;
  for (const Transition& transition : agent.transitions) {
    if (transition.from != from) continue;
    std::uint64_t& steps = found[transition.to];
    steps = std::min(kManySteps, steps + values_of(transition));
  }
  return found;
}

}  // namespace headway::promela

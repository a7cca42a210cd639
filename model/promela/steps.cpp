// Depth-first over transitions; committed locations form no cycle (I2 of machine.h), so it ends.
#include "model/promela/steps.h"

#include <string>

#include "model/source/error.h"

namespace headway::promela {

using machine::LocationId;
using machine::Range;
using machine::Transition;

namespace {

constexpr std::int64_t kMostTried = 4096;  // values of a choice between constants
constexpr std::int64_t kTried = 16;        // values of another choice
constexpr std::size_t kMostWays = 20'000;  // from one location

std::optional<std::int64_t> constant_of(const machine::Expr& expr) {
  const auto* constant = std::get_if<machine::Constant>(&expr.node());
  return constant == nullptr ? std::nullopt : std::optional(constant->value);
}

class Enumeration {
 public:
  Enumeration(const machine::Agent& agent, LocationId from)
      : agent_(agent), outgoing_(machine::outgoing(agent)), from_(from) {}

  std::vector<Way> run() {
    visit(from_);
    return std::move(found_);
  }

 private:
  void visit(LocationId at) {
    for (const machine::TransitionId id : outgoing_[index_of(at)]) {
      const Transition& transition = agent_.at(id);
      const Range tried = values_tried(transition);
      for (std::int64_t choice = tried.low; choice <= tried.high; ++choice) {
        moves_.push_back({id, choice});
        if (agent_.at(transition.to).committed) {
          visit(transition.to);
        } else {
          found_.push_back({moves_, transition.to});
        }
        moves_.pop_back();
        if (found_.size() > kMostWays) refuse();
      }
    }
  }

  [[noreturn]] void refuse() const {
    throw source::InputError({},
                             "Promela: agent " + agent_.name + " has more than " +
                                 std::to_string(kMostWays) + " ways on from " +
                                 agent_.at(from_).name,
                             "export the machine without the pass fuse, or with smaller sizes");
  }

  const machine::Agent& agent_;
  const std::vector<std::vector<machine::TransitionId>> outgoing_;
  const LocationId from_;
  std::vector<Move> moves_;
  std::vector<Way> found_;
};

}  // namespace

Range values_tried(const Transition& transition) {
  if (!transition.choice) return {0, 0};
  const auto low = constant_of(transition.choice->low);
  const auto high = constant_of(transition.choice->high);
  if (low && high) {
    if (*low <= *high && static_cast<std::uint64_t>(*high) - static_cast<std::uint64_t>(*low) >=
                             static_cast<std::uint64_t>(kMostTried)) {
      throw source::InputError(
          {}, "Promela: a choice among more than " + std::to_string(kMostTried) + " values");
    }
    return {*low, *high};
  }
  if (low) return {*low, *low + kTried - 1};
  if (high) return {*high - kTried + 1, *high};
  return {0, kTried - 1};
}

std::vector<Way> ways_from(const machine::Agent& agent, LocationId from) {
  return Enumeration(agent, from).run();
}

}  // namespace headway::promela

// What may come of a call into the environment: the locks that it leaves taken or dropped, what it
// said last. Found by following its paths with the constants that they set (a trylock that says
// whether it has the lock), so that each way on has its own outcomes. A picture's exactness, not a
// proof's: where there are too many paths, constants are forgotten.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checker/report/control_points.h"
#include "checker/report/names.h"

namespace headway::report {

struct Outcome {
  std::map<std::string, int> locks;                   // 1 taken, -1 dropped
  std::string note;                                   // the last one; "…" stands for values
  std::map<machine::VariableId, std::int64_t> known;  // locals with one value
  auto operator<=>(const Outcome&) const = default;
};

// A transition that leaves a place, or comes back to its entry.
struct Exit {
  machine::LocationId from{};
  machine::TransitionId transition{};
  std::set<Outcome> outcomes;
};

struct Outcomes {
  std::vector<Exit> exits;      // in the order of locations and transitions
  std::set<std::string> taken;  // locks that are taken anywhere inside
};

Outcomes outcomes_of(const machine::Agent& agent, const Names& names, const ControlPoints& points,
                     std::size_t place, const std::set<machine::LocationId>& entries);

}  // namespace headway::report

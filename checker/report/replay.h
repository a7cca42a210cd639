// A run with the states that its transitions pass through. Paths only name transitions; everything
// that a report says about a run is read off this. Audit has judged the run before: what doesn't
// replay here is our own bug.
#pragma once

#include <optional>
#include <vector>

#include "model/machine/step.h"

namespace headway::report {

struct Moment {
  machine::TransitionId transition{};
  std::optional<std::int64_t> choice;
  machine::State before;
};

struct Stride {
  machine::AgentId agent{};
  std::vector<Moment> moments;
  std::vector<machine::Failure> failures;
  machine::State after;  // of a run that a fatal failure cuts: the state in which it happens

  [[nodiscard]] const machine::State& before() const { return moments.front().before; }
};

struct Replay {
  machine::State initial;  // raw: before the setup agent's step, where there is one
  std::vector<Stride> stem;
  std::vector<Stride> loop;

  [[nodiscard]] const machine::State& end_of_stem() const {
    return stem.empty() ? initial : stem.back().after;
  }
};

Replay replay(const machine::Machine& machine, const machine::Path& stem,
              const std::vector<machine::Step>& loop);

}  // namespace headway::report

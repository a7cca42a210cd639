// Runs: finite paths and lassos, as the transitions that were taken. States are recomputed by
// whoever replays them.
#pragma once

#include <optional>
#include <vector>

#include "model/machine/state.h"

namespace headway::machine {

// One transition inside a step.
struct MicroStep {
  TransitionId transition{};
  std::optional<std::int64_t> choice;
  bool operator==(const MicroStep&) const = default;
};

// One step: transitions of one agent from a stable state to the next.
struct Step {
  AgentId agent{};
  std::vector<MicroStep> micro;
  bool operator==(const Step&) const = default;
};

// Starts in the raw initial state `initial`; where the machine has a setup agent the first step is
// its.
struct Path {
  State initial;
  std::vector<Step> steps;
  bool operator==(const Path&) const = default;
};

// `loop` leads from the end of `stem` back to it. An empty loop means staying there for ever:
// nobody is enabled.
struct Lasso {
  Path stem;
  std::vector<Step> loop;
  bool operator==(const Lasso&) const = default;
};

}  // namespace headway::machine

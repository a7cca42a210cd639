// Progress at every level in one run. The weakest level at which some thread is hindered is the
// answer; it is found with as little work as inclusion leaves: `none` and `finite` on the state
// graph without adversary edges; if they hold, `unrestricted` on all of it; only if that is
// violated, the levels between: first in the graph of ghost_sets.h, which shows that most that hold
// do, else in those of level_graph.h, and there only what the cycles left can be come by.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/explicit/effects.h"
#include "checker/explicit/progress.h"

namespace headway::explicit_engine {

struct Judged {
  std::optional<Hindered> found;         // at the weakest level where it happens
  std::optional<property::Level> holds;  // the strongest level known to hold
  std::string undecided;  // why the level above `holds` could not be decided; empty: it was
};

// What it rests on.
struct Ground {
  const StateGraph& graph;
  const Deadlocked& deadlocked;
  const Walk& reachable;
  const Effects* effects = nullptr;  // of the labels of `graph`; needed above `finite`
  property::Fairness presumed = property::Fairness::strong;
  Tracer& tracer;
  bool whole_products = false;  // judge `fair` and `page_fair` without ghost_sets.h
  // Says why so many more bytes can't be had, or time is up; empty: go on.
  std::function<std::string(std::uint64_t)> limit;
};

// Judges levels up to `at_most`.
Judged judge_levels(const Ground& ground, property::Level at_most);

}  // namespace headway::explicit_engine

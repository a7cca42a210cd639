// Exhaustive exploration: breadth-first reachability, then deadlock and fair cycles by strongly
// connected components on the stored graph.
#pragma once

#include <functional>
#include <vector>

#include "checker/property/property.h"

namespace headway::explicit_engine {

// Called now and then during a long run.
struct Progress {
  std::uint64_t states = 0;
  std::uint64_t frontier = 0;
  std::uint64_t bytes = 0;
  double seconds = 0;
};

struct Options {
  property::Limits limits;
  // Levels above this one are judged only where a property requires it.
  property::Level level = property::Level::unrestricted;
  property::Fairness fairness = property::Fairness::strong;
  bool whole_products = false;  // for tests: `fair` and `page-fair` without their shortcut
  std::function<void(const Progress&)> on_progress;  // may be empty; at most once a second
};

// Decides each property on `machine`. A limit makes what is not yet violated Undecided.
property::Result check(const machine::Machine& machine,
                       const std::vector<property::Property>& properties, const Options& options);

}  // namespace headway::explicit_engine

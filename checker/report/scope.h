// How far an answer holds: a part of the answer, always printed, in a form that fits a commit
// message.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/replay.h"

namespace headway::report {

struct Size {
  std::string name;
  std::string low, high;  // the same where it has one value
};

struct Scope {
  std::vector<Size> sizes;
  std::vector<std::string> threads, daemons, adversaries, signals;
  std::vector<std::string> levels;  // of the adversary, at which progress was asked
  std::vector<std::string> met;     // the strongest at which it holds, where that was found out
  std::string fairness, scheduler, memory_model;
  std::vector<machine::ScaledConstant> constants;
  std::vector<std::string> approximations;
  std::string environment;  // the kernel version that it cites; may be empty
};

Scope scope_of(const machine::Machine& machine, const std::vector<property::Answer>& answers,
               property::Fairness fairness = property::Fairness::strong);

// The same in one line.
std::string scope(const machine::Machine& machine, const std::vector<property::Answer>& answers,
                  property::Fairness fairness = property::Fairness::strong);

// The sizes of one run, where the model has several.
std::vector<Size> sizes_of(const machine::Machine& machine, const Replay& run);

}  // namespace headway::report

// Small random machines for differential tests. Each agent is a random program of a handful of
// statements (assign, branch, lock, unlock, wait, choose, whim, assume, atomic chain), so that
// machines look like the loops that Headway is for: retry loops around locks and waits, with
// adversaries that take away what was prepared. A machine is a function of its seed alone, on every
// platform.
#pragma once

#include <cstdint>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::audit {

// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere, which the standard's
// distributions are not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::uint32_t below(std::uint32_t bound);                   // 0 <= result < bound
  std::int64_t between(std::int64_t low, std::int64_t high);  // inclusive
  bool percent(std::uint32_t chance) { return below(100) < chance; }

 private:
  std::uint64_t state_;
};

machine::Machine random_machine(std::uint64_t seed);

// The properties that random machines speak of: deadlock, progress (required at `finite`) and again
// as `calm` (required at `none`), `no-spin`, `killable` (with one attempt), the checks `ub`,
// `assert` and `EXACT`, the invariant `ORDER`, the order of locks.
std::vector<property::Property> random_machine_properties();

}  // namespace headway::audit

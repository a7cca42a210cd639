// The limits of a run. A limit that is reached is a value, the reason of an Undecided; nothing is
// thrown.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "checker/explicit/engine.h"

namespace headway::explicit_engine {

class Budget {
 public:
  explicit Budget(const Options& options);

  // Asked after every new state: cheap.
  [[nodiscard]] bool too_many(std::uint64_t states) const {
    return max_states_ != 0 && states > max_states_;
  }
  // Asked now and then, and between the phases of a run: time and memory. Once false, false for
  // ever.
  bool lasts(std::uint64_t states, std::uint64_t frontier, std::uint64_t bytes);
  // Why the run can't go on with so many bytes, or this late; empty: it can. Records nothing.
  [[nodiscard]] std::string limit(std::uint64_t states, std::uint64_t bytes) const;
  // Records that the limit on states was reached.
  void out_of_states();

  [[nodiscard]] const std::optional<std::string>& exceeded() const { return exceeded_; }
  [[nodiscard]] double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  const Options& options_;
  const std::uint64_t max_states_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point told_ = start_;
  std::optional<std::string> exceeded_;
};

}  // namespace headway::explicit_engine

// Each reason names the flag that moves the limit, and what had been reached.
#include "checker/explicit/budget.h"

#include <string>
#include <utility>

namespace headway::explicit_engine {

namespace {

constexpr std::chrono::seconds kBetweenReports{1};

std::string in_mebibytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

std::string in_seconds(std::chrono::milliseconds time) {
  const auto count = time.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

}  // namespace

Budget::Budget(const Options& options)
    : options_(options), max_states_(options.limits.max_states) {}

double Budget::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

void Budget::out_of_states() {
  exceeded_ = "the limit of " + std::to_string(max_states_) + " states was reached (--max-states)";
}

std::string Budget::limit(std::uint64_t states, std::uint64_t bytes) const {
  const property::Limits& limits = options_.limits;
  if (limits.max_memory != 0 && bytes > limits.max_memory) {
    return "the limit of " + in_mebibytes(limits.max_memory) + " of memory was reached after " +
           std::to_string(states) + " states (--max-memory)";
  }
  if (limits.timeout.count() != 0 && Clock::now() - start_ > limits.timeout) {
    return "the limit of " + in_seconds(limits.timeout) + " was reached after " +
           std::to_string(states) + " states (--timeout)";
  }
  return "";
}

bool Budget::lasts(std::uint64_t states, std::uint64_t frontier, std::uint64_t bytes) {
  if (exceeded_) return false;
  if (std::string reason = limit(states, bytes); !reason.empty()) exceeded_ = std::move(reason);
  const auto now = Clock::now();
  if (options_.on_progress && now - told_ >= kBetweenReports) {
    told_ = now;
    options_.on_progress({states, frontier, bytes, seconds()});
  }
  return !exceeded_;
}

}  // namespace headway::explicit_engine

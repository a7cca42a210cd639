// What a run cost. The only part of a report that differs from run to run.
#include <cstdint>
#include <cstdio>

#include "checker/report/report.h"
#include "checker/report/words.h"

namespace headway::report {
namespace {

std::string number(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

// 1234567 → "1,234,567".
std::string grouped(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string memory(std::uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (bytes >= 1ULL << 30) return number("%.1f GiB", value / static_cast<double>(1ULL << 30));
  if (bytes >= 1ULL << 20) return number("%.1f MiB", value / static_cast<double>(1ULL << 20));
  return number("%.1f KiB", value / 1024.0);
}

}  // namespace

std::string render_stats(const Request& request) {
  const property::Statistics& stats = request.result.statistics;
  std::string text = grouped(stats.states) + " states, " + grouped(stats.transitions) +
                     " transitions, depth " + grouped(stats.depth) + ", " +
                     number("%.3f s", stats.seconds) + ", " + memory(stats.bytes);
  if (stats.seconds > 0) {
    text += ", " +
            grouped(static_cast<std::uint64_t>(static_cast<double>(stats.states) / stats.seconds)) +
            " states/s";
  }
  return text + "\n";
}

}  // namespace headway::report

// The outside judge: programs compiled natively, many in one file, and run. gcc or Clang with the
// flags of the kernel; with the sanitizers where undefined behaviour is planted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace headway::differential {

struct NativeRun {
  int status = 0;                    // as wait() has it; not 0: a sanitizer's report or a crash
  std::vector<std::int64_t> values;  // of the observables, in order
  bool operator==(const NativeRun&) const = default;
};
using NativeRuns = std::map<std::int64_t, NativeRun>;  // by initial state

struct Compiler {
  std::string command;  // gcc, clang-19
  std::string level;    // -O1, -O2
  bool sanitized = false;
};

// The names that programs of one batch are told apart by: rendered with `prefix_of(k)`.
std::string prefix_of(std::size_t number);

// The names of the observables that a program declares, in order.
std::vector<std::string> observables_of(const std::string& code);

// `codes[k]` is rendered with prefixes[k]. Empty if the compiler refuses the batch; `message` then
// says why.
std::vector<NativeRuns> run_natively(const std::vector<std::string>& codes,
                                     const std::vector<std::string>& prefixes,
                                     const Compiler& compiler, std::string& message);

// The same, but a batch at which the compiler itself crashes is cut in halves until those programs
// stand alone that make it crash: they have no runs, and their numbers are added to `crashed`.
std::vector<NativeRuns> run_around_crashes(const std::vector<std::string>& codes,
                                           const std::vector<std::string>& prefixes,
                                           const Compiler& compiler, std::string& message,
                                           std::vector<std::size_t>& crashed);

}  // namespace headway::differential

#include "model/differential/judge.h"

#include <algorithm>

#include "model/source/error.h"

namespace headway::differential {

namespace {

std::string values_differ(const std::vector<std::int64_t>& native,
                          const std::vector<std::int64_t>& ours,
                          const std::vector<std::string>& observables) {
  if (native.size() != ours.size()) return "values: ours are missing";
  for (std::size_t k = 0; k < native.size(); ++k) {
    if (native[k] == ours[k]) continue;
    // The checksum differs where any cell does; a cell says more.
    const bool more = k == 1 && !std::equal(native.begin() + 2, native.end(), ours.begin() + 2);
    if (more) continue;
    return "values: " + observables.at(k) + " is " + std::to_string(native[k]) + " natively and " +
           std::to_string(ours[k]) + " with us";
  }
  return "";
}

std::string one_state(const NativeRun& native, const OurRun& ours, Planted planted,
                      const std::vector<std::string>& observables) {
  const bool by_mark = judged_by_mark(planted);
  CHECK(native.status != 0 || native.values.size() > 2);
  const bool undefined = by_mark ? native.values.at(2) != 0 : native.status != 0;
  if (native.status != 0 && planted == Planted::nothing)
    return "native: the program fails with status " + std::to_string(native.status);
  if (!undefined && !ours.failures.empty()) return "violation: " + *ours.failures.begin();
  if (undefined && ours.failures.empty()) return "missed: undefined behaviour is not reported";
  for (const std::string& failure : ours.failures)
    if (!failure.starts_with("ub: ")) return "violation: " + failure;
  return undefined ? "" : values_differ(native.values, ours.values, observables);
}

}  // namespace

bool judged_by_mark(Planted planted) {
  return planted == Planted::uninitialised || planted == Planted::uninitialised_in;
}

std::string difference(const NativeRuns& native, const Interpreted& ours, Planted planted,
                       const std::vector<std::string>& observables) {
  if (!ours.refused.empty()) return ours.refused;
  if (native.size() != kInitialStates || ours.plain.size() != kInitialStates ||
      ours.passed.size() != kInitialStates)
    return "states: a run is missing";
  for (const auto& [state, run] : native) {
    const std::string where = " (initial state " + std::to_string(state) + ")";
    std::string found = one_state(run, ours.plain.at(state), planted, observables);
    if (!found.empty()) return found + where;
    found = one_state(run, ours.passed.at(state), planted, observables);
    if (!found.empty()) return "after passes, " + found + where;
  }
  return "";
}

std::string difference_of(const std::string& code, const std::vector<Compiler>& compilers,
                          Planted planted, bool& sound) {
  sound = true;
  const Interpreted ours = interpret(code);
  for (const Compiler& compiler : compilers) {
    std::string message;
    const auto runs = run_natively({code}, {""}, compiler, message);
    if (runs.empty()) {
      sound = false;
      return "";
    }
    std::string found = difference(runs.front(), ours, planted, observables_of(code));
    if (!found.empty()) return compiler.command + " " + compiler.level + ": " + found;
  }
  return "";
}

}  // namespace headway::differential

// Our side: C through the front end and lowering, run by the reference semantics of model/machine.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace headway::differential {

struct OurRun {
  std::set<std::string> failures;    // "property: message"
  std::vector<std::int64_t> values;  // of the observables, in order; none after a fatal failure
  bool operator==(const OurRun&) const = default;
};

struct Interpreted {
  std::string refused;                    // why it was not taken, or what failed inside us
  std::map<std::int64_t, OurRun> plain;   // by initial state
  std::map<std::int64_t, OurRun> passed;  // after all passes
  std::set<std::uint32_t> lines;          // executed, without passes
  std::size_t transitions = 0;            // taken, without passes
};

// The first observable is the number of the initial state.
Interpreted interpret(const std::string& code);

}  // namespace headway::differential

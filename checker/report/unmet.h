// Why a run does not meet a temporal formula: which part of it fails, and from which step on. The
// formula is taken apart from the outside: each part is judged at the state that made the part
// around it fail (the states of a counterexample that explain it; Beer and others 2009).
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// In words, by the names of the machine's atoms; empty where the property has none.
std::string formula_in_words(const machine::Machine& machine, const property::Property& property);

// Outermost first: "after step 3 of the stem `locked` is true", "from there on `eventually free`
// fails: `free` never comes true".
std::vector<std::string> what_fails(const Reading& reading, const Replay& run,
                                    const property::Property& property);

}  // namespace headway::report

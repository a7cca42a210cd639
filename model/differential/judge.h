// Do we and the native compiler agree on a program?
#pragma once

#include <string>
#include <vector>

#include "model/differential/interpreted.h"
#include "model/differential/native.h"
#include "model/differential/random_program.h"

namespace headway::differential {

// Is undefined behaviour of this kind judged by the program's own mark, not by a sanitizer?
bool judged_by_mark(Planted planted);

// What differs, beginning with a word for the kind of difference; empty if nothing does.
std::string difference(const NativeRuns& native, const Interpreted& ours, Planted planted,
                       const std::vector<std::string>& observables);

// One program alone, with every compiler given: what differs with the first that disagrees.
// A program that a compiler refuses is no difference: "" is returned, and `sound` is false.
std::string difference_of(const std::string& code, const std::vector<Compiler>& compilers,
                          Planted planted, bool& sound);

}  // namespace headway::differential

// Checks that a program keeps what program.h promises (I1 to I4, as far as they show in the
// finished graph): every id in range, every place and expression typed as its parts say, calls with
// the arguments their callee takes. For tests and for debugging a front end; lowering trusts its
// input.
#pragma once

#include <string>
#include <vector>

#include "model/program/program.h"

namespace headway::program {

// One line per fault, "function: what is wrong"; empty for a sound program.
std::vector<std::string> validate(const Program& program);

}  // namespace headway::program

// Which lines of the user's own files no run executes, and which of their loops never go round. A
// verdict says nothing about those.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::report {

// Lines that do something, all the way from `first` to `last` never executed.
struct Lines {
  std::string file;
  std::uint32_t first = 0, last = 0;
  bool operator==(const Lines&) const = default;
};

struct Loop {
  std::string file;
  std::uint32_t head = 0;  // the line that it would come back to
  bool operator==(const Loop&) const = default;
};

struct Untried {
  std::vector<Lines> lines;  // by file and line
  std::vector<Loop> loops;   // the same; only where the head is executed
  std::size_t lines_in_all = 0;
};

// Statements of the C that no run can come to, as constants tell, so that the machine knows nothing
// of them.
struct Unlowered {
  std::string file;
  std::uint32_t line = 0;
};

// `unlowered` are lines of `inputs`. `lowered`: as the rest of the C says; `folded`: without what
// no run can reach, and otherwise the same; `explored`: what `coverage` speaks of. `inputs` are the
// user's own files.
Untried untried(const std::vector<Unlowered>& unlowered, const machine::Machine& lowered,
                const machine::Machine& folded, const machine::Machine& explored,
                const property::Coverage& coverage, const std::vector<std::string>& inputs);

}  // namespace headway::report

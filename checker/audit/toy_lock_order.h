// Inverted lock order in the words of its definition, for the toy checker: every state in which an
// agent stands at an acquire and holds something is a chain, and every list of chains is tried.
#pragma once

#include <cstddef>
#include <optional>

#include "checker/audit/toy_graph.h"

namespace headway::audit {

struct ToyInversion {
  std::size_t chains = 0;
  std::size_t length = 0;  // of the shortest runs to all of them, in steps
  bool operator==(const ToyInversion&) const = default;
};

// The inversion of fewest chains with the shortest runs. `alone`: of one agent with itself, as if
// another ran the same code.
std::optional<ToyInversion> toy_inversion(const ToyGraph& graph, bool alone);

}  // namespace headway::audit

// Spinning in the words of its definition, for the toy checker: from every state that runs come to,
// where can the thread's own steps lead, and back again?
#pragma once

#include <cstddef>
#include <optional>

#include "checker/audit/toy_graph.h"

namespace headway::audit {

struct ToySpin {
  std::size_t loop = 0;  // steps of a shortest loop
  std::size_t stem = 0;  // of a shortest run to a loop that short
  auto operator<=>(const ToySpin&) const = default;
};

// The shortest loop, then the shortest stem, of any thread.
std::optional<ToySpin> toy_spin(const ToyGraph& graph);

}  // namespace headway::audit

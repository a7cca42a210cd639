// Killable in the words of its definition, for the toy checker: among the states in which a
// thread's fatal signal is pending, is there a set that a fair run can go round in for ever, with
// steps of the thread, whatever adversaries do? And how soon can it have tried too often?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "checker/audit/toy_graph.h"

namespace headway::audit {

struct ToyUnkillable {
  bool for_ever = false;     // some thread takes steps for ever
  std::size_t attempts = 0;  // else: steps of a shortest run of some thread with too many attempts
};

std::optional<ToyUnkillable> toy_unkillable(const ToyGraph& graph, std::uint32_t most);

}  // namespace headway::audit

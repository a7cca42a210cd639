// One look at each state.
#include "checker/explicit/killed.h"

#include <algorithm>

#include "model/source/error.h"

namespace headway::explicit_engine {

Killed::Killed(const StateGraph& graph, Successors& successors, machine::AgentId thread)
    : pending_(graph.size()) {
  const auto& fatal = graph.machine().at(thread).fatal;
  CHECK(fatal.has_value(), "thread=" << index_of(thread));
  const Compiled code = successors.compile(*fatal);
  std::vector<std::int64_t> values(graph.store.slots());
  for (std::uint32_t number = 0; number < graph.size(); ++number) {
    graph.store.get(StateId{number}, values.data());
    machine::Fault fault = machine::Fault::none;
    pending_[number] = successors.holds(code, values.data(), fault);
    ever_ = ever_ || pending_[number];
  }
}

std::size_t Killed::since(std::span<const StateId> run) const {
  const auto last = std::find_if(run.rbegin(), run.rend(), [&](StateId s) { return !at(s); });
  return run.size() - static_cast<std::size_t>(last - run.rbegin());
}

}  // namespace headway::explicit_engine

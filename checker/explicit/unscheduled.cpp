// Breadth-first in a store of its own. A blocked agent doesn't move, so it stands at the same wait
// until it has a step.
#include "checker/explicit/unscheduled.h"

#include <vector>

namespace headway::explicit_engine {

AgentSet Unscheduled::released(StateId from, AgentSet agents) {
  constexpr std::uint32_t kBetweenLooks = 256;
  StateStore seen(graph_.machine());
  std::vector<std::int64_t> values(graph_.store.slots());
  graph_.store.get(from, values.data());
  std::vector<Change> all;
  for (std::uint32_t slot = 0; slot < values.size(); ++slot) all.push_back({slot, values[slot]});
  seen.insert(std::nullopt, all);
  AgentSet waiting = agents;
  for (std::uint32_t next = 0; next < seen.size() && waiting != 0; ++next) {
    if (budget_.too_many(seen.size())) budget_.out_of_states();
    if (budget_.exceeded() ||
        (next % kBetweenLooks == 0 &&
         !budget_.lasts(graph_.store.size(), seen.size() - next, graph_.bytes() + seen.bytes())))
      return agents;
    seen.get(StateId{next}, values.data());
    successors_.expand_unscheduled(values.data(), steps_);
    waiting &= ~steps_.stuck();
    for (std::size_t ordinal = 0; ordinal < steps_.size(); ++ordinal) {
      const StepView step = steps_[ordinal];
      waiting &= ~only(step.agent);
      if (!step.adversary && !step.cut) seen.insert(StateId{next}, step.changes);
    }
  }
  return agents & ~waiting;
}

}  // namespace headway::explicit_engine

// One transition after the other, by the machine room's own rule.
#include "checker/report/replay.h"

#include <utility>

#include "model/source/error.h"

namespace headway::report {
namespace {

Stride stride(const machine::Machine& machine, const machine::Layout& layout, machine::State state,
              const machine::Step& step) {
  Stride result;
  result.agent = step.agent;
  for (const machine::MicroStep& micro : step.micro) {
    result.moments.push_back({micro.transition, micro.choice, state});
    std::optional<machine::Fired> fired =
        fire(machine, layout, state, step.agent, micro.transition, micro.choice);
    CHECK(fired.has_value(),
          "agent=" << machine.at(step.agent).name << " transition=" << index_of(micro.transition));
    for (machine::Failure& failure : fired->failures) {
      failure.micro_step = result.moments.size() - 1;
      result.failures.push_back(std::move(failure));
    }
    state = std::move(fired->to);
    if (fired->cut) break;
  }
  CHECK(!result.moments.empty(), "agent=" << machine.at(step.agent).name);
  result.after = std::move(state);
  return result;
}

}  // namespace

Replay replay(const machine::Machine& machine, const machine::Path& stem,
              const std::vector<machine::Step>& loop) {
  const machine::Layout layout(machine);
  Replay result{stem.initial, {}, {}};
  machine::State state = stem.initial;
  const auto run = [&](const std::vector<machine::Step>& steps, std::vector<Stride>& strides) {
    for (const machine::Step& step : steps) {
      strides.push_back(stride(machine, layout, std::move(state), step));
      state = strides.back().after;
    }
  };
  run(stem.steps, result.stem);
  run(loop, result.loop);
  return result;
}

}  // namespace headway::report

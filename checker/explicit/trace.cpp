// A state's steps come in the same order each time it is expanded: that is all this rests on.
#include "checker/explicit/trace.h"

#include <algorithm>

#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::Path;

machine::Step Tracer::remade(std::uint32_t ordinal) const {
  CHECK(ordinal < steps_.size(), "ordinal=" << ordinal << " steps=" << steps_.size());
  const StepView step = steps_[ordinal];
  return {step.agent, {step.micro.begin(), step.micro.end()}};
}

machine::Step Tracer::step(StateId from, std::uint32_t ordinal) {
  std::vector<std::int64_t> values(graph_.store.slots());
  graph_.store.get(from, values.data());
  successors_.expand(values.data(), steps_);
  return remade(ordinal);
}

Path Tracer::start(std::size_t raw, std::uint32_t ordinal) {
  const machine::Machine& machine = graph_.machine();
  Path path;
  path.initial = raw_initial_states(machine)[raw];
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    if (machine.agents[a].kind != machine::AgentKind::setup) continue;
    std::vector<std::int64_t> values = path.initial.cells;
    for (const machine::LocationId location : path.initial.locations)
      values.push_back(index_of(location));
    successors_.expand(values.data(), machine::AgentId{a}, steps_);
    path.steps.push_back(remade(ordinal));
  }
  return path;
}

Path Tracer::path(const std::vector<Parent>& parents, StateId to, Adversaries adversaries) {
  std::vector<Parent> steps;
  StateId at = to;
  for (; parents[index_of(at)].state != at; at = parents[index_of(at)].state) {
    steps.push_back(parents[index_of(at)]);
  }
  std::reverse(steps.begin(), steps.end());
  return path(at, steps, adversaries);
}

Path Tracer::path(StateId from, const std::vector<Parent>& steps, Adversaries adversaries) {
  const auto begin =
      std::find_if(graph_.starts.begin(), graph_.starts.end(), [&](const Start& start) {
        return start.state == from && (adversaries == Adversaries::act || !start.adversary);
      });
  CHECK(begin != graph_.starts.end(), "state=" << index_of(from));
  Path path = start(begin->raw, begin->ordinal);
  for (const Parent& taken : steps) path.steps.push_back(step(taken.state, taken.ordinal));
  return path;
}

Path Tracer::path(const Failing& failing) {
  if (!failing.state) return start(failing.raw, *failing.ordinal);
  Path run = path(graph_.parents, *failing.state, Adversaries::act);
  if (failing.ordinal) run.steps.push_back(step(*failing.state, *failing.ordinal));
  return run;
}

}  // namespace headway::explicit_engine

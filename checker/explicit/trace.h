// Makes the steps of a run again from where they lie in the graph: exploration keeps only a parent
// and an ordinal for each state.
#pragma once

#include <vector>

#include "checker/explicit/explore.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"
#include "checker/explicit/walk.h"
#include "model/machine/path.h"

namespace headway::explicit_engine {

class Tracer {
 public:
  Tracer(const StateGraph& graph, Successors& successors)
      : graph_(graph), successors_(successors) {}

  machine::Step step(StateId from, std::uint32_t ordinal);
  // The run that `parents` describe. With `rest` it starts without an adversary edge.
  machine::Path path(const std::vector<Parent>& parents, StateId to, Adversaries adversaries);
  // The same from an initial state, by steps that are known.
  machine::Path path(StateId from, const std::vector<Parent>& steps, Adversaries adversaries);
  machine::Path path(const Failing& failing);

 private:
  machine::Path start(std::size_t raw, std::uint32_t ordinal);
  machine::Step remade(std::uint32_t ordinal) const;

  const StateGraph& graph_;
  Successors& successors_;
  Steps steps_;
};

}  // namespace headway::explicit_engine

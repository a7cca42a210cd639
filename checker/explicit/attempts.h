// Attempts on the stored graph: which steps make one, and at which site. A *site* is a thread with
// the call path of the attempt: its place in C and the calls that led there; without a place in C,
// the location that it leaves.
//
// Edges do not say it, since few machines ask: the steps of an agent that stands where an attempt
// can be near are made again, once, and what they attempt is kept beside the graph.
#pragma once

#include <span>
#include <vector>

#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"

namespace headway::explicit_engine {

struct AttemptSite {
  machine::AgentId agent{};
  machine::TransitionId transition{};  // the first of those of this site
  std::string kind;
};

class Attempts {
 public:
  // Of threads only, in all states of the graph that were expanded.
  Attempts(const StateGraph& graph, Successors& successors);

  struct Made {
    StateId state{};
    std::uint32_t ordinal = 0;  // of the step
    std::uint32_t site = 0;     // in `sites`
    std::uint32_t times = 0;    // in this step
  };

  [[nodiscard]] const std::vector<AttemptSite>& sites() const { return sites_; }
  // Those on the steps from this state, by ordinal.
  [[nodiscard]] std::span<const Made> from(StateId state) const;

 private:
  void find_sites(const machine::Machine& machine);
  void look(const StateGraph& graph, StateId state, machine::AgentId agent, const Steps& steps);

  std::vector<AttemptSite> sites_;
  std::vector<std::vector<std::uint32_t>> site_of_;  // by agent and transition; kNone
  std::vector<std::vector<bool>> near_;  // by agent and stable location: a step from here may
                                         // attempt
  std::vector<Made> made_;               // by state, ordinal
  std::vector<bool> some_;               // by state: has an entry
};

// How many attempts of kind `range` the thread makes in this step.
std::uint32_t range_attempts(const Attempts& attempts, machine::AgentId thread, const Parent& step);

}  // namespace headway::explicit_engine

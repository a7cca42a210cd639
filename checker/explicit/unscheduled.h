// Runs as they were if the scheduler's picks did not count. Whether a wait can ever end is asked of
// these (the design: "what the scheduler picks does not count"): an agent that waits for somebody
// who is never picked hangs, but is not deadlocked; its hang is a matter of progress.
//
// Such runs leave the graph, which has only what the scheduler lets happen. They are walked anew
// from each state asked about, and only where somebody is held back at all.
#pragma once

#include "checker/explicit/budget.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"

namespace headway::explicit_engine {

class Unscheduled {
 public:
  Unscheduled(const StateGraph& graph, Successors& successors, Budget& budget)
      : graph_(graph), successors_(successors), budget_(budget) {}

  // Of `agents`, all blocked in `from`, those for whom some run without adversary edges makes their
  // wait true. A step that a fatal failure cuts leads nowhere: no run of the scheduler's need meet
  // it. All of them where the budget is exceeded.
  AgentSet released(StateId from, AgentSet agents);

 private:
  const StateGraph& graph_;
  Successors& successors_;
  Budget& budget_;
  Steps steps_;
};

}  // namespace headway::explicit_engine

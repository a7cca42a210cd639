// Progress of threads: does some fair run keep a thread from its end (or, where it has none, from
// ever passing `progress` again)? Judged at one level at a time, in an *arena*: the graph in which
// its cycles lie, and how runs come to them. Only states in which the thread is not deadlocked
// count.
//
//   none            no adversary edge at all, from the first state on;
//   finite          adversary edges anywhere before the loop, none in it;
//   fair, page_fair the loop may have them, but meets the pairs of its arena (disturbance.h);
//   unrestricted    the loop may have them.
//
// A run that stays in a state for ever is fair where nobody is enabled. Of several threads the
// first that itself goes round is shown before one that merely waits meanwhile.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/deadlock.h"
#include "checker/explicit/disturbance.h"
#include "checker/explicit/fair_cycle.h"
#include "checker/explicit/fairness.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/walk.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

struct Arena {
  const CycleGraph& graph;
  const Walk&
      reachable;  // over the nodes of `graph`; a parent's ordinal is the step's in its state
  property::Level level = property::Level::none;
  const std::vector<PairOf>* pairs = nullptr;  // what the graph's pairs are about
  const std::vector<bool>* without = nullptr;  // labels that no edge of a cycle may have

  [[nodiscard]] bool adversaries() const { return level > property::Level::finite; }
};

struct Hindered {
  property::Livelock livelock;
  std::vector<std::string> notes;
};

class ProgressAtLevel {
 public:
  ProgressAtLevel(const Arena& arena, const Fairness& fairness, const Deadlocked& deadlocked);

  // The first livelock in the arena.
  std::optional<Hindered> find(Tracer& tracer);
  // The nodes of cycles that hinder the thread.
  std::vector<Node> hindering(machine::AgentId thread);
  // Nodes of fair cycles, whomever they hinder: all that hinder somebody, and perhaps more.
  std::vector<Node> cycling();

 private:
  [[nodiscard]] CycleEdges edges_for(machine::AgentId thread) const;
  const std::vector<FairComponent>& components_for(const CycleEdges& edges);
  [[nodiscard]] bool owed(Node node, machine::AgentId thread) const;
  std::vector<FairComponent> candidates(const CycleEdges& edges, machine::AgentId thread,
                                        bool moving);
  std::optional<Hindered> in_loop(machine::AgentId thread, bool moving, Tracer& tracer);
  std::optional<Hindered> hindered(machine::AgentId thread, Tracer& tracer);
  Hindered report(machine::AgentId thread, Node first, const struct FairLoop& loop,
                  Tracer& tracer) const;
  machine::Path stem_to(Node to, Tracer& tracer) const;

  const Arena arena_;
  const CycleGraph& graph_;
  const StateGraph& base_;
  const Fairness& fairness_;
  const Deadlocked& deadlocked_;
  std::map<std::optional<machine::AgentId>, std::vector<FairComponent>>
      components_;  // by CycleEdges::no_progress_of
};

}  // namespace headway::explicit_engine

// A quick look at `fair` and `page_fair` on the state graph itself: beside each state, for each
// thread apart, the set of ghosts of that thread (disturbance.h) that any run may have there. A
// forward flow over the edges (Kildall 1973) finds these sets; what one thread has prepared with
// what another has is not told apart (a Cartesian abstraction: Cousot and Cousot 1979). Sets have
// numbers.
//
// From them each edge gets a label: it asks a pair if it does beside every ghost in the set of the
// agent that steps, and grants a pair if it does beside any.
//
// Why a level holds where no cycle of this graph hinders anybody:
//   1. What a step does to the ghost of one thread, and which pairs its attempts ask and grant,
//      depends on that thread's ghost alone, and all attempts of a step are of the agent that steps
//      (Disturbance::part). So a run of the product has in every state, thread by thread, a ghost
//      out of the set found there: the beginning is in it, and every edge takes sets to sets that
//      hold what it takes their ghosts to.
//   2. So an edge of the product asks all that its edge here asks, and grants nothing that this one
//      does not grant.
//   3. A fair cycle of the product that hinders a thread is a closed walk here, over the same
//      states and steps. It is owed the same by the scheduler; of the pairs it asks no more, and
//      each of those is asked there, so granted there, so granted here. It is fair and hinders the
//      thread here too.
// By 3, states of no such cycle here are of none in the product either.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/disturbance.h"

namespace headway::explicit_engine {

class GhostSets {
 public:
  // Cycles are of interest between states that `cyclic` names, by state; edges elsewhere are left
  // out. Asks `lasts(bytes)` now and then, and stops unfinished when that says no, or when there
  // are too many sets: then nothing is known.
  GhostSets(const StateGraph& base, const Effects& effects, Disturbance& disturbance,
            const std::vector<std::uint8_t>& cyclic,
            const std::function<bool(std::uint64_t)>& lasts);

  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] std::uint64_t bytes() const;
  // Every state its own node; `enabled` by state. Good as long as this is.
  [[nodiscard]] CycleGraph cycles(std::span<const AgentSet> enabled) const;

 private:
  using Number = std::uint16_t;  // of a set of ghosts of one thread
  static constexpr Number kUnreached = 0;
  static constexpr Number kBeginning = 1;
  static constexpr Number kUnknown = 0xffff;

  // Of one thread that has sites.
  struct Column {
    machine::AgentId thread{};
    std::vector<std::uint16_t>
        effect;  // by effect: its number among those that concern it; 0: none
    std::size_t effects = 1;
    std::vector<std::vector<std::uint32_t>> sets;  // of ghosts, ascending; by number
    std::map<std::vector<std::uint32_t>, Number> numbers;
    std::vector<std::vector<Number>> after;          // by number, and `effect`
    std::vector<std::vector<Number>> joined;         // by two numbers
    std::vector<std::vector<std::uint16_t>> labels;  // by number, and effect of its own steps
  };

  void make_columns();
  void flow();
  bool pass_on(std::uint32_t state);
  void label_edges();
  [[nodiscard]] Number after(Column& column, Number set, std::uint16_t effect);
  [[nodiscard]] Number joined(Column& column, Number some, Number more);
  Number number_of(Column& column, std::vector<std::uint32_t> set);
  std::uint16_t label_of(const Edge& edge, const Number* sets);
  std::uint16_t label_of(const std::vector<std::uint32_t>& ghosts, std::uint16_t effect);
  std::uint16_t number_of(EdgeLabel label);
  bool goes_on();

  const StateGraph& base_;
  const Effects& effects_;
  Disturbance& disturbance_;
  const std::vector<std::uint8_t>& cyclic_;
  const std::function<bool(std::uint64_t)>& lasts_;
  std::vector<std::uint8_t> useful_;  // by state: cyclic ones can be reached from here
  std::vector<std::uint8_t> news_;    // by state: it has sets that were not passed on
  std::vector<Column> columns_;
  std::vector<std::uint32_t> column_of_;  // by agent, and 1; 0: none
  std::vector<Number> sets_;              // by state and column
  std::vector<Number> scratch_;
  std::vector<std::uint64_t> first_;
  std::vector<Edge> edges_;
  std::vector<EdgeLabel> labels_{EdgeLabel{}};
  std::map<std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>>, std::uint16_t>
      label_numbers_;
  std::size_t pairs_ = 0;
  std::uint32_t until_look_ = 0;
  bool too_many_ = false;
  bool finished_ = false;
};

}  // namespace headway::explicit_engine

#include <gtest/gtest.h>

#include <set>

#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::AgentId;
using machine::Machine;
using machine::parse_machine;
using machine::State;

std::set<State> reachable(const Machine& machine) {
  const machine::Layout layout(machine);
  std::set<State> seen;
  std::vector<State> work;
  for (const auto& initial : machine::initial_states(machine, layout)) {
    if (seen.insert(initial.to).second) work.push_back(initial.to);
  }
  while (!work.empty()) {
    const State state = work.back();
    work.pop_back();
    for (std::size_t i = 0; i < machine.agents.size(); ++i) {
      for (const auto& next :
           machine::successors(machine, layout, state, static_cast<AgentId>(i))) {
        if (!next.cut && seen.insert(next.to).second) work.push_back(next.to);
      }
    }
  }
  return seen;
}

// Values of variable 1 in the states where the first agent has ended.
std::set<std::int64_t> results(const Machine& machine) {
  std::set<std::int64_t> values;
  for (const State& state : reachable(machine)) {
    if (machine::ended(machine, state, AgentId{0}))
      values.insert(state.cells[machine::Layout(machine).slot(machine::VariableId{1})]);
  }
  return values;
}

constexpr const char* kReader = R"(
machine m
shared page: u8[3] = any 0..1 lazy
shared out: i64 = 0
thread t ends { init A; end E
  A -> B: when page[1] == 0 do out := 1
  A -> B: when page[1] != 0 do out := 2
  B -> E }
)";

TEST(LazyChoice, ChoosesOnlyWhatIsLookedAt) {
  const Machine eager = parse_machine(kReader, "m");
  const Machine lazy = choose_lazily(eager);
  EXPECT_TRUE(machine::problems(lazy).empty());
  EXPECT_EQ(machine::raw_initial_states(eager).size(), 8u);
  EXPECT_EQ(machine::raw_initial_states(lazy).size(), 1u);
  EXPECT_EQ(results(eager), (std::set<std::int64_t>{1, 2}));
  EXPECT_EQ(results(lazy), results(eager));
}

TEST(LazyChoice, AWriteBeforeTheFirstLookDecides) {
  const Machine lazy = choose_lazily(parse_machine(R"(
machine m
shared page: u8[2] = any 0..1 lazy
shared out: i64 = 0
thread t ends { init A; end E
  A -> B: do page[0] := 1
  B -> E: when page[0] == 0 do out := 1
  B -> E: when page[0] == 1 do out := 2 }
)",
                                                   "m"));
  EXPECT_EQ(results(lazy), (std::set<std::int64_t>{2}));
}

// Were the choice part of the wait's own step, the state in which the thread waits for ever would
// be lost.
TEST(LazyChoice, AWaitMayStayBlocked) {
  const Machine lazy = choose_lazily(parse_machine(R"(
machine m
shared page: u8 = any 0..1 lazy
shared out: i64 = 0
thread t ends { location W wait; init W; end E; W -> E: when page == 1 }
)",
                                                   "m"));
  EXPECT_TRUE(machine::problems(lazy).empty());
  const machine::Layout layout(lazy);
  bool blocked = false;
  for (const State& state : reachable(lazy)) {
    const bool ended = machine::ended(lazy, state, AgentId{0});
    blocked |= !ended && machine::successors(lazy, layout, state, AgentId{0}).empty();
  }
  EXPECT_TRUE(blocked);
}

TEST(LazyChoice, AnIndexOutsideTheArrayStillFaults) {
  const Machine lazy = choose_lazily(parse_machine(R"(
machine m
shared page: u8[2] = any 0..1 lazy
shared out: i64 = 0
thread t ends { var i: i64 = 2; init A; end E; A -> E: when page[i] == 0 }
)",
                                                   "m"));
  const machine::Layout layout(lazy);
  const auto initial = machine::initial_states(lazy, layout);
  const auto steps = machine::successors(lazy, layout, initial.at(0).to, AgentId{0});
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_TRUE(steps[0].cut);
}

TEST(LazyChoice, WhatAPropertyWatchesStaysEager) {
  const Machine machine = choose_lazily(parse_machine(R"(
machine m
shared page: u8 = any 0..1 lazy
thread t ends { init A; end E; A -> E: when page == 0; A -> E: when page == 1 }
invariant sane: page < 2
)",
                                                      "m"));
  EXPECT_EQ(machine::raw_initial_states(machine).size(), 2u);
}

// A person who follows a run looks for the line that chose.
TEST(LazyChoice, ChoosesAtTheLooksPlace) {
  std::string text = kReader;
  text.replace(text.find("out := 1"), 8, "out := 1 @ \"loop.c\":4:1");
  const Machine lazy = choose_lazily(parse_machine(text, "m"));
  for (const machine::Transition& transition : lazy.agents.front().transitions) {
    if (!transition.choice) continue;
    ASSERT_NE(transition.origin, nullptr);
    EXPECT_EQ(transition.origin->span.line, 4u);
  }
}

}  // namespace
}  // namespace headway::passes

// What placing agents on processors adds to a machine, and to which.
#include <gtest/gtest.h>

#include "model/machine/schedule.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::Machine;
using machine::parse_machine;

std::string text(const std::string& scheduler) {
  return "machine placed scheduler " + scheduler + R"(
shared x: u8 in 0..9
thread a ends { cpu 0 location MID committed init A end C
  A -> MID: do x := 1
  MID -> B: yields
  B -> C: yields do x := 2 }
daemon b { cpu 0 priority 3 init A A -> A: when x == 2 do x := 3 }
thread alone ends { cpu 1 init A end B A -> B }
thread free ends { init A end B A -> B }
)";
}

Machine placed(const std::string& scheduler) {
  Machine machine = place_on_processors(parse_machine(text(scheduler), "placed.machine"));
  EXPECT_TRUE(problems(machine).empty());
  return machine;
}

TEST(Processors, FairLeavesTheMachineAsItIs) {
  EXPECT_EQ(placed("fair"), parse_machine(text("fair"), "placed.machine"));
}

TEST(Processors, WhoSharesOneBeginsNotReady) {
  const Machine before = parse_machine(text("priority"), "placed.machine");
  const Machine after = placed("priority");
  for (const std::size_t k : {0U, 1U}) {
    const machine::Agent& agent = after.agents[k];
    EXPECT_EQ(agent.at(agent.initial).name, "not ready");
    EXPECT_EQ(agent.transitions.back().from, agent.initial);
    EXPECT_EQ(agent.transitions.back().to, before.agents[k].initial);
  }
  EXPECT_EQ(after.agents[2], before.agents[2]);
  EXPECT_EQ(after.agents[3], before.agents[3]);
  EXPECT_EQ(after.variables, before.variables);
}

TEST(Processors, EachStepSaysWhoRuns) {
  const Machine after = placed("nonpreempt");
  const auto runner = machine::runner_of(after, 0);
  ASSERT_TRUE(runner);
  // The value that a transition gives to who runs; -1 where it says nothing.
  const auto said = [&](std::size_t agent, std::size_t transition) {
    const auto& all = after.agents[agent].transitions[transition].assignments;
    for (const machine::Assignment& one : all) {
      if (one.place.variable == *runner) return std::get<machine::Constant>(one.value.node()).value;
    }
    return std::int64_t{-1};
  };
  EXPECT_EQ(said(0, 0), 1);   // begins a step
  EXPECT_EQ(said(0, 1), 0);   // yields within it
  EXPECT_EQ(said(0, 2), 0);   // begins one, and yields
  EXPECT_EQ(said(0, 3), -1);  // becomes ready
  EXPECT_EQ(said(1, 0), 2);
  EXPECT_EQ(said(2, 0), -1);  // has its processor for itself
}

TEST(Processors, AMachineIsPlacedOnce) {
  const Machine once = placed("nonpreempt");
  EXPECT_EQ(place_on_processors(once), once);
}

}  // namespace
}  // namespace headway::passes

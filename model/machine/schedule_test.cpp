// Who is held back, state by state.
#include "model/machine/schedule.h"

#include <gtest/gtest.h>

#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"

namespace headway::machine {
namespace {

std::string three(const std::string& scheduler) {
  return "machine three scheduler " + scheduler + R"(
shared open: bool
shared `processor 0`: u8 in 0..4
thread low ends { cpu 0 init A end C A -> B B -> C }
thread high ends { cpu 0 priority 5 location B wait init A end C A -> B B -> C: when open }
thread elsewhere ends { cpu 1 priority 9 init A end C A -> B B -> C }
adversary opener { init A A -> A: do open := true }
)";
}

class HeldBack : public ::testing::Test {
 protected:
  // Where `low` and `high` stand, and the cells; the third stands at B.
  std::vector<bool> held(const std::string& scheduler, const std::string& low,
                         const std::string& high, bool open, std::int64_t runner = 0) {
    const Machine machine = parse_machine(three(scheduler), "three.machine");
    EXPECT_TRUE(problems(machine).empty());
    State state = raw_initial_states(machine).front();
    const std::string at[] = {low, high, "B"};
    for (std::uint32_t agent = 0; agent < 3; ++agent) {
      const std::vector<Location>& all = machine.agents[agent].locations;
      for (std::uint32_t l = 0; l < all.size(); ++l) {
        if (all[l].name == at[agent]) state.locations[agent] = LocationId{l};
      }
    }
    state.cells = {open ? 1 : 0, runner};
    return held_back(machine, Layout(machine), state);
  }
  const std::vector<bool> nobody_{false, false, false, false};
  const std::vector<bool> low_{true, false, false, false};
  const std::vector<bool> high_{false, true, false, false};
};

TEST_F(HeldBack, PriorityHoldsBackTheLesser) {
  EXPECT_EQ(held("priority", "B", "B", true), low_);
  EXPECT_EQ(held("priority", "B", "B", false), nobody_);  // `high` waits
  EXPECT_EQ(held("priority", "B", "A", true), nobody_);   // `high` is not ready
  EXPECT_EQ(held("priority", "A", "B", true), nobody_);   // `low` is not ready: it may become so
  EXPECT_EQ(held("priority", "C", "B", true), nobody_);   // `low` has ended
}

TEST_F(HeldBack, WithoutPreemptionWhoRunsGoesOn) {
  EXPECT_EQ(held("nonpreempt", "B", "B", true), nobody_);  // nobody runs
  EXPECT_EQ(held("nonpreempt", "B", "B", true, 1), high_);
  EXPECT_EQ(held("nonpreempt", "B", "B", true, 2), low_);
  EXPECT_EQ(held("nonpreempt", "B", "B", false, 2), nobody_);  // who runs waits
  EXPECT_EQ(held("nonpreempt", "C", "B", true, 1), nobody_);   // … or has ended
}

TEST_F(HeldBack, FairHoldsNobodyBack) { EXPECT_EQ(held("fair", "B", "B", true, 1), nobody_); }

// Whoever sleeps could wake up at any time, and holds nobody back until then.
TEST(Asleep, HoldsNobodyBackAndIsHeldBack) {
  const auto held = [](const std::string& scheduler, int low, int high, std::int64_t runner) {
    const Machine machine = parse_machine("machine nap scheduler " + scheduler + R"(
shared `processor 0`: u8 in 0..2
thread napper ends { cpu 0 priority )" + std::to_string(low) +
                                              R"( location NAP wait timed init A end B
  A -> NAP NAP -> B }
thread worker ends { cpu 0 priority )" + std::to_string(high) +
                                              R"( init A end B A -> WORK WORK -> B }
)",
                                          "nap.machine");
    State state = raw_initial_states(machine).front();
    state.locations[0] = machine.agents[0].transitions[1].from;
    state.locations[1] = machine.agents[1].transitions[1].from;
    state.cells = {runner};
    return held_back(machine, Layout(machine), state);
  };
  const std::vector<bool> nobody{false, false}, napper{true, false};
  EXPECT_EQ(held("priority", 2, 1, 0), nobody);
  EXPECT_EQ(held("priority", 1, 2, 0), napper);
  EXPECT_EQ(held("nonpreempt", 0, 0, 1), nobody);
  EXPECT_EQ(held("nonpreempt", 0, 0, 2), napper);
}

TEST(SharedProcessors, NeedTwo) {
  const Machine machine = parse_machine(three("priority"), "three.machine");
  EXPECT_EQ(shared_processors(machine), std::vector<std::uint32_t>{0});
}

TEST(Runner, IsSharedAndBeginsWithNobody) {
  const std::string agents = R"(
thread a ends { cpu 0 init A end B A -> B }
thread b ends { cpu 0 init A end B A -> B }
)";
  const auto complaints = [&](const std::string& variable) {
    return problems(parse_machine(
                        "machine m scheduler nonpreempt shared `processor 0`: " + variable + agents,
                        "m.machine"))
        .size();
  };
  EXPECT_EQ(complaints("u8 in 0..2"), 0U);
  EXPECT_EQ(complaints("u8 in 0..2 = 1"), 1U);
  EXPECT_EQ(complaints("u8[2] in 0..2"), 1U);
}

}  // namespace
}  // namespace headway::machine

// All steps from all reachable states of a few machines against machine::successors: order, labels,
// where they lead, failures, and where a run is cut.
#include "checker/explicit/successors.h"

#include <deque>
#include <set>

#include "checker/explicit/asked_test.h"
#include "model/source/error.h"

namespace headway::explicit_engine {
namespace {

using machine::State;

State after(const State& from, const StepView& step) {
  State to = from;
  for (const Change& change : step.changes) {
    if (change.slot < to.cells.size()) {
      to.cells[change.slot] = change.value;
    } else {
      to.locations[change.slot - to.cells.size()] = static_cast<machine::LocationId>(change.value);
    }
  }
  return to;
}

std::vector<std::int64_t> slots(const State& state) {
  std::vector<std::int64_t> values = state.cells;
  for (const machine::LocationId location : state.locations) values.push_back(index_of(location));
  return values;
}

// The number of states compared.
std::size_t compare(const std::string& text) {
  const machine::Machine machine = parsed(text);
  const machine::Layout layout(machine);
  Successors generator(machine);
  std::set<State> seen;
  std::deque<State> queue;
  const auto reach = [&](const State& state) {
    if (seen.insert(state).second) queue.push_back(state);
  };
  for (const machine::Successor& first : initial_states(machine, layout)) reach(first.to);
  for (Steps steps; !queue.empty(); queue.pop_front()) {
    const State state = queue.front();
    generator.expand(slots(state).data(), steps);
    std::size_t next = 0;
    for (std::uint32_t agent = 0; agent < machine.agents.size(); ++agent) {
      for (const machine::Successor& expected :
           successors(machine, layout, state, machine::AgentId{agent})) {
        EXPECT_LT(next, steps.size());
        if (next >= steps.size()) return 0;
        const StepView step = steps[next++];
        EXPECT_EQ(step.agent, expected.step.agent);
        EXPECT_EQ(std::vector(step.micro.begin(), step.micro.end()), expected.step.micro);
        EXPECT_EQ(std::vector(step.failures.begin(), step.failures.end()), expected.failures);
        EXPECT_EQ(step.cut, expected.cut);
        if (step.cut) continue;
        EXPECT_EQ(after(state, step), expected.to);
        reach(expected.to);
      }
    }
    EXPECT_EQ(next, steps.size());
    if (testing::Test::HasFailure()) return 0;
  }
  return seen.size();
}

TEST(Successors, ChainsThroughCommittedLocationsDepthFirst) {
  EXPECT_EQ(compare(R"(
machine chains
shared x: 0..5
shared y: i32
thread t ends { location A location B committed location C committed location D init A end D
  A -> B: choose 0..2 do x := choice
  B -> C: choose 0..x when choice != 1 do y := i32(choice)
  C -> A: when x == 2 && y == 2
  C -> D: when y != 0 do x := x + 1, y := i32(x)
  B -> D: when x == 1 do y := 7 }
)"),
            4u);
}

TEST(Successors, FaultsCutAndNameTheVariable) {
  EXPECT_GT(compare(R"(
machine faults
shared a: i32[2]
shared n: i32 in 0..3
shared s: u8
thread t { location A location B committed init A
  A -> A: choose 0..4 do n := i32(choice)
  A -> B: do n := n
  B -> A: check `assert` "n is even": n % 2 == 0 check locks fatal "n is small": n < 2 do a[n - 1] := 1
  B -> A: do a[0] := 6 / n
  B -> A: when 8 >> n / (n - 1) > 2
  A -> A: choose 0..(4 / i64(n)) do s := s + 100 }
)"),
            3u);
}

TEST(Successors, AssignmentsAreSimultaneousAndTheLaterOneStays) {
  EXPECT_GT(compare(R"(
machine swap
shared a: i32[3] = {1, 2, 3}
shared i: i32
thread t { init A
  A -> A: do a[i] := a[(i + 1) % 3], a[(i + 1) % 3] := a[i], i := (i + 1) % 3
  A -> A: do a[0] := 9, a[i] := 8 }
)"),
            10u);
}

TEST(Successors, LabelsOfSteps) {
  const machine::Machine machine = parsed(R"(
machine labels
shared x: 0..1
thread t { location A location B committed init A
  A -> B: whim favourable "maybe"  A -> B: whim unfavourable "maybe"
  B -> A: progress  B -> A }
adversary e { init A A -> A: do x := 1 }
signal k { location A location B init A A -> B }
daemon stuck { location A location B committed init A  A -> B  B -> A: when false }
)");
  Successors generator(machine);
  Steps steps;
  generator.expand(slots(machine::raw_initial_states(machine).front()).data(), steps);
  ASSERT_EQ(steps.size(), 6u);
  const std::vector<bool> adversary{false, false, true, true, true, true};
  const std::vector<bool> progress{true, false, true, false, false, false};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(steps[i].adversary, adversary[i]) << i;
    EXPECT_EQ(steps[i].progress, progress[i]) << i;
  }
  EXPECT_EQ(steps.stuck(), 8u);
}

TEST(Successors, RefusesWhimsWithoutFavourableSibling) {
  const std::string whim = R"(
machine luck
shared ok: bool
thread t { location A location B init A
  A -> B: when ok whim favourable "maybe" @ "w.c":7:1
  A -> A: whim unfavourable "maybe" @ "w.c":8:1 }
)";
  try {
    Asked asked(whim);
    FAIL() << "accepted";
  } catch (const source::InputError& error) {
    EXPECT_EQ(error.span().line, 8u);
    EXPECT_NE(std::string(error.what()).find("maybe"), std::string::npos);
  }
}

// Undefined behaviour in the favourable branch is what must be reported, not the whim.
TEST(Successors, AFavourableBranchThatFailsIsEnabled) {
  const Asked asked(R"(
machine luck
shared n: i32
thread t { location A location B init A
  A -> B: whim favourable "maybe" do n := 1 / n
  A -> A: whim unfavourable "maybe" }
)");
  EXPECT_EQ(asked.failed("ub").message, "n: division by zero");
}

TEST(Successors, RefusesMoreThan64Agents) {
  std::string text = "machine many\n";
  for (int i = 0; i < 65; ++i) text += "daemon d" + std::to_string(i) + " { init A A -> A }\n";
  EXPECT_THROW(Asked asked(text), source::InputError);
}

}  // namespace
}  // namespace headway::explicit_engine

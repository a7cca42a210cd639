// The meaning of transitions and steps, on machines written as text.
#include "model/machine/step.h"

#include <gtest/gtest.h>

#include "model/machine/text.h"

namespace headway::machine {
namespace {

struct World {
  explicit World(const char* text) : machine(parse_machine(text, "test")), layout(machine) {
    state = raw_initial_states(machine)[0];
  }
  std::vector<Successor> next(std::uint32_t agent) const {
    return successors(machine, layout, state, AgentId{agent});
  }

  Machine machine;
  Layout layout;
  State state;
};

TEST(Step, AssignmentsAreSimultaneous) {
  const World world(
      "machine m shared x: u8 = 1 shared y: u8 = 2 thread t { init A A -> A: do x := y, y := x }");
  const auto next = world.next(0);
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].to.cells, (std::vector<std::int64_t>{2, 1}));
}

TEST(Step, GoesThroughCommittedLocationsDepthFirst) {
  const World world(R"(machine m shared x: u8
    thread t { location A location B committed location C init A
      A -> B: choose 1..2 do x := u8(choice)
      B -> C: do x := x * 10
      B -> C: choose p in 0..1 when p == 1 do x := x + 100
      A -> A: when x == 0 do x := 7 })");
  const auto next = world.next(0);
  ASSERT_EQ(next.size(), 5u);
  std::vector<std::int64_t> values;
  for (const Successor& successor : next) values.push_back(successor.to.cells[0]);
  EXPECT_EQ(values, (std::vector<std::int64_t>{10, 101, 20, 102, 7}));
  EXPECT_EQ(next[1].step.micro,
            (std::vector<MicroStep>{{TransitionId{0}, 1}, {TransitionId{2}, 1}}));
}

TEST(Step, AChainThatGetsStuckIsNoStep) {
  const World world(R"(machine m shared x: u8
    thread t { location A location B committed init A
      A -> B: check assert "lost": false do x := 1
      B -> A: when x == 2
      A -> A: choose 1..0 })");
  EXPECT_TRUE(world.next(0).empty());
}

TEST(Step, NonFatalFailuresGoOnAndFatalOnesCut) {
  const World world(R"(machine m shared x: u8
    thread t { location A location B committed init A
      A -> B: check soft "one": x == 1 check soft "two": x == 0 do x := 1
      B -> A: check hard fatal "three": x == 0 check soft "four": false })");
  const auto next = world.next(0);
  ASSERT_EQ(next.size(), 1u);
  EXPECT_TRUE(next[0].cut);
  EXPECT_EQ(next[0].to.locations[0], LocationId{1}) << "the state in which it happened";
  EXPECT_EQ(next[0].to.cells[0], 1);
  ASSERT_EQ(next[0].failures.size(), 2u);
  EXPECT_EQ(next[0].failures[0], (Failure{"soft", "one", AgentId{0}, TransitionId{0}, 0, false}));
  EXPECT_EQ(next[0].failures[1], (Failure{"hard", "three", AgentId{0}, TransitionId{1}, 1, true}));
}

TEST(Step, FaultsAreFatalFailuresOfUb) {
  const char* bodies[] = {"when 1 / x == 0",      "choose 0..1 / x", "do x := 1 / x",
                          "do a[x + 2] := 1",     "do r := x + 3",   "check c \"\": a[x - 1] == 0",
                          "when 1 << x + 64 == 0"};
  for (const char* body : bodies) {
    const World world(
        (std::string("machine m shared x: i64 shared a: i64[2] shared r: i64 in 0..2\n"
                     "thread t { init A A -> A: ") +
         body + " }")
            .c_str());
    const auto next = world.next(0);
    ASSERT_EQ(next.size(), 1u) << body;
    EXPECT_TRUE(next[0].cut) << body;
    ASSERT_EQ(next[0].failures.size(), 1u) << body;
    EXPECT_EQ(next[0].failures[0].property, "ub") << body;
    EXPECT_TRUE(next[0].failures[0].fatal) << body;
    EXPECT_EQ(next[0].to, world.state) << body;
  }
}

TEST(Step, FireAgreesWithSuccessors) {
  const World world(
      "machine m shared x: u8 thread t { init A A -> A: choose 0..2 when choice != 1 do x := "
      "u8(choice) }");
  EXPECT_EQ(world.next(0).size(), 2u);
  const auto fired = fire(world.machine, world.layout, world.state, AgentId{0}, TransitionId{0}, 2);
  ASSERT_TRUE(fired);
  EXPECT_EQ(fired->to.cells[0], 2);
  EXPECT_FALSE(fire(world.machine, world.layout, world.state, AgentId{0}, TransitionId{0}, 1))
      << "guard";
  EXPECT_FALSE(fire(world.machine, world.layout, world.state, AgentId{0}, TransitionId{0}, 3))
      << "bounds";
  EXPECT_FALSE(
      fire(world.machine, world.layout, world.state, AgentId{0}, TransitionId{0}, std::nullopt));
}

TEST(Step, RawInitialStatesAreAllCombinations) {
  const Machine machine = parse_machine(
      "machine m shared x: u8[2] = any 0..1 shared y: i8 = any -1..0 shared z: u8 = 5", "m");
  const auto states = raw_initial_states(machine);
  ASSERT_EQ(states.size(), 8u);
  EXPECT_EQ(states[0].cells, (std::vector<std::int64_t>{0, 0, -1, 5}));
  EXPECT_EQ(states[1].cells, (std::vector<std::int64_t>{0, 0, 0, 5}));
  EXPECT_EQ(states[7].cells, (std::vector<std::int64_t>{1, 1, 0, 5}));
  EXPECT_TRUE(std::is_sorted(states.begin(), states.end()));
}

TEST(Step, FreeValuesMayReachTheEdgesOfTheirType) {
  const Machine machine = parse_machine(
      "machine m shared x: u64 = any 18446744073709551614..18446744073709551615 "
      "shared y: i64 = any 9223372036854775806..9223372036854775807",
      "m");
  EXPECT_EQ(raw_initial_states(machine).size(), 4u);
  const World world(
      "machine m thread t { init A A -> A: choose 9223372036854775806..9223372036854775807 }");
  EXPECT_EQ(world.next(0).size(), 2u);
}

TEST(Step, SetupDecidesTheInitialStates) {
  const Machine machine = parse_machine(R"(machine m shared x: u8 = any 0..2
    setup s { location S committed location C committed location D init S end D
      S -> C: when x != 1
      C -> D: choose 0..1 do x := x * 10 + u8(choice) }
    thread t ends { init A end A })",
                                        "m");
  const Layout layout(machine);
  const auto initial = initial_states(machine, layout);
  ASSERT_EQ(initial.size(), 4u);
  EXPECT_EQ(initial[3].to.cells[0], 21);
  EXPECT_EQ(initial[3].step.micro.size(), 2u);
  EXPECT_TRUE(ended(machine, initial[0].to, AgentId{0}));
  EXPECT_TRUE(ended(machine, initial[0].to, AgentId{1}));
}

TEST(Step, WithoutSetupRawStatesAreInitial) {
  const Machine machine =
      parse_machine("machine m shared x: u8 = any 0..2 thread t ends { init A end B A -> B }", "m");
  const auto initial = initial_states(machine, Layout(machine));
  ASSERT_EQ(initial.size(), 3u);
  EXPECT_TRUE(initial[0].step.micro.empty());
  EXPECT_FALSE(ended(machine, initial[0].to, AgentId{0}));
}

TEST(Step, NotesNameValues) {
  const World world(
      R"(machine m shared p: u8 = 1 names {0: "RES", 1: "EVICT"} shared u: u64 = 18446744073709551615
    thread t { init A A -> A: note "page is {p}, {p + 0}, {u}, {1 / (p - 1)}, {}" })");
  const Note& note = *world.machine.agents[0].transitions[0].note;
  EXPECT_EQ(render_note(note, {world.machine, world.layout, world.state, 0}),
            "page is EVICT, 1, 18446744073709551615, ?, {}");
}

}  // namespace
}  // namespace headway::machine

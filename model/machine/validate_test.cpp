// One broken machine per rule, and none of the rules speaks up on a sound one.
#include "model/machine/validate.h"

#include <gtest/gtest.h>

#include "model/machine/step.h"
#include "model/machine/text.h"

namespace headway::machine {
namespace {

constexpr const char* kSound = R"(
machine sound
shared n: i64 in 0..3 = any 0..3 param
shared lock: i32 = 0 holder owner
shared a: u8[2] = {1, 2}
setup s { location S committed location T init S end T  S -> T }
thread t ends { var x: u8  location A location B committed location W wait acquire for lock location E init A end E
  A -> B: whim favourable "retry" do x := 1
  A -> B: whim unfavourable "retry"
  B -> W: choose 0..1 check ub fatal "m": choice < 2 do a[choice] := x prepare {a[0..1]}
  W -> E: when lock == 0 do lock := 1 note "took {lock}" attempt progress return f with 1 }
daemon d { location I wait idle init I I -> I: when a[0] == 1 do a[0] := 2 }
adversary r { init R R -> R: do a[1] := 0 }
signal k { init K end L K -> L }
observe o: a[0]
invariant p: n < 4
cover c "c": a[1] == 0
)";

Machine sound() { return parse_machine(kSound, "sound"); }

// Some sentence about `machine` contains `what`.
void expect_problem(const Machine& machine, const std::string& what) {
  std::string all;
  for (const std::string& problem : problems(machine)) all += problem + "\n";
  EXPECT_NE(all.find(what), std::string::npos) << "wanted: " << what << "\nfound: " << all;
}

TEST(Validate, HasNothingAgainstASoundMachine) {
  EXPECT_EQ(problems(sound()), std::vector<std::string>{});
}

TEST(Validate, Variables) {
  const auto with = [](auto change) {
    Machine machine = sound();
    change(machine.variables);
    return machine;
  };
  using Variables = std::vector<Variable>&;
  expect_problem(with([](Variables v) { v[2].name = "lock"; }), "another one of this name");
  expect_problem(with([](Variables v) { v[2].initial.pop_back(); }),
                 "1 initial values for 2 cells");
  expect_problem(with([](Variables v) { v[2].initial[0] = 256; }), "starts outside");
  expect_problem(with([](Variables v) { v[0].initial_any->high = 4; }), "starts outside");
  expect_problem(with([](Variables v) { v[0].range = Range{3, 0}; }), "is empty");
  expect_problem(with([](Variables v) { v[2].range = Range{0, 999}; }), "does not fit");
  expect_problem(with([](Variables v) { v[1].extent = 2; }), "wrong number of cells");
  expect_problem(with([](Variables v) { v[1].lazy = true; }), "is lazy");
  expect_problem(with([](Variables v) { v[1].owner = AgentId{77}; }), "owner does not exist");
  expect_problem(with([](Variables v) { v[1].type = IntType{12, true}; }), "no valid type");
}

TEST(Validate, Agents) {
  const auto with = [](auto change) {
    Machine machine = sound();
    change(machine.agents);
    return machine;
  };
  using Agents = std::vector<Agent>&;
  expect_problem(with([](Agents a) { a[1].name = "d"; }), "another agent of this name");
  expect_problem(with([](Agents a) { a.push_back(a[0]); }), "another setup agent");
  expect_problem(with([](Agents a) { a[0].locations[0].committed = false; }),
                 "does not start at a committed");
  expect_problem(with([](Agents a) { a[1].initial = LocationId{1}; }),
                 "starts at a committed location (I1)");
  expect_problem(with([](Agents a) { a[1].initial = LocationId{9}; }),
                 "location that does not exist");
  expect_problem(with([](Agents a) { a[1].transitions[0].to = LocationId{9}; }),
                 "location that does not exist");
  expect_problem(with([](Agents a) { a[1].end.reset(); }), "must end");
  expect_problem(with([](Agents a) { a[2].ends = true; }), "must end");
  expect_problem(with([](Agents a) { a[1].transitions[0].from = LocationId{3}; }),
                 "leaves the end");
  expect_problem(with([](Agents a) { a[1].locations[0].name = "W"; }), "another one of this name");
  expect_problem(with([](Agents a) { a[1].locations[2].committed = true; }),
                 "both committed and a wait");
  expect_problem(with([](Agents a) { a[1].locations[2].wait->idle = true; }),
                 "only a daemon may be idle");
  expect_problem(with([](Agents a) { a[2].locations[0].wait->shared = true; }),
                 "only an acquire may be shared");
  expect_problem(with([](Agents a) { a[3].locations[0].wait = Wait{}; }),
                 "only threads and daemons wait");
  expect_problem(with([](Agents a) { a[1].transitions[2].to = LocationId{1}; }),
                 "form a cycle (I2)");
  expect_problem(with([](Agents a) { a[0].transitions[0].from = LocationId{1}; }),
                 "setup takes one step only");
}

TEST(Validate, Transitions) {
  const auto with = [](std::size_t transition, auto change) {
    Machine machine = sound();
    change(machine.agents[1].transitions[transition]);
    return machine;
  };
  using T = Transition&;
  const Expr number = Expr::constant(1), choice = Expr::choice();
  const Expr lock = Expr::load(VariableId{1}, {32, true});
  expect_problem(with(0, [&](T t) { t.guard = number; }), "no condition");
  expect_problem(with(0, [&](T t) { t.guard = Expr::convert(choice, kBool); }),
                 "a choice that is not made");
  expect_problem(with(2, [&](T t) { t.choice->low = choice; }), "a choice that is not made");
  expect_problem(with(2, [&](T t) { t.choice->low = lock; }), "not of type i64");
  expect_problem(with(2, [&](T t) { t.checks[0].condition = number; }), "no condition");
  expect_problem(with(2, [&](T t) { t.checks[0].property = ""; }), "no property");
  expect_problem(with(0, [&](T t) { t.assignments[0].value = number; }), "another type");
  expect_problem(with(0, [&](T t) { t.assignments.push_back(t.assignments[0]); }),
                 "assigns x twice");
  expect_problem(with(2, [&](T t) { t.assignments.push_back(t.assignments[0]); }),
                 "assigns a twice");
  expect_problem(with(0,
                      [&](T t) {
                        t.assignments[0] = {{VariableId{0}, {}}, number};
                      }),
                 "assigns the parameter n");
  expect_problem(with(0,
                      [&](T t) {
                        t.assignments[0] = {{VariableId{55}, {}}, number};
                      }),
                 "does not exist");
  expect_problem(with(2, [&](T t) { t.assignments[0].place.index.reset(); }), "for a scalar");
  expect_problem(with(0, [&](T t) { t.guard = Expr::load(VariableId{2}, kBool); }), "for a scalar");
  expect_problem(with(0, [&](T t) { t.guard = Expr::load(VariableId{1}, kBool); }),
                 "as another type");
  expect_problem(with(0, [&](T t) { t.whim = ""; }), "half a whim");
  expect_problem(with(0, [&](T t) { t.whim = "other"; }), "no favourable branch");
  expect_problem(with(0, [&](T t) { t.favour = Favour::unfavourable; }), "no favourable branch");
  expect_problem(with(3, [&](T t) { t.call->is_return = false; }),
                 "a result where the call begins");
  expect_problem(with(3, [&](T t) { t.call->role = ""; }), "no role");
  expect_problem(with(3, [&](T t) { t.note->arguments.push_back(number); }),
                 "more arguments than places");
  expect_problem(with(2, [&](T t) { t.prepare->variable = VariableId{55}; }),
                 "prepares no variable");
}

TEST(Validate, OthersKeepOffLocalsAndLocks) {
  Machine machine = sound();
  const VariableId x{3};
  ASSERT_EQ(machine.at(x).name, "x");
  machine.agents[2].transitions[0].guard = Expr::convert(Expr::load(x, {8, false}), kBool);
  expect_problem(machine, "touches x, a local of another agent");
  machine = sound();
  machine.agents[2].transitions[0].assignments = {{{x, {}}, Expr::constant(0, {8, false})}};
  expect_problem(machine, "touches x, a local of another agent");
  for (const std::uint32_t agent : {3u, 4u}) {
    machine = sound();
    machine.agents[agent].transitions[0].assignments = {
        {{VariableId{1}, {}}, Expr::constant(0, {32, true})}};
    expect_problem(machine, "changes who holds lock");
    machine = sound();
    machine.agents[agent].transitions[0].attempt = "range";
    expect_problem(machine, "only threads and daemons prepare");
  }
}

TEST(Validate, WhatIsAskedOfTheMachine) {
  Machine machine = sound();
  machine.invariants[0].condition = Expr::constant(1);
  expect_problem(machine, "p is no condition");
  machine = sound();
  machine.observables[0].value = Expr::choice();
  expect_problem(machine, "o looks at a choice");
  machine = sound();
  machine.covers[0].condition = Expr::load(VariableId{99}, kBool);
  expect_problem(machine, "c names a variable that does not exist");
}

std::vector<std::string> problems_at_start(const char* text) {
  const Machine machine = parse_machine(text, "m");
  EXPECT_EQ(problems(machine), std::vector<std::string>{});
  return problems_in(machine, Layout(machine), raw_initial_states(machine)[0]);
}

TEST(ValidateState, AWhimNeedsItsFavourableBranchEnabled) {
  EXPECT_TRUE(
      problems_at_start(R"(machine m shared x: u8 thread t { location A location B committed init A
    A -> B  B -> A: choose 0..1 when choice(u8) == x whim favourable "w"  B -> A: whim unfavourable "w" })")
          .empty());
  EXPECT_EQ(
      problems_at_start(R"(machine m shared x: u8 thread t { location A location B committed init A
    A -> B  B -> A: when x == 1 whim favourable "w"  B -> A: whim unfavourable "w" })")
          .size(),
      1u);
  EXPECT_TRUE(problems_at_start(R"(machine m shared x: u8 thread t { location A init A
    A -> A: when x == 1 whim favourable "w"  A -> A: when x == 1 whim unfavourable "w" })")
                  .empty());
}

bool stuck_at_start(const char* text) {
  const Machine machine = parse_machine(text, "m");
  return stuck(machine, Layout(machine), raw_initial_states(machine)[0], AgentId{0});
}

TEST(ValidateState, AnAgentIsStuckWhereEveryWayContradictsAnAssumption) {
  EXPECT_TRUE(stuck_at_start("machine m thread t { init A A -> A: when false }"));
  EXPECT_FALSE(stuck_at_start("machine m thread t { init A A -> A }"));
  EXPECT_FALSE(stuck_at_start("machine m thread t { location A wait init A A -> A: when false }"));
  EXPECT_TRUE(stuck_at_start(R"(machine m thread t { location A wait location B committed init A
    A -> B B -> A: when false })"));
  EXPECT_FALSE(stuck_at_start("machine m thread t ends { init A end A }"));
  EXPECT_FALSE(stuck_at_start("machine m adversary t { init A A -> A: when false }"));
  EXPECT_TRUE(stuck_at_start(
      "machine m daemon t { location A location B committed init A A -> B B -> A: when false }"));
}

}  // namespace
}  // namespace headway::machine

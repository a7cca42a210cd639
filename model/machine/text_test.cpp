// The text form: what it accepts, that printing and parsing are inverse, and where its errors
// point.
#include "model/machine/text.h"

#include <gtest/gtest.h>

#include <string>

#include "model/machine/random_expr_test.h"
#include "model/machine/validate.h"
#include "model/source/error.h"

namespace headway::machine {
namespace {

constexpr const char* kDuel = R"(
machine duel
shared resident: bool[2] = {1, 0}
thread writer ends { var pos: 0..2 = 0; init TOP; end DONE
  TOP -> COPY: when pos < 2 do resident[pos] := 1 prepare {resident[pos]} @ "l.c":12:5 note "fault in {pos}"
  COPY -> TOP: attempt when resident[pos] do pos := pos + 1 progress @ "l.c":17:5
  COPY -> TOP: attempt when !resident[pos] @ "l.c":17:5
  TOP -> DONE: when pos == 2 }
adversary reclaim { init A; A -> A: choose p in 0..1 when resident[p] do resident[p] := 0 note "page {p} evicted" }
)";

// Every word of the language, and every field of machine.h.
constexpr const char* kEverything = R"(
machine `every thing`  # a comment with "quotes" and `backquotes`
cites "6.1"; spec "write" spec "read"
constant PAGE_SIZE = 2 real 4096
approximates "no highmem\n\t\"really\" \\ \x01"
shared i8.min: i8 = -128;  shared u8v: u8 in 0..200 = 200
shared i16v: i16 = -5 lazy any -5..-4
shared u16v: u16 = 0xffff
shared i32v: i32 = any -1..1 lazy
shared u32v: u32[3] = {1, 4294967295, 0}
shared big: u64 in 0..18446744073709551615 = 18446744073709551615
shared small: i64 = -9223372036854775808
shared state: u8[2] = 1 strip "pages" names {0: "RES", 1: "EVICT \"x\""}
shared lock.owner: i32 in 0..4 = 0 holder owner label "inode lock"
shared readers: u64 holder mask label "readers"
shared size: u32 = any 1..3 param
shared seen: bool[1] = true ghost
shared `weird name{}"\\`: bool
setup begin { location S committed; location T; init S
  S -> T: do state[0] := 0 }
thread writer ends {
  var w.pos: u8 = 0
  location L0 label "retry"
  location L1 committed
  location L2 wait killable acquire shared for lock.owner
  location L3 wait for state[w.pos + 1]
  location L4
  init L0; end L4
  L0 -> L1: choose 0..small when choice < 3 && choice(u8) != w.pos whim favourable "maybe"
    check ub fatal "a \{b\}": big / 3 > 2 check `no-spin`: true
    do w.pos := 255, state[choice] := u8(choice) << 2, seen[0] := !seen[0]
    prepare exec {state[0..w.pos]} note "pos {w.pos} of {i64(u8v) + 3} \{}" with -(5), 300i16
    @ "dir/a \"b\".c":1:2-9 via f @ "x.c":3:4, `g h` @ "":0:0
  L0 -> L1: whim unfavourable "maybe"
  L1 -> L2: call write attempt exec progress
  L2 -> L3: when lock.owner == 0 do lock.owner := 1
  L3 -> L4: return write with i32v + 1 @ "":0:0 note "plain {} text"
}
daemon pager { location I wait idle interruptible; location J wait uninterruptible; init I
  I -> I: when `weird name{}"\\` note "odd {`weird name\x7b\x7d\x22\x5c`}"
  I -> J }
signal kill { init K; end E; K -> E: do readers := readers | 1u64 << i32v }
adversary reclaim { init A A -> A: choose p in 0..1 when state[p] == 0 do state[p] := p == 0 ? 1 : 2 }
observe count: i64(u32v[1]) * 2
observe u: u8v
invariant sane: u8v <= 200 || size > 0
cover reached "The thing is reached.": w.pos == 3
cover silent: false
)";

TEST(Text, AcceptsTheSampleOfTheFormats) {
  const Machine machine = parse_machine(kDuel, "duel.machine");
  ASSERT_EQ(machine.agents.size(), 2u);
  ASSERT_EQ(machine.variables.size(), 2u);
  const Variable& pos = machine.variables[1];
  EXPECT_EQ(pos.owner, AgentId{0});
  EXPECT_EQ(pos.type, kI64);
  EXPECT_EQ(pos.range, (Range{0, 2}));
  const Agent& writer = machine.agents[0];
  EXPECT_TRUE(writer.ends);
  ASSERT_EQ(writer.locations.size(), 3u);
  EXPECT_EQ(writer.locations[0].name, "TOP");
  EXPECT_EQ(writer.end, LocationId{1});
  ASSERT_EQ(writer.transitions.size(), 4u);
  const Transition& fault_in = writer.transitions[0];
  ASSERT_TRUE(fault_in.prepare);
  EXPECT_EQ(fault_in.prepare->kind, "range");
  EXPECT_EQ(fault_in.prepare->variable, VariableId{0});
  EXPECT_EQ(fault_in.prepare->first, fault_in.prepare->last);
  EXPECT_EQ(fault_in.note->text, "fault in {}");
  EXPECT_EQ(fault_in.note->arguments[0], Expr::load(VariableId{1}, kI64));
  EXPECT_EQ(fault_in.assignments[0].value, Expr::boolean(true));
  EXPECT_EQ(fault_in.origin->span.line, 12u);
  EXPECT_EQ(writer.transitions[1].attempt, "range");
  EXPECT_TRUE(writer.transitions[1].progress);
  EXPECT_EQ(machine.agents[1].transitions[0].note->arguments[0], Expr::choice());
  EXPECT_EQ(problems(machine), std::vector<std::string>{});
}

TEST(Text, RoundTrips) {
  for (const char* text : {kDuel, kEverything}) {
    const Machine machine = parse_machine(text, "m");
    const std::string printed = print_machine(machine);
    const Machine again = parse_machine(printed, "printed");
    EXPECT_TRUE(again == machine) << printed;
    EXPECT_EQ(print_machine(again), printed);
  }
}

TEST(Text, ReadsEveryField) {
  const Machine machine = parse_machine(kEverything, "m");
  EXPECT_EQ(machine.name, "every thing");
  EXPECT_EQ(machine.approximations[0], "no highmem\n\t\"really\" \\ \x01");
  EXPECT_EQ(machine.variables[0].initial[0], -128);
  EXPECT_EQ(machine.variables[2].initial_any, (Range{-5, -4}));
  EXPECT_EQ(machine.variables[2].initial[0], -5);
  EXPECT_TRUE(machine.variables[2].lazy);
  EXPECT_EQ(machine.variables[6].range->high, -1) << "a u64 is its bit pattern";
  EXPECT_EQ(machine.variables[8].enumerators[1].second, "EVICT \"x\"");
  EXPECT_EQ(machine.variables[9].holder, Holder::owner);
  EXPECT_EQ(machine.variables[10].holder, Holder::mask);
  EXPECT_TRUE(machine.variables[11].parameter);
  EXPECT_TRUE(machine.variables[12].ghost);
  EXPECT_TRUE(machine.variables[12].is_array);
  EXPECT_EQ(machine.variables[13].name, "weird name{}\"\\");
  const Agent& writer = machine.agents[1];
  EXPECT_EQ(writer.locations[0].label, "retry");
  EXPECT_TRUE(writer.locations[1].committed);
  EXPECT_EQ(writer.locations[2].wait->kind, WaitKind::killable);
  EXPECT_TRUE(writer.locations[2].wait->acquire);
  EXPECT_TRUE(writer.locations[2].wait->shared);
  EXPECT_TRUE(writer.locations[3].wait->resource->index.has_value());
  const Transition& first = writer.transitions[0];
  EXPECT_EQ(first.favour, Favour::favourable);
  EXPECT_EQ(first.checks[0].message, "a {b}");
  EXPECT_TRUE(first.checks[0].fatal);
  EXPECT_EQ(first.checks[1].property, "no-spin");
  EXPECT_EQ(first.note->text, "pos {} of {} {}");
  ASSERT_EQ(first.note->arguments.size(), 4u);
  EXPECT_EQ(first.note->arguments[2], Expr::unary(UnaryOp::negate, Expr::constant(5)));
  EXPECT_EQ(first.note->arguments[3], Expr::constant(300, {16, true}));
  EXPECT_EQ(first.origin->span.end_column, 9u);
  ASSERT_EQ(first.origin->stack.size(), 2u);
  EXPECT_EQ(first.origin->stack[1].function, "g h");
  EXPECT_EQ(writer.transitions[2].attempt, "exec");
  EXPECT_FALSE(writer.transitions[2].call->is_return);
  EXPECT_TRUE(writer.transitions[4].call->is_return);
  EXPECT_EQ(writer.transitions[4].call->result->type(), (IntType{32, true}));
  EXPECT_TRUE(writer.transitions[4].origin != nullptr);
  EXPECT_TRUE(machine.agents[2].locations[0].wait->idle);
  EXPECT_EQ(machine.covers[0].sentence, "The thing is reached.");
}

TEST(Text, KeepsTheOrderOfInterleavedVariables) {
  const Machine machine = parse_machine(
      "machine m local b of two: u8  shared s: u8  local a of one: u8\n"
      "thread one ends { init A; end A }  thread two ends { init A; end A }",
      "m");
  EXPECT_EQ(machine.variables[0].owner, AgentId{1});
  EXPECT_TRUE(parse_machine(print_machine(machine), "printed") == machine)
      << print_machine(machine);
}

TEST(Text, TellsTransitionsApartThatDifferInOneField) {
  const Machine machine = parse_machine(kEverything, "m");
  Machine other = machine;
  other.agents[1].transitions[0].origin = nullptr;
  EXPECT_FALSE(other == machine);
  EXPECT_FALSE(parse_machine(print_machine(other), "m") == machine);
  other = machine;
  other.agents[1].transitions[0].checks[0].fatal = false;
  EXPECT_FALSE(parse_machine(print_machine(other), "m") == machine);
  EXPECT_TRUE(parse_machine(print_machine(other), "m") == other);
}

TEST(Text, PrecedenceIsThatOfC) {
  const auto value = [](const std::string& expr) {
    return parse_machine("machine m shared x: i64 shared b: bool observe o: " + expr, "m")
        .observables[0]
        .value;
  };
  EXPECT_EQ(value("1 + 2 * 3"), value("1 + (2 * 3)"));
  EXPECT_EQ(value("1 - 2 - 3"), value("(1 - 2) - 3"));
  EXPECT_EQ(value("1 << 2 + 3 < x"), value("(1 << (2 + 3)) < x"));
  EXPECT_EQ(value("b || b && !b == b"), value("b || (b && ((!b) == b))"));
  EXPECT_EQ(value("x | x ^ x & x"), value("x | (x ^ (x & x))"));
  EXPECT_EQ(value("b ? 1 : b ? 2 : 3"), value("b ? 1 : (b ? 2 : 3)"));
  EXPECT_EQ(value("-x * ~x"), value("(-x) * (~x)"));
  EXPECT_NE(value("1 - (2 - 3)"), value("1 - 2 - 3"));
}

TEST(Text, RandomExpressionsRoundTrip) {
  RandomExpr random(20240601);
  for (int i = 0; i < 20000; ++i) {
    Machine machine = random.machine();
    const IntType type = random.type();
    machine.observables.push_back({"o", random.expr(type, 5)});
    const std::string printed = print_machine(machine);
    EXPECT_TRUE(parse_machine(printed, "printed") == machine) << printed;
    if (HasFailure()) return;
  }
}

// The place of an error as LINE:COLUMN-END, then its text.
std::string error_of(const std::string& text) {
  try {
    parse_machine(text, "bad.machine");
  } catch (const source::InputError& error) {
    EXPECT_EQ(error.span().file_name(), "bad.machine");
    return std::to_string(error.span().line) + ":" + std::to_string(error.span().column) + "-" +
           std::to_string(error.span().end_column) + " " + error.what();
  }
  return "accepted";
}

TEST(Text, ErrorsPointAtTheirPlace) {
  EXPECT_EQ(error_of("machine m\nshared x: u8 = 256"), "2:16-19 this number does not fit u8");
  EXPECT_EQ(error_of("machine m shared x: u8 = -1"), "1:26-28 this number does not fit u8");
  EXPECT_EQ(error_of("machine m shared x: i8 = 128"), "1:26-29 this number does not fit i8");
  EXPECT_EQ(error_of("machine m shared x: i64 = 18446744073709551616"),
            "1:27-47 18446744073709551616 does not fit 64 bits");
  EXPECT_EQ(error_of("machine m\nthread t {\n init A\n  A -> A: when y > 0 }"),
            "4:16-17 there is no variable of this name");
  EXPECT_EQ(error_of("machine m shared x: u8 shared y: i64\nobserve o: x + y"),
            "2:14-15 one side is u8, the other i64");
  EXPECT_EQ(error_of("machine m shared x: u8 invariant p: x"),
            "1:37-38 this is u8, but bool is needed here");
  EXPECT_EQ(error_of("machine m shared x: u8 observe o: x[0]"), "1:35-36 this is no array");
  EXPECT_EQ(error_of("machine m shared x: u8[2] observe o: x"),
            "1:38-39 this is an array and needs an index");
  EXPECT_EQ(error_of("machine m shared x: u8[2] = {1}"), "1:29-30 1 values for 2 cells");
  EXPECT_EQ(error_of("machine m shared x: u8 shared x: u8"),
            "1:31-32 there is a variable of this name already");
  EXPECT_EQ(error_of("machine m thread t { A -> A }"), "1:18-19 agent t has no initial location");
  EXPECT_EQ(error_of("machine m thread t { init A } thread t { init A }"),
            "1:38-39 there is an agent of this name already");
  EXPECT_EQ(error_of("machine m thread t { init A\n A -> A: when true when true }"),
            "2:20-24 'when' stands here twice");
  EXPECT_EQ(error_of("machine m shared wait: u8"), "1:18-22 expected a variable, found 'wait'");
  EXPECT_EQ(error_of("machine m cites \"abc"), "1:17-0 this string does not end");
  EXPECT_EQ(error_of("machine m $"), "1:11-12 this character does not belong here");
  EXPECT_EQ(error_of("machine m thread t { init A"),
            "1:28-28 expected var, init, end, location, fatal, cpu, priority, a transition or '}', "
            "found the end of the text");
  EXPECT_EQ(error_of("machine m shared p: u8 thread t { init A\n A -> A: note \"at {p + }\" }"),
            "2:24-24 expected an expression, found the end of the text");
  EXPECT_EQ(error_of("machine m shared p: u8 thread t { init A\n A -> A: note \"at {q}\" }"),
            "2:20-21 there is no variable of this name");
}

// Processors, signals, events, atoms and timed waits survive printing.
TEST(Text, MarksOfSchedulersSignalsAndFormulas) {
  const Machine machine = parse_machine(R"(machine m
scheduler priority
shared killed: bool
shared page: bool[2]
shared writable: bool[2]
thread writer ends {
  fatal killed
  cpu 1
  priority -3
  location W wait timed
  init A end D
  A -> W: prepare {page[0..1]} event probe yields
  W -> B
  B -> D: prepare also {writable[1]}
}
atom resident: page[0] && !killed)",
                                        "m.machine");
  const Agent& writer = machine.agents[0];
  EXPECT_EQ(machine.scheduler, Scheduler::priority);
  EXPECT_TRUE(writer.fatal.has_value());
  EXPECT_EQ(writer.cpu, 1U);
  EXPECT_EQ(writer.priority, -3);
  EXPECT_TRUE(writer.locations[0].wait->timed);
  EXPECT_EQ(writer.transitions[0].event, "probe");
  EXPECT_TRUE(writer.transitions[0].yields);
  EXPECT_FALSE(writer.transitions[0].prepare->also);
  EXPECT_TRUE(writer.transitions[2].prepare->also);
  EXPECT_EQ(machine.atoms[0].name, "resident");
  EXPECT_EQ(problems(machine), std::vector<std::string>{});
  EXPECT_EQ(parse_machine(print_machine(machine), "again"), machine);
}

}  // namespace
}  // namespace headway::machine

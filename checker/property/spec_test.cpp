// Specs: what parses and how it binds, what is refused, and where the caret stands.
#include "checker/property/spec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "checker/property/errno_names.h"
#include "checker/property/spec_tree.h"
#include "model/machine/evaluate.h"
#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::property {
namespace {

using machine::Machine;

// Two threads write by the role `write`; `moved` counts down what is left of 3.
const char* const kMachine = R"(
machine two_writers
shared left: i32 = 3
shared bad: bool = 0
observe accepted: i64(3 - left)
observe iter_left: i64(left)
observe bad: i64(bad)
observe both: i64(bad && left > 0)
thread first ends { var got: i64 = 0; init A; end D
  A -> B: call write
  B -> C: do left := left - 1, got := 1
  C -> D: return write with got }
thread second ends { init A; end D
  A -> C: call write
  C -> D: return write with -14 }
)";

Machine two_writers() { return machine::parse_machine(kMachine, "two_writers.machine"); }

Spec parse(const std::string& items) {
  return parse_spec_text("spec s \"A spec.\"\n" + items, "s.spec");
}

struct Bindings {
  Machine machine;
  std::vector<Property> properties = built_in_properties();
};

Bindings bound_to(const std::string& items) {
  Bindings bound{two_writers()};
  bind_spec(parse(items), bound.machine, bound.properties);
  return bound;
}

// The error that `act` throws; `at` is "line:column" in the text.
struct Refusal {
  std::string message, hint, at;
  std::uint32_t width = 0;
};
Refusal refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const source::InputError& error) {
    const source::Span& span = error.span();
    return {error.what(), error.hint(),
            std::to_string(span.line) + ":" + std::to_string(span.column),
            span.end_column - span.column};
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}
Refusal refused(const std::string& items) {
  return refusal([&] { bound_to(items); });
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The value of `condition` as an invariant in the initial state: left 3, bad 0.
std::int64_t value(const std::string& condition) {
  const std::string observes = "observe accepted: int observe iter_left: int observe bad: bool\n";
  const Bindings bound = bound_to(observes + "property P \"p\": always " + condition);
  const machine::Layout layout(bound.machine);
  const auto states = machine::raw_initial_states(bound.machine);
  return machine::evaluate(bound.machine.invariants.at(0).condition,
                           {bound.machine, layout, states.at(0)})
      .value;
}

TEST(Spec, parses_every_item) {
  const Spec spec = parse(R"(
    observe accepted: int   # a comment
    let all = accepted == 3
    cover done "All was written.": all
    property progress "It ends." at none: progress
    property INV "Never more." : always accepted <= 3
    property RET "The result.": at return of write: result == accepted
  )");
  EXPECT_EQ(spec.id, "s");
  EXPECT_EQ(spec.sentence, "A spec.");
  ASSERT_EQ(spec.items.size(), 6u);
  const auto& ask = std::get<tree::Ask>(spec.items[5]);
  EXPECT_EQ(ask.text, "at return of write: result == accepted");
}

TEST(Spec, precedence) {
  EXPECT_EQ(value("1 + 2 * 3 == 7"), 1);
  EXPECT_EQ(value("not 1 == 2 and 3 == 3"), 1);
  EXPECT_EQ(value("1 == 2 implies 1 == 2 implies 1 == 2"), 1);
  EXPECT_EQ(value("1 == 1 implies 1 == 2 or 1 == 1"), 1);
  EXPECT_EQ(value("false or true and false"), 0);
  EXPECT_EQ(value("(1 << 3 | 1) == 9"), 1);
  EXPECT_EQ(value("10 - 3 - 2 == 5"), 1);
  EXPECT_EQ(value("(false ? 1 : true ? 2 : 3) == 2"), 1);
  EXPECT_EQ(value("-7 / 2 == -3 && -7 % 2 == -1 && ~0 == -1 && !bad"), 1);
  EXPECT_EQ(value("accepted == 0 and iter_left == 0x3 and not bad"), 1);
  EXPECT_EQ(value("-EFAULT == -14 && EINTR == 4 && ENOMEM == 12"), 1);
}

TEST(Spec, at_return_becomes_a_check_on_every_return) {
  const Bindings bound =
      bound_to("observe accepted: int\nproperty RET \"r\": at return of write: result == accepted");
  ASSERT_EQ(bound.properties.back().id, "RET");
  EXPECT_EQ(bound.properties.back().role, "write");
  EXPECT_EQ(bound.properties.back().kind, Kind::check);
  for (const machine::Agent& agent : bound.machine.agents) {
    const machine::Transition& last = agent.transitions.back();
    ASSERT_EQ(last.checks.size(), 1u) << agent.name;
    EXPECT_EQ(last.checks[0].property, "RET");
    EXPECT_FALSE(last.checks[0].fatal);
    EXPECT_EQ(agent.transitions.front().checks.size(), 0u);
  }
  // `result` is each thread's own: the first returns 1, the second -14, and 1 is accepted.
  std::vector<std::string> failing;
  const machine::Layout layout(bound.machine);
  machine::State state = machine::raw_initial_states(bound.machine).at(0);
  for (const std::uint32_t agent : {0u, 0u, 0u, 1u, 1u}) {
    const auto next =
        machine::successors(bound.machine, layout, state, static_cast<machine::AgentId>(agent));
    ASSERT_EQ(next.size(), 1u);
    for (const machine::Failure& failure : next[0].failures) {
      failing.push_back(bound.machine.at(failure.agent).name + " " + failure.property);
    }
    state = next[0].to;
  }
  EXPECT_EQ(failing, std::vector<std::string>{"second RET"});
}

TEST(Spec, old_is_the_value_at_entry_of_that_thread) {
  const Bindings bound = bound_to(
      "observe iter_left: int observe bad: bool\n"
      "property A \"a\": at return of write: iter_left == old(iter_left) - 1\n"
      "property B \"b\": at return of write: old(iter_left + 1) == 4 and old(bad) == bad");
  EXPECT_EQ(bound.machine.variables.size(), two_writers().variables.size() + 6);
  const machine::Layout layout(bound.machine);
  machine::State state = machine::raw_initial_states(bound.machine).at(0);
  std::vector<std::string> failing;
  // The first thread writes one before the second begins: for the second nothing changes, and it
  // began with 2.
  for (const std::uint32_t agent : {0u, 0u, 1u, 0u, 1u}) {
    const auto next =
        machine::successors(bound.machine, layout, state, static_cast<machine::AgentId>(agent));
    ASSERT_EQ(next.size(), 1u);
    for (const machine::Failure& failure : next[0].failures) {
      failing.push_back(bound.machine.at(failure.agent).name + " " + failure.property);
    }
    state = next[0].to;
  }
  EXPECT_EQ(failing, (std::vector<std::string>{"second A", "second B"}));
  EXPECT_EQ(machine::parse_machine(machine::print_machine(bound.machine), "again"), bound.machine);
}

TEST(Spec, progress_replaces_the_built_in_and_the_strictest_level_stays) {
  Bindings bound{two_writers()};
  const auto progress = [&] {
    return *std::find_if(bound.properties.begin(), bound.properties.end(),
                         [](const Property& property) { return property.id == "progress"; });
  };
  bind_spec(parse("property progress \"weak\" at none: progress"), bound.machine, bound.properties);
  EXPECT_EQ(progress().sentence, "weak");
  EXPECT_EQ(progress().required, Level::none);
  bind_spec(parse("property progress \"strict\" at finite: progress"), bound.machine,
            bound.properties);
  EXPECT_EQ(progress().sentence, "strict");
  EXPECT_EQ(progress().required, Level::finite);
  bind_spec(parse("property progress \"weak\" at none: progress"), bound.machine, bound.properties);
  EXPECT_EQ(progress().sentence, "strict");
  EXPECT_EQ(bound.properties.size(), built_in_properties().size());
}

TEST(Spec, killable_becomes_required_and_the_fewest_attempts_stay) {
  Bindings bound{two_writers()};
  const auto killable = [&] {
    return *std::find_if(bound.properties.begin(), bound.properties.end(),
                         [](const Property& property) { return property.id == "killable"; });
  };
  EXPECT_TRUE(killable().note);
  bind_spec(parse("property killable \"ends\": killable(5)"), bound.machine, bound.properties);
  EXPECT_FALSE(killable().note);
  EXPECT_EQ(killable().most_attempts, 5u);
  bind_spec(parse("property killable \"soon\": killable"), bound.machine, bound.properties);
  EXPECT_EQ(killable().most_attempts, 2u);
  EXPECT_EQ(killable().sentence, "soon");
  bind_spec(parse("property killable \"ends\": killable(3)"), bound.machine, bound.properties);
  EXPECT_EQ(killable().most_attempts, 2u);
  EXPECT_EQ(killable().sentence, "soon");
  EXPECT_EQ(bound.properties.size(), built_in_properties().size());
}

TEST(Spec, covers_and_invariants_reach_the_machine) {
  const Bindings bound = bound_to(
      "observe accepted: int let all = accepted == 3\n"
      "cover done \"All.\": all  property INV \"i\": always not all");
  ASSERT_EQ(bound.machine.covers.size(), 1u);
  EXPECT_EQ(bound.machine.covers[0].sentence, "All.");
  ASSERT_EQ(bound.machine.invariants.size(), 1u);
  EXPECT_EQ(bound.machine.invariants[0].property, "INV");
  EXPECT_EQ(bound.properties.back().kind, Kind::invariant);
}

TEST(Spec, unknown_observable_lists_what_the_model_offers) {
  const Refusal error = refused("observe acepted: int");
  EXPECT_EQ(error.message, "the model has no observable `acepted`");
  EXPECT_EQ(error.hint, "it offers: accepted, iter_left, bad, both");
  EXPECT_EQ(error.at, "2:9");
  EXPECT_EQ(error.width, 7u);
}

TEST(Spec, undeclared_name) {
  const Refusal error =
      refused("observe accepted: int\nproperty P \"p\": always\n  iter_left == 3");
  EXPECT_EQ(error.message, "unknown name `iter_left`");
  EXPECT_TRUE(contains(error.hint, "accepted")) << error.hint;
  EXPECT_EQ(error.at, "4:3");
  EXPECT_EQ(error.width, 9u);
}

TEST(Spec, unknown_role_lists_roles) {
  const Refusal error = refused("property P \"p\": at return of read: result == 0");
  EXPECT_EQ(error.message, "the model calls nothing by the role `read`");
  EXPECT_EQ(error.hint, "its roles are: write");
  EXPECT_EQ(error.at, "2:30");
}

TEST(Spec, observe_lines_agree_in_type) {
  EXPECT_EQ(refused("observe accepted: bool").message,
            "the spec observes `accepted` as bool, and in the model it is int");
  bound_to("observe both: bool observe bad: bool observe accepted: int");
  bound_to("observe both: int");  // a truth value is a long of C, too
}

TEST(Spec, types_of_operands) {
  const std::string head = "observe accepted: int observe bad: bool\nproperty P \"p\": always ";
  EXPECT_EQ(refused(head + "accepted").message, "a condition takes a bool, and this is an int");
  EXPECT_EQ(refused(head + "bad or accepted").at, "3:31");
  EXPECT_EQ(refused(head + "bad == accepted").message,
            "this comparison takes a bool, and this is an int");
  EXPECT_EQ(refused(head + "bad + 1 == 2").message,
            "this operator takes an int, and this is a bool");
  EXPECT_EQ(refused(head + "not accepted").message, "`not` takes a bool, and this is an int");
  EXPECT_EQ(refused(head + "(bad ? 1 : bad) == 1").at, "3:35");
  EXPECT_EQ(refused(head + "1 / accepted == 1").at, "3:28");
  EXPECT_EQ(refused(head + "1 / 0 == 1").at, "3:28");
  EXPECT_EQ(refused(head + "1 << 64 == 1").at, "3:29");
  // Also in a `let` that nobody uses.
  EXPECT_EQ(refused("observe bad: bool\nlet x = bad + 1").at, "3:9");
}

TEST(Spec, result_and_old_only_at_a_return) {
  EXPECT_EQ(refused("property P \"p\": always result == 0").message,
            "`result` has no meaning in an `always`");
  EXPECT_EQ(refused("observe bad: bool cover c \"c\": old(bad)").message,
            "`old(…)` has no meaning in a cover");
  EXPECT_EQ(refused("property P \"p\": at return of write: old(result) == 0").message,
            "`result` has no meaning in old(…)");
}

TEST(Spec, ids) {
  EXPECT_EQ(refused("property ub \"u\": always true").message, "`ub` is a built-in property");
  EXPECT_EQ(refused("property A \"a\": always true property A \"a\": always true").message,
            "there already is a property `A`");
  EXPECT_TRUE(contains(refused("property P \"p\": progress").message, "is called `progress`"));
  EXPECT_TRUE(
      contains(refused("property progress \"p\": always true").message, "is called `progress`"));
  EXPECT_TRUE(contains(refused("property P \"p\": killable").message, "is called `killable`"));
  EXPECT_TRUE(
      contains(refused("property killable \"p\": progress").message, "is called `progress`"));
  EXPECT_TRUE(
      contains(refused("property killable \"p\": always true").message, "is called `killable`"));
  EXPECT_TRUE(contains(refused("observe bad: bool observe bad: bool").message, "observed twice"));
  EXPECT_TRUE(contains(refused("observe bad: bool let bad = 1").message, "given twice"));
}

TEST(Spec, a_let_sees_only_those_before_it) {
  EXPECT_EQ(refused("let a = b let b = 1").message, "unknown name `b`");
  EXPECT_EQ(refused("let a = a").message, "unknown name `a`");
}

struct Unparsable {
  const char* items;
  const char* message;
  const char* at;
};
class SpecSyntax : public testing::TestWithParam<Unparsable> {};
TEST_P(SpecSyntax, is_refused_with_a_caret) {
  const Refusal error = refusal([] { parse(GetParam().items); });
  EXPECT_EQ(error.message, GetParam().message);
  EXPECT_EQ(error.at, GetParam().at);
}
INSTANTIATE_TEST_SUITE_P(
    All, SpecSyntax,
    testing::Values(
        Unparsable{"observe x int", "expected `:`, found `int`", "2:11"},
        Unparsable{"observe x: float", "expected a type, found `float`", "2:12"},
        Unparsable{"observe always: int", "`always` is a word of the language, not a name", "2:9"},
        Unparsable{"property P: always true",
                   "expected a sentence in quotes for property P, found `:`", "2:11"},
        Unparsable{"property P \"p: always true", "the string is not closed", "2:12"},
        Unparsable{"property P \"p\": always (1 == 1", "expected `)`, found the end of the file",
                   "2:31"},
        Unparsable{"property P \"p\": always 1 ==", "expected a value, found the end of the file",
                   "2:28"},
        Unparsable{"property P \"p\": maybe", "expected what is asked, found `maybe`", "2:17"},
        Unparsable{"property P \"p\" at most: progress", "expected a level, found `most`", "2:19"},
        Unparsable{"property P \"p\" at page: progress", "expected a level, found `page`", "2:19"},
        Unparsable{"property P \"p\" at page-less: progress", "expected a level, found `page`",
                   "2:19"},
        Unparsable{"property killable \"k\": killable(many)",
                   "expected a number of attempts, found `many`", "2:33"},
        Unparsable{"property killable \"k\" at none: killable",
                   "only progress and temporal formulas have a level", "2:26"},
        Unparsable{"property P \"p\" at none: always true",
                   "only progress and temporal formulas have a level", "2:19"},
        Unparsable{"property P \"p\" at none: count(probe) <= 3",
                   "only progress and temporal formulas have a level", "2:19"},
        Unparsable{"property P \"p\": at return from write: true", "expected `of`, found `from`",
                   "2:27"},
        Unparsable{"property P \"p\": always 08", "`08` is not a number", "2:24"},
        Unparsable{"property P \"p\": always 0x1g", "`0x1g` is not a number", "2:24"},
        Unparsable{"let a = 99999999999999999999",
                   "the number 99999999999999999999 does not fit into 64 bits", "2:9"},
        Unparsable{"let a = 1 @ 2", "unexpected character `@`", "2:11"},
        Unparsable{"let a = 1 2", "expected an item, found `2`", "2:11"},
        Unparsable{"property P \"p\": always exists p in pages: true",
                   "this version does not decide `exists` (write `not (forall v in SET: not "
                   "CONDITION)`)",
                   "2:24"},
        Unparsable{"observe x: int[", "expected `]`, found the end of the file", "2:16"},
        Unparsable{"ghost g: pages = 0", "expected a type, found `pages`", "2:10"},
        Unparsable{"ghost g = 0", "expected `:`, found `=`", "2:9"},
        Unparsable{"ghost g: int on x do 1", "expected `=`, found `on`", "2:14"},
        Unparsable{"ghost g: int = 0 on 3 do 1", "expected an event, found `3`", "2:21"},
        Unparsable{"ghost g: int = 0 on probe 1", "expected `do`, found `1`", "2:27"},
        Unparsable{"ghost g: int = 0 on call write do 1", "expected `of`, found `write`", "2:26"},
        Unparsable{"ghost if: int = 0", "`if` is a word of the language, not a name", "2:7"},
        Unparsable{"property P \"p\": count() <= 3", "expected an event, found `)`", "2:23"},
        Unparsable{"property P \"p\": count(probe) < 3", "expected `<=`, found `<`", "2:30"},
        Unparsable{"property P \"p\": always count(probe) <= 3",
                   "`count` stands first in a property", "2:24"},
        Unparsable{"property P \"p\": always forall 3 in 0..1: true",
                   "expected the variable of `forall`, found `3`", "2:31"},
        Unparsable{"property P \"p\": always forall v of 0..1: true", "expected `in`, found `of`",
                   "2:33"},
        Unparsable{"property P \"p\": always forall v in 1: true", "this is not a set", "2:36"},
        Unparsable{"property P \"p\": always forall v in 0..: true", "expected a value, found `:`",
                   "2:39"},
        Unparsable{"property P \"p\": always forall v in 0..1 true", "expected `:`, found `true`",
                   "2:41"},
        Unparsable{"property P \"p\": always true and forall v in 0..1: true",
                   "`forall` reaches to the end of its condition", "2:33"},
        Unparsable{"property P \"p\": at return of r: unchanged(x",
                   "expected `)`, found the end of "
                   "the file",
                   "2:44"},
        Unparsable{"property P \"p\": at return of r: unchanged() if true",
                   "expected a value, found `)`", "2:43"},
        Unparsable{"let a = b[1", "expected `]`, found the end of the file", "2:12"}));

TEST(Spec, count_and_unchanged_are_names_unless_called) {
  parse("observe count: int property P \"p\": always count >= 0");
  parse("observe unchanged: bool property P \"p\": always unchanged");
}

TEST(Spec, levels) {
  const auto level = [](const std::string& text) {
    const Spec spec = parse("property progress \"p\" at " + text + ": progress");
    return std::get<tree::Ask>(spec.items.at(0)).level;
  };
  EXPECT_EQ(level("none"), Level::none);
  EXPECT_EQ(level("finite"), Level::finite);
  EXPECT_EQ(level("fair"), Level::fair);
  EXPECT_EQ(level("page-fair"), Level::page_fair);
  EXPECT_EQ(level("unrestricted"), Level::unrestricted);
}

TEST(Spec, forall_and_if_in_the_order_of_precedence) {
  EXPECT_EQ(value("forall k in 0..3: k < 4"), 1);
  EXPECT_EQ(value("forall k in 0..3: k < 3"), 0);
  EXPECT_EQ(value("forall k in 5..4: false"), 1);
  EXPECT_EQ(value("(forall k in 0..1: k == 0) or true"), 1);
  EXPECT_EQ(value("not (forall k in 0..1: k == 0)"), 1);
  EXPECT_EQ(value("forall j in 0..2: forall k in j..2: k >= j"), 1);
  EXPECT_EQ(value("false if 1 == 2"), 1);
  EXPECT_EQ(value("false if true implies false"), 1);
  EXPECT_EQ(value("false implies false if true"), 1);
  EXPECT_EQ(value("1 == 2 if 1 == 1"), 0);
}

TEST(Spec, forall_has_constant_bounds_and_a_new_name) {
  const std::string head = "observe accepted: int observe bad: bool\nproperty P \"p\": always ";
  EXPECT_EQ(refused(head + "forall k in 0..accepted: true").message,
            "a bound is a constant, and this may differ from run to run");
  EXPECT_EQ(refused(head + "forall k in 0..accepted: true").at, "3:39");
  EXPECT_EQ(refused(head + "forall k in 0..1: accepted").message,
            "`forall` takes a bool, and this is an int");
  EXPECT_EQ(refused(head + "forall k in 1..0: accepted").at, "3:42");
  EXPECT_EQ(refused(head + "forall bad in 0..1: true").message, "the name `bad` is given twice");
  EXPECT_EQ(refused(head + "forall k in 0..1: forall k in 0..1: true").at, "3:49");
  EXPECT_EQ(refused(head + "forall k in bad: true").message, "`bad` is no set");
  EXPECT_EQ(refused(head + "forall k in 0..20000: true").message,
            "`forall` stands for too many conditions");
  EXPECT_EQ(refused(head + "forall k in -9223372036854775807 - 1..9223372036854775807: true").at,
            "3:36");
  EXPECT_EQ(refused(head + "forall j in 0..200: forall k in 0..200: j == k").message,
            "`forall` stands for too many conditions");
  EXPECT_EQ(refused(head + "k == 1 or (forall k in 0..1: k < 2)").message, "unknown name `k`");
  bound_to("let n = 2\nproperty P \"p\": always forall k in 0..n - 1: k < n");
}

TEST(Spec, lists) {
  EXPECT_EQ(refused("observe accepted: int[]").message, "the model has no list `accepted`");
  EXPECT_EQ(refused("observe accepted: int let a = accepted[0]").message, "`accepted` is no list");
}

TEST(Spec, unchanged_is_old_for_each) {
  const Bindings bound = bound_to(
      "observe iter_left: int observe bad: bool\n"
      "property U \"u\": at return of write: unchanged(iter_left, bad) if result < 0");
  EXPECT_EQ(bound.machine.variables.size(), two_writers().variables.size() + 4);
  EXPECT_EQ(refused("observe bad: bool property P \"p\": always unchanged(bad)").message,
            "`old(…)` has no meaning in an `always`");
}

TEST(Spec, ghosts_and_counts_name_events_of_the_model) {
  const Refusal error = refused("ghost g: int = 0 on probe do g + 1");
  EXPECT_EQ(error.message, "the model has no event `probe`");
  EXPECT_EQ(error.hint, "its events are: call of write, return of write");
  EXPECT_EQ(error.at, "2:21");
  EXPECT_EQ(error.width, 5u);
  EXPECT_EQ(refused("property P \"p\": count(attempt exec) <= 3").message,
            "the model has no event `attempt exec`");
  EXPECT_EQ(refused("property P \"p\": count(call of read) <= 3").at, "2:31");
  EXPECT_EQ(refused("observe bad: bool property P \"p\": count(call of write) <= bad").message,
            "the bound of a count takes an int, and this is a bool");
  EXPECT_EQ(
      refused("observe accepted: int property P \"p\": count(call of write) <= accepted").message,
      "the bound of a count stays the same during a run");
  EXPECT_EQ(refused("property P \"p\": count(call of write) <= old(3)").message,
            "`old(…)` has no meaning in the bound of a count");
}

TEST(Spec, ghosts_have_a_type_and_a_constant_to_begin_with) {
  EXPECT_EQ(refused("ghost g: bool = 0").message, "this ghost takes a bool, and this is an int");
  EXPECT_EQ(refused("ghost g: int = 0 on call of write do true").message,
            "this ghost takes an int, and this is a bool");
  EXPECT_EQ(refused("observe accepted: int ghost g: int = accepted").message,
            "the initial value of a ghost is a constant");
  EXPECT_EQ(refused("ghost g: int = 0 on call of write do result").message,
            "`result` has no meaning at this event");
  EXPECT_EQ(refused("ghost g: int = 0 on return of write do old(g)").message,
            "`old(…)` has no meaning in a ghost");
  EXPECT_EQ(refused("observe bad: bool ghost bad: bool = true").message,
            "the name `bad` is given twice");
  EXPECT_EQ(refused("ghost g: int = 0 ghost g: int = 0").message, "the name `g` is given twice");
  const Bindings bound = bound_to("ghost g: int = 1 + 2 on return of write do result");
  EXPECT_EQ(bound.machine.variables.back().name, "g");
  EXPECT_EQ(bound.machine.variables.back().initial, std::vector<std::int64_t>{3});
  EXPECT_EQ(machine::parse_machine(machine::print_machine(bound.machine), "again"), bound.machine);
}

// Tokens of the language in any order: an error in words, or a spec; never anything else.
TEST(Spec, random_words_never_crash) {
  const std::vector<std::string> words = {
      "observe",   "ghost", "let",       "cover",   "property", "accepted", "bad",
      "iter_left", ":",     "int",       "bool",    "[",        "]",        "=",
      "on",        "do",    "at",        "return",  "of",       "write",    "always",
      "count",     "(",     ")",         "<=",      "forall",   "k",        "in",
      "0..1",      "..",    "if",        "implies", "not",      "and",      "old",
      "result",    "\"x\"", "1",         "-",       "progress", "call",     "attempt",
      "unchanged", ",",     "page-fair", "?",       "==",       "#",        "\n"};
  // Beginnings that parse, so that some go deep.
  const std::vector<std::string> heads = {
      "", "observe accepted: int observe bad: bool property P \"p\": always ",
      "observe accepted: int property P \"p\": at return of write: ",
      "observe accepted: int ghost g: int = 0 on call of write do "};
  std::mt19937 random(5);
  std::size_t bound = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string items = heads[random() % heads.size()];
    for (std::size_t k = random() % 9; k-- > 0;) items += words[random() % words.size()] + " ";
    try {
      bound_to(items);
      ++bound;
    } catch (const source::InputError& error) {
      EXPECT_NE(std::string(error.what()), "") << items;
      EXPECT_GE(error.span().line, 1u) << items;
    }
  }
  EXPECT_GT(bound, 100u);
}

TEST(Spec, deep_nesting_is_an_error_and_no_crash) {
  const std::string deep = "let a = " + std::string(100'000, '(') + "1";
  EXPECT_EQ(refusal([&] { parse(deep); }).message, "the expression nests too deeply");
  EXPECT_EQ(refusal([&] { parse("let a = " + std::string(100'000, '-') + "1"); }).message,
            "the expression nests too deeply");
}

TEST(Spec, missing_file) {
  EXPECT_EQ(refusal([] { parse_spec("no/such.spec"); }).message,
            "can't read the spec no/such.spec");
}

TEST(Spec, built_in_ids_in_order) {
  std::vector<std::string> ids;
  for (const Property& property : built_in_properties()) {
    ids.push_back(property.id);
    EXPECT_FALSE(property.sentence.empty());
    EXPECT_EQ(property.note, property.id == "useless-fault-in" || property.id == "inverted-alone" ||
                                 property.id == "killable");
  }
  EXPECT_EQ(ids,
            (std::vector<std::string>{"deadlock", "progress", "no-spin", "killable", "locks", "ub",
                                      "assert", "contract", "useless-fault-in", "inverted-alone"}));
}

TEST(Spec, errno_names) {
  EXPECT_EQ(errno_number("EFAULT"), 14);
  EXPECT_EQ(errno_number("ERESTARTSYS"), 512);
  EXPECT_EQ(errno_number("EFOO"), std::nullopt);
}

}  // namespace
}  // namespace headway::property

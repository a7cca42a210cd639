// Specs: what parses and how it binds, what is refused, and where the caret stands.
#include "checker/property/spec.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

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
        Unparsable{"property killable \"k\": killable(many)",
                   "expected a number of attempts, found `many`", "2:33"},
        Unparsable{"property killable \"k\" at none: killable",
                   "only progress and temporal formulas have a level", "2:26"},
        Unparsable{"property P \"p\" at none: always true",
                   "only progress and temporal formulas have a level", "2:19"},
        Unparsable{"property P \"p\": at return from write: true", "expected `of`, found `from`",
                   "2:27"},
        Unparsable{"property P \"p\": always 08", "`08` is not a number", "2:24"},
        Unparsable{"property P \"p\": always 0x1g", "`0x1g` is not a number", "2:24"},
        Unparsable{"let a = 99999999999999999999",
                   "the number 99999999999999999999 does not fit into 64 bits", "2:9"},
        Unparsable{"let a = 1 @ 2", "unexpected character `@`", "2:11"},
        Unparsable{"let a = 1 2", "expected an item, found `2`", "2:11"},
        Unparsable{"ghost g: int = 0",
                   "this version does not decide ghosts in specs (declare them in the model with "
                   "HW_GHOST)",
                   "2:1"},
        Unparsable{"property P \"p\": always forall p in pages: true",
                   "this version does not decide quantifiers", "2:24"},
        Unparsable{"property P \"p\": count(probe) <= 3",
                   "this version does not decide counting events", "2:17"}));

TEST(Spec, count_is_a_name_unless_called) {
  parse("observe count: int property P \"p\": always count >= 0");
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

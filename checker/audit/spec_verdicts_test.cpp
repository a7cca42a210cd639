// What each production of the spec language means, by one machine that violates it and one that
// does not. The explicit engine and the toy checker agree on every one of them, before and after
// the passes: a ghost is a variable as any other.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "checker/audit/audit.h"
#include "checker/audit/differential.h"
#include "checker/audit/toy_checker.h"
#include "checker/audit/toy_temporal.h"
#include "checker/explicit/engine.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"
#include "model/source/error.h"

namespace headway::audit {
namespace {

struct Question {
  machine::Machine machine;
  std::vector<property::Property> properties = property::built_in_properties();
  std::vector<property::Trigger> triggers = {};
};

Question asked(const std::string& machine, const std::string& items) {
  Question question{machine::parse_machine("machine m\n" + machine, "m.machine")};
  property::bind_spec(property::parse_spec_text("spec s \"\" " + items, "s.spec"), question.machine,
                      question.properties, question.triggers);
  const std::vector<std::string> problems = machine::problems(question.machine);
  EXPECT_TRUE(problems.empty()) << problems.front();
  return question;
}

// Is the last property violated? Both say the same, on the machine as it is and after all passes.
bool violated(const std::string& machine, const std::string& items) {
  Question question = asked(machine, items);
  const auto engine = [](const machine::Machine& m, const auto& properties) {
    return explicit_engine::check(m, properties, {});
  };
  const auto verdict = [&] {
    const Comparison comparison = compare(question.machine, question.properties, engine, 2000);
    EXPECT_FALSE(comparison.too_large);
    for (const std::string& difference : comparison.disagreements) ADD_FAILURE() << difference;
    return toy_check(question.machine, question.properties, 2000)->answers.back().violated;
  };
  const bool before = verdict();
  for (const passes::Pass& pass : passes::all_passes())
    question.machine = pass.run(std::move(question.machine));
  EXPECT_EQ(verdict(), before) << "after the passes";
  return before;
}

// The same of a temporal formula, which has an oracle of its own.
bool unmet(const std::string& machine, const std::string& items) {
  Question question = asked(machine, items);
  question.properties.erase(question.properties.begin(), question.properties.end() - 1);
  const auto verdict = [&] {
    const property::Result result =
        explicit_engine::check(question.machine, question.properties, {});
    audit(question.machine, result);
    const auto toy = toy_unmet(question.machine, *question.properties.back().formula,
                               property::Fairness::strong, 2000);
    const bool found = std::holds_alternative<property::Violated>(result.answers.back().verdict);
    if (!toy) {
      ADD_FAILURE() << "too large for the oracle";
      return found;
    }
    EXPECT_EQ(found, toy->at[0] || toy->at[1]);  // none, finite
    return found;
  };
  const bool before = verdict();
  for (const passes::Pass& pass : passes::all_passes())
    question.machine = pass.run(std::move(question.machine));
  EXPECT_EQ(verdict(), before) << "after the passes";
  return before;
}

// Probes so many times, then writes; an adversary may evict in between, twice at most.
std::string prober(int probes) {
  std::string text = R"(
shared resident: bool[2] = 0
shared evictions: 0..2 = 0
observe `resident[0]`: i64(resident[0])
observe `resident[1]`: i64(resident[1])
observe pages: 2
observe evictions: i64(evictions)
thread writer ends { init P0; end D
)";
  for (int k = 0; k < probes; ++k) {
    const std::string n = std::to_string(k);
    text += "  P" + n + " -> P" + std::to_string(k + 1) + ": do resident[" + std::to_string(k % 2) +
            "] := 1 event probe\n";
  }
  return text + "  P" + std::to_string(probes) + R"( -> C: call write
  C -> C2: attempt
  C2 -> D: return write with 1 }
adversary reclaim { init A
  A -> A: when evictions < 2 && resident[0] do evictions := evictions + 1, resident[0] := 0 event evict }
)";
}

TEST(SpecVerdicts, a_count_is_bounded) {
  EXPECT_FALSE(violated(prober(2), "property N \"\": count(probe) <= 2"));
  EXPECT_TRUE(violated(prober(3), "property N \"\": count(probe) <= 2"));
  // Page 0 is brought in twice by three probes, and once by two.
  EXPECT_TRUE(violated(prober(3), "property N \"\": count(evict) <= 1"));
  EXPECT_FALSE(violated(prober(2), "property N \"\": count(evict) <= 1"));
  EXPECT_FALSE(violated(prober(2), "property N \"\": count(evict) <= 2"));
  EXPECT_FALSE(violated(prober(2), "observe pages: int property N \"\": count(probe) <= pages"));
  EXPECT_TRUE(violated(prober(2), "property N \"\": count(probe) <= 0"));
  EXPECT_TRUE(violated(prober(2), "property N \"\": count(probe) <= -1"));
  EXPECT_FALSE(violated(prober(2), "property N \"\": count(attempt) <= 1"));
  EXPECT_TRUE(violated(prober(2), "property N \"\": count(attempt range) <= 0"));
  EXPECT_TRUE(violated(prober(2), "property N \"\": count(call of write) <= 0"));
  EXPECT_FALSE(violated(prober(2), "property N \"\": count(return of write) <= 1"));
}

// A loop that never ends keeps few states: the count stops at the first number that is too many.
TEST(SpecVerdicts, a_count_stops_where_it_is_too_many) {
  const char* const kEndless = "thread t ends { init A; end D A -> A: event probe A -> D }";
  EXPECT_TRUE(violated(kEndless, "property N \"\": count(probe) <= 3"));
  const Question question = asked(kEndless, "property N \"\": count(probe) <= 3");
  EXPECT_EQ(toy_check(question.machine, question.properties, 100)->states, 10U);
}

TEST(SpecVerdicts, a_bound_may_be_a_size) {
  const std::string sized = R"(
shared size: 1..3 param any 1..3
shared done: 0..4 = 0
observe size: size
thread t ends { init A; end D
  A -> A: when done < size do done := done + 1 event probe
  A -> D: when done == size }
)";
  EXPECT_FALSE(violated(sized, "observe size: int property N \"\": count(probe) <= size"));
  EXPECT_TRUE(violated(sized, "observe size: int property N \"\": count(probe) <= 3 - size"));
}

TEST(SpecVerdicts, a_ghost_changes_with_its_event) {
  const std::string ghost =
      "observe evictions: int ghost seen: int = 0 on probe do seen + 1 on evict do 0 ";
  EXPECT_TRUE(violated(prober(2), ghost + "property G \"\": always seen < 2"));
  EXPECT_FALSE(violated(prober(2), ghost + "property G \"\": always seen <= 2"));
  // It is read as it was before the step in which the event is.
  EXPECT_FALSE(violated(prober(2),
                        "observe evictions: int ghost before: int = 0 on evict do "
                        "evictions property G \"\": always before <= evictions and "
                        "before < 2"));
  EXPECT_TRUE(violated(prober(3),
                       "observe evictions: int ghost before: int = 0 on evict do "
                       "evictions + 1 property G \"\": always before < 2"));
  EXPECT_TRUE(violated(prober(2),
                       "ghost said: int = 0 on return of write do result "
                       "property G \"\": always said == 0"));
  EXPECT_FALSE(violated(prober(2),
                        "ghost inside: bool = false on call of write do true on return "
                        "of write do false property G \"\": at return of write: inside"));
}

TEST(SpecVerdicts, updates_at_one_step_follow_one_another) {
  const char* const kTwice = "thread t ends { init A; end D A -> D: event probe attempt }";
  const std::string both = "ghost g: int = 1 on probe do g + 1 on attempt do g * 5 ";
  EXPECT_FALSE(violated(kTwice, both + "property G \"\": always g == 1 or g == 10"));
  EXPECT_TRUE(violated(kTwice, both + "property G \"\": always g < 10"));
}

TEST(SpecVerdicts, forall_speaks_of_each_element) {
  const std::string observes =
      "observe resident: bool[] observe evictions: int observe pages: int ";
  EXPECT_TRUE(violated(prober(2), observes + "property F \"\": at return of write: forall p in "
                                             "resident: resident[p]"));
  EXPECT_FALSE(violated(prober(2), observes + "property F \"\": at return of write: forall p in "
                                              "resident: resident[p] or evictions > 0"));
  EXPECT_FALSE(violated(prober(2), observes + "property F \"\": at return of write: forall p in "
                                              "1..pages - 1: resident[p]"));
  EXPECT_FALSE(violated(prober(2), observes + "property F \"\": always forall p in 1..0: false"));
  EXPECT_TRUE(violated(prober(2), observes + "property F \"\": always forall a in 0..1: forall b "
                                             "in 0..1: resident[a] == resident[b]"));
}

// Two calls: the first fails and leaves something behind, or not; the second is done.
std::string failing(bool residue) {
  return std::string(R"(
shared queued: 0..2 = 0
shared other: bool = 0
observe queued: i64(queued)
observe other: i64(other)
thread t ends { init A; end D
  A -> B: call send
  B -> C: do queued := 1
  C -> E: do queued := )") +
         (residue ? "1" : "0") + R"(
  E -> F: return send with -12
  F -> G: call send
  G -> H: do queued := queued + 1
  H -> D: return send with 0 }
)";
}

TEST(SpecVerdicts, unchanged_if) {
  const std::string property =
      "observe queued: int observe other: bool property U \"\": at return of send: "
      "unchanged(queued, other) if result < 0";
  EXPECT_FALSE(violated(failing(false), property));
  EXPECT_TRUE(violated(failing(true), property));
  EXPECT_TRUE(violated(failing(false),
                       "observe queued: int property U \"\": at return of send: "
                       "unchanged(queued)"));
}

TEST(SpecVerdicts, old_of_an_expression) {
  EXPECT_TRUE(violated(failing(true),
                       "observe queued: int property O \"\": at return of send: "
                       "queued == old(queued + 1) - 1"));
  EXPECT_FALSE(violated(failing(true),
                        "observe queued: int property O \"\": at return of send: "
                        "queued == old(queued + 1)"));
}

// What a ghost counts and a list shows may be asked for over time.
TEST(SpecVerdicts, temporal_formulas_speak_of_ghosts_and_lists) {
  const std::string ghost = "ghost seen: int = 0 on probe do (seen <= 2 ? seen + 1 : seen) ";
  EXPECT_FALSE(unmet(prober(2), ghost + "property T \"\": eventually seen == 2"));
  EXPECT_TRUE(unmet(prober(1), ghost + "property T \"\": eventually seen == 2"));
  EXPECT_FALSE(unmet(prober(2), ghost + "property T \"\": seen < 2 until seen == 2"));
  EXPECT_TRUE(unmet(prober(3), ghost + "property T \"\": always eventually seen == 2"));
  const std::string lists = "observe resident: bool[] observe evictions: int ";
  EXPECT_FALSE(
      unmet(prober(2), lists + "property T \"\": forall p in resident: eventually resident[p]"));
  EXPECT_TRUE(
      unmet(prober(1), lists + "property T \"\": forall p in resident: eventually resident[p]"));
  EXPECT_TRUE(unmet(prober(2), lists + "property T \"\": forall p in resident: resident[p] "
                                       "leads_to evictions == 2"));
  EXPECT_FALSE(unmet(prober(2), lists + "property T \"\": always ((always evictions <= 2) if "
                                        "(forall p in resident: resident[p]))"));
}

TEST(SpecVerdicts, triggers) {
  const Question question =
      asked(failing(true),
            "observe queued: int property A \"\": at return of send: (result < 0 implies queued == "
            "1) and (result > 0 implies queued == 7 implies false) property B \"\": always queued "
            "> 1 implies (forall k in 0..1: queued > k implies true)");
  std::map<std::string, std::string> texts;
  for (const property::Trigger& trigger : question.triggers) {
    texts[trigger.property] += trigger.text + ";";
    EXPECT_EQ(trigger.places.size(), trigger.anywhere ? 0U : 2U);
  }
  EXPECT_EQ(texts["A"], ";result < 0;result > 0;queued == 7;");
  EXPECT_EQ(texts["B"], "queued > 1;queued > k;");
}

}  // namespace
}  // namespace headway::audit

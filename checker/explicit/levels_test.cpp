// The levels above `finite`, a machine for each rule; what is shown of them; and the standard
// livelock, whose loop must be the shortest.
#include <algorithm>

#include "checker/explicit/asked_test.h"
#include "checker/explicit/explore.h"
#include "checker/explicit/progress.h"

namespace headway::explicit_engine {
namespace {

using property::Holds;
using property::Level;
using property::Livelock;
using property::Obligation;

struct Shown {
  bool holds = false;
  std::optional<Level> up_to;
  std::optional<Livelock> livelock;
};

Shown progress(const std::string& text, Level required = Level::finite, Options options = {}) {
  const Asked asked(text, options, required);
  const property::Verdict& verdict = asked.verdict("progress");
  Shown shown;
  if (const auto* holds = std::get_if<Holds>(&verdict)) {
    shown.holds = true;
    shown.up_to = holds->up_to;
    if (holds->next) shown.livelock = std::get<Livelock>(*holds->next);
  } else {
    shown.up_to = std::get<property::Violated>(verdict).up_to;
    shown.livelock = asked.livelock();
  }
  return shown;
}

// One writer, one page.
std::string duel(const std::string& prepare, const std::string& attempt) {
  return "machine duel shared page: bool\n"
         "thread t ends { location TOP location COPY location DONE init TOP end DONE\n"
         "  TOP -> COPY: do page := 1 " +
         prepare + "\n  COPY -> TOP: " + attempt + " when !page\n  COPY -> DONE: " + attempt +
         " when page }\n"
         "adversary reclaim { init A A -> A: when page do page := 0 }\n";
}

TEST(Levels, TheDuelNeedsOneUndisturbedAttempt) {
  const Shown shown = progress(duel("prepare {page}", "attempt @ \"l.c\":1:1"));
  EXPECT_TRUE(shown.holds);
  EXPECT_EQ(shown.up_to, Level::page_fair);
  ASSERT_TRUE(shown.livelock);
  EXPECT_EQ(shown.livelock->level, Level::unrestricted);
  EXPECT_EQ(shown.livelock->lasso.loop.size(), 3u);
  ASSERT_EQ(shown.livelock->broken_by.size(), 1u);
  EXPECT_EQ(shown.livelock->broken_by[0].agent, machine::AgentId{1});
}

TEST(Levels, TheRequiredLevelDecides) {
  const std::string text = duel("prepare {page}", "attempt @ \"l.c\":1:1");
  EXPECT_TRUE(progress(text, Level::fair).holds);
  const Shown shown = progress(text, Level::unrestricted);
  EXPECT_FALSE(shown.holds);
  EXPECT_EQ(shown.up_to, Level::page_fair);
}

TEST(Levels, WhatIsShownStopsWhereTold) {
  Options options;
  options.level = Level::finite;
  const std::string text = duel("prepare {page}", "attempt");
  const Shown shown = progress(text, Level::finite, options);
  EXPECT_TRUE(shown.holds);
  EXPECT_EQ(shown.up_to, Level::finite);
  EXPECT_FALSE(shown.livelock);
  EXPECT_FALSE(progress(text, Level::unrestricted, options).holds);
}

// With nothing prepared every attempt is undisturbed.
TEST(Levels, NothingPrepared) {
  const Shown shown = progress(duel("", "attempt @ \"l.c\":1:1"));
  EXPECT_EQ(shown.up_to, Level::finite);
  ASSERT_TRUE(shown.livelock);
  EXPECT_EQ(shown.livelock->level, Level::fair);
  const auto& duties = shown.livelock->obligations;
  EXPECT_TRUE(std::any_of(duties.begin(), duties.end(), [](const Obligation& duty) {
    return duty.kind == Obligation::Kind::attempt && duty.met == Obligation::Met::undisturbed;
  }));
}

// Without attempts an adversary that acts for ever does as it likes.
TEST(Levels, NoAttempts) {
  const Shown shown = progress(duel("", ""));
  ASSERT_TRUE(shown.livelock);
  EXPECT_EQ(shown.livelock->level, Level::fair);
}

// An attempt that fails elsewhere than where it succeeds is an attempt of its own.
TEST(Levels, CallPathsAreApart) {
  const std::string text =
      "machine apart shared page: bool\n"
      "thread t ends { location TOP location COPY location DONE init TOP end DONE\n"
      "  TOP -> COPY: do page := 1 prepare {page}\n"
      "  COPY -> TOP: when !page\n"
      "  COPY -> DONE: attempt when page }\n"
      "adversary reclaim { init A A -> A: when page do page := 0 }\n";
  const Shown shown = progress(text);
  ASSERT_TRUE(shown.livelock);
  EXPECT_EQ(shown.livelock->level, Level::fair);  // the failing way attempts nothing
}

// The set counts as a whole; counted member by member the adversary may alternate.
TEST(Levels, MembersOneByOne) {
  const std::string text = R"(
machine alternate shared page: bool[2]
thread t ends { location TOP location MORE location COPY location DONE init TOP end DONE
  TOP -> MORE: do page[0] := 1 prepare {page[0..1]}
  MORE -> COPY: do page[1] := 1
  COPY -> TOP: attempt when !(page[0] && page[1]) @ "l.c":1:1
  COPY -> DONE: attempt when page[0] && page[1] @ "l.c":1:1 }
adversary reclaim { init A  A -> A: when page[0] do page[0] := 0  A -> A: when page[1] do page[1] := 0 }
)";
  const Shown shown = progress(text);
  EXPECT_EQ(shown.up_to, Level::fair);
  ASSERT_TRUE(shown.livelock);
  EXPECT_EQ(shown.livelock->level, Level::page_fair);
  EXPECT_TRUE(shown.livelock->broken_by.size() == 2);
  EXPECT_EQ(std::count_if(shown.livelock->obligations.begin(), shown.livelock->obligations.end(),
                          [](const Obligation& duty) { return duty.member.has_value(); }),
            2);
}

// What threads and daemons do is scheduling and disturbs nobody.
TEST(Levels, DaemonsDoNotDisturb) {
  const std::string text = R"(
machine pager shared page: bool
thread t ends { location TOP location COPY location DONE init TOP end DONE
  TOP -> COPY: do page := 1 prepare {page}
  COPY -> TOP: attempt when !page @ "l.c":1:1
  COPY -> DONE: attempt when page @ "l.c":1:1 }
daemon pager { init A A -> A: when page do page := 0 }
)";
  EXPECT_EQ(progress(text).livelock->level, Level::none);
}

TEST(Levels, Whims) {
  const std::string text = R"(
machine refused
thread t ends { location A location B init A end B
  A -> B: whim favourable "memory"
  A -> A: whim unfavourable "memory" }
)";
  const Shown shown = progress(text);
  EXPECT_EQ(shown.up_to, Level::page_fair);
  EXPECT_EQ(shown.livelock->level, Level::unrestricted);
  EXPECT_EQ(shown.livelock->broken_by.size(), 1u);
  // A favourable branch that leads round as well is no help.
  const Shown granted = progress(R"(
machine round
thread t ends { location A location B location C location D init A end D
  A -> B: whim favourable "memory"
  A -> B: whim unfavourable "memory"
  B -> A
  C -> D }
)");
  EXPECT_EQ(granted.livelock->level, Level::none);
}

// A whim between prepare and attempt disturbs, like an eviction.
TEST(Levels, AWhimDisturbs) {
  const std::string text = R"(
machine between shared page: bool
thread t ends { location TOP location TRY location COPY location DONE init TOP end DONE
  TOP -> TRY: do page := 1 prepare {page}
  TRY -> COPY: whim favourable "memory"
  TRY -> COPY: whim unfavourable "memory" do page := 0
  COPY -> TOP: attempt when !page @ "l.c":1:1
  COPY -> DONE: attempt when page @ "l.c":1:1 }
)";
  EXPECT_EQ(progress(text).livelock->level, Level::unrestricted);
}

TEST(Levels, SignalsComeOnce) {
  const std::string text = R"(
machine once shared page: bool
thread t ends { location TOP location DONE init TOP end DONE
  TOP -> TOP: when !page do page := 1
  TOP -> DONE: when page }
signal s { init A A -> A: do page := 0 }
)";
  EXPECT_EQ(progress(text).up_to, Level::unrestricted);
}

// The adversary alone opens and shuts the lock: released only by it, t is deadlocked while it is
// shut, and progress is judged on the rest.
TEST(Levels, DeadlockedStatesAreNotJudged) {
  const std::string text = R"(
machine shut shared shut: bool
thread t ends { location W wait location D init W end D  W -> D: when !shut }
adversary e { init A  A -> A: when !shut do shut := 1  A -> A: when shut do shut := 0 }
)";
  const Asked asked(text);
  EXPECT_FALSE(asked.holds("deadlock"));
  EXPECT_TRUE(asked.holds("progress"));
  EXPECT_EQ(progress(text).up_to, Level::unrestricted);
}

TEST(Levels, FairnessPresumed) {
  const std::string text = R"(
machine barge
shared lock: 0..9 holder owner
thread hog { location W wait acquire for lock location H init W
  W -> H: when lock == 0 do lock := 1 progress
  H -> W: do lock := 0 }
thread t ends { location W wait acquire for lock location H location D init W end D
  W -> H: when lock == 0 do lock := 2
  H -> D: do lock := 0 }
)";
  Options options;
  EXPECT_TRUE(progress(text, Level::finite, options).holds);
  options.fairness = property::Fairness::weak;
  EXPECT_EQ(progress(text, Level::finite, options).livelock->lasso.loop.size(), 2u);
  EXPECT_EQ(progress(text, Level::finite, options).livelock->agent, machine::AgentId{1});
  const std::string two =
      "machine two thread a { init A A -> A: progress } "
      "thread b ends { location A location B init A end B A -> B }";
  EXPECT_TRUE(progress(two, Level::finite, options).holds);
  options.fairness = property::Fairness::none;
  EXPECT_EQ(progress(two, Level::finite, options).livelock->agent, machine::AgentId{1});
}

// Locals of each thread are its own: their names get its number.
std::string own(std::string text, const std::string& name, const std::string& me) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
    text.insert(at + name.size(), me);
  return text;
}

// Three writers, three pages, as the benchmark has it; all end, or all go on for ever.
std::string three_writers(bool others_end) {
  std::string text =
      "machine duel\nshared page: bool[3]\nshared lock: 0..9[3] holder owner label \"page lock\"\n";
  for (int w = 0; w < 3; ++w) {
    const bool ends = others_end;
    const std::string me = std::to_string(w + 1);
    std::string writer =
        "thread writer" + me + (ends ? " ends" : "") + " { var pos: 0.." + (ends ? "3" : "2") +
        " = 0\n location TOP location WAIT wait acquire for lock[pos] init TOP" +
        (ends ? " end END" : "") + "\n  TOP -> WAIT: " + (ends ? "when pos < 3 " : "") +
        "do page[pos] := 1 prepare {page[pos]}\n"
        "  WAIT -> LOOK: when lock[pos] == 0 do lock[pos] := " +
        me +
        "\n"
        "  LOOK -> DONE: attempt when page[pos] @ \"l.c\":1:1\n"
        "  LOOK -> RETRY: attempt when !page[pos] @ \"l.c\":1:1\n"
        "  RETRY -> TOP: do lock[pos] := 0\n"
        "  DONE -> TOP: do lock[pos] := 0, pos := " +
        (ends ? "pos + 1" : "(pos + 1) % 3 progress") + "\n" +
        (ends ? "  TOP -> END: when pos == 3\n" : "") + "}\n";
    text += own(writer, "pos", me);
  }
  return text +
         "adversary evict { init A A -> A: choose p in 0..2 when page[p] do page[p] := 0 }\n";
}

TEST(Duel, TheLoopHasFiveStepsWhereTheOthersHaveEnded) {
  const Asked asked(three_writers(true));
  const auto& holds = std::get<Holds>(asked.verdict("progress"));
  EXPECT_EQ(holds.up_to, Level::page_fair);
  ASSERT_TRUE(holds.next);
  const auto& livelock = std::get<Livelock>(*holds.next);
  EXPECT_EQ(livelock.level, Level::unrestricted);
  EXPECT_EQ(livelock.lasso.loop.size(), 5u);
  EXPECT_TRUE(holds.notes.empty()) << holds.notes.front();
}

TEST(Duel, TheLoopHasThirteenStepsWithThreeEndlessWriters) {
  const Asked asked(three_writers(false));
  const auto& holds = std::get<Holds>(asked.verdict("progress"));
  EXPECT_EQ(holds.up_to, Level::page_fair);
  ASSERT_TRUE(holds.next);
  const auto& livelock = std::get<Livelock>(*holds.next);
  EXPECT_EQ(livelock.level, Level::unrestricted);
  EXPECT_EQ(livelock.lasso.loop.size(), 13u);
  EXPECT_TRUE(holds.notes.empty()) << holds.notes.front();
}

// Without strong fairness they hinder each other at every level; what reclaim does to one of them
// is five steps again.
TEST(Duel, TheLoopHasFiveStepsUnderWeakFairness) {
  const machine::Machine machine = parsed(three_writers(false));
  Options options;
  Budget budget(options);
  Successors successors(machine);
  StateGraph graph(machine);
  explore(machine, successors, graph, budget);
  const Walk reachable = walk(graph, Adversaries::act);
  const std::vector<AgentSet> enabled = enabled_sets(graph, true);
  CycleGraph cycles(graph);
  cycles.enabled_in = enabled;
  const Fairness weak(graph, property::Fairness::weak);
  const Deadlocked deadlocked(graph, reachable, nullptr);
  Tracer tracer(graph, successors);
  const auto found =
      ProgressAtLevel({cycles, reachable, Level::unrestricted}, weak, deadlocked).find(tracer);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->livelock.agent, machine::AgentId{0});
  EXPECT_EQ(found->livelock.lasso.loop.size(), 5u);
  EXPECT_TRUE(found->notes.empty());
}

}  // namespace
}  // namespace headway::explicit_engine

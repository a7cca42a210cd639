// Random machines judged by SPIN. HEADWAY_SPIN_MACHINES says how many, HEADWAY_RANDOM_SEED from
// where. Each costs two compilers and some runs of the verifier.
#include "checker/cli/spin.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "checker/audit/random_machine.h"
#include "checker/audit/random_scheduled.h"
#include "checker/explicit/engine.h"
#include "model/machine/text.h"
#include "model/passes/passes.h"

namespace headway::cli {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Spin, agrees_on_random_machines) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_SPIN_MACHINES", 40);
  std::uint64_t states = 0, asserting = 0, deadlocks = 0, standstills = 0, endless = 0,
                deadlock_exact = 0, progress_exact = 0;
  int failures = 0;
  for (std::uint64_t next = seed; next < seed + wanted && failures < 5; ++next) {
    const machine::Machine machine = audit::random_machine(next);
    if (next % 50 == 0) std::cout << "seed " << next << std::endl;
    const auto compared = compare_with_spin(machine, {});
    ASSERT_TRUE(compared) << "seed " << next;
    ASSERT_FALSE(compared->spin.refused) << "seed " << next << ": " << *compared->spin.refused;
    states += compared->states;
    asserting += compared->failed.empty() ? 0 : 1;
    deadlocks += compared->deadlock ? 1 : 0;
    standstills += compared->spin.standstill ? 1 : 0;
    endless += compared->spin.endless ? 1 : 0;
    deadlock_exact += compared->deadlock_exact ? 1 : 0;
    progress_exact += compared->progress_exact ? 1 : 0;
    if (compared->differences.empty()) continue;
    ++failures;
    for (const std::string& difference : compared->differences)
      ADD_FAILURE() << "seed " << next << ": " << difference;
    std::cout << print_machine(machine);
  }
  std::cout << wanted << " random machines from seed " << seed << " judged by SPIN: " << states
            << " states, " << asserting << " with failing assertions, " << deadlocks
            << " with deadlocks (" << standstills << " at a standstill), " << endless
            << " with endless threads; SPIN decides deadlock in " << deadlock_exact
            << " and progress in " << progress_exact << ", and bounds them in the others\n";
  if (wanted < 40 || failures > 0) return;
  EXPECT_GE(asserting * 10, wanted);
  EXPECT_GE(standstills * 20, wanted);
  EXPECT_GE(endless * 10, wanted);
}

// The schedulers have another judge than our two engines: who is held back is a guard in C.
TEST(Spin, agrees_on_random_scheduled_machines) {
  const std::uint64_t wanted = from_environment("HEADWAY_SPIN_MACHINES", 40) / 4;
  std::uint64_t machines = 0, states = 0;
  for (std::uint64_t next = from_environment("HEADWAY_RANDOM_SEED", 1); machines < wanted; ++next) {
    const machine::Machine machine =
        passes::place_on_processors(audit::random_scheduled_machine(next));
    if (machine == audit::random_scheduled_machine(next)) continue;
    explicit_engine::Options limited;
    limited.limits.max_states = 2000;
    if (explicit_engine::check(machine, {}, limited).statistics.states > 2000) continue;
    const auto compared = compare_with_spin(machine, {});
    ASSERT_TRUE(compared) << "seed " << next;
    ASSERT_FALSE(compared->spin.refused) << "seed " << next << ": " << *compared->spin.refused;
    ++machines;
    states += compared->states;
    for (const std::string& difference : compared->differences)
      ADD_FAILURE() << "seed " << next << ": " << difference << "\n" << print_machine(machine);
  }
  std::cout << machines
            << " random machines whose agents share processors judged by SPIN: " << states
            << " states\n";
}

// A thread and a daemon that pass a lock on; the adversary may take the page away for ever.
constexpr const char* kMachine = R"(
machine planted
shared lock: u8 in 0..2
shared page: bool = true
shared turns: u8 in 0..3
thread t ends {
  init A
  location A wait uninterruptible
  location B
  end E
  A -> B: when lock == 0 do lock := 1 check assert "turns" : turns < 2
  B -> A: when !page do lock := 0, turns := turns < 3 ? turns + 1 : 3
  B -> E: when page do lock := 0
}
daemon d {
  init A
  location A wait uninterruptible idle
  A -> A: when !page do page := true
}
adversary reclaim {
  init A
  A -> A: when page do page := false
}
)";

machine::Machine parsed(const std::string& text) {
  return machine::parse_machine(text, "t.machine");
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

// What is found when SPIN is given a machine with a fault.
std::string found(const std::string& what, const std::string& by) {
  const auto compared =
      compare_with_spin(parsed(kMachine), parsed(replaced(kMachine, what, by)), {});
  std::string all = compared->spin.refused.value_or("");
  for (const std::string& difference : compared->differences) all += difference + "\n";
  return all;
}

TEST(Spin, agrees_where_nothing_is_planted) { EXPECT_EQ(found("turns < 3", "turns < 3"), ""); }

TEST(Spin, planted_faults_are_found) {
  EXPECT_NE(found("turns < 2", "turns < 4").find("assertions violated: ours assert"),
            std::string::npos);
  EXPECT_NE(found("turns < 3 ? turns + 1 : 3", "turns < 2 ? turns + 1 : 2").find("states: ours"),
            std::string::npos);
  EXPECT_NE(found("A -> A: when !page do page := true", "A -> A: when false")
                .find("SPIN sees a thread that never ends"),
            std::string::npos);
  EXPECT_NE(found("B -> A: when !page do lock := 0,", "B -> A: when !page do")
                .find("SPIN ends where somebody waits"),
            std::string::npos);
}

// A deadlock that SPIN must see: the lock is never given back.
TEST(Spin, deadlock_is_missed_by_nobody) {
  const std::string broken =
      replaced(kMachine, "B -> A: when !page do lock := 0,", "B -> A: when !page do");
  const auto compared = compare_with_spin(parsed(broken), parsed(kMachine), {});
  ASSERT_TRUE(compared->deadlock);
  std::string all;
  for (const std::string& difference : compared->differences) all += difference;
  EXPECT_NE(all.find("we see a deadlock"), std::string::npos) << all;
}

std::string refusal(const std::string& text) {
  const auto compared = compare_with_spin(parsed(text), {});
  return compared->spin.refused.value_or("");
}

TEST(Spin, what_exceeds_32_bits_is_refused_by_name) {
  EXPECT_EQ(
      refusal("machine m\nshared far: u64 = 4294967296\nthread t ends { init A end E A -> E }"),
      "Promela: the variable far exceeds 32 bits");
  EXPECT_EQ(refusal("machine m\nshared far: i64 in 0..4294967296 = 1\n"
                    "thread t ends { init A end E A -> E }"),
            "Promela: the variable far exceeds 32 bits");
  EXPECT_EQ(refusal("machine m\nshared far: i64 = 65536\n"
                    "thread t ends { init A end E A -> E: do far := far * far }"),
            "the variable far exceeds 32 bits");
  EXPECT_EQ(refusal("machine m\nshared near: u64 = 65535\n"
                    "thread t ends { init A end E A -> E: do near := near - 65536 }"),
            "");
}

TEST(Spin, more_steps_than_options_are_refused) {
  const std::string text =
      "machine m\nshared n: i64 = 40\nshared x: i64\n"
      "thread t ends { init A end E A -> E: choose 0..n do x := choice }";
  EXPECT_EQ(refusal(text), "too many steps from one location to another");
  EXPECT_EQ(refusal(replaced(text, "= 40", "= 15")), "");
}

}  // namespace
}  // namespace headway::cli

// Random machines judged by SPIN. HEADWAY_SPIN_MACHINES says how many, HEADWAY_RANDOM_SEED from
// where. Each costs two compilers and some runs of the verifier.
#include "checker/cli/spin.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "checker/audit/random_machine.h"
#include "model/machine/text.h"

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

}  // namespace
}  // namespace headway::cli

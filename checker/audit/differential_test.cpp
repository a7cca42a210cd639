// The explicit engine against the toy checker on random machines, and a proof that this would find
// a faulty engine. HEADWAY_RANDOM_MACHINES sets how many (default 20000), HEADWAY_RANDOM_SEED where
// they start (default 1). A machine on which they disagree is shrunk and printed as text: keep it
// under regressions/, where each file is checked again by every run.
#include "checker/audit/differential.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>

#include "checker/audit/random_disturbed.h"
#include "checker/audit/random_killed.h"
#include "checker/audit/random_locks.h"
#include "checker/audit/random_machine.h"
#include "checker/audit/shrink.h"
#include "checker/explicit/engine.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"

namespace headway::audit {
namespace {

using machine::Machine;
using property::Property;

constexpr std::size_t kMaxStates = 250;

property::Result engine(const Machine& machine, const std::vector<Property>& properties) {
  return explicit_engine::check(machine, properties, {});
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

bool disagree(const Machine& machine, const EngineUnderTest& under_test) {
  const Comparison found = compare(machine, random_machine_properties(), under_test, kMaxStates);
  return !found.disagreements.empty();
}

std::string shrunk(const Machine& machine, const EngineUnderTest& under_test) {
  return print_machine(shrink(machine, [&](const Machine& m) { return disagree(m, under_test); }));
}

struct Tally {
  std::uint64_t compared = 0, too_large = 0, holding = 0, violated = 0, deadlocks = 0, progress = 0,
                fair_cycles = 0, with_adversaries = 0, inversions = 0, spins = 0, states = 0,
                replayed = 0;

  void count(const Comparison& found) {
    if (found.too_large) {
      ++too_large;
      return;
    }
    ++compared;
    ++(found.violated ? violated : holding);
    deadlocks += found.deadlock ? 1 : 0;
    inversions += found.inversion ? 1 : 0;
    progress += found.progress ? 1 : 0;
    spins += found.spins ? 1 : 0;
    fair_cycles += found.fair_cycle ? 1 : 0;
    with_adversaries += found.progress_with_adversaries ? 1 : 0;
    states += found.states;
    replayed += found.replayed_steps;
  }
  void print(std::uint64_t seed) const {
    std::cout << "random machines from seed " << seed << ": " << compared << " compared ("
              << too_large << " more were too large), " << states << " states; " << holding
              << " hold, " << violated << " violate; " << progress << " without progress ("
              << with_adversaries << " only after an adversary), " << fair_cycles
              << " of them round a fair cycle, " << deadlocks << " with deadlocks, " << inversions
              << " with locks in inverted order, " << spins << " that spin; " << replayed
              << " steps replayed\n";
  }
};

TEST(Differential, EngineAgreesWithToyChecker) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000);
  Tally tally;
  int failures = 0;
  for (std::uint64_t next = seed; tally.compared < wanted && failures < 3; ++next) {
    const Machine machine = random_machine(next);
    const std::vector<std::string> wrong = problems(machine);
    ASSERT_TRUE(wrong.empty()) << "seed " << next << ": " << wrong.front();
    const Comparison found = compare(machine, random_machine_properties(), engine, kMaxStates);
    tally.count(found);
    if (found.disagreements.empty()) continue;
    ++failures;
    std::ostringstream all;
    for (const std::string& disagreement : found.disagreements) all << "  " << disagreement << '\n';
    ADD_FAILURE() << "seed " << next << ":\n" << all.str() << shrunk(machine, engine);
  }
  tally.print(seed);
  if (wanted < 2000 || failures > 0) return;
  EXPECT_GE(tally.fair_cycles * 10, tally.compared);
  EXPECT_GE(tally.deadlocks * 10, tally.compared);
  EXPECT_GE(tally.spins * 20, tally.compared);
  EXPECT_GE(tally.with_adversaries * 200, tally.compared);
  EXPECT_LE(std::max(tally.holding, tally.violated) * 10,
            std::min(tally.holding, tally.violated) * 12);
}

// The order of locks: fewest chains, shortest runs, and each chain audited.
TEST(Differential, LockOrderAgreesWithToyChecker) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000) / 20;
  std::uint64_t inverted = 0, deadlocks = 0, compared = 0;
  for (std::uint64_t next = seed; compared < wanted && !HasFailure(); ++next) {
    const Machine machine = random_lock_machine(next);
    const std::vector<std::string> wrong = problems(machine);
    ASSERT_TRUE(wrong.empty()) << "seed " << next << ": " << wrong.front();
    const Comparison found = compare(machine, random_machine_properties(), engine, kMaxStates);
    if (found.too_large) continue;
    ++compared;
    inverted += found.inversion ? 1 : 0;
    deadlocks += found.inversion && found.deadlock ? 1 : 0;
    for (const std::string& disagreement : found.disagreements)
      ADD_FAILURE() << "seed " << next << ": " << disagreement << '\n' << shrunk(machine, engine);
  }
  std::cout << "random locks from seed " << seed << ": " << compared << " compared, " << inverted
            << " in inverted order, " << deadlocks << " of them with deadlocks\n";
  if (HasFailure()) return;
  EXPECT_GE(inverted * 10, compared);
  EXPECT_GE((inverted - deadlocks) * 50, compared);
}

property::Fairness fairness_of(std::uint64_t seed) {
  if (seed % 5 == 1) return property::Fairness::weak;
  return seed % 5 == 3 ? property::Fairness::none : property::Fairness::strong;
}

EngineUnderTest engine_with(property::Fairness presumed) {
  return [presumed](const Machine& machine, const std::vector<Property>& properties) {
    explicit_engine::Options options;
    options.fairness = presumed;
    return explicit_engine::check(machine, properties, options);
  };
}

std::vector<Property> progress_at(property::Level level) {
  std::vector<Property> properties = random_machine_properties();
  properties.resize(2);
  properties[1].required = level;
  return properties;
}

bool levels_disagree(const Machine& machine, const EngineUnderTest& under_test,
                     property::Fairness presumed) {
  return !compare(machine, progress_at(property::Level::finite), under_test, kMaxStates, presumed)
              .disagreements.empty();
}

// All levels, under each fairness: the weakest that is violated, the lasso audited, and what alone
// would end it.
TEST(Differential, LevelsAgreeWithToyChecker) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000) / 10;
  std::map<std::optional<property::Level>, std::uint64_t> weakest;
  std::uint64_t compared = 0, breakable = 0;
  for (std::uint64_t next = seed; compared < wanted && !HasFailure(); ++next) {
    const Machine machine = random_disturbed_machine(next);
    const std::vector<std::string> wrong = problems(machine);
    ASSERT_TRUE(wrong.empty()) << "seed " << next << ": " << wrong.front();
    const property::Fairness presumed = fairness_of(next);
    const auto required = static_cast<property::Level>(next % 5);
    const EngineUnderTest under_test = engine_with(presumed);
    const Comparison found =
        compare(machine, progress_at(required), under_test, kMaxStates, presumed);
    if (found.too_large) continue;
    ++compared;
    if (required != property::Level::none) ++weakest[found.weakest];
    breakable += found.breakable ? 1 : 0;
    for (const std::string& disagreement : found.disagreements)
      ADD_FAILURE() << "seed " << next << ": " << disagreement;
    if (!found.disagreements.empty()) {
      ADD_FAILURE() << print_machine(shrink(
          machine, [&](const Machine& m) { return levels_disagree(m, under_test, presumed); }));
    }
  }
  std::cout << "random disturbed machines from seed " << seed << ": " << compared << " compared;";
  for (const auto& [level, count] : weakest)
    std::cout << " " << count
              << (level ? " fail at level " + std::to_string(static_cast<int>(*level))
                        : std::string(" hold at all (or are too large)"));
  std::cout << "; " << breakable << " broken by one step\n";
  if (HasFailure() || wanted < 500) return;
  for (const auto level :
       {property::Level::finite, property::Level::fair, property::Level::unrestricted})
    EXPECT_GE(weakest[level] * 100, compared) << static_cast<int>(level);
  // Sets of several cells that are taken in turn are rare.
  EXPECT_GE(weakest[property::Level::page_fair] * 500, compared);
}

// Who goes on after a fatal signal: for ever, or with too many attempts.
TEST(Differential, KillableAgreesWithToyChecker) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000) / 10;
  std::uint64_t undying = 0, overlong = 0, compared = 0;
  for (std::uint64_t next = seed; compared < wanted && !HasFailure(); ++next) {
    const Machine machine = random_killed_machine(next);
    const std::vector<std::string> wrong = problems(machine);
    ASSERT_TRUE(wrong.empty()) << "seed " << next << ": " << wrong.front();
    const Comparison found = compare(machine, random_machine_properties(), engine, kMaxStates);
    if (found.too_large) continue;
    ++compared;
    undying += found.undying ? 1 : 0;
    overlong += found.overlong ? 1 : 0;
    for (const std::string& disagreement : found.disagreements)
      ADD_FAILURE() << "seed " << next << ": " << disagreement << '\n' << shrunk(machine, engine);
  }
  std::cout << "random killed machines from seed " << seed << ": " << compared << " compared, "
            << undying << " go on for ever, " << overlong << " with too many attempts\n";
  if (HasFailure() || wanted < 200) return;
  EXPECT_GE(undying * 20, compared);
  EXPECT_GE(overlong * 100, compared);
  EXPECT_LE((undying + overlong) * 10, compared * 9);
}

TEST(Differential, TextFormParsesBack) {
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000);
  for (std::uint64_t seed = 1; seed <= wanted; ++seed) {
    const Machine machine = random_machine(seed);
    const std::string text = print_machine(machine);
    ASSERT_EQ(machine::parse_machine(text, "random.machine"), machine) << text;
  }
}

TEST(Differential, Regressions) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator("checker/audit/regressions")) {
    if (entry.path().extension() == ".machine") files.push_back(entry.path());
  }
  ASSERT_FALSE(files.empty());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    const Machine machine = machine::parse_machine(text.str(), file.string());
    const Comparison found = compare(machine, random_machine_properties(), engine, kMaxStates);
    EXPECT_FALSE(found.too_large) << file;
    for (const std::string& disagreement : found.disagreements)
      ADD_FAILURE() << file << ": " << disagreement;
  }
}

// A fault seeded into the engine: it is told a machine other than the one it is asked about.
using Fault = Machine (*)(Machine);

Machine without_strong_fairness(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (location.wait) location.wait->acquire = false;
    }
  }
  return machine;
}

// What an adversary does is deleted at both levels and owes nothing: the daemon's justice is gone,
// and so are its steps.
Machine without_daemon_fairness(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (agent.kind == machine::AgentKind::daemon && location.wait) location.wait->idle = false;
    }
    if (agent.kind == machine::AgentKind::daemon) agent.kind = machine::AgentKind::adversary;
  }
  return machine;
}

Machine with_harmless_whims(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions)
      transition.favour = machine::Favour::none;
  }
  return machine;
}

Machine without_last_transition(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.transitions.size() > 3) agent.transitions.pop_back();
  }
  return machine;
}

Machine with_shared_acquires(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (location.wait) location.wait->shared = location.wait->acquire;
    }
  }
  for (machine::Variable& variable : machine.variables) {
    if (variable.holder == machine::Holder::owner) variable.holder = machine::Holder::mask;
  }
  return machine;
}

Machine with_idle_waits(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (location.wait) location.wait->idle = true;
    }
  }
  return machine;
}

Machine without_progress_marks(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) transition.progress = false;
  }
  return machine;
}

// Who holds what a waiter waits for decides only where some thread still steps beside a wait cycle.
Machine without_resources(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (location.wait) location.wait->resource.reset();
    }
  }
  return machine;
}

Machine without_atomicity(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (agent.kind != machine::AgentKind::setup) location.committed = false;
    }
  }
  return machine;
}

Machine without_adversaries(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::adversary) agent.transitions.clear();
  }
  return machine;
}

Machine without_signals(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::signal) agent.transitions.clear();
  }
  return machine;
}

Machine with_one_initial_state(Machine machine) {
  for (machine::Variable& variable : machine.variables) {
    if (variable.initial_any) variable.initial_any->high = variable.initial_any->low;
  }
  return machine;
}

Machine without_fatal_checks(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) {
      for (machine::Check& check : transition.checks) check.fatal = false;
    }
  }
  return machine;
}

Machine without_timed_waits(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Location& location : agent.locations) {
      if (location.wait) location.wait->timed = false;
    }
  }
  return machine;
}

// Signals that never become pending, and attempts that nobody sees.
Machine without_fatal_signals(Machine machine) {
  for (machine::Agent& agent : machine.agents) agent.fatal.reset();
  return machine;
}

Machine without_attempts(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) transition.attempt.reset();
  }
  return machine;
}

Machine with_ends_as_waits(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.kind != machine::AgentKind::thread || !agent.end) continue;
    agent.locations[index_of(*agent.end)].wait = machine::Wait{};
    agent.end.reset();
    agent.ends = false;
  }
  return machine;
}

struct NamedFault {
  const char* name;
  Fault fault;
  Machine (*make)(std::uint64_t seed) = random_machine;
};

void PrintTo(const NamedFault& fault, std::ostream* out) { *out << fault.name; }

class SeededFault : public ::testing::TestWithParam<NamedFault> {};

// The verdicts alone must give the fault away: audit and counters are not asked.
bool verdicts_differ(const Machine& machine, Fault fault) {
  const Comparison found = compare(
      machine, random_machine_properties(),
      [&](const Machine& m, const std::vector<Property>& p) { return engine(fault(m), p); },
      kMaxStates);
  return std::any_of(found.disagreements.begin(), found.disagreements.end(),
                     [](const std::string& what) {
                       return what.find(" violated: ") != std::string::npos ||
                              what.find(" level: ") != std::string::npos;
                     });
}

TEST_P(SeededFault, IsFound) {
  const Fault fault = GetParam().fault;
  const auto make = GetParam().make;
  for (std::uint64_t seed = 1; seed <= 10000; ++seed) {
    const Machine machine = make(seed);
    if (!verdicts_differ(machine, fault)) continue;
    const Machine small =
        shrink(machine, [&](const Machine& m) { return verdicts_differ(m, fault); });
    std::size_t transitions = 0;
    for (const machine::Agent& agent : small.agents) transitions += agent.transitions.size();
    EXPECT_LE(transitions, 12U) << print_machine(small);
    std::cout << GetParam().name << ": found at seed " << seed << ", shrunk to " << transitions
              << " transitions\n";
    return;
  }
  FAIL() << "no random machine shows the fault";
}

constexpr NamedFault kFaults[] = {
    {"without_strong_fairness", without_strong_fairness},
    {"without_daemon_fairness", without_daemon_fairness},
    {"with_harmless_whims", with_harmless_whims},
    {"without_last_transition", without_last_transition},
    {"with_idle_waits", with_idle_waits},
    {"without_progress_marks", without_progress_marks},
    {"without_resources", without_resources},
    {"without_atomicity", without_atomicity},
    {"without_adversaries", without_adversaries},
    {"without_signals", without_signals},
    {"with_shared_acquires", with_shared_acquires},
    {"with_one_initial_state", with_one_initial_state},
    {"without_fatal_checks", without_fatal_checks},
    {"with_ends_as_waits", with_ends_as_waits},
    {"without_timed_waits", without_timed_waits},
    {"without_fatal_signals", without_fatal_signals, random_killed_machine},
    {"without_attempts", without_attempts, random_killed_machine},
};

INSTANTIATE_TEST_SUITE_P(Faults, SeededFault, ::testing::ValuesIn(kFaults),
                         [](const auto& instance) { return instance.param.name; });

// Faults that only levels above `finite` show.
void for_each_transition(Machine& machine, void (*change)(machine::Transition&)) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) change(transition);
  }
}

Machine without_prepares(Machine machine) {
  for_each_transition(machine, [](machine::Transition& t) { t.prepare.reset(); });
  return machine;
}

Machine with_one_kind(Machine machine) {
  for_each_transition(machine, [](machine::Transition& t) {
    if (t.prepare) t.prepare->kind = "range";
    if (t.attempt) t.attempt = "range";
  });
  return machine;
}

Machine without_call_paths(Machine machine) {
  for_each_transition(machine, [](machine::Transition& t) { t.origin.reset(); });
  return machine;
}

Machine with_first_member_only(Machine machine) {
  for_each_transition(machine, [](machine::Transition& t) {
    if (t.prepare) t.prepare->last = t.prepare->first;
  });
  return machine;
}

// Its steps no longer disturb, though they still are an adversary's to fairness: who is enabled
// changes with it.
Machine with_reclaim_as_daemon(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::adversary) agent.kind = machine::AgentKind::daemon;
  }
  return machine;
}

class SeededLevelFault : public ::testing::TestWithParam<NamedFault> {};

TEST_P(SeededLevelFault, IsFound) {
  const Fault fault = GetParam().fault;
  for (std::uint64_t seed = 1; seed <= 5000; ++seed) {
    const Comparison found = compare(
        random_disturbed_machine(seed), progress_at(property::Level::finite),
        [&](const Machine& m, const std::vector<Property>& p) { return engine(fault(m), p); },
        kMaxStates);
    if (std::none_of(found.disagreements.begin(), found.disagreements.end(),
                     [](const std::string& what) {
                       return what.find(" weakest level: ") != std::string::npos;
                     })) {
      continue;
    }
    std::cout << GetParam().name << ": found at seed " << seed << "\n";
    return;
  }
  FAIL() << "no random machine shows the fault";
}

constexpr NamedFault kLevelFaults[] = {
    {"without_prepares", without_prepares},
    {"with_one_kind", with_one_kind},
    {"without_attempts", without_attempts},
    {"without_call_paths", without_call_paths},
    {"with_first_member_only", with_first_member_only},
    {"with_reclaim_as_daemon", with_reclaim_as_daemon},
};

INSTANTIATE_TEST_SUITE_P(LevelFaults, SeededLevelFault, ::testing::ValuesIn(kLevelFaults),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace headway::audit

// Each pass alone, and all of them in their order, against the machine as it was: the explicit
// engine must give the same verdict on every property, on every random machine. States may differ.
// HEADWAY_RANDOM_MACHINES and HEADWAY_RANDOM_SEED as in differential_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

#include "checker/audit/audit.h"
#include "checker/audit/random_guarded.h"
#include "checker/audit/random_machine.h"
#include "checker/audit/random_scheduled.h"
#include "checker/audit/shrink.h"
#include "checker/audit/toy_checker.h"
#include "checker/explicit/engine.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/local_work.h"
#include "model/passes/lock_sets.h"
#include "model/passes/passes.h"

namespace headway::audit {
namespace {

using machine::Machine;

using Transformation = std::function<Machine(Machine)>;

// One line per property: its verdict, and the level of a livelock.
std::string verdicts(const Machine& machine) {
  std::ostringstream lines;
  const Machine placed = passes::place_on_processors(machine);  // what the scheduler makes of it
  const property::Result result = explicit_engine::check(placed, random_machine_properties(), {});
  audit(placed, result);
  for (const property::Answer& answer : result.answers) {
    lines << answer.property.id;
    if (const auto* violated = std::get_if<property::Violated>(&answer.verdict)) {
      lines << " violated";
      if (const auto* livelock = std::get_if<property::Livelock>(&violated->counterexample)) {
        lines << " at " << (livelock->level == property::Level::none ? "none" : "finite");
      }
    }
    lines << '\n';
  }
  return lines.str();
}

// What is wrong with the transformation of this machine; empty when nothing is.
std::string disagreement(const Machine& machine, const Transformation& transform) {
  try {
    const Machine after = transform(machine);
    const std::vector<std::string> wrong = problems(after);
    if (!wrong.empty()) return "not well-formed: " + wrong.front();
    const std::string was = verdicts(machine);
    const std::string is = verdicts(after);
    return was == is ? "" : "before:\n" + was + "after:\n" + is + print_machine(after);
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void expect_same_verdicts_on_regressions(const Transformation& transform) {
  for (const auto& entry : std::filesystem::directory_iterator("checker/audit/regressions")) {
    if (entry.path().extension() != ".machine") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const Machine machine = machine::parse_machine(text.str(), entry.path().string());
    EXPECT_EQ(disagreement(machine, transform), "") << entry.path();
  }
}

struct Family {
  const char* name;
  Machine (*make)(std::uint64_t seed);
};
constexpr Family kFamilies[] = {{"random", random_machine},
                                {"guarded", random_guarded_machine},
                                {"scheduled", random_scheduled_machine}};

// Of each family as many machines as wanted; says how many of them the transformation changes.
void expect_same_verdicts_on_random_machines(const Transformation& transform) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted =
      std::min<std::uint64_t>(from_environment("HEADWAY_RANDOM_MACHINES", 2000), 100000);
  std::uint64_t changed = 0;
  for (const Family& family : kFamilies) {
    std::uint64_t of_family = 0;
    for (std::uint64_t next = seed; next < seed + wanted; ++next) {
      const Machine machine = family.make(next);
      if (!toy_check(passes::place_on_processors(machine), {}, 400))
        continue;  // some have very many states
      of_family += transform(machine) == machine ? 0 : 1;
      const std::string wrong = disagreement(machine, transform);
      if (wrong.empty()) continue;
      const Machine small =
          shrink(machine, [&](const Machine& m) { return !disagreement(m, transform).empty(); });
      FAIL() << family.name << ", seed " << next << "\n"
             << print_machine(small) << disagreement(small, transform);
    }
    std::cout << wanted << " " << family.name << " machines, " << of_family << " changed by it\n";
    changed += of_family;
  }
  EXPECT_GT(changed * 50, wanted);
}

void expect_same_verdicts(const Transformation& transform) {
  expect_same_verdicts_on_regressions(transform);
  expect_same_verdicts_on_random_machines(transform);
}

class PassKeepsVerdicts : public ::testing::TestWithParam<passes::Pass> {};

TEST_P(PassKeepsVerdicts, OnRandomMachines) { expect_same_verdicts(GetParam().run); }

std::string test_name(const ::testing::TestParamInfo<passes::Pass>& instance) {
  std::string name(instance.param.name);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Passes, PassKeepsVerdicts, ::testing::ValuesIn(passes::all_passes()),
                         test_name);

TEST(AllPasses, KeepVerdicts) {
  expect_same_verdicts([](Machine machine) {
    for (const passes::Pass& pass : passes::all_passes()) machine = pass.run(std::move(machine));
    return machine;
  });
}

// ---- Transactions with a fault: found, and soon

using Moves = std::function<bool(const Machine&, machine::AgentId, const machine::Transition&)>;

// The pass, with another opinion of what moves.
Machine commit_where(const Machine& machine, const Moves& moves) {
  Machine result = machine;
  for (std::size_t k = 0; k < machine.agents.size(); ++k) {
    const auto id = static_cast<machine::AgentId>(k);
    const auto commit = passes::committable(
        machine, machine.agents[k],
        [&](const machine::Transition& each) { return moves(machine, id, each); });
    for (std::size_t i = 0; i < commit.size(); ++i) {
      if (commit[i]) result.agents[k].locations[i].committed = true;
    }
  }
  return result;
}

void expect_found(const Moves& moves) {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    const Machine machine = random_guarded_machine(seed);
    if (!toy_check(machine, {}, 400)) continue;
    const auto wrong = [&](Machine each) { return commit_where(each, moves); };
    if (disagreement(machine, wrong).empty()) continue;
    std::cout << "found at machine " << seed << '\n';
    return;
  }
  FAIL() << "nobody noticed";
}

TEST(WrongTransactions, AnAccessThatNobodyProtectsIsTakenForAMover) {
  expect_found([](const Machine& machine, machine::AgentId, const machine::Transition& each) {
    bool takes = false;  // locks apart: who takes and gives them back is seen at once
    for (const machine::Assignment& assignment : each.assignments)
      takes |= machine.at(assignment.place.variable).holder != machine::Holder::none;
    return !passes::bears_mark(each) && !takes;
  });
}

TEST(WrongTransactions, AnyLockIsTakenForTheRightOne) {
  expect_found([](const Machine& machine, machine::AgentId agent, const machine::Transition& each) {
    const passes::LockSets sets(machine);
    bool holds = false, takes = false;
    for (std::size_t k = 0; k < sets.locks().size(); ++k)
      holds |= sets.held(agent, each.from, k) == passes::Standing::exclusive;
    for (const machine::Assignment& assignment : each.assignments)
      takes |= machine.at(assignment.place.variable).holder != machine::Holder::none;
    return !passes::bears_mark(each) && holds && !takes;
  });
}

TEST(WrongTransactions, ReleasesAreTakenForBothMovers) {
  expect_found([](const Machine& machine, machine::AgentId agent, const machine::Transition& each) {
    const passes::LockSets sets(machine);
    bool holds = false, shared = false;
    for (std::size_t k = 0; k < sets.locks().size(); ++k)
      holds |= sets.held(agent, each.from, k) == passes::Standing::exclusive;
    for (const machine::Assignment& assignment : each.assignments)
      shared |= machine.at(assignment.place.variable).holder == machine::Holder::none;
    return !passes::bears_mark(each) && holds && !shared;
  });
}

}  // namespace
}  // namespace headway::audit

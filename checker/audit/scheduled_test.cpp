// The engine against the toy checker on random machines whose agents share processors, and the
// proof that a wrong notion of who may run is found. HEADWAY_RANDOM_MACHINES (default 3000) and
// HEADWAY_RANDOM_SEED as in differential_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <sstream>

#include "checker/audit/differential.h"
#include "checker/audit/random_machine.h"
#include "checker/audit/random_scheduled.h"
#include "checker/audit/shrink.h"
#include "checker/explicit/engine.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::audit {
namespace {

using machine::Machine;
using property::Property;

constexpr std::size_t kMaxStates = 400;

using Fault = Machine (*)(Machine);

Machine as_it_is(Machine machine) { return machine; }

// `machine` is not placed yet; the engine is told of another one, `fault` of it.
Comparison compared(const Machine& machine, Fault fault,
                    property::Fairness presumed = property::Fairness::strong) {
  explicit_engine::Options options;
  options.fairness = presumed;
  std::vector<Property> properties = random_machine_properties();
  // The toy presumes strong fairness of who is killed.
  if (presumed != property::Fairness::strong)
    std::erase_if(properties, [](const Property& p) { return p.kind == property::Kind::killable; });
  return compare(
      passes::place_on_processors(machine), properties,
      [&](const Machine& placed, const std::vector<Property>& asked) {
        return explicit_engine::check(fault(placed), asked, options);
      },
      kMaxStates, presumed);
}

property::Fairness fairness_of(std::uint64_t seed) {
  if (seed % 5 == 1) return property::Fairness::weak;
  return seed % 5 == 3 ? property::Fairness::none : property::Fairness::strong;
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Scheduled, EngineAgreesWithToyChecker) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 3000);
  std::uint64_t done = 0, too_large = 0, deadlocks = 0, progress = 0, scheduled = 0, above = 0,
                spins = 0, killed = 0;
  for (std::uint64_t next = seed; done < wanted && !HasFailure(); ++next) {
    const Machine machine = random_scheduled_machine(next);
    const Machine placed = passes::place_on_processors(machine);
    const std::vector<std::string> wrong = problems(placed);
    ASSERT_TRUE(wrong.empty()) << "seed " << next << ": " << wrong.front();
    const property::Fairness presumed = fairness_of(next);
    const Comparison found = compared(machine, as_it_is, presumed);
    if (found.too_large) {
      ++too_large;
      continue;
    }
    ++done;
    scheduled += placed == machine ? 0 : 1;
    deadlocks += found.deadlock ? 1 : 0;
    progress += found.progress ? 1 : 0;
    above += found.weakest > property::Level::finite ? 1 : 0;
    spins += found.spins ? 1 : 0;
    killed += found.undying || found.overlong ? 1 : 0;
    if (found.disagreements.empty()) continue;
    std::ostringstream all;
    for (const std::string& disagreement : found.disagreements) all << "  " << disagreement << '\n';
    ADD_FAILURE() << "seed " << next << ":\n"
                  << all.str() << print_machine(shrink(machine, [&](const Machine& m) {
                       return !compared(m, as_it_is, presumed).disagreements.empty();
                     }));
  }
  std::cout << "random scheduled machines from seed " << seed << ": " << done << " compared ("
            << too_large << " more were too large), " << scheduled << " share a processor, "
            << progress << " without progress, " << above << " only where adversaries go on, "
            << deadlocks << " with deadlocks, " << spins << " that spin, " << killed
            << " that go on after a fatal signal\n";
  if (wanted < 2000 || HasFailure()) return;
  EXPECT_GE(scheduled * 3, done);
  EXPECT_GE(progress * 10, done);
  EXPECT_GE(deadlocks * 20, done);
  EXPECT_GE(spins * 20, done);
  EXPECT_GE(above * 200, done);
  EXPECT_GE(killed * 100, done);
}

// ---- Wrong notions of the scheduler: found by the verdicts alone

Machine fair_after_all(Machine machine) {
  machine.scheduler = machine::Scheduler::fair;
  return machine;
}

// Everybody is ready from the start.
Machine ready_at_once(Machine machine) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.locations[index_of(agent.initial)].name == "not ready")
      agent.initial = agent.transitions.back().to;
  }
  return machine;
}

Machine equal_priorities(Machine machine) {
  for (machine::Agent& agent : machine.agents) agent.priority = 0;
  return machine;
}

Machine nobody_yields(Machine machine) {
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    for (machine::Transition& transition : machine.agents[a].transitions) {
      for (machine::Assignment& assignment : transition.assignments) {
        const machine::Variable& target = machine.at(assignment.place.variable);
        if (target.name.starts_with("processor ") && assignment.value.is_constant(0)) {
          assignment.value = machine::Expr::constant(static_cast<std::int64_t>(a) + 1, target.type);
        }
      }
    }
  }
  return machine;
}

bool verdicts_differ(const Machine& machine, Fault fault) {
  const Comparison found = compared(machine, fault);
  return std::any_of(found.disagreements.begin(), found.disagreements.end(),
                     [](const std::string& what) {
                       return what.find(" violated: ") != std::string::npos ||
                              what.find(" level: ") != std::string::npos;
                     });
}

struct NamedFault {
  const char* name;
  Fault fault;
};

void PrintTo(const NamedFault& fault, std::ostream* out) { *out << fault.name; }

class WrongScheduler : public ::testing::TestWithParam<NamedFault> {};

TEST_P(WrongScheduler, IsFound) {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    if (!verdicts_differ(random_scheduled_machine(seed), GetParam().fault)) continue;
    std::cout << GetParam().name << ": found at seed " << seed << '\n';
    return;
  }
  FAIL() << "no random machine shows the fault";
}

constexpr NamedFault kFaults[] = {
    {"fair_after_all", fair_after_all},
    {"ready_at_once", ready_at_once},
    {"equal_priorities", equal_priorities},
    {"nobody_yields", nobody_yields},
};

INSTANTIATE_TEST_SUITE_P(Faults, WrongScheduler, ::testing::ValuesIn(kFaults),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace headway::audit

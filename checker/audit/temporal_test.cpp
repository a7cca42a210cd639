// Temporal formulas on machines: small ones by hand, random ones against the tableau of
// toy_temporal.h. Every lasso that the engine shows goes through the audit. A formula and its
// negation never both hold on a machine with a run. HEADWAY_RANDOM_MACHINES and HEADWAY_RANDOM_SEED
// say how many random machines and from where.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "checker/audit/audit.h"
#include "checker/audit/random_formula.h"
#include "checker/audit/toy_temporal.h"
#include "checker/explicit/engine.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/source/error.h"

namespace headway::audit {
namespace {

using property::Fairness;
using property::FormulaPtr;
using property::Level;
namespace ltl = property::ltl;

property::Property asked(const FormulaPtr& formula, Level required) {
  property::Property property;
  property.id = "F";
  property.kind = property::Kind::temporal;
  property.required = required;
  property.formula = formula;
  return property;
}

// The weakest level at which the engine says it is violated; audited.
std::optional<Level> violated_at(const machine::Machine& machine, const FormulaPtr& formula,
                                 Fairness fairness, std::uint64_t* steps = nullptr) {
  explicit_engine::Options options;
  options.fairness = fairness;
  const property::Result result =
      explicit_engine::check(machine, {asked(formula, Level::unrestricted)}, options);
  const Report report = audit(machine, result);
  if (steps != nullptr) *steps += report.replayed_steps;
  const auto& verdict = result.answers.at(0).verdict;
  EXPECT_FALSE(std::holds_alternative<property::Undecided>(verdict));
  const auto* violated = std::get_if<property::Violated>(&verdict);
  if (violated == nullptr) return std::nullopt;
  return std::get<property::Unmet>(violated->counterexample).level;
}

std::optional<Level> weakest(const ToyUnmet& toy) {
  if (toy.none) return Level::none;
  if (toy.finite) return Level::finite;
  return toy.unrestricted ? std::optional(Level::unrestricted) : std::nullopt;
}

std::string named(std::optional<Level> level) {
  return !level ? "nowhere"
                : std::vector<std::string>{"none", "finite", "fair", "page_fair",
                                           "unrestricted"}[static_cast<std::size_t>(*level)];
}

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(Temporal, agrees_with_the_tableau_on_random_machines) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 120);
  const std::vector<std::string> names = {"a0", "a1"};
  std::uint64_t pairs = 0, states = 0, steps = 0, contradictions = 0;
  std::map<std::string, std::uint64_t> found;
  for (std::uint64_t next = seed; next < seed + wanted; ++next) {
    machine::Machine machine = random_machine(next);
    Dice dice(next * 77);
    if (!add_random_atoms(dice, machine, 2)) continue;
    for (const Fairness fairness : {Fairness::none, Fairness::weak, Fairness::strong}) {
      const FormulaPtr formula = random_formula(dice, 2 + dice.below(6), 2);
      const auto toy = toy_unmet(machine, *formula, fairness, 250);
      if (!toy) break;
      const auto opposite = violated_at(machine, ltl::operator!(formula), fairness);
      const auto engine = violated_at(machine, formula, fairness, &steps);
      ++pairs;
      states += toy->states;
      ++found[named(engine)];
      ASSERT_EQ(named(engine), named(weakest(*toy)))
          << "seed " << next << ", fairness " << static_cast<int>(fairness) << ": "
          << print(*formula, names) << "\n"
          << print_machine(machine);
      const auto any = violated_at(machine, ltl::truth(false), fairness);
      contradictions += any ? 1 : 0;
      ASSERT_TRUE(!any || engine || opposite) << "seed " << next << ": both hold";
    }
  }
  std::cout << pairs << " pairs of a machine and a formula from seed " << seed << ", " << states
            << " states, " << steps << " steps replayed, " << contradictions
            << " negations tried; violated at";
  for (const auto& [level, count] : found) std::cout << ' ' << level << ' ' << count;
  std::cout << "\n";
  if (wanted < 100) return;
  EXPECT_GT(found["none"], pairs / 20);
  EXPECT_GT(found["nowhere"], pairs / 20);
  EXPECT_GT(found["finite"], 0U);
  EXPECT_GT(found["unrestricted"], 0U);
}

}  // namespace
}  // namespace headway::audit

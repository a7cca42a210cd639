// Random machines and formulas judged by SPIN, which translates the formulas by itself.
// HEADWAY_SPIN_FORMULAS says how many pairs, HEADWAY_RANDOM_SEED from which machine; a machine is
// compiled once for ten formulas.
#include "checker/cli/spin_temporal.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "checker/audit/random_formula.h"
#include "checker/explicit/engine.h"
#include "model/machine/text.h"

namespace headway::cli {
namespace {

using property::FormulaPtr;
namespace ltl = property::ltl;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

TEST(SpinTemporal, agrees_on_random_machines_and_formulas) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_SPIN_FORMULAS", 40);
  std::uint64_t pairs = 0, machines = 0, questions = 0, violated = 0;
  int failures = 0;
  for (std::uint64_t next = seed; pairs < wanted && failures < 3; ++next) {
    machine::Machine machine = audit::random_machine(next);
    audit::Dice dice(next * 31);
    if (!audit::add_random_atoms(dice, machine, 2)) continue;
    explicit_engine::Options limited;
    limited.limits.max_states = 3000;
    if (explicit_engine::check(machine, {}, limited).statistics.states > 3000) continue;
    std::vector<FormulaPtr> formulas;
    for (int n = 0; n < 10; ++n)
      formulas.push_back(audit::random_formula(dice, 2 + dice.below(7), 2));
    const TemporalComparison compared = compare_temporal_with_spin(machine, formulas);
    ++machines;
    pairs += formulas.size();
    questions += compared.questions;
    violated += compared.violated;
    if (compared.differences.empty()) continue;
    ++failures;
    for (const std::string& difference : compared.differences)
      ADD_FAILURE() << "seed " << next << ": " << difference;
    std::cout << print_machine(machine);
  }
  std::cout << pairs << " pairs of a formula and one of " << machines << " machines from seed "
            << seed << ", " << questions << " questions to SPIN, " << violated
            << " violated; differences in " << failures << " machines\n";
  if (wanted < 40 || failures > 0) return;
  EXPECT_GT(violated * 5, questions);
  EXPECT_LT(violated, questions * 4 / 5);
}

constexpr const char* kMachine = R"(
machine m
shared p: bool
shared q: bool
thread t ends { init A end E
  A -> A: when !p do q := !q
  A -> E: when p
}
adversary a { init A  A -> A: when !p do p := true }
atom p: p
atom q: q
)";

std::string differences(const FormulaPtr& ours, const FormulaPtr& spins) {
  const machine::Machine machine = machine::parse_machine(kMachine, "m.machine");
  std::string all;
  for (const std::string& one : compare_temporal_with_spin(machine, {ours}, {spins}).differences)
    all += one + "\n";
  return all;
}

TEST(SpinTemporal, planted_faults_are_found) {
  const FormulaPtr p = ltl::atom(0), q = ltl::atom(1);
  EXPECT_EQ(differences(ltl::eventually(p), ltl::eventually(p)), "");
  EXPECT_NE(differences(ltl::eventually(q), ltl::always(q))
                .find("none, weakly fair: <>(p1) is violated for SPIN, not for us\n"),
            std::string::npos);
  EXPECT_NE(
      differences(ltl::always(ltl::operator!(p)), ltl::truth(true)).find("for us, not for SPIN"),
      std::string::npos);
}

}  // namespace
}  // namespace headway::cli

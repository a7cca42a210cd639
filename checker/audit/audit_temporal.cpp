// That the lasso is one, and fair, is said by audit_lasso. The formula is judged by its definition
// on its states (lasso_truth.h); no automaton is looked at.
#include "checker/audit/audit_temporal.h"

#include <algorithm>

#include "checker/audit/audit_lasso.h"
#include "checker/audit/lasso_truth.h"
#include "checker/audit/replay.h"
#include "checker/property/formula.h"
#include "model/machine/evaluate.h"

namespace headway::audit {

using machine::AgentKind;
using machine::Machine;
using machine::State;

namespace {

std::vector<bool> letter(const Machine& machine, const machine::Layout& layout,
                         const State& state) {
  std::vector<bool> truths;
  for (const machine::Atom& atom : machine.atoms) {
    const auto truth = evaluate(atom.condition, machine::Context{machine, layout, state});
    truths.push_back(truth.fault == machine::Fault::none && truth.value != 0);
  }
  return truths;
}

}  // namespace

std::size_t audit_unmet(const Machine& machine, const machine::Layout& layout,
                        const property::Property& property, property::Fairness fairness,
                        const property::Unmet& unmet) {
  require(property.formula != nullptr, "a violated formula that is none");
  const ReplayedLasso run = replay_lasso(machine, layout, unmet.lasso);
  require_level(machine, layout, unmet.lasso, run, unmet.level, unmet.obligations, fairness);

  // The setup step leads to the first state of the run.
  const bool set_up = std::any_of(machine.agents.begin(), machine.agents.end(),
                                  [](const auto& a) { return a.kind == AgentKind::setup; });
  LassoWord word;
  for (std::size_t i = set_up ? 1 : 0; i + 1 < run.stem.size(); ++i)
    word.letters.push_back(letter(machine, layout, run.stem[i]));
  word.loop = word.letters.size();
  for (const State& state : run.loop) word.letters.push_back(letter(machine, layout, state));
  require(!true_of(*property.formula, word), "the lasso satisfies the formula");
  return unmet.lasso.stem.steps.size() + unmet.lasso.loop.size();
}

}  // namespace headway::audit

// SPIN as a judge of temporal formulas: it translates the negated formula by itself (`spin -f`),
// the claim that comes out is put into the export of the machine, and its verifier's answers are
// held against the explicit engine's, level by level, without fairness and with weak fairness.
#pragma once

#include <string>
#include <vector>

#include "checker/property/formula.h"
#include "model/machine/machine.h"

namespace headway::cli {

struct TemporalComparison {
  std::uint64_t questions = 0;  // a formula, a level, a fairness
  std::uint64_t violated = 0;   // of these, by the engine
  std::vector<std::string> differences;
};

// One verifier is made for all formulas; they speak of the machine's atoms. Throws
// std::runtime_error where `spin` or `gcc` is missing or fails, or the verifier does.
TemporalComparison compare_temporal_with_spin(const machine::Machine& machine,
                                              const std::vector<property::FormulaPtr>& formulas);

// For tests: SPIN is asked other formulas than the engine, so that a fault can be planted.
TemporalComparison compare_temporal_with_spin(
    const machine::Machine& machine, const std::vector<property::FormulaPtr>& formulas,
    const std::vector<property::FormulaPtr>& asked_of_spin);

}  // namespace headway::cli

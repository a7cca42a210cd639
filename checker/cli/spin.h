// SPIN as an outside judge: a machine is exported, SPIN's verifier is generated, compiled and run,
// and what it says is held against what the explicit engine says. README.md of model/promela tells
// what can be asked of SPIN, and where its answer only bounds ours.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::cli {

// What SPIN found.
struct Spun {
  std::optional<std::string> refused;  // why the machine has no export
  std::uint64_t states = 0;            // without those before the initial state is chosen
  std::set<std::string> failed;        // properties whose assertions were violated
  bool standstill = false;  // nobody can move, adversaries aside, and somebody waits for more
  bool hang = false;        // on a weakly fair run somebody waits for ever
  bool endless = false;     // on a weakly fair run a thread never ends; adversaries stop sometime
  bool endless_alone = false;  // the same without any adversary
};

struct SpinComparison {
  Spun spin;
  std::uint64_t states = 0;                 // ours
  std::set<std::string> failed;             // ours: checks and invariants
  bool deadlock = false, progress = false;  // violated, says the engine
  bool deadlock_exact = false;  // SPIN's answer decides the verdict, and does not only bound it
  bool progress_exact = false;
  std::vector<std::string> differences;  // empty: they agree
};

// Nothing where the engine does not come to an end within `limits`. Throws std::runtime_error where
// `spin` or `gcc` is missing or fails, or the verifier does.
std::optional<SpinComparison> compare_with_spin(const machine::Machine& machine,
                                                const property::Limits& limits);

// For tests: SPIN is given another machine than the engine, so that a fault can be planted.
std::optional<SpinComparison> compare_with_spin(const machine::Machine& machine,
                                                const machine::Machine& given_to_spin,
                                                const property::Limits& limits);

}  // namespace headway::cli

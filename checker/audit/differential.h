// One machine, two checkers: what an engine says against what the toy checker says. Whatever
// differs is put into words. The engine comes as a function, so that a test can hand in one with a
// fault.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::audit {

using EngineUnderTest = std::function<property::Result(const machine::Machine&,
                                                       const std::vector<property::Property>&)>;

struct Comparison {
  bool too_large = false;                  // for the toy checker; nothing was compared
  std::vector<std::string> disagreements;  // empty: they agree
  bool violated = false;                   // by the toy: some property is
  bool deadlock = false;
  bool inversion = false;   // by the toy: locks are taken in inverted order
  bool progress = false;    // by the toy: progress is violated
  bool fair_cycle = false;  // and the engine shows a loop, not one who stays for ever
  bool progress_with_adversaries = false;  // at level finite only
  std::optional<property::Level> weakest;  // by the toy: where progress is first violated
  bool breakable = false;  // some adversary step alone ends the livelock, and the toy agrees
  bool spins = false;      // by the toy: a thread goes round alone
  bool undying = false;    // by the toy: a killed thread goes on for ever
  bool overlong = false;   // or makes too many attempts
  std::size_t states = 0;
  std::uint64_t replayed_steps = 0;  // by the audit of the engine's answers
};

// Compares verdicts, levels, lengths of shortest violations, numbers of states and coverage; audits
// each violation that the engine shows. Of progress all levels are compared, and what is said to
// break a livelock. The engine presumes the same fairness. `machine` has at most `max_states`
// states, or nothing is compared.
Comparison compare(const machine::Machine& machine,
                   const std::vector<property::Property>& properties, const EngineUnderTest& engine,
                   std::size_t max_states,
                   property::Fairness presumed = property::Fairness::strong);

}  // namespace headway::audit

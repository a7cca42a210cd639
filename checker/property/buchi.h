// Büchi automata for formulas: infinite words over sets of atoms that satisfy a formula.
//
// The construction is Couvreur's (On-the-fly verification of linear temporal logic, 1999), in the
// family of Gerth, Peled, Vardi and Wolper (1995): a state is a set of formulas that must be true
// from here on. Such a set is split into cases; each case is a transition: what must be true and
// false of the current letter, the formulas that must be true of the rest, and which `until`s put
// their right side off. Acceptance is generalised, and on transitions: there is a mark per `until`,
// a transition has the mark unless it puts that one off, and a word is accepted when some run over
// it has every mark infinitely often. Engines look for cycles with all marks; nothing has to be
// degeneralised. Afterwards states without an accepting run are dropped, and states with equal
// transitions are merged until none are left.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/property/formula.h"

namespace headway::property {

struct Buchi {
  // Bit n of `must` and `must_not`: atom number atoms[n].
  struct Transition {
    std::uint64_t must = 0, must_not = 0;
    std::uint64_t marks = 0;
    std::uint32_t to = 0;
    auto operator<=>(const Transition&) const = default;

    [[nodiscard]] bool reads(std::uint64_t letter) const {
      return (letter & must) == must && (letter & must_not) == 0;
    }
  };
  std::vector<std::uint32_t> atoms;             // positions in Machine::atoms, ascending
  unsigned marks = 0;                           // how many there are; at most 64
  std::vector<std::vector<Transition>> states;  // number 0 is initial; empty: accepts nothing

  [[nodiscard]] std::uint64_t all_marks() const {
    return marks == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << marks) - 1;
  }
};

// Accepts the words that satisfy the formula; with `negated` those that don't. Nothing where the
// automaton would have more than `max_states`, or the formula more than 64 atoms or `until`s.
std::optional<Buchi> translate(const Formula& formula, bool negated,
                               std::size_t max_states = 1'000);

// In the Hanoi Omega-Automata format, version 1 (Babiak et al. 2015). `names` are those of
// Machine::atoms.
std::string print_hoa(const Buchi& automaton, const std::string& name,
                      const std::vector<std::string>& names);

}  // namespace headway::property

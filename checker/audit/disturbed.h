// What the levels above `finite` ask, from the words of their definition: what a run has prepared,
// what was disturbed since, and what each step attempts and which whims it takes. Slow: everything
// a run remembers is sets. The toy checker and the audit of lassos rest on it; the explicit engine
// has its own and is compared.
//
//   * A prepare begins the set of its thread and kind anew and clears the bits of its kind; one
//     that says `also` adds to the set.
//   * A step of an adversary or a signal that changes a valid member (value 1) to anything else
//     raises the bits of every set that has it. What threads and daemons do never disturbs.
//   * An unfavourable whim raises all bits of its thread.
//   * An attempt reads and then clears its own bits, those of its call path. It is disturbed if one
//     is raised, or if its own step takes an unfavourable whim; with nothing prepared only if so.
//   * The marks of a transition are judged in the state before it: it attempts with what was
//     prepared before.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/path.h"
#include "model/machine/state.h"

namespace headway::audit {

// Where attempts of one kind are made, or a whim is taken: a call path of one agent.
struct MarkedPlace {
  machine::AgentId agent{};
  std::string what;  // the kind; the whim's text
  std::string call_path;
  auto operator<=>(const MarkedPlace&) const = default;
};

MarkedPlace attempt_place(machine::AgentId agent, const machine::Transition& transition);
MarkedPlace whim_place(machine::AgentId agent, const machine::Transition& transition);

struct Memory {
  std::map<std::pair<machine::AgentId, std::string>, std::set<std::size_t>> prepared;  // cells
  std::set<MarkedPlace> withheld;                       // raised by a whim
  std::set<std::pair<MarkedPlace, std::size_t>> taken;  // raised for this cell
  auto operator<=>(const Memory&) const = default;
};

struct Attempt {
  MarkedPlace place;
  bool disturbed = false;
  std::set<std::size_t> members;            // cells
  std::set<std::size_t> disturbed_members;  // of these
};

struct Happened {
  std::vector<Attempt> attempts;
  std::set<MarkedPlace> withheld;  // whims taken unfavourably
  std::set<MarkedPlace> granted;   // favourably, or beside such a whim's unfavourable branch
};

// Takes the step, which leads from `before` to `after`.
Happened remember(const machine::Machine& machine, const machine::Layout& layout, Memory& memory,
                  const machine::State& before, const machine::Step& step,
                  const machine::State& after);

// The pairs of the level that the step asks, by name, each with the name of a pair that stands for
// it too (an attempt that is not disturbed at all grants every member); and what it grants. Of
// infinitely many that ask one infinitely many must grant it.
struct Asked {
  std::map<std::string, std::string> asks;
  std::set<std::string> grants;
};
Asked asked_by(const Happened& happened, bool by_member);

}  // namespace headway::audit

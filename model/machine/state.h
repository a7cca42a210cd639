// A state is every cell's value and every agent's location. The flat order of cells is the order of
// variables.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "model/machine/machine.h"

namespace headway::machine {

struct State {
  std::vector<std::int64_t> cells;
  std::vector<LocationId> locations;  // by agent
  auto operator<=>(const State&) const = default;
};

// Where each variable's cells begin in State::cells.
class Layout {
 public:
  explicit Layout(const Machine& machine);
  [[nodiscard]] std::size_t slot(VariableId id) const { return slots_[index_of(id)]; }
  [[nodiscard]] std::size_t cells() const { return cells_; }

 private:
  std::vector<std::size_t> slots_;
  std::size_t cells_ = 0;
};

// All raw initial states in lexicographic order of the chosen values: one per combination of
// `initial_any` values. With an agent of kind setup these are not yet stable; its step makes them
// so.
std::vector<State> raw_initial_states(const Machine& machine);

}  // namespace headway::machine

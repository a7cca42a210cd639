// Where cells lie, and the raw initial states: every combination of the values that `initial_any`
// leaves open.
#include "model/machine/state.h"

#include "model/source/error.h"

namespace headway::machine {

Layout::Layout(const Machine& machine) {
  for (const Variable& variable : machine.variables) {
    slots_.push_back(cells_);
    cells_ += variable.extent;
  }
}

namespace {

// A cell that starts with any value of a range.
struct FreeCell {
  std::size_t slot = 0;
  Range range;
};

// The next combination in lexicographic order, the last cell fastest. False after the last one.
bool advance(std::vector<std::int64_t>& cells, const std::vector<FreeCell>& free) {
  for (auto cell = free.rbegin(); cell != free.rend(); ++cell) {
    if (cells[cell->slot] != cell->range.high) {
      ++cells[cell->slot];
      return true;
    }
    cells[cell->slot] = cell->range.low;
  }
  return false;
}

}  // namespace

std::vector<State> raw_initial_states(const Machine& machine) {
  const Layout layout(machine);
  State state;
  state.cells.resize(layout.cells());
  std::vector<FreeCell> free;
  for (std::size_t v = 0; v < machine.variables.size(); ++v) {
    const Variable& variable = machine.variables[v];
    const std::size_t first = layout.slot(static_cast<VariableId>(v));
    CHECK(variable.initial_any || variable.initial.size() == variable.extent, variable.name);
    for (std::size_t cell = 0; cell < variable.extent; ++cell) {
      if (variable.initial_any) free.push_back({first + cell, *variable.initial_any});
      state.cells[first + cell] =
          variable.initial_any ? variable.initial_any->low : variable.initial[cell];
    }
  }
  for (const Agent& agent : machine.agents) state.locations.push_back(agent.initial);
  std::vector<State> states;
  do {
    states.push_back(state);
  } while (advance(state.cells, free));
  return states;
}

}  // namespace headway::machine

// Values of a machine in words, and small things about words: enumerators, holders, lists, plurals.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/evaluate.h"

namespace headway::report {

// One cell of a variable; cell 0 for a scalar.
struct Cell {
  machine::VariableId variable{};
  std::int64_t index = 0;
  auto operator<=>(const Cell&) const = default;
};

// An enumerator's name, "true" or "false", "no one" or an agent's name for a holder, else the
// number in the variable's own signedness.
std::string value_text(const machine::Machine& machine, machine::VariableId variable,
                       std::int64_t value);
std::string value_text(std::int64_t value, machine::IntType type);

// What a system call returned: "3", "-EFAULT".
std::string result_text(std::int64_t value, machine::IntType type);

// Who holds what the cell says, in order of agents.
std::vector<machine::AgentId> holders(const machine::Machine& machine, machine::VariableId variable,
                                      std::int64_t value);

// Cells that `expr` reads, in reading order, each once. Branches not taken are left out.
std::vector<Cell> cells_read(const machine::Expr& expr, const machine::Context& context);

std::int64_t value_of(const machine::Layout& layout, const machine::State& state, const Cell& cell);

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& items);

// "1 step", "3 steps".
std::string counted(std::size_t count, const std::string& thing);

}  // namespace headway::report

// The machine variables of one round of lowering: made when a cell is first spoken of, named when
// the round is over.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "model/lower/objects.h"
#include "model/machine/machine.h"

namespace headway::lower {

class Variables {
 public:
  Variables(const program::Program& program, const Objects& objects)
      : program_(program), objects_(objects) {}

  machine::VariableId value_of(CellId cell);
  machine::VariableId shadow_of(CellId cell);  // 1 while the cell holds an uninitialised value
  [[nodiscard]] std::optional<CellId> cell_of(machine::VariableId id) const;  // none for a shadow
  // Where pointers computed by `expr` may lead: addresses in it, and what its loads may hold.
  [[nodiscard]] std::set<Target> targets_of(const machine::Expr& expr) const;

  // All variables, named uniquely; `agents` are the agents' names.
  [[nodiscard]] std::vector<machine::Variable> finish(const std::vector<std::string>& agents) const;

 private:
  struct Entry {
    CellId cell{};
    bool shadow = false;
  };
  [[nodiscard]] machine::Variable describe(const Entry& entry) const;
  void collect_targets(const machine::Expr& expr, std::set<Target>& found) const;

  const program::Program& program_;
  const Objects& objects_;
  std::vector<Entry> entries_;
  std::map<CellId, machine::VariableId> values_, shadows_;
};

}  // namespace headway::lower

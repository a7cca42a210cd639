// What variables are called, and whose they are.
//
// Lowering names a local after the agent, where that is needed, and the function:
// `writer:my_write.bytes`, with a number for inlined copies (`my_write.bytes#2`). A person says
// "bytes". A variable that one agent alone touches is that agent's, whether or not the machine says
// so.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/report/words.h"

namespace headway::report {

class Names {
 public:
  explicit Names(const machine::Machine& machine);

  // "bytes", "iter.count", "hw_folio[1].lock".
  [[nodiscard]] std::string cell(const Cell& cell) const;
  // The result of a call that specs speak of, by lowering's name for it.
  [[nodiscard]] bool is_call_result(machine::VariableId variable) const;
  // "folio lock", "folio lock 1" where there are several; "mmap_lock" where the kernel itself names
  // the lock.
  [[nodiscard]] std::string lock(const Cell& cell) const;
  // All cells of it: "hw_folio.lock".
  [[nodiscard]] std::string variable(machine::VariableId variable) const;
  // Whether it says who holds a lock, and the lock's name without a number.
  [[nodiscard]] bool is_lock(machine::VariableId variable) const;
  [[nodiscard]] std::string lock_kind(machine::VariableId variable) const;
  // "folio lock (hw_folio[1].lock)".
  [[nodiscard]] std::string lock_in_full(const Cell& cell) const;

  // The agent whose local it is.
  [[nodiscard]] std::optional<machine::AgentId> owner(machine::VariableId variable) const;
  // The one agent that reads or writes it, the setup agent counted; a global, too, may have one.
  [[nodiscard]] std::optional<machine::AgentId> sole_user(machine::VariableId variable) const;
  // The function whose local it is; empty where none is known.
  [[nodiscard]] std::string function(machine::VariableId variable) const;

 private:
  void find_owners();

  const machine::Machine& machine_;
  std::set<std::string> functions_;
  std::vector<std::optional<machine::AgentId>> owners_, sole_users_;
};

}  // namespace headway::report

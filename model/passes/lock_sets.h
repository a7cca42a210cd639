// Lock sets: which locks an agent holds wherever it stands at a location, proved on the machine
// (flow-sensitive and must, after Savage et al. 1997 and Engler and Ashcraft 2003). A lock is one
// cell of a variable that names holders; one whose cell is picked at run time stays unproved.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "model/machine/machine.h"

namespace headway::passes {

// What is known of a lock where an agent stands. `free` and `no_writer` (nobody holds it
// exclusively) are facts of the moment: they last only while nobody else can move.
enum class Standing { unknown, no_writer, free, shared, exclusive };

struct LockCell {
  machine::VariableId variable{};
  std::uint32_t cell = 0;
  bool own_bit_is_own = true;  // proved: whether an agent holds it is changed by that agent alone
  bool excludes = true;        // proved: nobody takes or changes it while another one holds it so
};

class LockSets {
 public:
  explicit LockSets(const machine::Machine& machine);

  [[nodiscard]] const std::vector<LockCell>& locks() const { return locks_; }
  // The number of the lock in the place, if it is one and its cell is known.
  [[nodiscard]] std::optional<std::size_t> lock_at(machine::VariableId variable,
                                                   const machine::Expr* index) const;
  // How `agent` holds the lock whenever it stands at the location: `shared`, `exclusive`, or
  // `unknown`; only what is proved.
  [[nodiscard]] Standing held(machine::AgentId agent, machine::LocationId location,
                              std::size_t lock) const;
  // The expression asks whether `agent` itself holds a lock, and nobody else can change the answer.
  [[nodiscard]] bool asks_own(machine::AgentId agent, const machine::Expr& expr) const;

 private:
  friend class LockFlow;
  const machine::Machine& machine_;
  std::vector<LockCell> locks_;
  // By agent, location, lock; nothing where no run comes.
  std::vector<std::vector<std::optional<std::vector<Standing>>>> at_;
};

}  // namespace headway::passes

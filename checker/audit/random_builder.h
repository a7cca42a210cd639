// The builder behind random_machine.h: first variables and locks, then agents, each a program of
// statements that occupy one location each (or two, with a committed one between). One file per
// part: random_values (variables and expressions), random_statements, random_machine (agents).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/audit/random_machine.h"

namespace headway::audit {

// What a machine tends to be. Without tempers nearly every random machine violates something.
struct Temper {
  std::uint32_t retry = 30;     // percent: a branch goes back
  std::uint32_t forget = 25;    // percent: a held lock is not released at the end
  std::uint32_t disorder = 50;  // percent: locks are taken in any order
  std::uint32_t sloppy = 5;     // percent: a value may leave its range, a check is a coin toss
  std::uint32_t waits = 15;     // percent: a statement is a wait for a condition
  std::uint32_t assumes = 5;    // percent: a statement is an assumption
};

inline std::string numbered(const char* name, std::uint64_t number) {
  return std::string(name).append(std::to_string(number));
}

class MachineBuilder {
 public:
  explicit MachineBuilder(std::uint64_t seed) : dice_(seed) {
    machine_.name = numbered("random_", seed);
  }
  machine::Machine build();

 private:
  void choose_temper();
  void add_variables(std::uint32_t agents);
  void add_scalar(const std::string& name, std::optional<machine::AgentId> owner);
  void add_locks(std::uint32_t agents);
  void add_setup();
  void add_adversary();
  void add_signal();
  void add_program(machine::AgentKind kind);
  void add_questions();
  void decorate(machine::Transition& transition);
  void mark(machine::Transition& transition);

  machine::LocationId add_location(bool committed = false);
  machine::Transition& add_transition(machine::LocationId from, machine::LocationId to);
  void statement(machine::LocationId from, machine::LocationId to);
  void assign_statement(machine::LocationId from, machine::LocationId to);
  void branch_statement(machine::LocationId from, machine::LocationId to);
  void wait_statement(machine::LocationId from, machine::LocationId to);
  void choose_statement(machine::LocationId from, machine::LocationId to);
  void whim_statement(machine::LocationId from, machine::LocationId to);
  void attempt_statement(machine::LocationId from, machine::LocationId to);
  void assume_statement(machine::LocationId from, machine::LocationId to);
  void atomic_statement(machine::LocationId from, machine::LocationId to);
  void acquire(machine::LocationId from, machine::LocationId to, std::uint32_t lock);
  void release(machine::LocationId from, machine::LocationId to, std::uint32_t lock);
  machine::LocationId target(machine::LocationId from, machine::LocationId next);

  machine::Place random_place();
  machine::Place place_of(machine::VariableId id);
  machine::Expr load(const machine::Place& place);
  machine::Expr condition(std::uint32_t depth = 0);
  machine::Expr value_for(const machine::Place& place);
  void assign_something(machine::Transition& transition);
  machine::Range range_of(const machine::Variable& variable) const;

  Dice dice_;
  Temper temper_;
  machine::Machine machine_;
  machine::AgentId me_{};
  std::uint32_t agents_ = 0;                // how many there will be
  machine::Agent* agent_ = nullptr;         // the one being built
  std::vector<machine::VariableId> plain_;  // what programs read and write
  std::vector<machine::Place> locks_;
  std::vector<machine::LocationId> entries_;  // statement starts of the current program
};

}  // namespace headway::audit

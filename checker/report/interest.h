// What a person wants to hear of: the observables that a spec speaks of, shared variables of the
// model, and the locals of the user's own functions. Not the locals of the environment's functions,
// temporaries of lowering, its shadows of uninitialised values, ghosts (observables speak for
// them), or addresses.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "checker/report/liveness.h"
#include "checker/report/names.h"

namespace headway::report {

struct Change {
  std::string name;
  std::string qualified;  // with the function whose local it is: two locals may share a name
  std::string before, after;
};

// Whether what the strips show counts as a change too.
enum class Drawn { left_out, included };

class Interest {
 public:
  Interest(const machine::Machine& machine, const std::vector<std::string>& inputs,
           const Names& names);

  // Worth a word at all, wherever it stands.
  [[nodiscard]] bool worth(machine::VariableId variable) const;
  // Worth a word in this state: nobody's dead local.
  [[nodiscard]] bool worth_here(machine::VariableId variable, const machine::State& state) const;
  // What changed between two states; observables last.
  [[nodiscard]] std::vector<Change> changes(const machine::State& before,
                                            const machine::State& after,
                                            Drawn wanted = Drawn::left_out) const;

 private:
  // Nobody reads it again, and it holds what it began with: a pass may have done that, where no
  // line of C does.
  [[nodiscard]] bool only_reset(machine::VariableId variable, const machine::State& after) const;
  void add_observables(const machine::State& before, const machine::State& after,
                       std::vector<Change>& changes) const;

  const machine::Machine& machine_;
  const Names& names_;
  machine::Layout layout_;
  Liveness liveness_;
  std::set<std::string> functions_;  // whose locals count: the user's, and each agent's own body
  std::set<machine::VariableId> observed_;  // an observable reads them
  std::set<machine::VariableId> judged_;    // an invariant or a cover does, in every state
};

// The address of an object, as lowering lays them out, or null: a number that says nothing to a
// person.
bool is_address(const machine::Variable& variable, std::int64_t value);

}  // namespace headway::report

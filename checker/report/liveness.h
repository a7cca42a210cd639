// Which variables of one agent it may still read. A pass resets what nobody will read to its
// initial value, and a person who saw that "change" would look in vain for the line that makes it:
// to a report, a dead local never changes, and what else one agent alone uses is not reset. Classic
// backward data flow over one agent's locations (Nielson, Nielson, Hankin 1999).
#pragma once

#include <vector>

#include "checker/report/names.h"

namespace headway::report {

class Liveness {
 public:
  Liveness(const machine::Machine& machine, const Names& names);

  // Whether `agent`, standing at `location`, may still read the variable before writing it. True
  // for what others use, too.
  [[nodiscard]] bool live(machine::AgentId agent, machine::LocationId location,
                          machine::VariableId variable) const;

 private:
  void flow(machine::AgentId id);

  const machine::Machine& machine_;
  const Names& names_;
  std::vector<std::vector<std::vector<bool>>> live_;  // by agent, location, variable
};

}  // namespace headway::report

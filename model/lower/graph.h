// The growing graph of one agent.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "model/machine/machine.h"

namespace headway::lower {

class Graph {
 public:
  // `name` is made unique by a number behind it.
  machine::LocationId add_location(const std::string& name, bool committed);
  void add(machine::Transition transition);
  [[nodiscard]] machine::Location& at(machine::LocationId id) {
    return agent.locations[machine::index_of(id)];
  }
  [[nodiscard]] bool has_outgoing(machine::LocationId id) const {
    return outgoing_[machine::index_of(id)];
  }

  // Removes locations and transitions that the initial location doesn't reach.
  void drop_unreachable();
  // Throws source::InputError where committed locations form a cycle (I2 of machine.h).
  void refuse_committed_cycles() const;

  machine::Agent agent;

 private:
  std::map<std::string, int> names_;
  std::vector<bool> outgoing_;
};

}  // namespace headway::lower

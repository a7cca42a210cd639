// For the tests of this room: a model in C goes through the front end and lowering, and everything
// it can do is explored with the reference semantics of model/machine, once as it is and once after
// all passes. Both must agree.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "model/lower/lower.h"
#include "model/machine/machine.h"

namespace headway::lower {

struct Behaviour {
  std::set<std::string> failures;  // "property: message"
  std::set<std::vector<std::int64_t>>
      ends;              // values of the observables where all threads have ended
  bool blocked = false;  // some state has an unfinished thread and nobody can move
  std::size_t states = 0;
  bool operator==(const Behaviour& other) const {
    return failures == other.failures && ends == other.ends && blocked == other.blocked;
  }
};

// `code` follows an #include <headway.h>, from line 2 on.
machine::Machine machine_of(const std::string& code, const Options& options = {});
// After all passes.
machine::Machine passed(machine::Machine machine);
Behaviour explore(const machine::Machine& machine);
// Explores with and without the passes and expects the same of both.
Behaviour behaviour_of(const std::string& code, const Options& options = {});
// The error that the code is refused with, as "line: message"; fails the test when it is accepted.
std::string refusal_of(const std::string& code, const Options& options = {});

}  // namespace headway::lower

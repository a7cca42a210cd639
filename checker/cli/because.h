// Whether a property is violated for the reason that history gives. A reason is a few words that
// must be found on the audited run itself:
//
//   inverted       agents, locks, roles and functions of the chains that take locks in inverted
//                  order
//   loop_visits    functions, C labels or agents that the loop of the lasso passes through
//   message        text within the message of the check that failed
//   never_changes  observables, variables or cells that have one value all around the loop
//   path_visits    as loop_visits, on the whole run
//   polled         variables that a spinning loop polls
//   wait_cycle     agents, resources, roles and functions of the cycle of waiters (there must be a
//                  cycle)
//   waits          the same, cycle or not
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::cli {

std::set<std::string> because_keys();

// One line for each word that the run does not bear out; empty when all do. `because` is by key.
std::vector<std::string> unmet(const std::map<std::string, std::vector<std::string>>& because,
                               const machine::Machine& machine,
                               const property::Counterexample& counterexample);

}  // namespace headway::cli

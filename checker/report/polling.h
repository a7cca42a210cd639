// What a thread looks at while it spins, and who could change that: whom it should wait for.
#pragma once

#include <string>

#include "checker/property/property.h"
#include "checker/report/names.h"

namespace headway::report {

// "it polls folio.locked, which only writer1 changes".
std::string what_it_polls(const machine::Machine& machine, const Names& names,
                          const property::Spin& spin);

// "writer goes round a loop of 2 steps alone, without waiting: it polls …".
std::string spin_in_words(const machine::Machine& machine, const Names& names,
                          const property::Spin& spin);

}  // namespace headway::report

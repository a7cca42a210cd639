// Every verdict is audited before it is printed: violations are replayed in the reference
// interpreter.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"

namespace headway::audit {

struct Report {
  std::uint64_t replayed_steps = 0;
  std::vector<std::string> checks;  // what was confirmed, a line each
};

// Throws source::InternalError when a counterexample is not what it claims to be: a step that is
// not enabled, a path that ends elsewhere, a lasso that does not close, an obligation that no step
// meets.
Report audit(const machine::Machine& machine, const property::Result& result);

}  // namespace headway::audit

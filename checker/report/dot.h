// The flow charts of flow.h in Graphviz's language, to be printed on a page: agents as clusters,
// calls as clusters within, a legend.
#pragma once

#include <string>

#include "checker/report/flow.h"

namespace headway::report {

// Same machine, same bytes. Ends in a newline.
std::string render_dot(const machine::Machine& machine, const FlowOptions& options);

}  // namespace headway::report

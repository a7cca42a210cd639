// Drawing a run: one lane for each agent that takes part, the strips beside it, the loop bracketed.
//
// A lane is where an agent's text begins (as in lockdep's CPU0 and CPU1); a line has one agent, so
// its text may run on over the lanes to its right. What changed follows the text, or stands below
// it.
#pragma once

#include <optional>
#include <string>

#include "checker/report/page.h"
#include "checker/report/trace.h"

namespace headway::report {

// What a run without a loop ends in.
struct Ending {
  machine::AgentId agent{};
  Spot spot;
  std::string text;  // "waits here for ever"
};

void draw_run(Page& page, const Reading& reading, const Trace& trace,
              const std::optional<Ending>& ending = std::nullopt);

}  // namespace headway::report

// A deadlock in words: who holds what, since which line, and waits for what, at which line.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// One sentence a waiter; the last says that the component rule has confirmed the deadlock, and who
// could release it.
std::vector<std::string> wait_sentences(const Reading& reading, const Replay& run,
                                        const property::Deadlock& deadlock);

// Where `agent` last came to hold the cell on the stem; empty where it held it from the start.
std::string taken_at(const Reading& reading, const Replay& run, machine::AgentId agent,
                     const Cell& cell);

}  // namespace headway::report

// What a loop repeats, in one sentence for each that takes part: where a thread goes round, and
// between which of its places an adversary strikes. The lanes show every step; this says which of
// them matter to each other.
//
// An adversary's step lies after the thread's last moment and before its next one that touch what
// the step changed; where none does, that prepare, attempt or raise an event; else that say
// something; else any. The loop is a circle: the last may stand behind the next in the drawing.
#pragma once

#include <string>
#include <vector>

#include "checker/report/trace.h"

namespace headway::report {

// `thread` is the one whose loop it is. Threads first, then adversaries, then whims.
std::vector<std::string> what_the_loop_repeats(const Reading& reading, const Replay& run,
                                               machine::AgentId thread);

// The adversaries' and whims' part of it: why this level is not met.
std::vector<std::string> what_adversaries_repeat(const Reading& reading, const Replay& run,
                                                 machine::AgentId thread);

}  // namespace headway::report

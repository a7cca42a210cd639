// What would break a livelock: the adversary steps of which each alone, if withheld, would let the
// thread make progress. The engine has tried them; here they become sentences.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// Empty where no adversary acts on the loop: then nothing that it does is to blame.
std::vector<std::string> what_would_break_it(const Reading& reading, const Replay& run,
                                             const property::Livelock& livelock);

// "page 1 evicted", or what the whim is: the act as it is seen on the loop. Its steps, as indices
// into the loop, are added to `steps`.
std::string act_in_words(const Reading& reading, const Replay& run,
                         const property::Livelock::Act& act, std::vector<std::size_t>& steps);

}  // namespace headway::report

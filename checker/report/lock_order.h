// Inverted lock order in words: of each chain who holds what since which line, and takes what at
// which line, with the calls between, as lockdep tells it.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// "writer takes mmap_lock while it holds folio lock, fault takes folio lock while it holds
// mmap_lock".
std::string inversion_in_short(const Reading& reading, const property::Inversion& inversion);

// One sentence a chain; the last says what that means. `runs` are the chains' own.
std::vector<std::string> inversion_sentences(const Reading& reading,
                                             const std::vector<Replay>& runs,
                                             const property::Inversion& inversion);

// "takes mmap_lock here while it holds folio lock": under the chain's run.
std::string chain_ending(const Reading& reading, const property::Inversion& inversion,
                         std::size_t chain);

}  // namespace headway::report

// Answers in the words of the command line: one word each, one exit status for all.
#pragma once

#include <optional>
#include <string>

#include "checker/property/property.h"

namespace headway::cli {

// "holds", "violated", "undecided"; a note that applies is "note".
std::string word_of(const property::Answer& answer);

// "none", "finite", …
std::string word_of(property::Level level);

// The level of a progress verdict: where it is violated, the weakest at which that happens; where
// it holds, the required one, at which it was judged.
std::optional<property::Level> level_of(const property::Answer& answer);

// How far a progress verdict goes: where it holds, the strongest level at which it is known to; a
// violation has the weakest at which it happens.
std::optional<property::Level> strongest_or_weakest(const property::Answer& answer);

// Some answer is undecided: a limit was reached, so what was never met says nothing.
bool is_cut_short(const property::Result& result);

// Notes never change it.
int status_of(const property::Result& result);

}  // namespace headway::cli

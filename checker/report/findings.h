// One place and one sentence for each thing that a person has to look at: what `--terse` prints,
// and what headlines and notes say.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

enum class Severity { error, warning, note };

struct Finding {
  Severity severity = Severity::error;
  Spot spot;  // in the user's own file where there is one
  std::string property;
  std::string message;
};

// The finding of one answer that doesn't hold. That of a property which only remarks on something
// is a note.
Finding finding_of(const Reading& reading, const property::Answer& answer);

// "even if no adversary acts (level none)".
std::string level_words(property::Level level);

}  // namespace headway::report

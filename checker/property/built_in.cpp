// The table of what is asked of every machine, each with the sentence that a report prints. A spec
// adds to it, and may say what progress is to mean (its sentence and level), but takes nothing
// away.
#include "checker/property/spec.h"

namespace headway::property {

std::vector<Property> built_in_properties() {
  return {
      {"deadlock", "", "No thread or daemon waits for what can never come.", Kind::deadlock,
       Level::finite, false},
      {"progress", "", "Every thread ends.", Kind::progress, Level::finite, false},
      {"no-spin", "", "No thread goes round alone where it should wait.", Kind::no_spin,
       Level::finite, false},
      {"killable", "", "After a fatal signal a thread soon comes to an end.", Kind::killable,
       Level::finite, true},
      {"locks", "", "Every lock is taken and released as its kind demands.", Kind::locks,
       Level::finite, false},
      {"ub", "", "No step does what C leaves undefined.", Kind::check, Level::finite, false},
      {"assert", "", "Every assertion of the model is true.", Kind::check, Level::finite, false},
      {"contract", "", "Every function is called as its contract demands.", Kind::check,
       Level::finite, false},
      {"useless-fault-in", "", "No probe only tests residency because page faults are disabled.",
       Kind::check, Level::finite, true},
      {"inverted-alone", "", "No thread alone takes locks in both orders.", Kind::alone_inverted,
       Level::finite, true},
  };
}

}  // namespace headway::property

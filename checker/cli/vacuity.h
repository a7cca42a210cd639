// Whether the properties of specs asked anything: each of their triggers is asked of the engine as
// if it were a property of its own, "it never happens". Where that is violated, the trigger
// happens, and the run that shows it is audited as any other.
#pragma once

#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/property/spec.h"
#include "model/machine/machine.h"

namespace headway::cli {

class Watch {
 public:
  // Adds what it asks to the machine and the properties, behind all others.
  Watch(std::vector<property::Trigger> triggers, machine::Machine& machine,
        std::vector<property::Property>& properties);

  // Takes it out of both again. Returns a sentence for each trigger that never happened; the
  // triggers of a property that is never judged are not named one by one.
  std::vector<std::string> settle(machine::Machine& machine, property::Result& result) const;

 private:
  std::vector<property::Trigger> triggers_;
  std::size_t own_properties_ = 0, own_covers_ = 0;  // those that are not the watch's
};

}  // namespace headway::cli

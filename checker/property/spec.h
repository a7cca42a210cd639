// Property files (`specs/*.spec`): parsed on their own, bound to a machine afterwards, so that a
// change to a loop can't weaken what is asked of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "model/machine/machine.h"

namespace headway::property {

struct Spec;  // the parsed file: spec_tree.h

// Parses a .spec file. Throws source::InputError with the place in the spec.
Spec parse_spec(const std::string& file);
// The same for text that is already at hand; `file` is the name that errors point at.
Spec parse_spec_text(const std::string& text, const std::string& file);

// What must happen in some run for a property to ask anything: its return is judged (`text` is
// empty), or the condition `text`, which something is demanded under, is true.
struct Trigger {
  std::string property;
  std::string text;
  struct Place {  // where the property is judged, and whether it asks there
    machine::AgentId agent{};
    machine::TransitionId transition{};
    machine::Expr when;
  };
  std::vector<Place> places;              // at returns
  std::optional<machine::Expr> anywhere;  // in stable states
};

// Binds observables by name, adds ghosts and checks to the machine, and appends the spec's
// properties to `properties`, and what triggers them to `triggers`. Throws source::InputError (in
// the spec) for a name the model doesn't offer, listing those it does.
void bind_spec(const Spec& spec, machine::Machine& machine, std::vector<Property>& properties,
               std::vector<Trigger>& triggers);
void bind_spec(const Spec& spec, machine::Machine& machine, std::vector<Property>& properties);

// deadlock, progress, one `check` property per built-in id (locks, ub, assert, contract), and the
// note useless-fault-in, in their fixed order.
std::vector<Property> built_in_properties();

}  // namespace headway::property

// How far a property holds when the adversaries may do more and more: which level is the strongest
// that it meets, and what goes wrong at the next one.
#pragma once

#include <optional>
#include <string>

#include "checker/property/property.h"
#include "checker/report/trace.h"

namespace headway::report {

// "finite".
std::string level_name(property::Level level);

// "against fair adversaries": under what conditions something holds.
std::string against(property::Level level);

// "if they act as they like": under what conditions something no longer holds.
std::string beyond(property::Level level);

// The run that shows why the next level is not met; nothing where there is none.
struct Next {
  property::Level level{};
  const machine::Lasso* lasso = nullptr;
  const property::Livelock* livelock = nullptr;  // null: a formula is not met
  const std::vector<property::Obligation>* obligations = nullptr;
};
std::optional<Next> next_of(const property::Holds& holds);

// The note of an answer that is judged level by level; empty where it holds at all of them, or
// where nobody looked beyond the required one.
std::string level_note(const Reading& reading, const property::Answer& answer);

}  // namespace headway::report

// Words and statuses of answers. Says what an answer is, never why.
#include "checker/cli/verdicts.h"

#include <algorithm>

#include "checker/cli/commands.h"

namespace headway::cli {

std::string word_of(const property::Answer& answer) {
  if (std::holds_alternative<property::Holds>(answer.verdict)) return "holds";
  if (std::holds_alternative<property::Undecided>(answer.verdict)) return "undecided";
  return answer.property.note ? "note" : "violated";
}

std::string word_of(property::Level level) {
  switch (level) {
    case property::Level::none:
      return "none";
    case property::Level::finite:
      return "finite";
    case property::Level::fair:
      return "fair";
    case property::Level::page_fair:
      return "page-fair";
    case property::Level::unrestricted:
      break;
  }
  return "unrestricted";
}

std::optional<property::Level> level_of(const property::Answer& answer) {
  if (answer.property.kind != property::Kind::progress) return std::nullopt;
  if (std::holds_alternative<property::Holds>(answer.verdict)) return answer.property.required;
  if (const auto* violated = std::get_if<property::Violated>(&answer.verdict)) {
    if (const auto* livelock = std::get_if<property::Livelock>(&violated->counterexample))
      return livelock->level;
  }
  return std::nullopt;
}

std::optional<property::Level> strongest_or_weakest(const property::Answer& answer) {
  const auto* holds = std::get_if<property::Holds>(&answer.verdict);
  return holds != nullptr && holds->up_to ? holds->up_to : level_of(answer);
}

bool is_cut_short(const property::Result& result) {
  return std::any_of(result.answers.begin(), result.answers.end(), [](const auto& answer) {
    return std::holds_alternative<property::Undecided>(answer.verdict);
  });
}

int status_of(const property::Result& result) {
  int status = kHolds;
  for (const property::Answer& answer : result.answers) {
    if (answer.property.note) continue;
    if (std::holds_alternative<property::Violated>(answer.verdict))
      status = graver(status, kViolated);
    if (std::holds_alternative<property::Undecided>(answer.verdict))
      status = graver(status, kUndecided);
  }
  return status;
}

}  // namespace headway::cli

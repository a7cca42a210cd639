#include "checker/report/levels.h"

namespace headway::report {
namespace {

using property::Level;

std::string what_goes_wrong(const Reading& reading, const Next& next) {
  if (next.livelock == nullptr) return "a run does not meet the formula";
  const std::string& who = reading.machine.at(next.livelock->agent).name;
  if (next.lasso->loop.empty()) return who + " stands still for ever";
  return who + " never gets out of a loop of " + counted(next.lasso->loop.size(), "step");
}

}  // namespace

std::string level_name(Level level) {
  switch (level) {
    case Level::none:
      return "none";
    case Level::finite:
      return "finite";
    case Level::fair:
      return "fair";
    case Level::page_fair:
      return "page-fair";
    case Level::unrestricted:
      return "unrestricted";
  }
  return "";
}

std::string against(Level level) {
  switch (level) {
    case Level::none:
      return "while no adversary acts";
    case Level::finite:
      return "against adversaries that act finitely often";
    case Level::fair:
      return "against fair adversaries";
    case Level::page_fair:
      return "against adversaries that are fair to each page";
    case Level::unrestricted:
      return "whatever adversaries do";
  }
  return "";
}

std::string beyond(Level level) {
  switch (level) {
    case Level::none:
      return "even if no adversary acts";
    case Level::finite:
      return "if they act finitely often";
    case Level::fair:
      return "if they may act for ever, though fairly";
    case Level::page_fair:
      return "if they are fair to each page only";
    case Level::unrestricted:
      return "if they act as they like";
  }
  return "";
}

std::optional<Next> next_of(const property::Holds& holds) {
  if (holds.next == nullptr) return std::nullopt;
  if (const auto* livelock = std::get_if<property::Livelock>(holds.next.get()))
    return Next{livelock->level, &livelock->lasso, livelock, &livelock->obligations};
  if (const auto* unmet = std::get_if<property::Unmet>(holds.next.get()))
    return Next{unmet->level, &unmet->lasso, nullptr, &unmet->obligations};
  return std::nullopt;
}

std::string level_note(const Reading& reading, const property::Answer& answer) {
  const auto* holds = std::get_if<property::Holds>(&answer.verdict);
  if (holds == nullptr || !holds->up_to) return "";
  const std::optional<Next> next = next_of(*holds);
  if (!next) return "";
  return "holds " + against(*holds->up_to) + " (level " + level_name(*holds->up_to) + "), but " +
         beyond(next->level) + " (level " + level_name(next->level) + ") " +
         what_goes_wrong(reading, *next);
}

}  // namespace headway::report

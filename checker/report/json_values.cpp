#include "checker/report/json_values.h"

#include <charconv>
#include <cstdint>

namespace headway::report {
namespace {

Json sizes(const std::vector<Size>& sizes) {
  Json items = Json::array();
  for (const Size& size : sizes) {
    items.push_back({{"name", size.name}, {"low", value(size.low)}, {"high", value(size.high)}});
  }
  return items;
}

}  // namespace

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json value(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  const auto read = [&](auto number) -> Json {
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && stop == text.data() + text.size() ? Json(number) : Json();
  };
  if (Json number = read(std::int64_t{}); !number.is_null()) return number;
  if (Json number = read(std::uint64_t{}); !number.is_null()) return number;
  return text;
}

Json line_or_null(const Spot& spot) { return spot.known() ? Json(spot.line) : Json(); }

Json finding(const Finding& found) {
  return {{"property", found.property},
          {"file", text_or_null(found.spot.file)},
          {"line", line_or_null(found.spot)},
          {"message", found.message}};
}

Json scope_facts(const machine::Machine& machine, const property::Answer& answer,
                 property::Fairness fairness) {
  const Scope facts = scope_of(machine, {answer}, fairness);
  Json constants = Json::array();
  for (const machine::ScaledConstant& constant : facts.constants) {
    constants.push_back(
        {{"name", constant.name}, {"used", constant.used}, {"real", constant.real}});
  }
  return {{"text", scope(machine, {answer}, fairness)},
          {"sizes", sizes(facts.sizes)},
          {"threads", facts.threads},
          {"daemons", facts.daemons},
          {"adversaries", facts.adversaries},
          {"signals", facts.signals},
          {"level", facts.levels.empty() ? Json() : Json(facts.levels.front())},
          {"fairness", facts.fairness},
          {"scheduler", facts.scheduler},
          {"memory_model", facts.memory_model},
          {"constants", constants},
          {"approximations", facts.approximations},
          {"environment", text_or_null(facts.environment)}};
}

const char* kind_name(machine::AgentKind kind) {
  switch (kind) {
    case machine::AgentKind::thread:
      return "thread";
    case machine::AgentKind::daemon:
      return "daemon";
    case machine::AgentKind::adversary:
      return "adversary";
    case machine::AgentKind::signal:
      return "signal";
    case machine::AgentKind::setup:
      return "setup";
  }
  return "";
}

const char* kind_name(property::Kind kind) {
  switch (kind) {
    case property::Kind::deadlock:
      return "deadlock";
    case property::Kind::progress:
      return "progress";
    case property::Kind::check:
      return "check";
    case property::Kind::invariant:
      return "invariant";
    case property::Kind::locks:
      return "locks";
    case property::Kind::alone_inverted:
      return "alone_inverted";
    case property::Kind::no_spin:
      return "no_spin";
    case property::Kind::killable:
      return "killable";
    case property::Kind::temporal:
      return "temporal";
  }
  return "";
}

const char* kind_name(machine::WaitKind kind) {
  switch (kind) {
    case machine::WaitKind::uninterruptible:
      return "uninterruptible";
    case machine::WaitKind::killable:
      return "killable";
    case machine::WaitKind::interruptible:
      return "interruptible";
  }
  return "";
}

Json stack(const source::Origin* origin) {
  Json frames = Json::array();
  if (origin == nullptr) return frames;
  std::string function;
  const auto add = [&](const source::Span& span) {
    frames.push_back({{"function", text_or_null(function)},
                      {"file", text_or_null(span.file_name())},
                      {"line", span.known() ? Json(span.line) : Json()}});
  };
  for (const source::Frame& frame : origin->stack) {
    add(frame.call_site);
    function = frame.function;
  }
  add(origin->span);
  return frames;
}

Json changes(const std::vector<Change>& changes) {
  Json result = Json::object();
  for (const Change& change : changes) {
    const bool taken = result.contains(change.name);
    result[taken ? change.qualified : change.name] = {value(change.before), value(change.after)};
  }
  return result;
}

}  // namespace headway::report

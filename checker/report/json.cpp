// The report for programs: the facts of the text report under names. report.schema.json says which
// names there are; every one of them is always there, with null or an empty list where it has
// nothing to say, so that a reader never has to guess.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "checker/report/fairness.h"
#include "checker/report/lock_order.h"
#include "checker/report/notes.h"
#include "checker/report/report.h"
#include "checker/report/scope.h"
#include "checker/report/standing.h"
#include "checker/report/stillness.h"
#include "checker/report/values.h"
#include "checker/report/waits.h"

namespace headway::report {
namespace {

using Json = nlohmann::ordered_json;  // in the order in which a person would read it
using property::Answer;
using property::Deadlock;
using property::Failed;
using property::Livelock;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

// A value in words, as what it is: a number, true or false, else its name ("EVICT").
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

Json sizes(const std::vector<Size>& sizes) {
  Json items = Json::array();
  for (const Size& size : sizes) {
    items.push_back({{"name", size.name}, {"low", value(size.low)}, {"high", value(size.high)}});
  }
  return items;
}

Json scope_facts(const machine::Machine& machine, const Answer& answer) {
  const Scope facts = scope_of(machine, {answer});
  Json constants = Json::array();
  for (const machine::ScaledConstant& constant : facts.constants) {
    constants.push_back(
        {{"name", constant.name}, {"used", constant.used}, {"real", constant.real}});
  }
  return {{"text", scope(machine, {answer})},
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

// The calls that lead to a place, outermost first; the last frame is the place itself.
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

class Writer {
 public:
  explicit Writer(const Request& request)
      : request_(request),
        machine_(request.machine),
        names_(machine_),
        interest_(machine_, request.inputs, names_),
        reading_{machine_, request.inputs, sources_, names_, interest_} {}

  Json write() {
    Json properties = Json::array();
    for (const Answer& answer : request_.result.answers) properties.push_back(property(answer));
    Json notes = Json::array();
    for (const Finding& remark : remarks(reading_, request_.result))
      notes.push_back(finding(remark));
    const property::Statistics& stats = request_.result.statistics;
    return {
        {"headway", 1},
        {"inputs", request_.inputs},
        {"properties", properties},
        {"notes", notes},
        {"covers", covers()},
        {"vacuity", vacuity(request_)},
        {"coverage", coverage()},
        {"audit",
         {{"replayed_steps", request_.audit.replayed_steps}, {"checks", request_.audit.checks}}},
        {"stats",
         {{"states", stats.states},
          {"transitions", stats.transitions},
          {"depth", stats.depth},
          {"bytes", stats.bytes},
          {"seconds", stats.seconds}}},
        {"exit", request_.exit}};
  }

 private:
  // Of the user's own lines that do something.
  Json coverage() {
    Json never = Json::array();
    for (const Lines& lines : request_.untried.lines)
      never.push_back({{"file", lines.file}, {"first", lines.first}, {"last", lines.last}});
    Json loops = Json::array();
    for (const Loop& loop : request_.untried.loops)
      loops.push_back({{"file", loop.file}, {"line", loop.head}});
    return {{"lines", request_.untried.lines_in_all},
            {"never_executed", never},
            {"never_repeated", loops}};
  }

  Json property(const Answer& answer) {
    const property::Property& asked = answer.property;
    const bool progress = asked.kind == property::Kind::progress;
    Json result = {{"id", asked.id},
                   {"role", text_or_null(asked.role)},
                   {"kind", kind_name(asked.kind)},
                   {"sentence", asked.sentence},
                   {"note", asked.note},
                   {"verdict", "holds"},
                   {"required", progress ? Json(level_name(asked.required)) : Json()},
                   {"holds_up_to", progress ? Json(level_name(asked.required)) : Json()},
                   {"scope", scope_facts(machine_, answer)},
                   {"reason", nullptr},
                   {"finding", nullptr},
                   {"path", nullptr},
                   {"fair_because", Json::array()},
                   {"never_moves", Json::array()},
                   {"deadlock", nullptr},
                   {"lock_order", nullptr},
                   {"values", Json::array()},
                   {"notes", Json::array()}};
    if (const auto* undecided = std::get_if<property::Undecided>(&answer.verdict)) {
      result["verdict"] = "undecided";
      result["holds_up_to"] = nullptr;
      result["reason"] = undecided->reason;
    }
    if (const auto* violated = std::get_if<property::Violated>(&answer.verdict)) {
      result["verdict"] = "violated";
      result["holds_up_to"] = nullptr;
      result["finding"] = finding(finding_of(reading_, answer));
      result["notes"] = violated->notes;
      std::visit([&](const auto& example) { explain(result, answer, example); },
                 violated->counterexample);
    }
    return result;
  }

  void explain(Json& result, const Answer&, const Livelock& livelock) {
    const Replay run = replay(machine_, livelock.lasso.stem, livelock.lasso.loop);
    result["path"] = path(run);
    // The weakest level at which it fails: at the one below it holds.
    if (livelock.level != property::Level::none) {
      const auto below = static_cast<property::Level>(static_cast<int>(livelock.level) - 1);
      result["holds_up_to"] = level_name(below);
    }
    result["fair_because"] = why_fair(reading_, run, livelock);
    result["never_moves"] = what_never_moves(reading_, run, livelock);
  }

  void explain(Json& result, const Answer&, const Deadlock& deadlock) {
    const Replay run = replay(machine_, deadlock.path, {});
    result["path"] = path(run);
    Json waits = Json::array();
    for (const property::Waiter& waiter : deadlock.waits) waits.push_back(wait(waiter));
    result["deadlock"] = {{"cycle", deadlock.cycle},
                          {"only_signal_releases", deadlock.only_signal_releases},
                          {"only_adversary_releases", deadlock.only_adversary_releases},
                          {"waits", waits},
                          {"sentences", wait_sentences(reading_, run, deadlock)}};
  }

  void explain(Json& result, const Answer& answer, const Failed& failed) {
    const Replay run = replay(machine_, failed.path, {});
    result["path"] = path(run);
    result["values"] = values_involved(reading_, run, answer.property, failed);
  }

  void explain(Json& result, const Answer&, const property::Spin& spin) {
    result["path"] = path(replay(machine_, spin.lasso.stem, spin.lasso.loop));
  }

  void explain(Json& result, const Answer&, const property::Unkillable& unkillable) {
    result["path"] = path(replay(machine_, unkillable.lasso.stem, unkillable.lasso.loop));
  }

  void explain(Json& result, const Answer&, const property::Unmet& unmet) {
    result["path"] = path(replay(machine_, unmet.lasso.stem, unmet.lasso.loop));
  }

  // Two runs or more: each chain has its own.
  void explain(Json& result, const Answer&, const property::Inversion& inversion) {
    std::vector<Replay> runs;
    Json chains = Json::array();
    for (const property::Inversion::Chain& chain : inversion.chains) {
      runs.push_back(replay(machine_, chain.path, {}));
      const machine::Agent& agent = machine_.at(chain.agent);
      const source::Origin* origin = origin_at(agent, chain.location);
      const Spot spot = user_spot(origin, request_.inputs);
      Json held = Json::array();
      for (const property::Lock& each : chain.held) held.push_back(lock(each));
      chains.push_back({{"agent", agent.name},
                        {"takes", lock(chain.acquires)},
                        {"holds", held},
                        {"file", text_or_null(spot.file)},
                        {"line", line_or_null(spot)},
                        {"stack", stack(origin)},
                        {"path", path(runs.back())}});
    }
    result["lock_order"] = {{"chains", chains},
                            {"sentences", inversion_sentences(reading_, runs, inversion)}};
  }

  Json lock(const property::Lock& lock) {
    return {{"lock", names_.lock({lock.variable, lock.cell})}, {"exclusive", lock.exclusive}};
  }

  Json wait(const property::Waiter& waiter) {
    const machine::Agent& agent = machine_.at(waiter.agent);
    const source::Origin* origin = origin_at(agent, waiter.location);
    const Spot spot = user_spot(origin, request_.inputs);
    const std::optional<machine::Wait>& how = agent.at(waiter.location).wait;
    Json holders = Json::array();
    for (const machine::AgentId holder : waiter.holders)
      holders.push_back(machine_.at(holder).name);
    return {
        {"agent", agent.name},
        {"kind", kind_name(how ? how->kind : machine::WaitKind::uninterruptible)},
        {"resource", waiter.resource ? Json(names_.lock({*waiter.resource, waiter.cell})) : Json()},
        {"holders", holders},
        {"file", text_or_null(spot.file)},
        {"line", line_or_null(spot)},
        {"stack", stack(origin)}};
  }

  Json path(const Replay& run) {
    const Trace trace = trace_in_full(reading_, run);
    Json sizes_here = Json::object();
    for (const Size& size : sizes_of(machine_, run)) sizes_here[size.name] = value(size.low);
    return {{"sizes", sizes_here},
            {"begins_with", trace.opening},
            {"stem", steps(trace.stem)},
            {"loop", steps(trace.loop)}};
  }

  // A step that does several things to see is several entries of one number.
  Json steps(const std::vector<Line>& lines) {
    Json result = Json::array();
    for (const Line& line : lines) {
      const machine::Agent& agent = machine_.at(line.agent);
      result.push_back({{"number", line.first},
                        {"agent", agent.name},
                        {"kind", kind_name(agent.kind)},
                        {"file", text_or_null(line.spot.file)},
                        {"line", line_or_null(line.spot)},
                        {"stack", stack(line.origin)},
                        {"source", text_or_null(sources_.text(line.spot))},
                        {"note", line.noted ? Json(line.text) : Json()},
                        {"changes", changes(line.changes)}});
    }
    return result;
  }

  // Met is null where exploration was cut short: what it has not met it may still meet.
  Json covers() {
    const auto undecided = [](const Answer& answer) {
      return std::holds_alternative<property::Undecided>(answer.verdict);
    };
    const std::vector<Answer>& answers = request_.result.answers;
    const bool cut_short = std::any_of(answers.begin(), answers.end(), undecided);
    const std::vector<bool>& met = request_.result.coverage.covers;
    Json items = Json::array();
    for (std::size_t i = 0; i < machine_.covers.size(); ++i) {
      const bool is_met = i < met.size() && met[i];
      items.push_back({{"name", machine_.covers[i].name},
                       {"sentence", text_or_null(machine_.covers[i].sentence)},
                       {"met", is_met || !cut_short ? Json(is_met) : Json()}});
    }
    return items;
  }

  const Request& request_;
  const machine::Machine& machine_;
  Sources sources_;
  Names names_;
  Interest interest_;
  Reading reading_;
};

}  // namespace

std::string render_json(const Request& request) {
  // A file may be named, and a source line be written, in any encoding.
  return Writer(request).write().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace headway::report

// The report for programs: the facts of the text report under names. report.schema.json says which
// names there are; every one of them is always there, with null or an empty list where it has
// nothing to say, so that a reader never has to guess.
#include <algorithm>

#include "checker/report/bounds.h"
#include "checker/report/fairness.h"
#include "checker/report/json_values.h"
#include "checker/report/levels.h"
#include "checker/report/lock_order.h"
#include "checker/report/notes.h"
#include "checker/report/remedy.h"
#include "checker/report/report.h"
#include "checker/report/round.h"
#include "checker/report/scope.h"
#include "checker/report/site.h"
#include "checker/report/standing.h"
#include "checker/report/stillness.h"
#include "checker/report/unmet.h"
#include "checker/report/values.h"
#include "checker/report/waits.h"

namespace headway::report {
namespace {

using property::Answer;
using property::Deadlock;
using property::Failed;
using property::Livelock;

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
        {"bounds", bounds()},
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
    const bool levels =
        asked.kind == property::Kind::progress || asked.kind == property::Kind::temporal;
    const Json required = levels ? Json(level_name(asked.required)) : Json();
    Json result = {{"id", asked.id},
                   {"role", text_or_null(asked.role)},
                   {"kind", kind_name(asked.kind)},
                   {"sentence", asked.sentence},
                   {"note", asked.note},
                   {"verdict", "holds"},
                   {"required", required},
                   {"holds_up_to", required},
                   {"scope", scope_facts(machine_, answer, request_.result.fairness)},
                   {"reason", nullptr},
                   {"finding", nullptr},
                   {"next", nullptr},
                   {"path", nullptr},
                   {"repeats", Json::array()},
                   {"never_moves", Json::array()},
                   {"broken_by", Json::array()},
                   {"fair_because", Json::array()},
                   {"deadlock", nullptr},
                   {"lock_order", nullptr},
                   {"spin", nullptr},
                   {"killable", nullptr},
                   {"temporal", nullptr},
                   {"values", Json::array()},
                   {"notes", Json::array()}};
    if (const auto* holds = std::get_if<property::Holds>(&answer.verdict)) {
      if (holds->up_to) result["holds_up_to"] = level_name(*holds->up_to);
      if (const std::optional<Next> beyond = next_of(*holds)) result["next"] = next(*beyond);
      result["notes"] = holds->notes;
    }
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
      if (violated->up_to) result["holds_up_to"] = level_name(*violated->up_to);
    }
    return result;
  }

  // The weakest level at which it fails: at the one below it holds.
  static Json below(property::Level level) {
    if (level == property::Level::none) return nullptr;
    return level_name(static_cast<property::Level>(static_cast<int>(level) - 1));
  }

  void explain(Json& result, const Answer&, const Livelock& livelock) {
    result["holds_up_to"] = below(livelock.level);
    tell(result, livelock);
  }

  void tell(Json& result, const Livelock& livelock) {
    const Replay run = replay(machine_, livelock.lasso.stem, livelock.lasso.loop);
    result["path"] = path(run);
    result["repeats"] = what_the_loop_repeats(reading_, run, livelock.agent);
    result["never_moves"] = what_never_moves(reading_, run, livelock);
    for (const Livelock::Act& act : livelock.broken_by)
      result["broken_by"].push_back(broken_by(run, act));
    result["fair_because"] = why_fair(reading_, run, livelock.obligations);
  }

  Json broken_by(const Replay& run, const Livelock::Act& act) {
    std::vector<std::size_t> steps;
    const std::string what = act_in_words(reading_, run, act, steps);
    const machine::Agent& agent = machine_.at(act.agent);
    for (std::size_t& step : steps) ++step;  // counted from 1, as the steps are
    return {{"agent", agent.name},
            {"what", what},
            {"whim", agent.at(act.transition).favour == machine::Favour::unfavourable},
            {"steps", steps}};
  }

  Json next(const Next& next) {
    Json result = {{"level", level_name(next.level)}, {"path", nullptr},
                   {"repeats", Json::array()},        {"never_moves", Json::array()},
                   {"broken_by", Json::array()},      {"fair_because", Json::array()}};
    if (next.livelock != nullptr) {
      tell(result, *next.livelock);
      return result;
    }
    const Replay run = replay(machine_, next.lasso->stem, next.lasso->loop);
    result["path"] = path(run);
    result["fair_because"] = why_fair(reading_, run, *next.obligations);
    return result;
  }

  // By place of attempts: at most so many with no adversary step, with 1, with 2 …; null where
  // there is no bound.
  Json bounds() {
    Json items = Json::array();
    for (const property::RetryBound& bound : request_.result.bounds) {
      const machine::Transition& attempt = machine_.at(bound.agent).at(bound.attempt);
      const Spot spot = user_spot(attempt.origin.get(), request_.inputs);
      Json most = Json::array();
      for (const std::optional<std::uint64_t>& number : bound.most)
        most.push_back(number ? Json(*number) : Json());
      items.push_back({{"agent", machine_.at(bound.agent).name},
                       {"kind", text_or_null(attempt.attempt.value_or(""))},
                       {"called", text_or_null(called_at(reading_, bound.agent, bound.attempt))},
                       {"file", text_or_null(spot.file)},
                       {"line", line_or_null(spot)},
                       {"stack", stack(attempt.origin.get())},
                       {"most", most}});
    }
    return items;
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
    const Replay run = replay(machine_, spin.lasso.stem, spin.lasso.loop);
    result["path"] = path(run);
    result["repeats"] = what_the_loop_repeats(reading_, run, spin.agent);
    Json polled = Json::array();
    for (const property::Spin::Polled& each : spin.polled) {
      Json writers = Json::array();
      for (const machine::AgentId writer : each.writers)
        writers.push_back(machine_.at(writer).name);
      polled.push_back({{"variable", names_.variable(each.variable)}, {"writers", writers}});
    }
    result["spin"] = {{"agent", machine_.at(spin.agent).name},
                      {"polled", polled},
                      {"hinders", spin.hinders ? Json(level_name(*spin.hinders)) : Json()}};
  }

  void explain(Json& result, const Answer& answer, const property::Unkillable& unkillable) {
    const Replay run = replay(machine_, unkillable.lasso.stem, unkillable.lasso.loop);
    const std::size_t skipped = begins_with_setup(machine_, run) ? 1 : 0;
    result["path"] = path(run);
    if (!run.loop.empty())
      result["repeats"] = what_the_loop_repeats(reading_, run, unkillable.agent);
    result["fair_because"] = why_fair(reading_, run, unkillable.obligations);
    result["killable"] = {
        {"agent", machine_.at(unkillable.agent).name},
        {"killed_after", unkillable.killed_after - std::min(skipped, unkillable.killed_after)},
        {"attempts", unkillable.attempts},
        {"allowed", answer.property.most_attempts}};
  }

  void explain(Json& result, const Answer& answer, const property::Unmet& unmet) {
    const Replay run = replay(machine_, unmet.lasso.stem, unmet.lasso.loop);
    result["holds_up_to"] = below(unmet.level);
    result["path"] = path(run);
    result["fair_because"] = why_fair(reading_, run, unmet.obligations);
    result["temporal"] = {{"level", level_name(unmet.level)},
                          {"formula", text_or_null(formula_in_words(machine_, answer.property))},
                          {"fails", what_fails(reading_, run, answer.property)}};
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

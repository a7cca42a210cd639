// The report on one screen: a headline per property, each violation with its run, then notes and
// scope.
#include <algorithm>

#include "checker/report/fairness.h"
#include "checker/report/lanes.h"
#include "checker/report/lock_order.h"
#include "checker/report/notes.h"
#include "checker/report/report.h"
#include "checker/report/scope.h"
#include "checker/report/standing.h"
#include "checker/report/stillness.h"
#include "checker/report/terse.h"
#include "checker/report/values.h"
#include "checker/report/waits.h"

namespace headway::report {
namespace {

using property::Answer;

constexpr std::size_t kVerdictColumn = 11;  // "VIOLATED" and "undecided", with blanks

class Text {
 public:
  explicit Text(const Request& request)
      : request_(request),
        names_(request.machine),
        interest_(request.machine, request.inputs, names_),
        reading_{request.machine, request.inputs, sources_, names_, interest_},
        page_(request.width, request.color) {}

  std::string write() {
    headlines();
    for (const Answer& answer : request_.result.answers) {
      if (const auto* violated = std::get_if<property::Violated>(&answer.verdict);
          violated && !answer.property.note) {
        violation(answer, *violated);
      }
    }
    notes();
    page_.gap();
    page_.paragraph({"scope: ", Style::strong}, scope(request_.machine, request_.result.answers),
                    7);
    return page_.text();
  }

 private:
  void headlines() {
    page_.line(listed(request_.inputs), Style::strong);
    std::size_t id_width = 0;
    for (const Answer& answer : request_.result.answers) {
      if (!answer.property.note) id_width = std::max(id_width, columns(answer.property.id));
    }
    for (const Answer& answer : request_.result.answers) {
      if (answer.property.note) continue;
      const bool holds = std::holds_alternative<property::Holds>(answer.verdict);
      const bool violated = std::holds_alternative<property::Violated>(answer.verdict);
      const Piece verdict = holds      ? Piece{"holds", Style::good}
                            : violated ? Piece{"VIOLATED", Style::bad}
                                       : Piece{"undecided", Style::doubtful};
      std::string sentence = answer.property.sentence;
      // Progress is judged where nobody is deadlocked; who reads only this line should know.
      if (holds && answer.property.kind == property::Kind::progress && deadlocks()) {
        sentence += " (Unless it is deadlocked: see there.)";
      }
      headline(verdict, answer.property.id, id_width, sentence);
    }
    undecided_because();
  }

  // A limit leaves many properties undecided for one reason.
  void undecided_because() {
    std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
    for (const Answer& answer : request_.result.answers) {
      const auto* undecided = std::get_if<property::Undecided>(&answer.verdict);
      if (undecided == nullptr || answer.property.note) continue;
      const auto same = [&](const auto& entry) { return entry.first == undecided->reason; };
      auto found = std::find_if(reasons.begin(), reasons.end(), same);
      if (found == reasons.end()) found = reasons.insert(reasons.end(), {undecided->reason, {}});
      found->second.push_back(answer.property.id);
    }
    for (const auto& [reason, ids] : reasons) {
      const std::string which = reasons.size() == 1 ? "" : listed(ids) + " ";
      page_.paragraph({which + "undecided: ", Style::doubtful}, reason, 2);
    }
  }

  [[nodiscard]] bool deadlocks() const {
    const auto is_deadlock = [](const Answer& answer) {
      return answer.property.kind == property::Kind::deadlock &&
             std::holds_alternative<property::Violated>(answer.verdict);
    };
    return std::any_of(request_.result.answers.begin(), request_.result.answers.end(), is_deadlock);
  }

  void headline(const Piece& verdict, const std::string& id, std::size_t id_width,
                const std::string& sentence) {
    const std::size_t indent = kVerdictColumn + id_width + 2;
    const std::vector<std::string> rows =
        filled(sentence, page_.width() - std::min(indent, page_.width() / 2));
    page_.line({{fit(verdict.text, kVerdictColumn), verdict.style},
                {fit(id, id_width) + "  ", Style::strong},
                {rows.empty() ? "" : rows.front()}});
    for (std::size_t i = 1; i < rows.size(); ++i) page_.line(std::string(indent, ' ') + rows[i]);
  }

  void violation(const Answer& answer, const property::Violated& violated) {
    page_.gap();
    const Finding finding = finding_of(reading_, answer);
    page_.paragraph({answer.property.id + " is violated: ", Style::bad}, finding.message, 2);
    std::visit([&](const auto& example) { explain(finding, answer, example); },
               violated.counterexample);
    for (const std::string& note : violated.notes) page_.paragraph({"  note: "}, note, 8);
  }

  void explain(const Finding& finding, const Answer&, const property::Livelock& livelock) {
    const Replay run = replay(request_.machine, livelock.lasso.stem, livelock.lasso.loop);
    sentence("with ", sizes_with(run));
    std::optional<Ending> ending;
    if (run.loop.empty())
      ending = Ending{livelock.agent, finding.spot, "nobody can move: it stays so for ever"};
    draw_run(page_, reading_, trace(reading_, run), ending);
    list("why this is fair", why_fair(reading_, run, livelock));
    sentence("what never moves: ", what_never_moves(reading_, run, livelock));
  }

  void explain(const Finding& finding, const Answer&, const property::Deadlock& deadlock) {
    const Replay run = replay(request_.machine, deadlock.path, {});
    sentence("with ", sizes_with(run));
    std::string what = "waits here for ever";
    if (!deadlock.waits.empty() && deadlock.waits.front().resource) {
      const property::Waiter& first = deadlock.waits.front();
      what = "waits for ever for " + names_.lock({*first.resource, first.cell});
    }
    draw_run(page_, reading_, trace(reading_, run), Ending{deadlock.agent, finding.spot, what});
    list(deadlock.cycle ? "who waits for whom" : "the wait",
         wait_sentences(reading_, run, deadlock));
  }

  void explain(const Finding&, const Answer&, const property::Inversion& inversion) {
    std::vector<Replay> runs;
    for (std::size_t i = 0; i < inversion.chains.size(); ++i) {
      const property::Inversion::Chain& chain = inversion.chains[i];
      runs.push_back(replay(request_.machine, chain.path, {}));
      page_.line("  chain " + std::to_string(i + 1) + ": " + request_.machine.at(chain.agent).name,
                 Style::strong);
      sentence("with ", sizes_with(runs.back()));
      const machine::Agent& agent = request_.machine.at(chain.agent);
      draw_run(page_, reading_, trace(reading_, runs.back()),
               Ending{chain.agent, user_spot(origin_at(agent, chain.location), request_.inputs),
                      chain_ending(reading_, inversion, i)});
    }
    list("the order of locks", inversion_sentences(reading_, runs, inversion));
  }

  void explain(const Finding& finding, const Answer& answer, const property::Failed& failed) {
    const Replay run = replay(request_.machine, failed.path, {});
    // One return often breaks several promises: the run is drawn once.
    const auto same = [&](const auto& entry) { return *entry.first == failed.path; };
    const auto drawn = std::find_if(drawn_.begin(), drawn_.end(), same);
    if (drawn == drawn_.end()) {
      sentence("with ", sizes_with(run));
      drawn_.emplace_back(&failed.path, answer.property.id);
      std::optional<Ending> ending;
      if (!run.stem.empty())
        ending = Ending{run.stem.back().agent, finding.spot, answer.property.id + " fails here"};
      draw_run(page_, reading_, trace(reading_, run), ending);
    } else {
      page_.line("  in the run of " + drawn->second + ", above");
    }
    sentence("where ", values_involved(reading_, run, answer.property, failed));
  }

  void explain(const Finding&, const Answer&, const property::Spin& spin) { lasso(spin.lasso); }

  void explain(const Finding&, const Answer&, const property::Unkillable& unkillable) {
    lasso(unkillable.lasso);
  }

  void explain(const Finding&, const Answer&, const property::Unmet& unmet) { lasso(unmet.lasso); }

  void lasso(const machine::Lasso& lasso) {
    const Replay run = replay(request_.machine, lasso.stem, lasso.loop);
    sentence("with ", sizes_with(run));
    draw_run(page_, reading_, trace(reading_, run), std::nullopt);
  }

  std::vector<std::string> sizes_with(const Replay& run) const {
    std::vector<std::string> items;
    for (const Size& size : sizes_of(request_.machine, run))
      items.push_back(size.name + " " + size.low);
    return items;
  }

  // Items under a title, one a line where they are sentences; an item too long for its line is
  // filled.
  void list(const std::string& title, const std::vector<std::string>& items) {
    if (items.empty()) return;
    page_.line("  " + title, Style::strong);
    for (const std::string& item : items) page_.paragraph({"    "}, item, 6);
  }

  // The same in one go, for items that are short.
  void sentence(const std::string& title, const std::vector<std::string>& items) {
    std::string text;
    for (std::string item : items) {
      std::replace(item.begin(), item.end(), ' ', kTie);
      text += (text.empty() ? "" : ", ") + item;
    }
    if (!items.empty()) page_.paragraph({"  " + title, Style::strong}, text, 4);
  }

  void notes() {
    const std::vector<Finding> found = remarks(reading_, request_.result);
    const std::vector<std::string> vacuous = vacuity(request_);
    const std::string met = covers_met(request_.machine, request_.result);
    if (found.empty() && vacuous.empty() && met.empty()) return;
    page_.gap();
    for (const Finding& remark : found) {
      std::string text = remark.message;
      if (remark.spot.known()) {
        text = "at line " + std::to_string(remark.spot.line) + " " + text + " (" +
               long_name(remark.spot) + ")";
      }
      page_.paragraph({"note: " + remark.property + ": ", Style::doubtful}, text, 6);
    }
    for (const std::string& line : vacuous) page_.paragraph({"note: ", Style::doubtful}, line, 6);
    if (!met.empty()) page_.line("covers: " + met);
  }

  const Request& request_;
  Sources sources_;
  Names names_;
  Interest interest_;
  Reading reading_;
  Page page_;
  std::vector<std::pair<const machine::Path*, std::string>>
      drawn_;  // runs of failed checks, and whose
};

}  // namespace

std::string render_text(const Request& request) {
  return request.terse ? render_terse(request) : Text(request).write();
}

}  // namespace headway::report

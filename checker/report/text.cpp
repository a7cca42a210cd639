// The report on one screen: a headline per property, each violation with its run, then notes, how
// often the loop tries, and the scope.
#include <algorithm>

#include "checker/report/bounds.h"
#include "checker/report/explain.h"
#include "checker/report/levels.h"
#include "checker/report/notes.h"
#include "checker/report/report.h"
#include "checker/report/scope.h"
#include "checker/report/terse.h"

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
        page_(request.width, request.color),
        explanation_(page_, reading_, request.result) {}

  std::string write() {
    headlines();
    for (const Answer& answer : request_.result.answers) {
      if (const auto* violated = std::get_if<property::Violated>(&answer.verdict);
          violated && !answer.property.note) {
        explanation_.violation(answer, *violated);
      }
    }
    notes();
    for (const Answer& answer : request_.result.answers) level(answer);
    page_.gap();
    bounds();
    const std::string met = covers_met(request_.machine, request_.result);
    if (!met.empty()) page_.line("covers: " + met);
    page_.gap();
    page_.paragraph({"scope: ", Style::strong},
                    scope(request_.machine, request_.result.answers, request_.result.fairness), 7);
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

  void notes() {
    page_.gap();
    for (const Finding& remark : remarks(reading_, request_.result)) {
      std::string text = remark.message;
      if (remark.spot.known()) {
        text = "at line " + std::to_string(remark.spot.line) + " " + text + " (" +
               long_name(remark.spot) + ")";
      }
      note(remark.property + ": ", text);
    }
    for (const Answer& answer : request_.result.answers) {
      const auto* holds = std::get_if<property::Holds>(&answer.verdict);
      if (holds == nullptr) continue;
      for (const std::string& text : holds->notes) note(answer.property.id + ": ", text);
    }
    for (const std::string& line : vacuity(request_)) note("", line);
  }

  void note(const std::string& about, const std::string& text) {
    page_.paragraph({"note: " + about, Style::doubtful}, text, 6);
  }

  // How much more the adversaries may do until it fails, and how it fails then.
  void level(const Answer& answer) {
    const std::string text = level_note(reading_, answer);
    if (text.empty()) return;
    page_.gap();
    note(answer.property.id + ": ", text);
    explanation_.next(*next_of(std::get<property::Holds>(answer.verdict)));
  }

  void bounds() {
    const std::vector<std::string> lines = retry_bounds(reading_, request_.result);
    if (lines.empty()) return;
    const std::string sizes = sizes_of_bounds(request_.machine);
    if (lines.size() == 1) {
      page_.paragraph({"attempts: ", Style::strong},
                      lines.front() + (sizes.empty() ? "" : " (" + sizes + ")"), 2);
      return;
    }
    page_.line({{"attempts", Style::strong}, {sizes.empty() ? "" : " (" + sizes + ")"}});
    for (const std::string& line : lines) page_.paragraph({"  "}, line, 4);
  }

  const Request& request_;
  Sources sources_;
  Names names_;
  Interest interest_;
  Reading reading_;
  Page page_;
  Explanation explanation_;
};

}  // namespace

std::string render_text(const Request& request) {
  return request.terse ? render_terse(request) : Text(request).write();
}

}  // namespace headway::report

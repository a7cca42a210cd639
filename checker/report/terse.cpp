#include "checker/report/terse.h"

#include "checker/report/notes.h"

namespace headway::report {
namespace {

std::string line_of(const Finding& finding, const std::vector<std::string>& inputs) {
  const char* severity = finding.severity == Severity::error     ? "error"
                         : finding.severity == Severity::warning ? "warning"
                                                                 : "note";
  std::string place = long_name(finding.spot);
  // An editor follows a file without a line as well; line 1 would be a lie.
  if (place.empty()) place = inputs.empty() ? "headway" : inputs.front();
  return place + ": " + severity + ": " + finding.property + ": " + finding.message + "\n";
}

}  // namespace

std::string render_terse(const Request& request) {
  Sources sources;
  const Names names(request.machine);
  const Interest interest(request.machine, request.inputs, names);
  const Reading reading{request.machine, request.inputs, sources, names, interest};
  std::string text;
  for (const property::Answer& answer : request.result.answers) {
    const bool undecided = std::holds_alternative<property::Undecided>(answer.verdict);
    const bool violated = std::holds_alternative<property::Violated>(answer.verdict);
    if ((violated || undecided) && !answer.property.note)
      text += line_of(finding_of(reading, answer), request.inputs);
  }
  for (const Finding& remark : remarks(reading, request.result))
    text += line_of(remark, request.inputs);
  if (!request.strict) return text;
  const std::string file = request.inputs.empty() ? "headway" : request.inputs.front();
  for (const std::string& sentence : vacuity(request))
    text += file + ": warning: vacuity: " + sentence + "\n";
  return text;
}

}  // namespace headway::report

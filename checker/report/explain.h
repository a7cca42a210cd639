// A counterexample on the page: the finding in one sentence, the run in lanes, and below it what a
// person needs to believe it and to mend it. One `explain` for each kind.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checker/property/property.h"
#include "checker/report/findings.h"
#include "checker/report/levels.h"
#include "checker/report/page.h"

namespace headway::report {

class Explanation {
 public:
  Explanation(Page& page, const Reading& reading, const property::Result& result)
      : page_(page), reading_(reading), result_(result) {}

  void violation(const property::Answer& answer, const property::Violated& violated);

  // Of what holds: the run that shows why it does not at the next level. Short, since nothing is
  // wrong.
  void next(const Next& next);

 private:
  void explain(const Finding& finding, const property::Answer& answer,
               const property::Livelock& livelock);
  void explain(const Finding& finding, const property::Answer& answer,
               const property::Deadlock& deadlock);
  void explain(const Finding& finding, const property::Answer& answer,
               const property::Inversion& inversion);
  void explain(const Finding& finding, const property::Answer& answer,
               const property::Failed& failed);
  void explain(const Finding& finding, const property::Answer& answer, const property::Spin& spin);
  void explain(const Finding& finding, const property::Answer& answer,
               const property::Unkillable& unkillable);
  void explain(const Finding& finding, const property::Answer& answer,
               const property::Unmet& unmet);

  Replay draw(const machine::Lasso& lasso);
  void sizes(const Replay& run);
  // Items under a title, one a line where they are sentences; an item too long for its line is
  // filled.
  void list(const std::string& title, const std::vector<std::string>& items);
  // The same in one go, for items that are short.
  void sentence(const std::string& title, const std::vector<std::string>& items);

  Page& page_;
  const Reading& reading_;
  const property::Result& result_;
  std::vector<std::pair<const machine::Path*, std::string>>
      drawn_;  // runs of failed checks, and whose
};

// The violation of progress of which this spinning is a part, and a line of whose report it is;
// null where it stands alone.
const property::Livelock* progress_hindered_by(const property::Result& result,
                                               const property::Spin& spin);

}  // namespace headway::report

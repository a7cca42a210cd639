// What a person reads: the answer to every property, on one screen. Plain text in lanes; the same
// facts in other clothes (JSON) come beside it, one format a file.
//
// The room draws and never decides: a verdict is printed as it came, and each sentence about a run
// is read off the run itself, replayed in `model/machine`. Same request, same bytes: nothing here
// looks at a clock.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checker/audit/audit.h"
#include "checker/property/property.h"
#include "checker/report/executed.h"
#include "model/machine/machine.h"

namespace headway::report {

struct Request {
  const machine::Machine& machine;
  const property::Result& result;
  const audit::Report& audit;
  std::vector<std::string>
      inputs;              // the user's own files, as spans name them; the rest is environment
  std::size_t width = 80;  // no line is longer; fewer than 80 count as 80
  bool color = false;
  bool stats = false;                     // the caller's: whether it prints render_stats
  bool terse = false;                     // findings only, one line each; empty when all is well
  bool strict = false;                    // what the answers leave open counts: terse says it
  int exit = 0;                           // what the program ends with: a part of the JSON report
  Untried untried = {};                   // of the user's own lines
  std::vector<std::string> unasked = {};  // properties that asked nothing, a sentence each
};

// Why the answers may say less than it seems, a sentence each; empty when exploration met all that
// it should.
std::vector<std::string> vacuity(const Request& request);

// Each line ends in a newline.
std::string render_text(const Request& request);

// The same for programs to read, as report.schema.json beside this file describes it. Times and
// memory stand under "stats" and nowhere else.
std::string render_json(const Request& request);

// States, transitions, depth, time, memory and rate: for stderr, since no two runs agree on them.
std::string render_stats(const Request& request);

}  // namespace headway::report

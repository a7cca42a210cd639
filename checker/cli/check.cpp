// `headway check FILE`: one model, every property, one report.

#include <fstream>
#include <stdexcept>

#include "checker/cli/commands.h"
#include "checker/cli/pipeline.h"
#include "checker/cli/terminal.h"
#include "checker/cli/verdicts.h"
#include "checker/report/report.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

constexpr const char* kStdout = "-";

// Memory is limited even when nobody says so: a machine that swaps answers nobody.
Options with_defaults(Options options) {
  if (options.limits.max_memory == 0) options.limits.max_memory = most_of_memory();
  return options;
}

// Opened before anything is explored: a long run must not end at a file that can't be written, and
// no report of an earlier run may stay where this one fails.
std::ofstream open_json(const std::string& file) {
  std::ofstream out;
  if (file.empty() || file == kStdout) return out;
  out.open(file);
  if (!out) throw source::InputError({}, "--json: can't write " + file, "is the name right?");
  return out;
}

// The text goes to stdout unless the JSON does.
void print(const report::Request& request, const std::string& json, std::ofstream& file,
           const Streams& streams) {
  if (json != kStdout) streams.out << report::render_text(request);
  if (json.empty()) return;
  std::ostream& out = json == kStdout ? streams.out : file;
  out << report::render_json(request) << std::flush;
  if (!out) throw std::runtime_error("the JSON report can't be written");
}

}  // namespace

int check(const Options& given, const Streams& streams) {
  const Options options = with_defaults(given);
  std::ofstream json = open_json(options.json);
  ProgressLine line(streams.err);
  const Run done = run(options, find_resources(), line.callback());
  line.clear();
  report::Request request{.machine = done.machine,
                          .result = done.result,
                          .audit = done.audit,
                          .inputs = {options.path},
                          .width = terminal_width(),
                          .color = wants_color(options.color),
                          .stats = options.stats,
                          .terse = options.terse,
                          .strict = options.strict,
                          .untried = done.untried,
                          .unasked = done.unasked};
  request.exit = status_of(done.result);
  if (options.strict && !is_cut_short(done.result) && !report::vacuity(request).empty())
    request.exit = graver(request.exit, kViolated);
  print(request, options.json, json, streams);
  if (options.stats) streams.err << report::render_stats(request);
  return request.exit;
}

}  // namespace headway::cli

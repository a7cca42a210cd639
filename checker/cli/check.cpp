// `headway check FILE`: one model, every property, one report.

#include "checker/cli/commands.h"
#include "checker/cli/pipeline.h"
#include "checker/cli/terminal.h"
#include "checker/cli/verdicts.h"
#include "checker/report/report.h"

namespace headway::cli {

namespace {

// Memory is limited even when nobody says so: a machine that swaps answers nobody.
Options with_defaults(Options options) {
  if (options.limits.max_memory == 0) options.limits.max_memory = most_of_memory();
  return options;
}

}  // namespace

int check(const Options& given, const Streams& streams) {
  const Options options = with_defaults(given);
  ProgressLine line(streams.err);
  const Run done = run(options, find_resources(), line.callback());
  line.clear();
  const report::Request request{.machine = done.machine,
                                .result = done.result,
                                .audit = done.audit,
                                .inputs = {options.path},
                                .width = terminal_width(),
                                .color = wants_color(options.color),
                                .stats = options.stats,
                                .terse = options.terse};
  streams.out << report::render_text(request);
  if (options.stats) streams.err << report::render_stats(request);
  return status_of(done.result);
}

}  // namespace headway::cli

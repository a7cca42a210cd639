// `headway graph FILE`: the state machines of a model, drawn.
#include <fstream>
#include <stdexcept>

#include "checker/cli/child.h"
#include "checker/cli/commands.h"
#include "checker/cli/pipeline.h"
#include "checker/report/dot.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

std::string svg_of(const std::string& dot) {
  const Said said = run_child("dot", {"-Tsvg"}, dot);
  if (said.status == kNoSuchProgram)
    throw source::InputError({}, "the program `dot` is missing, which lays the picture out",
                             "install the package `graphviz`, or ask for --format=dot");
  if (said.status != 0) throw std::runtime_error("`dot` failed: " + said.err);
  return said.out;
}

}  // namespace

int graph(const Options& options, const Streams& streams) {
  const machine::Machine machine = read_machine(options, find_resources());
  std::string picture = report::render_dot(machine, {{options.path}, options.environment});
  if (options.format == Format::svg) picture = svg_of(picture);
  if (options.output.empty()) {
    streams.out << picture;
    return kHolds;
  }
  std::ofstream out(options.output);
  if (!(out << picture << std::flush))
    throw source::InputError({}, "--output: can't write " + options.output, "is the name right?");
  return kHolds;
}

}  // namespace headway::cli

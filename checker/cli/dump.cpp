// `headway dump FILE`: what a model is turned into, stage by stage.
#include <utility>

#include "checker/cli/commands.h"
#include "checker/cli/pipeline.h"
#include "model/machine/text.h"
#include "model/program/print.h"
#include "model/promela/promela.h"
#include "model/source/error.h"

namespace headway::cli {

int dump(const Options& options, const Streams& streams) {
  const Resources resources = find_resources();
  if (options.stage == Stage::program) {
    if (options.passes || options.after_pass) {
      throw source::InputError({}, "passes work on the machine, not on the program",
                               "use --stage=machine");
    }
    program::print(streams.out, read_program(options, resources));
    return kHolds;
  }
  machine::Machine machine = read_machine(options, resources);
  if (options.passes || options.after_pass || !options.specs.empty()) {
    machine = ask(std::move(machine), options, resources).machine;
  }
  if (options.passes || options.after_pass) machine = apply_passes(std::move(machine), options);
  streams.out << (options.stage == Stage::promela ? promela::print_promela(machine)
                                                  : machine::print_machine(machine));
  return kHolds;
}

}  // namespace headway::cli

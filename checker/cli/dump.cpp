// `headway dump FILE`: what a model is turned into, stage by stage.
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "checker/cli/commands.h"
#include "checker/cli/pipeline.h"
#include "checker/property/buchi.h"
#include "model/machine/text.h"
#include "model/program/print.h"
#include "model/promela/promela.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

// The automaton of each temporal property: it accepts the runs that violate it.
void print_automata(std::ostream& out, const Question& question) {
  std::vector<std::string> names;
  for (const machine::Atom& atom : question.machine.atoms) names.push_back(atom.name);
  bool any = false;
  for (const property::Property& property : question.properties) {
    if (!property.formula) continue;
    any = true;
    const auto automaton = property::translate(*property.formula, true);
    CHECK(automaton, "the automaton of " << property.id << " is too large");
    out << print_hoa(*automaton, "violates " + property.id + ": " + print(*property.formula, names),
                     names);
  }
  if (!any)
    throw source::InputError({}, "there is no temporal formula to be seen as an automaton",
                             "--spec FILE asks for one");
}

}  // namespace

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
  if (options.stage == Stage::hoa) {
    print_automata(streams.out, ask(std::move(machine), options, resources));
    return kHolds;
  }
  if (options.passes || options.after_pass || !options.specs.empty()) {
    machine = ask(std::move(machine), options, resources).machine;
  }
  if (options.passes || options.after_pass) machine = apply_passes(std::move(machine), options);
  streams.out << (options.stage == Stage::promela ? promela::print_promela(machine)
                                                  : machine::print_machine(machine));
  return kHolds;
}

}  // namespace headway::cli

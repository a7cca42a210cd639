// From a file to audited answers, one function per stage. Everything a stage needs is passed in.
//
//   read_program → lower → ask (bind specs) → apply_passes → answer (engine, audit)
//
// Specs are bound before the passes run: what a property reads is then visible to every pass.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checker/audit/audit.h"
#include "checker/cli/options.h"
#include "checker/cli/resources.h"
#include "checker/explicit/engine.h"
#include "checker/property/property.h"
#include "checker/property/spec.h"
#include "checker/report/executed.h"
#include "model/machine/machine.h"
#include "model/program/program.h"

namespace headway::cli {

struct Question {
  machine::Machine machine;
  std::vector<property::Property> properties;
  std::vector<property::Trigger> triggers = {};
};

struct Run {
  machine::Machine machine;  // after passes: counterexamples speak of this one
  property::Result result;
  audit::Report audit;
  std::vector<std::string> unasked = {};  // properties that asked nothing, a sentence each
  report::Untried untried = {};
};

using OnProgress = std::function<void(const explicit_engine::Progress&)>;

// All of these throw source::InputError for what the user can mend.
program::Program read_program(const Options& options, const Resources& resources);
// Lowered C, or a machine given as text.
machine::Machine read_machine(const Options& options, const Resources& resources);
// The same; `unlowered` becomes the lines of the file that the machine knows nothing of.
machine::Machine read_machine(const Options& options, const Resources& resources,
                              std::vector<report::Unlowered>& unlowered);
// Binds the specs that the model names and those of --spec; leaves out what --off names and says so
// in the scope.
Question ask(machine::Machine machine, const Options& options, const Resources& resources);
// All passes but those of --no-pass, in order, up to `after` where it is given; then what the
// scheduler needs.
machine::Machine apply_passes(machine::Machine machine, const Options& options);
// The same; `folded` becomes the machine as it is where what no run can reach is gone, and nothing
// else.
machine::Machine apply_passes(machine::Machine machine, const Options& options,
                              machine::Machine& folded);
Run answer(Question question, const Options& options, const OnProgress& on_progress);

// The whole sequence.
Run run(const Options& options, const Resources& resources, const OnProgress& on_progress);

}  // namespace headway::cli

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
#include "model/machine/machine.h"
#include "model/program/program.h"

namespace headway::cli {

struct Question {
  machine::Machine machine;
  std::vector<property::Property> properties;
};

struct Run {
  machine::Machine machine;  // after passes: counterexamples speak of this one
  property::Result result;
  audit::Report audit;
};

using OnProgress = std::function<void(const explicit_engine::Progress&)>;

// All of these throw source::InputError for what the user can mend.
program::Program read_program(const Options& options, const Resources& resources);
// Lowered C, or a machine given as text.
machine::Machine read_machine(const Options& options, const Resources& resources);
// Binds the specs that the model names and those of --spec; leaves out what --off names and says so
// in the scope.
Question ask(machine::Machine machine, const Options& options, const Resources& resources);
// All passes but those of --no-pass, in order, up to `after` where it is given; then what the
// scheduler needs.
machine::Machine apply_passes(machine::Machine machine, const Options& options);
Run answer(Question question, const Options& options, const OnProgress& on_progress);

// The whole sequence.
Run run(const Options& options, const Resources& resources, const OnProgress& on_progress);

}  // namespace headway::cli

// The stages in their order. Nothing is decided here: what a stage finds wrong it says itself, and
// this file only adds what no single room can know, such as which harnesses there are, and whether
// a check belongs to a property.
#include "checker/cli/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>

#include "checker/cli/unlowered.h"
#include "checker/cli/vacuity.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/frontend/frontend.h"
#include "model/lower/lower.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/growing.h"
#include "model/passes/passes.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

using source::InputError;

// The pass that removes what no run can reach; it is the first one.
constexpr std::string_view kFoldingPass = "constants";

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "none" : out;
}

std::string read_file(const std::string& file) {
  if (std::filesystem::is_directory(file))
    throw InputError({}, file + " is a directory", "a file is wanted");
  std::ifstream in(file);
  if (!in) throw InputError({}, "can't read " + file, "is the name right?");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

bool is_machine_text(const std::string& file) {
  return std::string_view(file).ends_with(".machine");
}

void demand_thread(const program::Program& program, const std::string& file,
                   const Resources& resources) {
  for (const program::Function& function : program.functions) {
    for (const program::Annotation& annotation : function.annotations) {
      if (annotation.name == "hw_thread") return;
    }
  }
  throw InputError({}, file + " has neither a thread (HW_THREAD) nor a harness (HW_HARNESS)",
                   "a ready harness is used by #include <harness/NAME.h> and HW_HARNESS(NAME, "
                   "function); there are: " +
                       joined(names_in(resources.kernel_directory + "/harness", "h")));
}

// Sizes of a machine given as text, as lowering sets those of C.
void set_parameters(machine::Machine& machine, const Options& options) {
  for (const auto& [name, range] : options.parameters) {
    std::vector<std::string> known;
    machine::Variable* found = nullptr;
    for (machine::Variable& variable : machine.variables) {
      if (!variable.parameter) continue;
      known.push_back(variable.name);
      if (variable.name == name) found = &variable;
    }
    if (found == nullptr)
      throw InputError({}, "--set: the model has no size `" + name + "`",
                       "it has: " + joined(known));
    found->initial_any = range;
  }
}

// A well-formed machine is what every later stage rests on. From text it is the user's word, from C
// it is ours.
void demand_valid(const machine::Machine& machine, const std::string& stage) {
  const std::vector<std::string> problems = machine::problems(machine);
  CHECK(problems.empty(),
        stage << " makes a machine that is not well formed: " << problems.front());
}

// Not `bind`: a temporary string would find std::bind.
void bind_spec_file(const std::string& file, Question& question) {
  property::bind_spec(property::parse_spec(file), question.machine, question.properties,
                      question.triggers);
}

// Invariants that a machine given as text brings along are asked as well.
void ask_own_invariants(Question& question) {
  for (const machine::Invariant& invariant : question.machine.invariants) {
    const bool asked = std::any_of(
        question.properties.begin(), question.properties.end(),
        [&](const property::Property& known) { return known.id == invariant.property; });
    if (asked) continue;
    question.properties.push_back({invariant.property, "", "The invariant is true in every state.",
                                   property::Kind::invariant, property::Level::finite, false});
  }
}

// A check whose property nobody knows would never be judged, and its failure would read as "holds".
void demand_known_checks(const Question& question) {
  std::set<std::string> known;
  std::vector<std::string> names;
  for (const property::Property& property : question.properties) {
    known.insert(property.id);
    names.push_back(property.id);
  }
  for (const machine::Agent& agent : question.machine.agents) {
    for (const machine::Transition& transition : agent.transitions) {
      for (const machine::Check& check : transition.checks) {
        if (known.count(check.property) != 0) continue;
        throw InputError(transition.origin ? transition.origin->span : source::Span{},
                         "the model requires something of the property `" + check.property +
                             "`, which is not known",
                         "properties are: " + joined(names));
      }
    }
  }
}

void switch_off(Question& question, const std::vector<std::string>& off) {
  for (const std::string& id : off) {
    const auto found =
        std::find_if(question.properties.begin(), question.properties.end(),
                     [&](const property::Property& property) { return property.id == id; });
    if (found == question.properties.end()) {
      std::vector<std::string> names;
      for (const property::Property& property : question.properties) names.push_back(property.id);
      throw InputError({}, "--off: there is no property `" + id + "`",
                       "properties are: " + joined(names));
    }
    question.properties.erase(found);
    std::erase_if(question.triggers,
                  [&](const property::Trigger& trigger) { return trigger.property == id; });
    question.machine.approximations.push_back("property " + id + " is switched off");
  }
}

// Specs are bound: what an event means to their ghosts has become assignments.
void forget_events(machine::Machine& machine) {
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) transition.event.reset();
  }
}

// Where no fatal signal can come there is nothing to ask, whatever a spec requires.
void drop_idle_killable(Question& question) {
  const auto& agents = question.machine.agents;
  if (std::any_of(agents.begin(), agents.end(),
                  [](const machine::Agent& agent) { return agent.fatal.has_value(); }))
    return;
  std::erase_if(question.properties, [](const property::Property& property) {
    return property.kind == property::Kind::killable;
  });
}

// Without a run every property holds, and means nothing.
void demand_runs(const property::Result& result) {
  for (const property::Answer& answer : result.answers) {
    if (!std::holds_alternative<property::Holds>(answer.verdict)) return;
  }
  if (result.coverage.removed_by_assumption < result.statistics.states) return;
  throw InputError(
      {},
      result.statistics.states == 0
          ? "the model has no initial state: each choice of HW_INIT contradicts an hw_assume"
          : "the model has no run: each of them contradicts an hw_assume",
      "an assumption must leave something to explore");
}

std::string place(const source::Span& span) {
  return std::filesystem::path(span.file_name()).filename().string() + ":" +
         std::to_string(span.line);
}

// Where a limit ended the run, what may have made it endless.
void name_growing_counters(const machine::Machine& machine, property::Result& result) {
  std::string hint;
  for (const passes::Growing& counter : passes::growing_counters(machine)) {
    if (!counter.grows.known() || !counter.read.known()) continue;
    hint += "; `" + counter.variable + "` only ever grows (" + place(counter.grows) +
            ") and is read at " + place(counter.read) +
            ": a loop that comes round but for it is an endless path here";
  }
  for (property::Answer& answer : result.answers) {
    if (auto* undecided = std::get_if<property::Undecided>(&answer.verdict))
      undecided->reason += hint;
  }
}

void demand_passes(const std::vector<std::string>& wanted, const char* flag) {
  std::vector<std::string> names;
  for (const passes::Pass& pass : passes::all_passes()) names.emplace_back(pass.name);
  for (const std::string& name : wanted) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    throw InputError({}, std::string(flag) + ": there is no pass `" + name + "`",
                     "passes are: " + joined(names));
  }
}

}  // namespace

program::Program read_program(const Options& options, const Resources& resources) {
  read_file(options.path);
  if (is_machine_text(options.path))
    throw InputError({}, options.path + " is a machine, not C", "use --stage=machine");
  frontend::Options how;
  how.kernel_directory = resources.kernel_directory;
  how.defines = options.defines;
  how.include_paths = options.include_paths;
  return frontend::parse(options.path, how);
}

machine::Machine read_machine(const Options& options, const Resources& resources) {
  std::vector<report::Unlowered> unlowered;
  return read_machine(options, resources, unlowered);
}

machine::Machine read_machine(const Options& options, const Resources& resources,
                              std::vector<report::Unlowered>& unlowered) {
  if (is_machine_text(options.path)) {
    machine::Machine machine = machine::parse_machine(read_file(options.path), options.path);
    set_parameters(machine, options);
    if (options.scheduler) machine.scheduler = *options.scheduler;
    if (const auto problems = machine::problems(machine); !problems.empty()) {
      throw InputError({}, options.path + ": " + problems.front());
    }
    return machine;
  }
  const program::Program program = read_program(options, resources);
  demand_thread(program, options.path, resources);
  lower::Options how;
  how.parameters = options.parameters;
  how.recursion = options.recursion;
  lower::Reached reached;
  machine::Machine machine = lower::lower(program, how, reached);
  unlowered = unlowered_lines(program, reached, options.path);
  if (machine.name.empty()) machine.name = std::filesystem::path(options.path).stem().string();
  if (options.scheduler) machine.scheduler = *options.scheduler;
  demand_valid(machine, "lowering");
  return machine;
}

Question ask(machine::Machine machine, const Options& options, const Resources& resources) {
  Question question{std::move(machine), property::built_in_properties()};
  ask_own_invariants(question);
  const std::vector<std::string> known = names_in(resources.specs_directory, "spec");
  const std::vector<std::string> named = question.machine.specs;
  for (const std::string& name : named) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError({}, "the model names the spec `" + name + "`, which is not known",
                       "specs are: " + joined(known) + "; --spec FILE takes any other");
    }
    bind_spec_file(resources.specs_directory + "/" + name + ".spec", question);
  }
  for (const std::string& file : options.specs) bind_spec_file(file, question);
  demand_known_checks(question);
  switch_off(question, options.off);
  forget_events(question.machine);
  drop_idle_killable(question);
  return question;
}

machine::Machine apply_passes(machine::Machine machine, const Options& options) {
  machine::Machine folded;
  return apply_passes(std::move(machine), options, folded);
}

machine::Machine apply_passes(machine::Machine machine, const Options& options,
                              machine::Machine& folded) {
  folded = machine;
  demand_passes(options.without_passes, "--no-pass");
  if (options.after_pass) demand_passes({*options.after_pass}, "--after");
  const auto& without = options.without_passes;
  // Specs are bound; what they ask about is in the machine's conditions now.
  if (std::find(without.begin(), without.end(), "slice") == without.end())
    machine = passes::drop_observed_counters(std::move(machine));
  for (const passes::Pass& pass : passes::all_passes()) {
    if (std::find(without.begin(), without.end(), pass.name) == without.end()) {
      machine = pass.run(std::move(machine));
      demand_valid(machine, "pass " + std::string(pass.name));
      if (pass.name == kFoldingPass) folded = machine;
    }
    if (options.after_pass == pass.name) return machine;
  }
  machine = passes::place_on_processors(std::move(machine));
  demand_valid(machine, "placing agents on processors");
  return machine;
}

namespace {

Run explore(Question question, const Options& options, const OnProgress& on_progress) {
  Run run;
  run.machine = std::move(question.machine);
  run.result = explicit_engine::check(run.machine, question.properties,
                                      {.limits = options.limits,
                                       .level = options.level,
                                       .fairness = options.fairness,
                                       .on_progress = on_progress});
  CHECK(run.result.answers.size() == question.properties.size(),
        "answers=" << run.result.answers.size() << " properties=" << question.properties.size());
  return run;
}

}  // namespace

Run answer(Question question, const Options& options, const OnProgress& on_progress) {
  Run run = explore(std::move(question), options, on_progress);
  demand_runs(run.result);
  name_growing_counters(run.machine, run.result);
  run.audit = audit::audit(run.machine, run.result);
  return run;
}

Run run(const Options& options, const Resources& resources, const OnProgress& on_progress) {
  std::vector<report::Unlowered> unlowered;
  Question question = ask(read_machine(options, resources, unlowered), options, resources);
  Watch watch(question.triggers, question.machine, question.properties);
  const machine::Machine lowered = question.machine;
  machine::Machine folded;
  question.machine = apply_passes(std::move(question.machine), options, folded);
  Run run = explore(std::move(question), options, on_progress);
  run.unasked = watch.settle(run.machine, run.result);
  demand_runs(run.result);
  name_growing_counters(run.machine, run.result);
  run.audit = audit::audit(run.machine, run.result);
  run.untried =
      report::untried(unlowered, lowered, folded, run.machine, run.result.coverage, {options.path});
  return run;
}

}  // namespace headway::cli

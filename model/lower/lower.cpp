// Program to Machine. Lowering is repeated until the facts it rests on (objects.h) no longer
// change: the first round believes that nothing is ever stored, each later one knows the stores
// that the one before produced.
#include "model/lower/lower.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

namespace {

using machine::AgentKind;
using program::FunctionId;

constexpr int kRoundLimit = 200;

// HW_CPU and HW_PRIO.
void place(const program::Function& function, AgentPlan& plan) {
  const auto* cpu = annotation(function.annotations, "hw_cpu");
  const auto* priority = annotation(function.annotations, "hw_prio");
  if (cpu == nullptr && priority == nullptr) return;
  if (plan.kind != AgentKind::thread && plan.kind != AgentKind::daemon) {
    throw source::InputError(function.span,
                             "'" + function.name + "' has a processor, but is no thread or daemon",
                             "HW_CPU and HW_PRIO stand before HW_THREAD, HW_THREADS and HW_DAEMON");
  }
  if (cpu == nullptr) {
    throw source::InputError(function.span,
                             "'" + function.name + "' has a priority but no processor",
                             "priorities matter among those that share one: write HW_CPU(n) too");
  }
  const std::int64_t number = integer_argument(*cpu, 0);
  const std::int64_t level = priority != nullptr ? integer_argument(*priority, 0) : 0;
  if (number < 0 || number > 63 || level < -1000 || level > 1000) {
    throw source::InputError(function.span, "'" + function.name + "' is placed out of range",
                             "processors are 0 to 63, priorities -1000 to 1000");
  }
  plan.cpu = static_cast<std::uint32_t>(number);
  plan.priority = static_cast<std::int32_t>(level);
}

std::vector<AgentPlan> plan_agents(const program::Program& program) {
  std::vector<AgentPlan> plans;
  const auto add_all = [&](std::string_view mark, AgentKind kind) {
    for (std::size_t k = 0; k < program.functions.size(); ++k) {
      const program::Function& function = program.functions[k];
      const auto* found = annotation(function.annotations, mark);
      if (found == nullptr) continue;
      if (function.parameter_count > 0) {
        throw source::InputError(function.span,
                                 "'" + function.name + "' is to run by itself but takes parameters",
                                 "nobody passes any; let it read a global, HW_PARAM or hw_index()");
      }
      const std::int64_t copies = found->arguments.empty() ? 1 : integer_argument(*found, 0);
      if (copies < 1 || copies > 60) {
        throw source::InputError(
            function.span, "the number of threads of '" + function.name + "' must be 1 to 60");
      }
      for (std::int64_t copy = 0; copy < copies; ++copy) {
        AgentPlan plan;
        plan.name = copies == 1 ? function.name : function.name + std::to_string(copy);
        plan.kind = kind;
        plan.functions.push_back(static_cast<FunctionId>(k));
        plan.index = copy;
        place(function, plan);
        plans.push_back(std::move(plan));
      }
    }
  };
  add_all("hw_thread", AgentKind::thread);
  if (plans.empty()) {
    throw source::InputError(
        {}, "this model has no thread: nothing in it must make headway",
        "write one with HW_THREAD(name) { … }, or put the function into a harness with "
        "HW_HARNESS(harness, function)");
  }
  add_all("hw_daemon", AgentKind::daemon);
  add_all("hw_adversary", AgentKind::adversary);
  add_all("hw_signal", AgentKind::signal);
  // All HW_INIT bodies are one agent: there is one beginning.
  AgentPlan setup;
  setup.name = "setup";
  setup.kind = AgentKind::setup;
  for (std::size_t k = 0; k < program.functions.size(); ++k) {
    if (annotation(program.functions[k].annotations, "hw_init") != nullptr) {
      setup.functions.push_back(static_cast<FunctionId>(k));
    }
  }
  if (!setup.functions.empty()) plans.push_back(std::move(setup));
  for (std::size_t k = 0; k < plans.size(); ++k) plans[k].number = static_cast<std::uint32_t>(k);
  return plans;
}

void refuse_unknown_parameters(const program::Program& program, const Options& options) {
  for (const auto& [name, range] : options.parameters) {
    std::string offered;
    bool known = false;
    for (const auto& global : program.globals) {
      if (annotation(global.annotations, "hw_param") == nullptr) continue;
      known = known || global.name == name;
      offered += (offered.empty() ? "" : ", ") + global.name;
    }
    if (!known) {
      throw source::InputError(
          {}, "the model has no size named '" + name + "'",
          offered.empty() ? "it has none at all (HW_PARAM declares one)" : "it has " + offered);
    }
    if (range.low > range.high)
      throw source::InputError({}, "the range of '" + name + "' is empty");
  }
}

// A size that has one value only is folded away; it stays a variable so that the scope can name it.
void add_sizes_of_one_value(const program::Program& program, const Options& options,
                            machine::Machine& machine) {
  for (const auto& global : program.globals) {
    const auto* size = annotation(global.annotations, "hw_param");
    if (size == nullptr) continue;
    const bool known = std::any_of(machine.variables.begin(), machine.variables.end(),
                                   [&](const auto& other) { return other.name == global.name; });
    if (known) continue;
    const auto set = options.parameters.find(global.name);
    machine::Variable variable;
    variable.name = global.name;
    variable.parameter = true;
    variable.initial = {set != options.parameters.end() ? set->second.low
                                                        : integer_argument(*size, 0)};
    machine.variables.push_back(std::move(variable));
  }
}

// Adversaries and signals leave locks as they are.
void refuse_changed_locks(const machine::Machine& machine) {
  for (const machine::Agent& agent : machine.agents) {
    if (agent.kind != AgentKind::adversary && agent.kind != AgentKind::signal) continue;
    for (const machine::Transition& transition : agent.transitions) {
      for (const machine::Assignment& assignment : transition.assignments) {
        const machine::Variable& variable = machine.at(assignment.place.variable);
        if (variable.holder == machine::Holder::none) continue;
        throw source::InputError(
            transition.origin ? transition.origin->span : source::Span{},
            "'" + agent.name + "' changes who holds " + variable.name + ", which adversaries can't",
            "a system call that takes locks is an HW_THREAD");
      }
    }
  }
}

machine::Scheduler scheduler_named(const std::string& name, const source::Span& span) {
  if (name == "fair") return machine::Scheduler::fair;
  if (name == "nonpreempt") return machine::Scheduler::nonpreempt;
  if (name == "priority") return machine::Scheduler::priority;
  throw source::InputError(span, "there is no scheduler '" + name + "'",
                           "HW_SCHEDULER takes fair, nonpreempt or priority");
}

// The condition under which each thread's fatal signal is pending. One that can never be true is
// none.
void add_fatal_signals(const Round& round, const std::vector<AgentPlan>& plans,
                       machine::Machine& machine) {
  const auto& functions = round.program.functions;
  for (std::size_t a = 0; a < plans.size(); ++a) {
    if (plans[a].kind != AgentKind::thread) continue;
    Expr pending = Expr::boolean(false);
    for (std::size_t k = 0; k < functions.size(); ++k) {
      if (annotation(functions[k].annotations, "hw_fatal_signal") == nullptr) continue;
      const Expr one = AgentLowering(round, plans[a]).observe_of_agent(static_cast<FunctionId>(k));
      pending = machine::simplify(Expr::binary(machine::BinaryOp::logical_or, pending, one));
    }
    if (!pending.is_constant(0)) machine.agents[a].fatal = pending;
  }
}

// What file-scope declarations say about the model as a whole.
void add_declarations(const program::Program& program, machine::Machine& machine) {
  for (const auto& global : program.globals) {
    if (const auto* scaled = annotation(global.annotations, "hw_const")) {
      machine.constants.push_back(
          {global.name, integer_argument(*scaled, 0), integer_argument(*scaled, 1)});
    }
    if (const auto* spec = annotation(global.annotations, "hw_spec"))
      machine.specs.push_back(text_argument(*spec, 0));
    if (const auto* stub = annotation(global.annotations, "hw_approximates")) {
      machine.approximations.push_back(text_argument(*stub, 0));
    }
    if (const auto* scheduler = annotation(global.annotations, "hw_scheduler"))
      machine.scheduler = scheduler_named(text_argument(*scheduler, 0), global.span);
    if (const auto* cites = annotation(global.annotations, "hw_cites"))
      machine.cites = text_argument(*cites, 0);
  }
}

// One for each HW_OBSERVE, one per element for each HW_OBSERVE_EACH: "resident[0]", "resident[1]" …
void add_observables(const Round& round, const AgentPlan& plan, const program::Annotation& mark,
                     FunctionId function, std::vector<machine::Observable>& observables) {
  const std::string name = text_argument(mark, 0);
  if (mark.arguments.size() < 2) {
    observables.push_back({name, AgentLowering(round, plan).observe(function, std::nullopt)});
    return;
  }
  const std::int64_t count = integer_argument(mark, 1);
  if (count < 1 || count > 1000) {
    throw source::InputError(
        round.program.at(function).span,
        "the list '" + name + "' has 1 to 1000 elements, not " + std::to_string(count));
  }
  for (std::int64_t k = 0; k < count; ++k) {
    observables.push_back(
        {name + "[" + std::to_string(k) + "]", AgentLowering(round, plan).observe(function, k)});
  }
}

}  // namespace

machine::Machine lower(const program::Program& program, const Options& options) {
  Reached reached;
  return lower(program, options, reached);
}

machine::Machine lower(const program::Program& program, const Options& options, Reached& reached) {
  refuse_unknown_parameters(program, options);
  const std::vector<AgentPlan> plans = plan_agents(program);
  std::vector<FunctionFacts> facts;
  for (const auto& function : program.functions) facts.push_back(scan(program, function));
  const auto addressed_fields = fields_with_address(program);
  Objects objects(program, options.parameters);
  std::vector<std::string> names;
  for (const AgentPlan& plan : plans) names.push_back(plan.name);

  for (int count = 0; count < kRoundLimit; ++count) {
    objects.changed = false;
    objects.approximations.clear();
    Variables variables(program, objects);
    reached.clear();
    for (const auto& function : program.functions) reached.emplace_back(function.blocks.size());
    const Round round{program,
                      objects,
                      variables,
                      facts,
                      addressed_fields,
                      options.recursion,
                      static_cast<std::uint32_t>(plans.size()),
                      &reached};
    machine::Machine machine;
    machine.agents.resize(plans.size());
    // The setup agent first: what it stores is what the others find.
    std::vector<std::size_t> order(plans.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::rotate(order.begin(), order.end() - (plans.back().kind == AgentKind::setup ? 1 : 0),
                order.end());
    for (const std::size_t k : order) {
      machine.agents[k] = AgentLowering(round, plans[k]).run();
      machine.agents[k].cpu = plans[k].cpu;
      machine.agents[k].priority = plans[k].priority;
    }
    for (std::size_t k = 0; k < program.functions.size(); ++k) {
      const auto* name = annotation(program.functions[k].annotations, "hw_observe");
      if (name == nullptr) continue;
      add_observables(round, plans.front(), *name, static_cast<FunctionId>(k), machine.observables);
    }
    add_fatal_signals(round, plans, machine);
    if (objects.changed) continue;
    machine.variables = variables.finish(names);
    add_declarations(program, machine);
    add_sizes_of_one_value(program, options, machine);
    if (objects.shares_bit_fields())
      machine.approximations.push_back("bit-fields of one word are stored each on its own");
    for (const std::string& text : objects.approximations) machine.approximations.push_back(text);
    refuse_changed_locks(machine);
    return machine;
  }
  CHECK(false, "lowering does not settle after " << kRoundLimit << " rounds");
}

}  // namespace headway::lower

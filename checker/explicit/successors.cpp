// The state stands in the frame while its chains are walked: a transition writes into it and is
// undone afterwards, so nothing is copied. What a chain has written at its end is the step's
// changes.
//
//   I1  Between two walks the frame's slots are the state being expanded.
//   I2  All expressions of a transition are evaluated before its first write (machine.h, I3).
#include "checker/explicit/successors.h"

#include <algorithm>
#include <optional>
#include <set>

#include "model/machine/schedule.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;
using machine::AgentKind;
using machine::Fault;
using machine::Favour;
using machine::TransitionId;

namespace {

constexpr std::size_t kMostAgents = 64;  // sets of agents are words
// A state has that many successors at most from one choice; limits are looked at between states.
constexpr std::uint64_t kMostChoices = 65536;

bool is_adversary(AgentKind kind) {
  return kind == AgentKind::adversary || kind == AgentKind::signal;
}

source::Span span_of(const machine::Transition& transition) {
  return transition.origin ? transition.origin->span : source::Span{};
}

}  // namespace

StepView Steps::operator[](std::size_t ordinal) const {
  const Recorded& step = steps_[ordinal];
  const auto part = [](const auto& all, Extent extent) {
    return std::span(all).subspan(extent.begin, extent.end - extent.begin);
  };
  return {step.agent,
          step.adversary,
          step.progress,
          step.cut,
          part(changes_, step.changes),
          part(micro_, step.micro),
          part(prepared_, step.prepared),
          part(failures_, step.failures)};
}

void Steps::clear() {
  steps_.clear();
  changes_.clear();
  micro_.clear();
  prepared_.clear();
  failures_.clear();
  stuck_ = 0;
  held_ = 0;
}

Successors::Successors(const machine::Machine& machine)
    : machine_(machine),
      layout_(machine),
      slots_(layout_.cells() + machine.agents.size()),
      bytecode_(machine, layout_, slots_) {
  if (machine.agents.size() > kMostAgents) {
    throw source::InputError({},
                             "the model has " + std::to_string(machine.agents.size()) + " agents",
                             "At most " + std::to_string(kMostAgents) + " can be explored.");
  }
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    const machine::Agent& agent = machine.agents[a];
    CompiledAgent compiled;
    compiled.kind = agent.kind;
    compiled.slot = static_cast<std::uint32_t>(layout_.cells() + a);
    compiled.by_location.resize(agent.locations.size());
    for (std::uint32_t t = 0; t < agent.transitions.size(); ++t) {
      compiled.by_location[index_of(agent.transitions[t].from)].push_back(
          compile(agent, TransitionId{t}));
    }
    agents_.push_back(std::move(compiled));
  }
  if (machine.scheduler != machine::Scheduler::fair) {
    for (std::uint32_t a = 0; a < agents_.size(); ++a) place(AgentId{a});
  }
  frame_ = bytecode_.make_frame();
}

// Who competes with whom is the same in all states.
void Successors::place(AgentId id) {
  const machine::Agent& agent = machine_.at(id);
  if (!agent.cpu) return;
  CompiledAgent& compiled = agents_[index_of(id)];
  compiled.initial = index_of(agent.initial);
  for (const machine::Location& location : agent.locations)
    compiled.asleep.push_back(location.wait && location.wait->timed);
  for (std::uint32_t a = 0; a < agents_.size(); ++a) {
    const machine::Agent& other = machine_.agents[a];
    if (a == index_of(id) || other.cpu != agent.cpu) continue;
    compiled.rivals |= std::uint64_t{1} << a;
    if (other.priority > agent.priority) compiled.betters |= std::uint64_t{1} << a;
  }
  if (compiled.rivals == 0 || machine_.scheduler != machine::Scheduler::nonpreempt) return;
  const auto runner = machine::runner_of(machine_, *agent.cpu);
  CHECK(runner, "nobody keeps who runs on processor " << *agent.cpu);
  compiled.runner = static_cast<std::uint32_t>(layout_.slot(*runner));
}

Compiled Successors::compile(const machine::Expr& expr) {
  const Compiled compiled = bytecode_.compile(expr);
  frame_ = bytecode_.make_frame();
  return compiled;
}

Successors::CompiledTransition Successors::compile(const machine::Agent& agent, TransitionId id) {
  const machine::Transition& transition = agent.at(id);
  CompiledTransition compiled;
  compiled.id = id;
  compiled.transition = &transition;
  compiled.to = index_of(transition.to);
  compiled.committed = agent.at(transition.to).committed;
  compiled.guard = bytecode_.compile(transition.guard);
  if (transition.choice) {
    compiled.has_choice = true;
    compiled.low = bytecode_.compile(transition.choice->low);
    compiled.high = bytecode_.compile(transition.choice->high);
  }
  if (transition.prepare) {
    compiled.first_prepared = bytecode_.compile(transition.prepare->first);
    compiled.last_prepared = bytecode_.compile(transition.prepare->last);
  }
  for (const machine::Check& check : transition.checks) {
    compiled.checks.push_back({bytecode_.compile(check.condition), &check});
  }
  for (const machine::Assignment& assignment : transition.assignments) {
    const machine::Place& place = assignment.place;
    CompiledAssignment target;
    target.variable = &machine_.at(place.variable);
    target.slot = static_cast<std::uint32_t>(layout_.slot(place.variable));
    target.extent = target.variable->extent;
    if (place.index) {
      target.scalar = false;
      target.index = bytecode_.compile(*place.index);
    }
    target.value = bytecode_.compile(assignment.value);
    compiled.assignments.push_back(target);
  }
  return compiled;
}

void Successors::load(const std::int64_t* values) { std::copy_n(values, slots_, frame_.begin()); }

void Successors::expand(const std::int64_t* values, Steps& steps) {
  expand_unscheduled(values, steps);
  if (machine_.scheduler != machine::Scheduler::fair) hold_back(steps);
}

void Successors::expand_unscheduled(const std::int64_t* values, Steps& steps) {
  steps.clear();
  steps_ = &steps;
  load(values);
  for (std::uint32_t agent = 0; agent < agents_.size(); ++agent) walk(AgentId{agent});
}

// Leaves out the steps of agents that must leave their processor to somebody else (schedule.h).
void Successors::hold_back(Steps& steps) const {
  std::uint64_t ready = steps.stuck_;
  for (const Steps::Recorded& step : steps.steps_)
    ready |= std::uint64_t{1} << index_of(step.agent);
  std::uint64_t competing = 0;
  for (std::size_t a = 0; a < agents_.size(); ++a) {
    const CompiledAgent& agent = agents_[a];
    const std::uint64_t self = std::uint64_t{1} << a;
    const std::int64_t location = frame_[agent.slot];
    if (agent.rivals == 0 || location == agent.initial) {
      ready &= ~self;
    } else if (!agent.asleep[static_cast<std::size_t>(location)]) {
      competing |= ready & self;
    }
  }
  for (std::size_t a = 0; a < agents_.size(); ++a) {
    const CompiledAgent& agent = agents_[a];
    if ((ready >> a & 1U) == 0) continue;
    std::uint64_t before = agent.betters;
    if (agent.runner) {
      const std::int64_t running = frame_[*agent.runner];
      before = running == 0 ? 0 : agent.rivals & std::uint64_t{1} << (running - 1);
    }
    if ((before & competing) != 0) steps.held_ |= std::uint64_t{1} << a;
  }
  steps.stuck_ &= ~steps.held_;
  std::erase_if(steps.steps_, [&](const Steps::Recorded& step) {
    return (steps.held_ >> index_of(step.agent) & 1U) != 0;
  });
}

void Successors::expand(const std::int64_t* values, AgentId agent, Steps& steps) {
  steps.clear();
  steps_ = &steps;
  load(values);
  walk(agent);
}

bool Successors::holds(const Compiled& condition, const std::int64_t* values, Fault& fault) {
  load(values);
  return evaluate(condition, fault);
}

void Successors::walk(AgentId agent) {
  agent_ = agent;
  any_guard_ = false;
  const std::size_t steps_before = steps_->size();
  const auto here = static_cast<std::uint32_t>(frame_[agents_[index_of(agent)].slot]);
  visit(here);
  if (steps_->size() != steps_before) return;
  const machine::Agent& who = machine_.at(agent);
  const bool owed =
      who.kind == machine::AgentKind::thread || who.kind == machine::AgentKind::daemon;
  const bool waits = who.locations[here].wait && !any_guard_;
  if (owed && !waits && who.end != machine::LocationId{here})
    steps_->stuck_ |= std::uint64_t{1} << index_of(agent);
}

// Depth first through committed locations; transitions as declared, choices ascending.
void Successors::visit(std::uint32_t location) {
  const std::vector<CompiledTransition>& transitions =
      agents_[index_of(agent_)].by_location[location];
  bool withholds = false;
  for (const CompiledTransition& transition : transitions) {
    const Outcome outcome = try_choices(transition);
    any_guard_ |= outcome != Outcome::disabled;
    withholds |= outcome == Outcome::taken && transition.transition->favour == Favour::unfavourable;
  }
  if (withholds) require_favourable(transitions);
}

// An unfavourable branch of a whim was enabled: is its favourable sibling enabled too? Tries the
// branches once more, which is cheap because whims are rare, without recording anything. A
// favourable branch that ends in a fatal failure is enabled too: the failure is what must be
// reported.
void Successors::require_favourable(const std::vector<CompiledTransition>& transitions) {
  std::vector<const machine::Transition*> unfavourable;
  std::set<std::string> favourable;
  for (const CompiledTransition& transition : transitions) {
    const Favour favour = transition.transition->favour;
    if (favour == Favour::none) continue;
    const Outcome outcome = probe(transition);
    if (favour == Favour::favourable && outcome != Outcome::disabled) {
      favourable.insert(transition.transition->whim);
    }
    if (favour == Favour::unfavourable && outcome == Outcome::taken)
      unfavourable.push_back(transition.transition);
  }
  for (const machine::Transition* transition : unfavourable) {
    if (favourable.contains(transition->whim)) continue;
    throw source::InputError(
        span_of(*transition),
        "the whim \"" + transition->whim +
            "\" can withhold progress where its favourable outcome is impossible",
        "A whim needs a favourable branch that is enabled wherever the unfavourable one is.");
  }
}

// Calls `each` with every choice the transition has (nothing where it has none), in order. False if
// its bounds fault.
template <typename Each>
bool Successors::for_each_choice(const CompiledTransition& transition, Fault& fault, Each each) {
  if (!transition.has_choice) {
    each(std::optional<std::int64_t>());
    return true;
  }
  evaluate(transition.low, fault);
  const std::int64_t low = frame_[transition.low.result];
  if (fault == Fault::none) evaluate(transition.high, fault);
  const std::int64_t high = frame_[transition.high.result];
  if (fault != Fault::none) return false;
  if (low <= high &&
      static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) >= kMostChoices) {
    throw source::InputError(span_of(*transition.transition),
                             "a choice from " + std::to_string(low) + ".." + std::to_string(high) +
                                 " has too many values to try each",
                             "at most " + std::to_string(kMostChoices) + "; narrow it");
  }
  for (std::int64_t choice = low; choice <= high; ++choice) {
    each(std::optional(choice));
    if (choice == high) break;
  }
  return true;
}

// The best outcome that any choice has, nothing recorded.
Successors::Outcome Successors::probe(const CompiledTransition& transition) {
  Outcome best = Outcome::disabled;
  Fault fault = Fault::none;
  const bool bounded = for_each_choice(transition, fault, [&](std::optional<std::int64_t> choice) {
    const std::size_t writes = writes_.size();
    const std::size_t failures = failures_.size();
    frame_[bytecode_.choice()] = choice.value_or(0);
    best = std::max(best, fire(transition));
    failures_.resize(failures);
    undo(writes);
  });
  return bounded ? best : Outcome::cut;
}

// The best outcome that any choice has; each step found is recorded.
Successors::Outcome Successors::try_choices(const CompiledTransition& transition) {
  Outcome best = Outcome::disabled;
  Fault fault = Fault::none;
  const bool bounded = for_each_choice(transition, fault, [&](std::optional<std::int64_t> choice) {
    best = std::max(best, take(transition, {transition.id, choice}));
  });
  if (bounded) return best;
  // Nobody got to choose: the micro-step carries no choice.
  const std::size_t failures = failures_.size();
  fail(transition, fault, "");
  micro_.push_back({transition.id, std::nullopt});
  record(true);
  micro_.pop_back();
  failures_.resize(failures);
  return Outcome::cut;
}

Successors::Outcome Successors::take(const CompiledTransition& transition,
                                     const machine::MicroStep& micro) {
  const std::size_t writes = writes_.size();
  const std::size_t failures = failures_.size();
  const std::size_t prepared = prepared_.size();
  frame_[bytecode_.choice()] = micro.choice.value_or(0);
  if (transition.transition->prepare) prepared_.push_back(prepare(transition));
  const Outcome outcome = fire(transition);
  if (outcome == Outcome::disabled) {
    prepared_.resize(prepared);
    return outcome;
  }
  micro_.push_back(micro);
  if (outcome == Outcome::taken && transition.committed) {
    visit(transition.to);
  } else {
    record(outcome == Outcome::cut);
  }
  micro_.pop_back();
  prepared_.resize(prepared);
  failures_.resize(failures);
  undo(writes);
  return outcome;
}

// A mark can not fail: what its range says beyond the array, or can not say, is nothing.
Prepared Successors::prepare(const CompiledTransition& transition) {
  const machine::VariableId id = transition.transition->prepare->variable;
  const std::int64_t extent = machine_.at(id).extent;
  Fault fault = Fault::none;
  evaluate(transition.first_prepared, fault);
  const std::int64_t first = std::max<std::int64_t>(frame_[transition.first_prepared.result], 0);
  if (fault == Fault::none) evaluate(transition.last_prepared, fault);
  const std::int64_t last = std::min(frame_[transition.last_prepared.result], extent - 1);
  if (fault != Fault::none || first > last) return {};
  const auto slot = static_cast<std::uint32_t>(layout_.slot(id));
  return {slot + static_cast<std::uint32_t>(first), slot + static_cast<std::uint32_t>(last)};
}

Successors::Outcome Successors::fire(const CompiledTransition& transition) {
  Fault fault = Fault::none;
  const bool open = evaluate(transition.guard, fault);
  if (fault != Fault::none) {
    fail(transition, fault, "");
    return Outcome::cut;
  }
  if (!open) return Outcome::disabled;
  if (!passes_checks(transition) || !assign(transition)) return Outcome::cut;
  write(agents_[index_of(agent_)].slot, transition.to);
  return Outcome::taken;
}

bool Successors::passes_checks(const CompiledTransition& transition) {
  for (const CompiledCheck& check : transition.checks) {
    Fault fault = Fault::none;
    const bool holds = evaluate(check.condition, fault);
    if (fault != Fault::none) {
      fail(transition, fault, "");
      return false;
    }
    if (holds) continue;
    const machine::Check& violated = *check.check;
    failures_.push_back({violated.property, violated.message, agent_, transition.id, micro_.size(),
                         violated.fatal});
    if (violated.fatal) return false;
  }
  return true;
}

bool Successors::assign(const CompiledTransition& transition) {
  pending_.clear();
  for (const CompiledAssignment& assignment : transition.assignments) {
    Fault fault = Fault::none;
    std::uint32_t slot = assignment.slot;
    if (!assignment.scalar) {
      evaluate(assignment.index, fault);
      const auto cell = static_cast<std::uint64_t>(frame_[assignment.index.result]);
      if (fault == Fault::none && cell >= assignment.extent) fault = Fault::index_out_of_bounds;
      slot += static_cast<std::uint32_t>(cell);
    }
    if (fault == Fault::none) evaluate(assignment.value, fault);
    const std::int64_t value = frame_[assignment.value.result];
    const machine::Variable& variable = *assignment.variable;
    if (fault == Fault::none && variable.range && !within(*variable.range, variable.type, value)) {
      fault = Fault::out_of_range;
    }
    if (fault != Fault::none) {
      fail(transition, fault, variable.name);
      return false;
    }
    pending_.push_back({slot, value});
  }
  for (const Change& change : pending_) write(change.slot, change.value);
  return true;
}

// The truth of a condition; the value itself is in the frame.
bool Successors::evaluate(const Compiled& code, Fault& fault) {
  fault = bytecode_.run(code, frame_.data());
  return fault == Fault::none && frame_[code.result] != 0;
}

void Successors::fail(const CompiledTransition& transition, Fault fault, const std::string& about) {
  const std::string message = about.empty() ? describe(fault) : about + ": " + describe(fault);
  failures_.push_back({"ub", message, agent_, transition.id, micro_.size(), true});
}

void Successors::write(std::uint32_t slot, std::int64_t value) {
  if (frame_[slot] == value) return;
  writes_.push_back({slot, frame_[slot]});
  frame_[slot] = value;
}

void Successors::undo(std::size_t writes) {
  while (writes_.size() > writes) {
    frame_[writes_.back().slot] = writes_.back().before;
    writes_.pop_back();
  }
}

void Successors::record(bool cut) {
  Steps& steps = *steps_;
  const auto append = [](auto& all, const auto& more) {
    const auto begin = static_cast<std::uint32_t>(all.size());
    all.insert(all.end(), more.begin(), more.end());
    return Steps::Extent{begin, static_cast<std::uint32_t>(all.size())};
  };
  Steps::Recorded step;
  step.agent = agent_;
  step.cut = cut;
  step.adversary = is_adversary(agents_[index_of(agent_)].kind);
  for (const machine::MicroStep& micro : micro_) {
    const machine::Transition& transition = machine_.at(agent_).at(micro.transition);
    step.adversary |= transition.favour == Favour::unfavourable;
    step.progress |= transition.progress;
  }
  step.changes.begin = static_cast<std::uint32_t>(steps.changes_.size());
  for (const Write& write : writes_) steps.changes_.push_back({write.slot, frame_[write.slot]});
  step.changes.end = static_cast<std::uint32_t>(steps.changes_.size());
  step.micro = append(steps.micro_, micro_);
  step.prepared = append(steps.prepared_, prepared_);
  step.failures = append(steps.failures_, failures_);
  steps.steps_.push_back(step);
}

}  // namespace headway::explicit_engine

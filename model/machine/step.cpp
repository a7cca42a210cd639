// Transitions and steps, exactly as step.h words them: one transition is `fire`, a step is a
// depth-first walk of `fire` through committed locations. Slow and obvious on purpose; copies a
// state per transition.
#include "model/machine/step.h"

#include <utility>

#include "model/source/error.h"

namespace headway::machine {

namespace {

// Fires one transition in one state, collecting what goes wrong.
class Firing {
 public:
  Firing(const Context& context, AgentId agent, TransitionId id)
      : context_(context), agent_(agent), id_(id), transition_(context.machine.at(agent).at(id)) {
    fired_.to = context.state;
  }

  // Nothing where the guard is false.
  std::optional<Fired> run() {
    const Evaluation guard = evaluate(transition_.guard, context_);
    if (guard.fault == Fault::none && guard.value == 0) return std::nullopt;
    State after = context_.state;
    if (guard.fault != Fault::none) {
      fail(guard.fault, "");
    } else if (checks() && assign(after)) {
      after.locations[index_of(agent_)] = transition_.to;
      fired_.to = std::move(after);
    }
    return std::move(fired_);
  }

  Fired faulted(Fault fault) {
    fail(fault, "");
    return std::move(fired_);
  }

 private:
  void fail(Fault fault, const std::string& about) {
    const std::string message = about.empty() ? describe(fault) : about + ": " + describe(fault);
    fired_.failures.push_back({"ub", message, agent_, id_, 0, true});
    fired_.cut = true;
  }

  bool checks() {
    for (const Check& check : transition_.checks) {
      const Evaluation holds = evaluate(check.condition, context_);
      if (holds.fault != Fault::none) {
        fail(holds.fault, "");
        return false;
      }
      if (holds.value != 0) continue;
      fired_.failures.push_back({check.property, check.message, agent_, id_, 0, check.fatal});
      if (check.fatal) {
        fired_.cut = true;
        return false;
      }
    }
    return true;
  }

  // Reads the state before, writes `after` (I3 of machine.h).
  bool assign(State& after) {
    for (const Assignment& assignment : transition_.assignments) {
      const Variable& variable = context_.machine.at(assignment.place.variable);
      const Expr* index = assignment.place.index ? &*assignment.place.index : nullptr;
      const Evaluation slot = slot_of(assignment.place.variable, index, context_);
      const Evaluation value =
          slot.fault == Fault::none ? evaluate(assignment.value, context_) : slot;
      Fault fault = value.fault;
      if (fault == Fault::none && variable.range &&
          !within(*variable.range, variable.type, value.value)) {
        fault = Fault::out_of_range;
      }
      if (fault != Fault::none) {
        fail(fault, variable.name);
        return false;
      }
      after.cells[static_cast<std::size_t>(slot.value)] = value.value;
    }
    return true;
  }

  const Context& context_;
  const AgentId agent_;
  const TransitionId id_;
  const Transition& transition_;
  Fired fired_;
};

// The choice bounds of a transition, or the fault in them.
struct Bounds {
  std::int64_t low = 0;
  std::int64_t high = 0;
  Fault fault = Fault::none;
};

Bounds bounds_of(const Choice& choice, const Context& context) {
  const Evaluation low = evaluate(choice.low, context);
  if (low.fault != Fault::none) return {0, 0, low.fault};
  const Evaluation high = evaluate(choice.high, context);
  return {low.value, high.value, high.fault};
}

// Depth-first walk over one agent's chains from one stable state to the next ones.
class Walk {
 public:
  Walk(const Machine& machine, const Layout& layout, AgentId agent)
      : machine_(machine), layout_(layout), agent_(agent) {}

  std::vector<Successor> from(const State& state) {
    step_.agent = agent_;
    visit(state);
    return std::move(found_);
  }

 private:
  void visit(const State& state) {
    const Agent& agent = machine_.at(agent_);
    for (std::size_t i = 0; i < agent.transitions.size(); ++i) {
      const Transition& transition = agent.transitions[i];
      if (transition.from != state.locations[index_of(agent_)]) continue;
      const auto id = static_cast<TransitionId>(i);
      if (!transition.choice) {
        take(state, id, std::nullopt);
        continue;
      }
      const Bounds bounds = bounds_of(*transition.choice, {machine_, layout_, state, 0});
      if (bounds.fault != Fault::none) {
        take(state, id, std::nullopt);
        continue;
      }
      if (bounds.low > bounds.high) continue;
      for (std::int64_t choice = bounds.low;; ++choice) {
        take(state, id, choice);
        if (choice == bounds.high) break;
      }
    }
  }

  void take(const State& state, TransitionId id, std::optional<std::int64_t> choice) {
    auto fired = fire(machine_, layout_, state, agent_, id, choice);
    if (!fired) return;
    const std::size_t failures_before = failures_.size();
    for (Failure& failure : fired->failures) {
      failure.micro_step = step_.micro.size();
      failures_.push_back(std::move(failure));
    }
    step_.micro.push_back({id, choice});
    const LocationId location = fired->to.locations[index_of(agent_)];
    if (!fired->cut && machine_.at(agent_).at(location).committed) {
      visit(fired->to);
    } else {
      found_.push_back({step_, std::move(fired->to), failures_, fired->cut});
    }
    step_.micro.pop_back();
    failures_.resize(failures_before);
  }

  const Machine& machine_;
  const Layout& layout_;
  const AgentId agent_;
  Step step_;
  std::vector<Failure> failures_;
  std::vector<Successor> found_;
};

// What stands for an argument in a note: the name of the value where the variable names its values.
std::string render_argument(const Expr& argument, const Context& context) {
  const Evaluation evaluated = evaluate(argument, context);
  if (evaluated.fault != Fault::none) return "?";
  if (const auto* load = std::get_if<Load>(&argument.node())) {
    for (const auto& [value, name] : context.machine.at(load->variable).enumerators) {
      if (value == evaluated.value) return name;
    }
  }
  if (argument.type().is_signed) return std::to_string(evaluated.value);
  return std::to_string(static_cast<std::uint64_t>(evaluated.value));
}

}  // namespace

std::optional<Fired> fire(const Machine& machine, const Layout& layout, const State& state,
                          AgentId agent, TransitionId id, std::optional<std::int64_t> choice) {
  const Transition& transition = machine.at(agent).at(id);
  const Context context{machine, layout, state, choice.value_or(0)};
  if (transition.from != state.locations[index_of(agent)]) return std::nullopt;
  if (transition.choice) {
    const Bounds bounds = bounds_of(*transition.choice, {machine, layout, state, 0});
    if (bounds.fault != Fault::none) {
      // Nobody got to choose: such a micro-step carries no choice.
      if (choice) return std::nullopt;
      return Firing(context, agent, id).faulted(bounds.fault);
    }
    if (!choice || *choice < bounds.low || *choice > bounds.high) return std::nullopt;
  } else if (choice) {
    return std::nullopt;
  }
  return Firing(context, agent, id).run();
}

std::vector<Successor> successors(const Machine& machine, const Layout& layout, const State& state,
                                  AgentId agent) {
  return Walk(machine, layout, agent).from(state);
}

std::vector<Successor> initial_states(const Machine& machine, const Layout& layout) {
  std::optional<AgentId> setup;
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    if (machine.agents[a].kind != AgentKind::setup) continue;
    CHECK(!setup, "two setup agents (I1)");
    setup = static_cast<AgentId>(a);
  }
  std::vector<Successor> all;
  for (State& raw : raw_initial_states(machine)) {
    if (!setup) {
      all.push_back({Step{}, std::move(raw), {}, false});
      continue;
    }
    for (Successor& stable : successors(machine, layout, raw, *setup))
      all.push_back(std::move(stable));
  }
  return all;
}

bool ended(const Machine& machine, const State& state, AgentId agent) {
  return machine.at(agent).end == state.locations[index_of(agent)];
}

std::string render_note(const Note& note, const Context& context) {
  std::string text;
  std::size_t next = 0;
  for (std::size_t i = 0; i < note.text.size(); ++i) {
    const bool slot = note.text.compare(i, 2, "{}") == 0 && next < note.arguments.size();
    if (!slot) {
      text += note.text[i];
      continue;
    }
    text += render_argument(note.arguments[next++], context);
    ++i;
  }
  return text;
}

}  // namespace headway::machine

// An event is a mark on transitions: what hw_event names, an attempt, progress, the call or return
// of a role. What a ghost does there becomes one more assignment of that transition, so that it is
// simultaneous with it: everything on the right is read before. Where several updates of one ghost
// meet in one transition they are made in the order of the text, each reading what the one before
// it made. What the setup does is before the beginning and counts for nothing.
//
// A count stops at the first number that is too many, so that a loop that never ends has finitely
// many states all the same.
#include "checker/property/bind_ghosts.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "model/machine/expr_walk.h"
#include "model/source/error.h"

namespace headway::property {

using machine::BinaryOp;
using machine::Expr;
using machine::Transition;
using source::InputError;
using source::Span;
using tree::Event;

namespace {

bool is_at(const Event& event, const Transition& transition) {
  const auto returns = [&](bool is_return) {
    return transition.call && transition.call->is_return == is_return &&
           transition.call->role == event.name;
  };
  switch (event.kind) {
    case Event::Kind::named:
      return transition.event == event.name;
    case Event::Kind::attempt:
      return transition.attempt && (event.name.empty() || *transition.attempt == event.name);
    case Event::Kind::progress:
      return transition.progress;
    case Event::Kind::call:
      return returns(false);
    case Event::Kind::returned:
      break;
  }
  return returns(true);
}

std::set<std::string> offered_by(const machine::Machine& machine) {
  std::set<std::string> events;
  for (const machine::Agent& agent : machine.agents) {
    for (const Transition& transition : agent.transitions) {
      if (transition.event) events.insert(*transition.event);
      if (transition.attempt) events.insert("attempt " + *transition.attempt);
      if (transition.progress) events.insert("progress");
      if (transition.call)
        events.insert((transition.call->is_return ? "return of " : "call of ") +
                      transition.call->role);
    }
  }
  return events;
}

std::string spelled(const Event& event) {
  switch (event.kind) {
    case Event::Kind::named:
      return event.name;
    case Event::Kind::attempt:
      return event.name.empty() ? "attempt" : "attempt " + event.name;
    case Event::Kind::progress:
      return "progress";
    case Event::Kind::call:
      return "call of " + event.name;
    case Event::Kind::returned:
      break;
  }
  return "return of " + event.name;
}

// Calls `visit(transition)` wherever the event is.
template <typename Visit>
void for_each_at(machine::Machine& machine, const Event& event, Visit&& visit) {
  for (machine::Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::setup) continue;
    for (Transition& transition : agent.transitions) {
      if (is_at(event, transition)) visit(transition);
    }
  }
}

void demand_offered(machine::Machine& machine, const Event& event) {
  bool found = false;
  for_each_at(machine, event, [&](const Transition&) { found = true; });
  if (found) return;
  std::string known;
  for (const std::string& name : offered_by(machine)) known += (known.empty() ? "" : ", ") + name;
  throw InputError(event.span, "the model has no event `" + spelled(event) + "`",
                   known.empty() ? "it has no hw_event(NAME), attempt, progress or HW_CALL"
                                 : "its events are: " + known);
}

// At an event there is a result where it is a return; what was before the call is nobody's
// business.
class AtEvent : public AnyState {
 public:
  explicit AtEvent(const Transition& transition) : AnyState("a ghost"), transition_(transition) {}

  Expr result(const Span& span) override {
    if (transition_.call && transition_.call->result) return *transition_.call->result;
    throw InputError(span, "`result` has no meaning at this event",
                     "it is there on return of a role whose call returns something");
  }

 private:
  const Transition& transition_;
};

std::int64_t initial_value(const tree::Ghost& line, const Names& names) {
  AnyState reading("the initial value of a ghost");
  const Expr value = machine::simplify(names.term(*line.initial, line.type, "this ghost", reading));
  if (const auto* number = std::get_if<machine::Constant>(&value.node())) return number->value;
  throw InputError(line.initial->span, "the initial value of a ghost is a constant",
                   "what differs from run to run it may take at an event, as in: on call of ROLE "
                   "do EXPRESSION");
}

void update(const tree::Ghost& line, machine::VariableId ghost, Names& names,
            machine::Machine& machine) {
  const Expr before = Expr::load(ghost, machine.at(ghost).type);
  const machine::Place place{ghost, std::nullopt};
  for (const tree::Update& change : line.updates) {
    demand_offered(machine, change.event);
    for_each_at(machine, change.event, [&](Transition& transition) {
      const auto earlier =
          std::find_if(transition.assignments.begin(), transition.assignments.end(),
                       [&](const machine::Assignment& made) { return made.place == place; });
      const bool first = earlier == transition.assignments.end();
      names.set_ghost(line.name, first ? before : earlier->value);
      AtEvent reading(transition);
      Expr value = names.term(*change.value, line.type, "this ghost", reading);
      if (first) {
        transition.assignments.push_back({place, std::move(value)});
      } else {
        earlier->value = std::move(value);
      }
    });
    names.set_ghost(line.name, before);
  }
}

// What no agent changes, be it one number or another.
bool stays(const Expr& expr, const machine::Machine& machine) {
  bool same = true;
  machine::for_each_load(expr, [&](const machine::Load& load) {
    for (const machine::Agent& agent : machine.agents) {
      if (agent.kind == machine::AgentKind::setup) continue;
      for (const Transition& transition : agent.transitions) {
        for (const machine::Assignment& assignment : transition.assignments)
          same = same && assignment.place.variable != load.variable;
      }
    }
  });
  return same;
}

}  // namespace

machine::VariableId declare_ghost(machine::Machine& machine, const std::string& stem,
                                  machine::IntType type, std::int64_t initial) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(machine.variables.begin(), machine.variables.end(),
                       [&](const machine::Variable& variable) { return variable.name == name; });
  };
  machine::Variable ghost;
  ghost.name = stem;
  for (int i = 2; taken(ghost.name); ++i) ghost.name = stem + std::to_string(i);
  ghost.type = type;
  ghost.initial = {initial};
  ghost.ghost = true;
  machine.variables.push_back(std::move(ghost));
  return static_cast<machine::VariableId>(machine.variables.size() - 1);
}

void bind_ghosts(const Spec& spec, Names& names, machine::Machine& machine) {
  std::vector<std::pair<const tree::Ghost*, machine::VariableId>> ghosts;
  for (const tree::Item& item : spec.items) {
    const auto* line = std::get_if<tree::Ghost>(&item);
    if (line == nullptr) continue;
    const machine::IntType type =
        line->type == tree::Type::boolean ? machine::kBool : machine::kI64;
    const std::int64_t initial = initial_value(*line, names);
    const machine::VariableId id = declare_ghost(machine, line->name, type, initial);
    names.add_ghost(*line, Expr::load(id, type));
    ghosts.emplace_back(line, id);
  }
  for (const auto& [line, id] : ghosts) update(*line, id, names, machine);
}

void bind_count(const tree::CountBody& body, const std::string& id, const Names& names,
                machine::Machine& machine) {
  demand_offered(machine, body.event);
  AnyState reading("the bound of a count");
  const Expr most = machine::simplify(
      names.term(*body.most, tree::Type::integer, "the bound of a count", reading));
  if (!stays(most, machine)) {
    throw InputError(body.most->span, "the bound of a count stays the same during a run",
                     "this one changes; a ghost and an `always` say more than `count` can");
  }
  const machine::VariableId counter = declare_ghost(machine, "count_of_" + id, machine::kI64, 0);
  const auto* number = std::get_if<machine::Constant>(&most.node());
  if (number != nullptr && number->value < std::numeric_limits<std::int64_t>::max()) {
    machine.variables[index_of(counter)].range =
        machine::Range{0, std::max<std::int64_t>(number->value, -1) + 1};
  }
  const Expr count = Expr::load(counter, machine::kI64);
  const Expr within = Expr::binary(BinaryOp::le, count, most);
  const Expr next = Expr::binary(BinaryOp::add, count, Expr::constant(1));
  const Expr counted = Expr::conditional(within, next, count);
  for_each_at(machine, body.event, [&](Transition& transition) {
    transition.assignments.push_back({{counter, std::nullopt}, counted});
  });
  machine.invariants.push_back({id, within});
}

}  // namespace headway::property

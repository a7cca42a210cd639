// How transitions get into the graph: modes, pending checks, temporaries.
//
// Checks collect in `pending_` while an expression is evaluated and go out with the next
// transition, or before it where that one has a guard: what they speak of must be judged even if
// the guard is false.
#include <algorithm>
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

using machine::LocationId;
using machine::Transition;

bool AgentLowering::always_atomic() const {
  return plan_.kind != machine::AgentKind::thread && plan_.kind != machine::AgentKind::daemon;
}

std::optional<std::uint32_t> AgentLowering::toucher() const {
  if (plan_.kind == machine::AgentKind::setup || symbolic_ != nullptr) return std::nullopt;
  return plan_.number;
}

Transition AgentLowering::transition_at(const source::Span& span) {
  Transition transition;
  auto& origin = activation_->origins[{span.line, span.column}];
  if (!origin)
    origin = std::make_shared<const source::Origin>(source::Origin{span, activation_->stack});
  transition.origin = origin;
  return transition;
}

LocationId AgentLowering::fresh_location(const source::Span& span) {
  const std::string name = function().name + ":" + std::to_string(span.line);
  return graph_.add_location(name, path_.mode == Mode::atomic);
}

// Could the transition be noticed? For hw_atomic every global counts that somebody stores to,
// shared or not, so that what is refused in its body does not depend on what the rest of the model
// does.
bool AgentLowering::is_visible(const Transition& transition) const {
  const auto visible = [&](machine::VariableId variable) {
    const auto id = round_.variables.cell_of(variable);
    if (!id) return false;
    const Cell& cell = round_.objects.at(*id);
    return round_.objects.shared(*id) ||
           (cell.facts.stored && round_.objects.at(cell.root).global != nullptr);
  };
  const auto loads_visible = [&](const Expr& expr) {
    bool found = false;
    machine::for_each_load(
        expr, [&](const machine::Load& load) { found = found || visible(load.variable); });
    return found;
  };
  if (loads_visible(transition.guard)) return true;
  for (const auto& assignment : transition.assignments) {
    if (visible(assignment.place.variable) || loads_visible(assignment.value)) return true;
    if (assignment.place.index && loads_visible(*assignment.place.index)) return true;
  }
  return std::any_of(transition.checks.begin(), transition.checks.end(),
                     [&](const auto& check) { return loads_visible(check.condition); });
}

// In a fresh hw_atomic, the first transition that somebody could notice makes everything behind it
// committed.
void AgentLowering::enter_atomic_if_visible(const Transition& transition) {
  if (path_.mode != Mode::fresh) return;
  const bool marked = transition.choice || transition.prepare || transition.attempt ||
                      transition.event || transition.progress || transition.yields ||
                      transition.call || !transition.whim.empty();
  if (marked || is_visible(transition)) path_.mode = Mode::atomic;
}

void AgentLowering::step(Transition transition) {
  if (!transition.guard.is_constant(1)) {
    flush(span_);
  } else {
    transition.checks.insert(transition.checks.begin(), std::make_move_iterator(pending_.begin()),
                             std::make_move_iterator(pending_.end()));
    pending_.clear();
  }
  enter_atomic_if_visible(transition);
  transition.from = here_;
  transition.to = fresh_location(transition.origin ? transition.origin->span : span_);
  here_ = transition.to;
  graph_.add(std::move(transition));
}

void AgentLowering::step_to(Transition transition, LocationId target) {
  CHECK(pending_.empty(), "checks=" << pending_.size());
  transition.from = here_;
  transition.to = target;
  graph_.add(std::move(transition));
}

void AgentLowering::flush(const source::Span& span) {
  if (pending_.empty()) return;
  step(transition_at(span));
}

void AgentLowering::require(Expr condition, std::string message) {
  require_always(machine::simplify(!lazily_ || condition), std::move(message));
}

void AgentLowering::require_always(Expr condition, std::string message) {
  if (condition.is_constant(1)) return;
  machine::Check check{"ub", std::move(condition), std::move(message), true};
  if (std::find(pending_.begin(), pending_.end(), check) == pending_.end())
    pending_.push_back(std::move(check));
}

Value AgentLowering::into_temporary(const Value& value, program::TypeId type,
                                    Transition transition) {
  // The type belongs to the key: another round may need the same temporary for something else.
  const std::string number =
      std::to_string(++temporaries_) + ":" + std::to_string(program::index_of(type));
  const RootId root = round_.objects.local(activation_->key + statement_key_ + "%" + number,
                                           function().name + ".%" + std::to_string(span_.line),
                                           type, plan_.number, false, span_);
  store(whole(root, type), value, std::move(transition));
  return load(whole(root, type));
}

}  // namespace headway::lower

// Marks of one transition are judged in the state before it: it attempts with what was prepared
// before, and prepares for what comes after.
#include "checker/explicit/effects.h"

#include <limits>

namespace headway::explicit_engine {

using machine::AgentKind;

namespace {

using Kind = Operation::Kind;

constexpr std::int64_t kValid = 1;

}  // namespace

std::uint16_t Effects::label(const StepView& step, const std::int64_t* before) {
  effect_.clear();
  micro_steps(step);
  const AgentKind kind = machine_.at(step.agent).kind;
  if (kind == AgentKind::adversary || kind == AgentKind::signal) take_from_sets(step, before);
  if (marks_.has_site(step.agent)) {
    const machine::Agent& agent = machine_.at(step.agent);
    effect_.push_back({Kind::moves, index_of(step.agent),
                       index_of(agent.at(step.micro.back().transition).to), 0});
  }
  const auto known = numbers_.find(effect_);
  if (known != numbers_.end()) return known->second;
  if (effects_.size() > std::numeric_limits<std::uint16_t>::max()) {
    too_many_ = true;
    return 0;
  }
  const auto number = static_cast<std::uint16_t>(effects_.size());
  effects_.push_back(effect_);
  numbers_.emplace(effect_, number);
  return number;
}

void Effects::micro_steps(const StepView& step) {
  std::size_t prepared = 0;
  for (const machine::MicroStep& micro : step.micro) {
    const Marks::OfTransition& marks = marks_.at(step.agent, micro.transition);
    const bool prepares = machine_.at(step.agent).at(micro.transition).prepare.has_value();
    if (marks.attempts != Marks::kNone) effect_.push_back({Kind::attempts, marks.attempts});
    if (marks.withholds != Marks::kNone) {
      effect_.push_back({Kind::withholds, marks.withholds});
      effect_.push_back({Kind::acts, index_of(step.agent), index_of(micro.transition), 0});
    }
    for (const std::uint32_t whim : marks.grants) effect_.push_back({Kind::grants, whim});
    if (marks.prepares != Marks::kNone) {
      const Prepared cells = step.prepared[prepared];
      Operation made{marks.also ? Kind::adds : Kind::prepares, marks.prepares};
      if (cells.first <= cells.last) {
        made.first = marks_.member_at(cells.first);
        made.last = marks_.member_at(cells.last);
      }
      effect_.push_back(made);
    }
    prepared += prepares ? 1 : 0;
  }
}

void Effects::take_from_sets(const StepView& step, const std::int64_t* before) {
  effect_.push_back({Kind::acts, index_of(step.agent), index_of(step.micro.front().transition), 0});
  for (const Change& change : step.changes) {
    const std::uint32_t member = marks_.member_at(change.slot);
    if (member != Marks::kNone && before[change.slot] == kValid && change.value != kValid)
      effect_.push_back({Kind::invalidates, member});
  }
}

}  // namespace headway::explicit_engine

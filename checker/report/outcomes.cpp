#include "checker/report/outcomes.h"

#include <algorithm>
#include <optional>

#include "model/machine/expr_walk.h"

namespace headway::report {
namespace {

using machine::Expr;
using machine::LocationId;
using machine::Transition;
using machine::TransitionId;

constexpr std::size_t kManyOutcomes = 64;  // at one location

class Follower {
 public:
  Follower(const machine::Agent& agent, const Names& names, const ControlPoints& points,
           std::size_t place, const std::set<LocationId>& entries)
      : agent_(agent), names_(names), points_(points), place_(place), entries_(entries) {}

  Outcomes follow() {
    for (const LocationId entry : entries_) arrive(entry, {});
    while (!open_.empty()) {
      const auto [here, outcome] = *open_.begin();
      open_.erase(open_.begin());
      for (const TransitionId id : points_.out(here)) leave(here, id, outcome);
    }
    Outcomes result;
    for (const LocationId here : points_.members(place_)) {
      for (const TransitionId id : points_.out(here)) {
        if (const auto found = exits_.find({here, id}); found != exits_.end())
          result.exits.push_back({here, id, found->second});
      }
    }
    result.taken = taken_;
    return result;
  }

 private:
  void arrive(LocationId here, Outcome outcome) {
    std::set<Outcome>& known = at_[here];
    if (known.size() >= kManyOutcomes) outcome.known.clear();
    if (known.insert(outcome).second) open_.insert({here, std::move(outcome)});
  }

  void leave(LocationId here, TransitionId id, const Outcome& before) {
    const Transition& transition = agent_.at(id);
    Outcome after = before;
    if (const std::optional<std::int64_t> guard = value(transition.guard, before);
        guard && *guard == 0)
      return;
    learn(transition.guard, after);
    for (const machine::Assignment& assignment : transition.assignments)
      assign(assignment, before, after);
    if (transition.note) after.note = without_values(transition.note->text);
    const LocationId to = points_.landing(transition.to);
    if (points_.place(to) == place_ && !entries_.contains(to)) {
      arrive(to, std::move(after));
    } else {
      after.known.clear();
      exits_[{here, id}].insert(std::move(after));
    }
  }

  void assign(const machine::Assignment& assignment, const Outcome& before, Outcome& after) {
    const machine::VariableId variable = assignment.place.variable;
    if (names_.is_lock(variable)) {
      const std::string lock = names_.lock_kind(variable);
      const bool take = takes(assignment.value);
      if (take) taken_.insert(lock);
      int& net = after.locks[lock];
      net = std::clamp(net + (take ? 1 : -1), -1, 1);
      if (net == 0) after.locks.erase(lock);
    }
    if (!names_.owner(variable) || assignment.place.index) return;
    if (const std::optional<std::int64_t> constant = value(assignment.value, before)) {
      after.known[variable] = *constant;
    } else {
      after.known.erase(variable);
    }
  }

  // A lock is dropped by 0, or by a mask that takes a bit away; everything else takes it.
  static bool takes(const Expr& value) {
    if (value.is_constant(0)) return false;
    const auto* binary = std::get_if<machine::Binary>(&value.node());
    return binary == nullptr || binary->op != machine::BinaryOp::bit_and;
  }

  [[nodiscard]] std::optional<std::int64_t> value(const Expr& expr, const Outcome& outcome) const {
    const Expr known = simplify(substitute(expr, [&](const Expr& part) -> std::optional<Expr> {
      const auto* load = std::get_if<machine::Load>(&part.node());
      if (load == nullptr || load->index) return std::nullopt;
      const auto found = outcome.known.find(load->variable);
      if (found == outcome.known.end()) return std::nullopt;
      return Expr::constant(found->second, part.type());
    }));
    const auto* constant = std::get_if<machine::Constant>(&known.node());
    return constant == nullptr ? std::nullopt : std::optional(constant->value);
  }

  // What a test of one local says of it.
  void learn(const Expr& guard, Outcome& outcome) const {
    const auto local = [&](const Expr& expr) -> std::optional<machine::VariableId> {
      const auto* load = std::get_if<machine::Load>(&expr.node());
      if (load == nullptr || load->index || !names_.owner(load->variable)) return std::nullopt;
      return load->variable;
    };
    if (const auto variable = local(guard)) outcome.known[*variable] = 1;
    if (const auto* unary = std::get_if<machine::Unary>(&guard.node());
        unary != nullptr && unary->op == machine::UnaryOp::logical_not) {
      if (const auto variable = local(unary->operand)) outcome.known[*variable] = 0;
    }
    const auto* binary = std::get_if<machine::Binary>(&guard.node());
    if (binary == nullptr || binary->op != machine::BinaryOp::eq) return;
    const auto* constant = std::get_if<machine::Constant>(&binary->right.node());
    const auto variable = local(binary->left);
    if (variable && constant != nullptr) outcome.known[*variable] = constant->value;
  }

  static std::string without_values(std::string text) {
    for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos;)
      text.replace(at, 2, "…");
    return text;
  }

  const machine::Agent& agent_;
  const Names& names_;
  const ControlPoints& points_;
  std::size_t place_;
  const std::set<LocationId>& entries_;
  std::map<LocationId, std::set<Outcome>> at_;
  std::set<std::pair<LocationId, Outcome>> open_;
  std::map<std::pair<LocationId, TransitionId>, std::set<Outcome>> exits_;
  std::set<std::string> taken_;
};

}  // namespace

Outcomes outcomes_of(const machine::Agent& agent, const Names& names, const ControlPoints& points,
                     std::size_t place, const std::set<LocationId>& entries) {
  return Follower(agent, names, points, place, entries).follow();
}

}  // namespace headway::report

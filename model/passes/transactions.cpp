// Transactions (Lipton 1975; Flanagan and Qadeer 2003): an access that a lock protects is a
// both-mover. While an agent holds the lock nobody else can make, see or miss the access, so a
// location whose transitions do nothing but that and local work is committed, exactly as fusing
// does it.
//
//   I1  A cell is protected when there is one lock that every agent holds, by proof (lock_sets.h),
//       wherever it touches the cell: exclusively, or, where it only reads, at least shared. What a
//       property looks at in every state, what is prepared, and what says who holds or is waited
//       for, is never protected: these are looked at without the lock.
//   I2  Asking whether one holds a lock oneself is a both-mover too: nobody else changes the
//   answer.
//       So is reading a lock's cell while holding it exclusively. Writing it never is: acquires and
//       releases stay steps of their own, so that blocked agents, failing trylocks, acquires that
//       stand while holding, and who holds what, are all seen as before.
//   I3  Only threads and daemons: they are owed their next step, so that a run in which one of them
//       stays at the location for ever is unfair, and one that moves has a counterpart in which it
//       moves at once. (An adversary may stop for good in the middle.)
//
// Why verdicts survive: let s be a state where the agent stands at such a location, t its way on.
// t is enabled in s and stays so (local_work.h, I1) until it is taken, it changes nothing that
// others' steps, waits or properties look at, and they change nothing that t looks at: steps of
// others in s and after t are the same, t can be taken first, and who is enabled or blocked is
// equal on both sides. So every fair run has a counterpart without s that passes the same checks
// and the same states but for t's cells, with the same levels; components without a way out lose
// only states like s.
#include <algorithm>

#include "model/passes/local_work.h"
#include "model/passes/lock_sets.h"
#include "model/passes/passes.h"

namespace headway::passes {

using machine::AgentId;
using machine::Expr;
using machine::index_of;
using machine::LocationId;
using machine::Machine;
using machine::Transition;

namespace {

// What protects a cell. More than one agent: some of `locks` must be held.
struct Protection {
  bool touched = false;
  bool never = false;       // looked at without any lock, by design
  bool written = false;     // by somebody
  bool shared = false;      // by more than one agent
  AgentId first{};          // who touches it
  std::vector<bool> locks;  // held at every access so far
};

class Protections {
 public:
  Protections(const Machine& machine, const LockSets& sets) : machine_(machine), sets_(sets) {
    const std::vector<Touches> touched = touches(machine);
    for (std::size_t k = 0; k < machine.variables.size(); ++k) {
      const machine::Variable& variable = machine.variables[k];
      Protection start;
      start.never = touched[k].by_property || variable.holder != machine::Holder::none;
      start.locks.assign(sets.locks().size(), true);
      cells_.emplace_back(variable.extent, start);
    }
    for (const machine::Agent& agent : machine.agents) look_at_marks(agent);
    for (std::size_t k = 0; k < machine.agents.size(); ++k) {
      if (machine.agents[k].kind == machine::AgentKind::setup) continue;
      for (const Transition& transition : machine.agents[k].transitions)
        record(static_cast<AgentId>(k), transition);
    }
  }

  // All that the transition does is local work or protected.
  [[nodiscard]] bool moves(AgentId agent, const Transition& transition) const {
    if (bears_mark(transition)) return false;
    bool all = true;
    for_each_expr(transition,
                  [&](const Expr& expr) { all = all && reads_move(agent, transition.from, expr); });
    for (const machine::Assignment& assignment : transition.assignments)
      all = all && place_moves(assignment.place.variable, index_in(assignment));
    return all;
  }

 private:
  static const Expr* index_in(const machine::Assignment& assignment) {
    return assignment.place.index ? &*assignment.place.index : nullptr;
  }

  template <typename Visit>
  void for_each_cell(machine::VariableId id, const Expr* index, Visit&& visit) const {
    const auto* number =
        index == nullptr ? nullptr : std::get_if<machine::Constant>(&index->node());
    const std::uint32_t extent = machine_.at(id).extent;
    for (std::uint32_t cell = 0; cell < extent; ++cell) {
      if (number == nullptr || number->value == std::int64_t{cell}) visit(cell);
    }
  }

  void look_at_marks(const machine::Agent& agent) {
    const auto never = [&](machine::VariableId id) {
      for (Protection& cell : cells_[index_of(id)]) cell.never = true;
    };
    for (const Transition& transition : agent.transitions) {
      if (transition.prepare) never(transition.prepare->variable);
    }
    for (const machine::Location& location : agent.locations) {
      if (!location.wait || !location.wait->resource) continue;
      never(location.wait->resource->variable);
      if (!location.wait->resource->index) continue;
      machine::for_each_load(*location.wait->resource->index,
                             [&](const machine::Load& load) { never(load.variable); });
    }
  }

  void record(AgentId agent, const Transition& transition) {
    const auto touch = [&](machine::VariableId id, const Expr* index, bool writes) {
      for_each_cell(id, index, [&](std::uint32_t cell) {
        Protection& protection = cells_[index_of(id)][cell];
        protection.shared |= protection.touched && protection.first != agent;
        protection.first = agent;
        protection.touched = true;
        protection.written |= writes;
        for (std::size_t k = 0; k < protection.locks.size(); ++k) {
          if (!protection.locks[k]) continue;
          const Standing held = sets_.held(agent, transition.from, k);
          protection.locks[k] =
              sets_.locks()[k].excludes &&
              (held == Standing::exclusive || (!writes && held == Standing::shared));
        }
      });
    };
    for_each_expr(transition, [&](const Expr& expr) {
      machine::for_each_load(
          expr, [&](const machine::Load& load) { touch(load.variable, load.index.get(), false); });
    });
    for (const machine::Assignment& assignment : transition.assignments)
      touch(assignment.place.variable, index_in(assignment), true);
  }

  [[nodiscard]] bool is_protected(machine::VariableId id, std::uint32_t cell) const {
    const Protection& protection = cells_[index_of(id)][cell];
    if (!protection.written) return true;
    if (protection.never) return false;
    return !protection.shared || std::find(protection.locks.begin(), protection.locks.end(),
                                           true) != protection.locks.end();
  }

  [[nodiscard]] bool place_moves(machine::VariableId id, const Expr* index) const {
    bool all = true;
    for_each_cell(id, index, [&](std::uint32_t cell) { all = all && is_protected(id, cell); });
    return all;
  }

  [[nodiscard]] bool reads_move(AgentId agent, LocationId at, const Expr& expr) const {
    if (sets_.asks_own(agent, expr)) return true;
    const auto also = [&](const Expr& part) { return reads_move(agent, at, part); };
    if (const auto* load = std::get_if<machine::Load>(&expr.node())) {
      if (load->index && !also(*load->index)) return false;
      const auto lock = sets_.lock_at(load->variable, load->index.get());
      if (lock && sets_.held(agent, at, *lock) == Standing::exclusive) return true;
      return place_moves(load->variable, load->index.get());
    }
    if (const auto* unary = std::get_if<machine::Unary>(&expr.node())) return also(unary->operand);
    if (const auto* both = std::get_if<machine::Binary>(&expr.node()))
      return also(both->left) && also(both->right);
    if (const auto* choice = std::get_if<machine::Conditional>(&expr.node()))
      return also(choice->condition) && also(choice->then) && also(choice->otherwise);
    if (const auto* convert = std::get_if<machine::Convert>(&expr.node()))
      return also(convert->operand);
    return true;
  }

  const Machine& machine_;
  const LockSets& sets_;
  std::vector<std::vector<Protection>> cells_;  // by variable and cell
};

}  // namespace

Machine join_transactions(Machine machine) {
  const std::vector<Touches> touched = touches(machine);
  const LockSets sets(machine);
  const Protections protections(machine, sets);
  Machine result = machine;
  for (std::size_t k = 0; k < machine.agents.size(); ++k) {
    const machine::Agent& agent = machine.agents[k];
    if (agent.kind != machine::AgentKind::thread && agent.kind != machine::AgentKind::daemon)
      continue;  // I3
    const auto id = static_cast<AgentId>(k);
    const auto local = committable(
        machine, agent, [&](const Transition& each) { return is_private(each, touched); });
    const auto moves = committable(machine, agent, [&](const Transition& each) {
      return is_private(each, touched) || protections.moves(id, each);
    });
    for (std::size_t i = 0; i < moves.size(); ++i) {
      if (moves[i] && !local[i]) result.agents[k].locations[i].committed = true;
    }
  }
  return result;
}

}  // namespace headway::passes

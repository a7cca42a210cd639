// One data flow per agent, then every write to a lock is judged.
//
//   I1  A claim `exclusive` of agent a says that the lock's cell names a alone (`owner`: a + 1,
//       `mask`: a's bit and the exclusive bit, nothing else); `shared` that a's bit is set.
//   I2  Another agent's write keeps the claim: it is judged under what its writer knows at that
//       moment, and what it must know (the lock is free, has no writer, is the writer's own)
//       contradicts the claim, or it leaves the claimed bits as they are. A lock with a write that
//       is not of this kind is not proved, and nothing is claimed of it. By induction over the
//       steps of a run, all claims of a proved lock hold.
//   I3  Setup runs before everybody else; no claim is made of the state that it leaves.
#include "model/passes/lock_sets.h"

#include <algorithm>
#include <utility>

namespace headway::passes {

using machine::AgentId;
using machine::BinaryOp;
using machine::Expr;
using machine::Holder;
using machine::index_of;
using machine::LocationId;
using machine::Transition;

namespace {

// Locks of longer arrays are not followed.
constexpr std::uint32_t kCellLimit = 64;

std::optional<std::int64_t> number_in(const Expr& expr) {
  const auto* constant = std::get_if<machine::Constant>(&expr.node());
  return constant == nullptr ? std::nullopt : std::optional(constant->value);
}

// The other operand of a comparison or a bit operation of a load with a constant.
struct WithLoad {
  BinaryOp op{};
  const machine::Load* load = nullptr;
  std::int64_t number = 0;
};

std::optional<WithLoad> with_load(const Expr& expr) {
  const auto* both = std::get_if<machine::Binary>(&expr.node());
  if (both == nullptr) return std::nullopt;
  for (const bool swapped : {false, true}) {
    if (swapped && both->op == BinaryOp::lt) break;
    const auto* load = std::get_if<machine::Load>(&(swapped ? both->right : both->left).node());
    const auto number = number_in(swapped ? both->left : both->right);
    if (load != nullptr && number) return WithLoad{both->op, load, *number};
  }
  return std::nullopt;
}

Standing weaker(Standing a, Standing b) {
  if (a == b) return a;
  const auto pair = [&](Standing x, Standing y) {
    return (a == x && b == y) || (a == y && b == x);
  };
  if (pair(Standing::free, Standing::no_writer)) return Standing::no_writer;
  if (pair(Standing::shared, Standing::exclusive)) return Standing::shared;
  return Standing::unknown;
}

bool momentary(Standing standing) {
  return standing == Standing::free || standing == Standing::no_writer;
}

}  // namespace

// The flow of one agent's standings through its locations, and the judgement of its writes.
class LockFlow {
 public:
  LockFlow(LockSets& sets, AgentId self)
      : sets_(sets),
        machine_(sets.machine_),
        agent_(machine_.at(self)),
        self_(index_of(self)),
        at_(sets.at_[index_of(self)]) {}

  void run() {
    at_.assign(agent_.locations.size(), std::nullopt);
    at_[index_of(agent_.initial)] = Standings(sets_.locks_.size(), Standing::unknown);
    const auto leaving = machine::outgoing(agent_);
    std::vector<LocationId> work{agent_.initial};
    while (!work.empty()) {
      const LocationId here = work.back();
      work.pop_back();
      for (const auto id : leaving[index_of(here)]) {
        const Transition& transition = agent_.at(id);
        if (join(transition.to, after(transition))) work.push_back(transition.to);
      }
    }
  }

  void judge_writes() {
    for (const Transition& transition : agent_.transitions) {
      if (!at_[index_of(transition.from)]) continue;
      const Standings known = before_writes(transition);
      for (const machine::Assignment& assignment : transition.assignments) {
        for (std::size_t k = 0; k < sets_.locks_.size(); ++k) {
          LockCell& lock = sets_.locks_[k];
          if (lock.variable != assignment.place.variable) continue;
          const auto written = sets_.lock_at(lock.variable, index_in(assignment));
          if (written && *written != k) continue;
          lock.own_bit_is_own =
              lock.own_bit_is_own && written && keeps_own_bits(assignment, known[k]);
          lock.excludes = lock.excludes && written && keeps_exclusion(assignment, known[k]);
        }
      }
    }
  }

 private:
  using Standings = std::vector<Standing>;

  static const Expr* index_in(const machine::Assignment& assignment) {
    return assignment.place.index ? &*assignment.place.index : nullptr;
  }
  [[nodiscard]] Holder kind(std::size_t lock) const {
    return machine_.at(sets_.locks_[lock].variable).holder;
  }
  [[nodiscard]] std::int64_t bit(std::size_t number) const {
    return static_cast<std::int64_t>(std::uint64_t{1} << number);
  }
  [[nodiscard]] std::int64_t writer_bit() const { return bit(machine_.agents.size()); }
  [[nodiscard]] std::int64_t all_agents() const { return writer_bit() - 1; }
  [[nodiscard]] std::int64_t own(std::size_t lock) const {
    return kind(lock) == Holder::owner ? std::int64_t{self_} + 1 : bit(self_);
  }
  [[nodiscard]] std::int64_t alone(std::size_t lock) const {
    return kind(lock) == Holder::owner ? own(lock) : own(lock) | writer_bit();
  }

  // What a true condition tells.
  void learn(const Expr& condition, Standings& known) const {
    const auto* both = std::get_if<machine::Binary>(&condition.node());
    if (both == nullptr) return;
    if (both->op == BinaryOp::logical_and) {
      learn(both->left, known);
      learn(both->right, known);
      return;
    }
    const auto test = with_load(condition);
    if (!test) return;
    const auto lock = sets_.lock_at(test->load->variable, test->load->index.get());
    if (!lock) return;
    Standing& standing = known[*lock];
    if (test->op == BinaryOp::eq && test->number == 0) standing = Standing::free;
    if (test->op == BinaryOp::eq && test->number == alone(*lock)) standing = Standing::exclusive;
    const bool mask = kind(*lock) == Holder::mask;
    if (mask && test->op == BinaryOp::lt && test->number == writer_bit() &&
        !machine_.at(test->load->variable).type.is_signed && standing == Standing::unknown)
      standing = Standing::no_writer;
  }

  // Guards and fatal checks are judged in the state that the assignments see.
  [[nodiscard]] Standings before_writes(const Transition& transition) const {
    Standings known = *at_[index_of(transition.from)];
    learn(transition.guard, known);
    for (const machine::Check& check : transition.checks) {
      if (check.fatal) learn(check.condition, known);
    }
    return known;
  }

  [[nodiscard]] Standings after(const Transition& transition) const {
    const Standings known = before_writes(transition);
    Standings next = known;
    for (const machine::Assignment& assignment : transition.assignments) {
      const auto written = sets_.lock_at(assignment.place.variable, index_in(assignment));
      for (std::size_t k = 0; k < next.size(); ++k) {
        if (sets_.locks_[k].variable != assignment.place.variable) continue;
        if (!written) next[k] = Standing::unknown;
        if (written == k) next[k] = written_standing(k, assignment.value, known[k]);
      }
    }
    if (!agent_.at(transition.to).committed) {
      for (Standing& standing : next) {
        if (momentary(standing)) standing = Standing::unknown;
      }
    }
    return next;
  }

  [[nodiscard]] Standing written_standing(std::size_t lock, const Expr& value,
                                          Standing before) const {
    if (const auto number = number_in(value)) {
      if (*number == alone(lock)) return Standing::exclusive;
      if (kind(lock) == Holder::mask && (*number & own(lock)) != 0) return Standing::shared;
      return Standing::unknown;
    }
    const auto change = change_of(lock, value);
    if (kind(lock) != Holder::mask || !change) return Standing::unknown;
    if (change->op == BinaryOp::bit_or)
      return (change->number & own(lock)) != 0 || before == Standing::shared ? Standing::shared
                                                                             : Standing::unknown;
    const bool held = before == Standing::shared || before == Standing::exclusive;
    return held && (change->number & own(lock)) != 0 ? Standing::shared : Standing::unknown;
  }

  // `lock | number` or `lock & number`.
  [[nodiscard]] std::optional<WithLoad> change_of(std::size_t lock, const Expr& value) const {
    const auto change = with_load(value);
    if (!change || (change->op != BinaryOp::bit_or && change->op != BinaryOp::bit_and))
      return std::nullopt;
    if (sets_.lock_at(change->load->variable, change->load->index.get()) != lock)
      return std::nullopt;
    return change;
  }

  // I2, for what every other agent knows of its own holding.
  [[nodiscard]] bool keeps_own_bits(const machine::Assignment& assignment, Standing known) const {
    const std::size_t lock = *sets_.lock_at(assignment.place.variable, index_in(assignment));
    const bool nobody_else = known == Standing::free || known == Standing::exclusive;
    const auto number = number_in(assignment.value);
    if (kind(lock) == Holder::owner)
      return nobody_else && number && (*number == 0 || *number == own(lock));
    const std::int64_t others = all_agents() & ~own(lock);
    if (number) return nobody_else && (*number & others) == 0;
    const auto change = change_of(lock, assignment.value);
    if (!change) return false;
    return change->op == BinaryOp::bit_or ? (change->number & others) == 0
                                          : nobody_else || (change->number & others) == others;
  }

  // I2, for a claim `exclusive` of another agent.
  [[nodiscard]] bool keeps_exclusion(const machine::Assignment& assignment, Standing known) const {
    if (!keeps_own_bits(assignment, known)) return false;
    if (known != Standing::unknown) {  // then no other agent has it alone
      const std::size_t lock = *sets_.lock_at(assignment.place.variable, index_in(assignment));
      const auto change = change_of(lock, assignment.value);
      const bool takes_alone =
          change && change->op == BinaryOp::bit_or && (change->number & writer_bit()) != 0;
      return !takes_alone || known == Standing::free || known == Standing::exclusive;
    }
    const std::size_t lock = *sets_.lock_at(assignment.place.variable, index_in(assignment));
    const auto change = change_of(lock, assignment.value);
    const std::int64_t rest = (all_agents() | writer_bit()) & ~own(lock);
    return change && change->op == BinaryOp::bit_and && (change->number & rest) == rest;
  }

  bool join(LocationId location, const Standings& more) {
    auto& there = at_[index_of(location)];
    if (!there) {
      there = more;
      return true;
    }
    bool changed = false;
    for (std::size_t k = 0; k < more.size(); ++k) {
      const Standing both = weaker((*there)[k], more[k]);
      changed |= both != (*there)[k];
      (*there)[k] = both;
    }
    return changed;
  }

  LockSets& sets_;
  const machine::Machine& machine_;
  const machine::Agent& agent_;
  const std::uint32_t self_;
  std::vector<std::optional<Standings>>& at_;
};

LockSets::LockSets(const machine::Machine& machine)
    : machine_(machine), at_(machine.agents.size()) {
  for (std::size_t k = 0; k < machine.variables.size(); ++k) {
    const machine::Variable& variable = machine.variables[k];
    const bool fits = machine.agents.size() + 1 < variable.type.bits;
    if (variable.holder == Holder::none || variable.extent > kCellLimit) continue;
    if (variable.holder == Holder::mask && !fits) continue;
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell)
      locks_.push_back({static_cast<machine::VariableId>(k), cell, true, true});
  }
  for (std::size_t k = 0; k < machine.agents.size(); ++k) {
    if (machine.agents[k].kind == machine::AgentKind::setup) continue;  // I3
    LockFlow flow(*this, static_cast<AgentId>(k));
    flow.run();
    flow.judge_writes();
  }
}

std::optional<std::size_t> LockSets::lock_at(machine::VariableId variable,
                                             const Expr* index) const {
  std::int64_t cell = 0;
  if (index != nullptr) {
    const auto number = number_in(*index);
    if (!number) return std::nullopt;
    cell = *number;
  }
  for (std::size_t k = 0; k < locks_.size(); ++k) {
    if (locks_[k].variable == variable && locks_[k].cell == cell) return k;
  }
  return std::nullopt;
}

Standing LockSets::held(AgentId agent, LocationId location, std::size_t lock) const {
  const auto& here = at_[index_of(agent)];
  if (here.empty() || !here[index_of(location)]) return Standing::unknown;
  const Standing standing = (*here[index_of(location)])[lock];
  if (standing == Standing::exclusive && locks_[lock].excludes) return standing;
  const bool held = standing == Standing::exclusive || standing == Standing::shared;
  return held && locks_[lock].own_bit_is_own ? Standing::shared : Standing::unknown;
}

bool LockSets::asks_own(AgentId agent, const Expr& expr) const {
  const auto test = with_load(expr);
  if (!test) return false;
  const auto lock = lock_at(test->load->variable, test->load->index.get());
  if (!lock || !locks_[*lock].own_bit_is_own) return false;
  const std::int64_t self = index_of(agent);
  if (machine_.at(test->load->variable).holder == Holder::mask)
    return test->op == BinaryOp::bit_and &&
           test->number == static_cast<std::int64_t>(std::uint64_t{1} << self);
  return (test->op == BinaryOp::eq || test->op == BinaryOp::ne) && test->number == self + 1;
}

}  // namespace headway::passes

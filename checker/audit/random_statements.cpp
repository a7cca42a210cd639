// Statements: one transition or a few, from one location to the next or back.
#include <algorithm>
#include <memory>

#include "checker/audit/random_builder.h"
#include "model/source/error.h"

namespace headway::audit {

using machine::AgentKind;
using machine::BinaryOp;
using machine::Expr;
using machine::Holder;
using machine::Location;
using machine::LocationId;
using machine::Place;
using machine::Range;
using machine::Transition;
using machine::Variable;

void MachineBuilder::assign_something(Transition& transition) {
  const Place place = random_place();
  for (const machine::Assignment& other : transition.assignments) {
    if (other.place.variable == place.variable) return;
  }
  transition.assignments.push_back({place, value_for(place)});
}

LocationId MachineBuilder::add_location(bool committed) {
  const auto number = static_cast<std::uint32_t>(agent_->locations.size());
  Location location;
  location.name = numbered("L", number);
  location.committed = committed;
  if (dice_.percent(10)) location.label = "again";
  agent_->locations.push_back(location);
  return LocationId{number};
}

Transition& MachineBuilder::add_transition(LocationId from, LocationId to) {
  Transition transition;
  transition.from = from;
  transition.to = to;
  agent_->transitions.push_back(transition);
  return agent_->transitions.back();
}

// Where a branch goes: mostly on, sometimes back to the start of any statement before.
LocationId MachineBuilder::target(LocationId from, LocationId next) {
  if (!dice_.percent(temper_.retry)) return next;
  const std::uint32_t count =
      std::min<std::uint32_t>(index_of(from) + 1, static_cast<std::uint32_t>(entries_.size()));
  return entries_[dice_.below(count)];
}

void MachineBuilder::assign_statement(LocationId from, LocationId to) {
  Transition& transition = add_transition(from, to);
  assign_something(transition);
  if (dice_.percent(30)) assign_something(transition);
  decorate(transition);
}

void MachineBuilder::branch_statement(LocationId from, LocationId to) {
  const Expr test = condition();
  const LocationId other = target(from, to);
  Transition& taken = add_transition(from, other);
  taken.guard = test;
  if (dice_.percent(40)) assign_something(taken);
  decorate(taken);
  Transition& not_taken = add_transition(from, to);
  not_taken.guard = Expr::unary(machine::UnaryOp::logical_not, test);
  if (dice_.percent(20)) assign_something(not_taken);
}

void MachineBuilder::wait_statement(LocationId from, LocationId to) {
  machine::Wait wait;
  wait.kind = static_cast<machine::WaitKind>(dice_.below(3));
  wait.idle = agent_->kind == AgentKind::daemon && dice_.percent(50);
  wait.timed = agent_->kind == AgentKind::thread && index_of(to) % 3 == 0;
  if (!locks_.empty() && dice_.percent(20)) {
    wait.resource = locks_[dice_.below(static_cast<std::uint32_t>(locks_.size()))];
  }
  agent_->locations[index_of(from)].wait = wait;
  Transition& first = add_transition(from, to);
  first.guard = condition();
  if (dice_.percent(30)) assign_something(first);
  if (dice_.percent(20)) add_transition(from, target(from, to)).guard = condition();
}

void MachineBuilder::choose_statement(LocationId from, LocationId to) {
  Transition& transition = add_transition(from, target(from, to));
  const Place place = random_place();
  const Variable& variable = machine_.at(place.variable);
  const Range range = range_of(variable);
  transition.choice = machine::Choice{Expr::constant(range.low), Expr::constant(range.high)};
  if (variable.range && dice_.percent(15)) {
    transition.choice->high = Expr::convert(load(place), machine::kI64);
  }
  if (dice_.percent(temper_.sloppy / 3)) transition.choice->low = Expr::constant(range.low + 1);
  transition.assignments.push_back({place, Expr::convert(Expr::choice(), variable.type)});
  if (dice_.percent(20)) {
    transition.guard = Expr::binary(BinaryOp::gt, Expr::choice(), Expr::constant(range.low));
  }
  decorate(transition);
}

void MachineBuilder::whim_statement(LocationId from, LocationId to) {
  const Expr test = dice_.percent(50) ? Expr::boolean(true) : condition();
  Transition& good = add_transition(from, to);
  good.guard = test;
  good.whim = "the request may fail";
  good.favour = machine::Favour::favourable;
  if (dice_.percent(40)) assign_something(good);
  Transition& bad = add_transition(from, dice_.percent(50) ? entries_.front() : target(from, to));
  bad.guard = test;
  bad.whim = "the request may fail";
  bad.favour = machine::Favour::unfavourable;
  if (dice_.percent(40)) assign_something(bad);
  if (!test.is_constant(1)) {
    add_transition(from, to).guard = Expr::unary(machine::UnaryOp::logical_not, test);
  }
}

// Prepare a flag, then attempt; when an adversary took the flag in between, prepare again, or (the
// bug) only attempt again.
void MachineBuilder::attempt_statement(LocationId from, LocationId to) {
  const Place flag = random_place();
  const Variable& variable = machine_.at(flag.variable);
  if (variable.owner || variable.type != machine::kBool) return branch_statement(from, to);
  const LocationId middle = add_location();
  Transition& prepare = add_transition(from, middle);
  prepare.assignments.push_back({flag, Expr::boolean(true)});
  const Expr cell = flag.index ? Expr::convert(*flag.index, machine::kI64) : Expr::constant(0);
  if (dice_.percent(50))
    prepare.prepare = machine::Prepare{"range", flag.variable, cell, cell, false};
  Transition& attempt = add_transition(middle, to);
  attempt.guard = load(flag);
  attempt.attempt = "range";
  const LocationId again = dice_.percent(50) ? from : middle;
  Transition& retry = add_transition(middle, again);
  retry.guard = Expr::unary(machine::UnaryOp::logical_not, load(flag));
  retry.attempt = "range";
}

// Choose, then keep only what the condition lets through: some chains get stuck.
void MachineBuilder::assume_statement(LocationId from, LocationId to) {
  const LocationId middle = add_location(true);
  Transition& choose = add_transition(from, middle);
  const Place place = random_place();
  const Variable& variable = machine_.at(place.variable);
  const Range range = range_of(variable);
  choose.choice = machine::Choice{Expr::constant(range.low), Expr::constant(range.high)};
  choose.assignments.push_back({place, Expr::convert(Expr::choice(), variable.type)});
  Transition& keep = add_transition(middle, to);
  keep.guard = dice_.percent(40) ? condition()
                                 : Expr::binary(BinaryOp::ne, load(place),
                                                Expr::constant(range.high, variable.type));
}

// Two or three transitions in one step, with a branch inside and a lone guard that may leave the
// whole chain stuck.
void MachineBuilder::atomic_statement(LocationId from, LocationId to) {
  const LocationId middle = add_location(true);
  assign_statement(from, middle);
  if (dice_.percent(50)) {
    branch_statement(middle, to);
    return;
  }
  const LocationId last = add_location(true);
  branch_statement(middle, last);
  // A back edge out of the middle must not close a committed cycle; statements start at stable
  // locations only.
  assign_statement(last, to);
}

void MachineBuilder::acquire(LocationId from, LocationId to, std::uint32_t lock) {
  const Place& place = locks_[lock];
  const Variable& variable = machine_.at(place.variable);
  const bool mask = variable.holder == Holder::mask;
  const std::int64_t me = index_of(me_);
  Transition& take = add_transition(from, to);
  const Expr free = Expr::binary(BinaryOp::eq, load(place), Expr::constant(0, variable.type));
  const std::int64_t held = mask ? std::int64_t{1} << me : me + 1;
  take.assignments.push_back({place, Expr::constant(held, variable.type)});
  if (mask && dice_.percent(50)) {  // a reader walks in beside other readers
    take.assignments.back().value =
        Expr::binary(BinaryOp::bit_or, load(place), Expr::constant(held, variable.type));
    return;
  }
  take.guard = free;
  // Every other exclusive holder says so, every other waiter says that it is a reader: half of them
  // wrongly, which is as good for a comparison.
  const bool says_so = mask && index_of(to) % 2 == 0;
  if (says_so) {
    take.assignments.back().value =
        Expr::constant(held | std::int64_t{1} << agents_, variable.type);
  }
  if (dice_.percent(10)) {  // trylock
    add_transition(from, target(from, to)).guard = Expr::unary(machine::UnaryOp::logical_not, free);
    return;
  }
  machine::Wait wait;
  wait.acquire = dice_.percent(85);
  wait.shared = wait.acquire && mask && index_of(from) % 2 == 0;
  wait.kind = static_cast<machine::WaitKind>(dice_.below(3));
  if (dice_.percent(90)) wait.resource = place;
  agent_->locations[index_of(from)].wait = wait;
}

void MachineBuilder::release(LocationId from, LocationId to, std::uint32_t lock) {
  const Place& place = locks_[lock];
  const Variable& variable = machine_.at(place.variable);
  Transition& drop = add_transition(from, to);
  Expr after = Expr::constant(0, variable.type);
  if (variable.holder == Holder::mask) {
    after = Expr::binary(
        BinaryOp::bit_and, load(place),
        Expr::constant(255 - (std::int64_t{1} << index_of(me_)) - (std::int64_t{1} << agents_),
                       variable.type));
  }
  drop.assignments.push_back({place, after});
  if (dice_.percent(30)) assign_something(drop);
  decorate(drop);
}

void MachineBuilder::statement(LocationId from, LocationId to) {
  if (dice_.percent(temper_.waits)) return wait_statement(from, to);
  if (dice_.percent(temper_.assumes)) return assume_statement(from, to);
  if (dice_.percent(1 + temper_.sloppy / 2)) {  // a lone guard: false, it is an assumption
    assign_statement(from, to);
    agent_->transitions.back().guard = condition();
    return;
  }
  switch (dice_.below(9)) {
    case 0:
      return attempt_statement(from, to);
    case 1:
      return assign_statement(from, to);
    case 2:
    case 3:
    case 4:
      return branch_statement(from, to);
    case 5:
      return choose_statement(from, to);
    case 6:
      return whim_statement(from, to);
    default:
      return atomic_statement(from, to);
  }
}

void MachineBuilder::decorate(Transition& transition) {
  if (dice_.percent(8)) {
    const bool sloppy = dice_.percent(temper_.sloppy * 3);
    const Expr test = condition();
    const Expr holds =
        sloppy ? test : Expr::binary(BinaryOp::logical_or, test, Expr::boolean(true));
    transition.checks.push_back(
        {dice_.percent(50) ? "assert" : "EXACT", holds, "must be so", dice_.percent(40)});
  }
  if (agent_->kind == AgentKind::thread || agent_->kind == AgentKind::daemon) mark(transition);
  if (dice_.percent(10)) transition.note = machine::Note{"now {}", {load(random_place())}};
  if (dice_.percent(10)) {
    static const auto kFile = std::make_shared<const std::string>("loop.c");
    const source::Span span{kFile, 1 + dice_.below(40), 1 + dice_.below(20), 0};
    transition.origin = std::make_shared<const source::Origin>(source::Origin{span, {}});
  }
}

void MachineBuilder::mark(Transition& transition) {
  const bool server = agent_->kind == AgentKind::thread && !agent_->ends;
  if (dice_.percent(server ? 40 : 5)) transition.progress = true;
  if (dice_.percent(5)) transition.attempt = "range";
  if (dice_.percent(5)) transition.call = machine::CallMark{"write", false, std::nullopt};
  if (dice_.percent(5)) {
    const Expr result = Expr::convert(load(random_place()), machine::kI64);
    transition.call = machine::CallMark{"write", true, result};
  }
}

}  // namespace headway::audit

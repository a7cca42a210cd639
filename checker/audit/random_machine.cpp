// One builder: first variables and locks, then agents, each a program of statements that occupy one
// location each (or two, with a committed one between). Tempers and odds are tuned so that about
// half of all machines violate something.
#include "checker/audit/random_machine.h"

#include <algorithm>
#include <memory>
#include <string>

#include "model/source/error.h"

namespace headway::audit {

using machine::Agent;
using machine::AgentId;
using machine::AgentKind;
using machine::BinaryOp;
using machine::Expr;
using machine::Holder;
using machine::IntType;
using machine::Location;
using machine::LocationId;
using machine::Machine;
using machine::Place;
using machine::Range;
using machine::Transition;
using machine::Variable;
using machine::VariableId;

std::uint64_t Dice::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::uint32_t Dice::below(std::uint32_t bound) {
  return static_cast<std::uint32_t>(next() % bound);
}

std::int64_t Dice::between(std::int64_t low, std::int64_t high) {
  return low + std::int64_t{below(static_cast<std::uint32_t>(high - low + 1))};
}

namespace {

// What a machine tends to be. Without tempers nearly every random machine violates something.
struct Temper {
  std::uint32_t retry = 30;     // percent: a branch goes back
  std::uint32_t forget = 25;    // percent: a held lock is not released at the end
  std::uint32_t disorder = 50;  // percent: locks are taken in any order
  std::uint32_t sloppy = 5;     // percent: a value may leave its range, a check is a coin toss
  std::uint32_t waits = 15;     // percent: a statement is a wait for a condition
  std::uint32_t assumes = 5;    // percent: a statement is an assumption
};

std::string numbered(const char* name, std::uint64_t number) {
  return std::string(name).append(std::to_string(number));
}

class Builder {
 public:
  explicit Builder(std::uint64_t seed) : dice_(seed) { machine_.name = numbered("random_", seed); }
  Machine build();

 private:
  void choose_temper();
  void add_variables(std::uint32_t agents);
  void add_local(AgentId agent);
  void add_scalar(const std::string& name, std::optional<AgentId> owner);
  void add_locks(std::uint32_t agents);
  void add_setup();
  void add_adversary();
  void add_signal();
  void add_program(AgentKind kind);
  void add_questions();
  void decorate(Transition& transition);
  void mark(Transition& transition);

  LocationId add_location(bool committed = false);
  Transition& add_transition(LocationId from, LocationId to);
  void statement(LocationId from, LocationId to);
  void assign_statement(LocationId from, LocationId to);
  void branch_statement(LocationId from, LocationId to);
  void wait_statement(LocationId from, LocationId to);
  void choose_statement(LocationId from, LocationId to);
  void whim_statement(LocationId from, LocationId to);
  void attempt_statement(LocationId from, LocationId to);
  void assume_statement(LocationId from, LocationId to);
  void atomic_statement(LocationId from, LocationId to);
  void acquire(LocationId from, LocationId to, std::uint32_t lock);
  void release(LocationId from, LocationId to, std::uint32_t lock);
  LocationId target(LocationId from, LocationId next);

  Place random_place();
  Place place_of(VariableId id);
  Expr load(const Place& place);
  Expr condition(std::uint32_t depth = 0);
  Expr value_for(const Place& place);
  void assign_something(Transition& transition);
  Range range_of(const Variable& variable) const;

  Dice dice_;
  Temper temper_;
  Machine machine_;
  AgentId me_{};
  std::uint32_t agents_ = 0;       // how many there will be
  Agent* agent_ = nullptr;         // the one being built
  std::vector<VariableId> plain_;  // what programs read and write
  std::vector<Place> locks_;
  std::vector<LocationId> entries_;  // statement starts of the current program
};

void Builder::choose_temper() {
  switch (dice_.below(6)) {
    case 0:
      temper_ = {.retry = 10, .forget = 0, .disorder = 0, .sloppy = 0, .waits = 3, .assumes = 3};
      break;
    case 1:
      temper_ = {.retry = 50, .forget = 0, .disorder = 0, .sloppy = 6, .waits = 3, .assumes = 3};
      break;
    case 2:
      temper_ = {.retry = 5, .forget = 15, .disorder = 60, .sloppy = 6, .waits = 18, .assumes = 6};
      break;
    default:
      temper_ = {.sloppy = 18};
      break;
  }
}

Range Builder::range_of(const Variable& variable) const {
  if (variable.range) return *variable.range;
  return variable.type == machine::kBool ? Range{0, 1} : Range{0, 3};
}

void Builder::add_scalar(const std::string& name, std::optional<AgentId> owner) {
  Variable variable;
  variable.name = name;
  variable.owner = owner;
  switch (dice_.below(6)) {
    case 0:
      variable.type = {8, false};
      variable.range = Range{0, 2};
      break;
    case 1:
      variable.type = {32, true};
      variable.range = Range{-1, 1};
      break;
    case 2:
      variable.type = {8, false};
      break;
    default:
      variable.type = machine::kBool;
      break;
  }
  const Range range = range_of(variable);
  if (dice_.percent(25)) {
    variable.is_array = true;
    variable.extent = 2;
  }
  if (dice_.percent(12)) {
    variable.initial_any = Range{range.low, range.low + 1};
    variable.lazy = dice_.percent(60);
  } else {
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell) {
      variable.initial.push_back(dice_.between(range.low, range.high));
    }
  }
  if (dice_.percent(10)) variable.label = "value of " + name;
  if (dice_.percent(10)) variable.strip = "pages";
  if (dice_.percent(10)) variable.ghost = true;
  if (dice_.percent(10)) variable.enumerators = {{0, "NOTHING"}, {1, "SOMETHING"}};
  plain_.push_back(VariableId{static_cast<std::uint32_t>(machine_.variables.size())});
  machine_.variables.push_back(variable);
}

void Builder::add_locks(std::uint32_t agents) {
  const std::uint32_t count = dice_.percent(25) ? 0 : 1 + dice_.below(2);
  if (count == 0) return;
  Variable lock;
  lock.holder = dice_.percent(20) ? Holder::mask : Holder::owner;
  lock.type = {8, false};
  if (lock.holder == Holder::owner) lock.range = Range{0, agents};
  const bool array = dice_.percent(20);
  for (std::uint32_t number = 0; number < (array ? 1 : count); ++number) {
    lock.name = numbered("lock", number);
    lock.is_array = array;
    lock.extent = array ? count : 1;
    lock.initial.assign(lock.extent, 0);
    lock.label = dice_.percent(50) ? numbered("lock ", number) : "";
    const VariableId id{static_cast<std::uint32_t>(machine_.variables.size())};
    for (std::uint32_t cell = 0; cell < lock.extent; ++cell) {
      locks_.push_back({id, array ? std::optional(Expr::constant(cell)) : std::nullopt});
    }
    machine_.variables.push_back(lock);
  }
}

void Builder::add_variables(std::uint32_t agents) {
  const std::uint32_t count = 1 + dice_.below(3);
  for (std::uint32_t number = 0; number < count; ++number) {
    add_scalar(numbered("x", number), std::nullopt);
  }
  if (dice_.percent(8)) {
    Variable size;
    size.name = "size";
    size.type = machine::kI64;
    size.range = Range{1, 2};
    size.initial_any = size.range;
    size.parameter = true;
    machine_.variables.push_back(size);
  }
  add_locks(agents);
}

// Another agent's local is none of ours.
Place Builder::random_place() {
  for (;;) {
    const VariableId id = plain_[dice_.below(static_cast<std::uint32_t>(plain_.size()))];
    if (!machine_.at(id).owner || *machine_.at(id).owner == me_) return place_of(id);
  }
}

Place Builder::place_of(VariableId id) {
  Place place{id, std::nullopt};
  if (!machine_.at(id).is_array) return place;
  place.index = Expr::constant(dice_.below(2));
  if (dice_.percent(20)) {
    const Place inner{plain_.front(), std::nullopt};  // always shared
    if (!machine_.at(inner.variable).is_array) {
      const Expr value = Expr::convert(load(inner), machine::kI64);
      place.index = dice_.percent(temper_.sloppy)
                        ? value
                        : Expr::binary(BinaryOp::bit_and, value, Expr::constant(1));
    }
  }
  return place;
}

Expr Builder::load(const Place& place) {
  const IntType type = machine_.at(place.variable).type;
  return place.index ? Expr::load(place.variable, *place.index, type)
                     : Expr::load(place.variable, type);
}

Expr Builder::condition(std::uint32_t depth) {
  if (depth < 2 && dice_.percent(25)) {
    const Expr left = condition(depth + 1);
    if (dice_.percent(20)) return Expr::unary(machine::UnaryOp::logical_not, left);
    const BinaryOp op = dice_.percent(50) ? BinaryOp::logical_and : BinaryOp::logical_or;
    return Expr::binary(op, left, condition(depth + 1));
  }
  const Place place = random_place();
  const Variable& variable = machine_.at(place.variable);
  if (variable.type == machine::kBool && dice_.percent(60)) return load(place);
  static constexpr BinaryOp kOps[] = {BinaryOp::lt, BinaryOp::le, BinaryOp::gt,
                                      BinaryOp::ge, BinaryOp::eq, BinaryOp::ne};
  const Range range = range_of(variable);
  return Expr::binary(kOps[dice_.below(6)], load(place),
                      Expr::constant(dice_.between(range.low, range.high), variable.type));
}

// A value that mostly stays in the variable's range; what it is made of is any of the operators.
Expr Builder::value_for(const Place& place) {
  const Variable& variable = machine_.at(place.variable);
  const IntType type = variable.type;
  const Range range = range_of(variable);
  const Expr low = Expr::constant(range.low, type);
  const Expr high = Expr::constant(range.high, type);
  const Expr one = Expr::constant(1, type);
  switch (dice_.below(6)) {
    case 0:
    case 1:
      return Expr::constant(dice_.between(range.low, range.high), type);
    case 2: {  // round and round
      const Expr old = load(place);
      return Expr::conditional(Expr::binary(BinaryOp::lt, old, high),
                               Expr::binary(BinaryOp::add, old, one), low);
    }
    case 3: {  // another variable's value, forced into the range
      const Expr other = Expr::convert(load(random_place()), type);
      const Expr fits = Expr::binary(BinaryOp::logical_and, Expr::binary(BinaryOp::ge, other, low),
                                     Expr::binary(BinaryOp::le, other, high));
      return dice_.percent(temper_.sloppy) ? other : Expr::conditional(fits, other, high);
    }
    case 4: {
      static constexpr BinaryOp kOps[] = {BinaryOp::sub,     BinaryOp::mul,     BinaryOp::div,
                                          BinaryOp::rem,     BinaryOp::bit_and, BinaryOp::bit_or,
                                          BinaryOp::bit_xor, BinaryOp::shl,     BinaryOp::shr};
      const BinaryOp op = kOps[dice_.below(9)];
      const Expr right = dice_.percent(temper_.sloppy) ? load(place) : one;
      if (type == machine::kBool && (op == BinaryOp::shl || op == BinaryOp::shr)) return low;
      const Expr value = Expr::binary(op, load(place), right);
      const Expr fits = Expr::binary(BinaryOp::logical_and, Expr::binary(BinaryOp::ge, value, low),
                                     Expr::binary(BinaryOp::le, value, high));
      return Expr::conditional(fits, value, low);
    }
    default:
      return Expr::conditional(condition(1), high, low);
  }
}

void Builder::assign_something(Transition& transition) {
  const Place place = random_place();
  for (const machine::Assignment& other : transition.assignments) {
    if (other.place.variable == place.variable) return;
  }
  transition.assignments.push_back({place, value_for(place)});
}

LocationId Builder::add_location(bool committed) {
  const auto number = static_cast<std::uint32_t>(agent_->locations.size());
  Location location;
  location.name = numbered("L", number);
  location.committed = committed;
  if (dice_.percent(10)) location.label = "again";
  agent_->locations.push_back(location);
  return LocationId{number};
}

Transition& Builder::add_transition(LocationId from, LocationId to) {
  Transition transition;
  transition.from = from;
  transition.to = to;
  agent_->transitions.push_back(transition);
  return agent_->transitions.back();
}

// Where a branch goes: mostly on, sometimes back to the start of any statement before.
LocationId Builder::target(LocationId from, LocationId next) {
  if (!dice_.percent(temper_.retry)) return next;
  const std::uint32_t count =
      std::min<std::uint32_t>(index_of(from) + 1, static_cast<std::uint32_t>(entries_.size()));
  return entries_[dice_.below(count)];
}

void Builder::assign_statement(LocationId from, LocationId to) {
  Transition& transition = add_transition(from, to);
  assign_something(transition);
  if (dice_.percent(30)) assign_something(transition);
  decorate(transition);
}

void Builder::branch_statement(LocationId from, LocationId to) {
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

void Builder::wait_statement(LocationId from, LocationId to) {
  machine::Wait wait;
  wait.kind = static_cast<machine::WaitKind>(dice_.below(3));
  wait.idle = agent_->kind == AgentKind::daemon && dice_.percent(50);
  if (!locks_.empty() && dice_.percent(20)) {
    wait.resource = locks_[dice_.below(static_cast<std::uint32_t>(locks_.size()))];
  }
  agent_->locations[index_of(from)].wait = wait;
  Transition& first = add_transition(from, to);
  first.guard = condition();
  if (dice_.percent(30)) assign_something(first);
  if (dice_.percent(20)) add_transition(from, target(from, to)).guard = condition();
}

void Builder::choose_statement(LocationId from, LocationId to) {
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

void Builder::whim_statement(LocationId from, LocationId to) {
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
void Builder::attempt_statement(LocationId from, LocationId to) {
  const Place flag = random_place();
  const Variable& variable = machine_.at(flag.variable);
  if (variable.owner || variable.type != machine::kBool) return branch_statement(from, to);
  const LocationId middle = add_location();
  Transition& prepare = add_transition(from, middle);
  prepare.assignments.push_back({flag, Expr::boolean(true)});
  const Expr cell = flag.index ? Expr::convert(*flag.index, machine::kI64) : Expr::constant(0);
  if (dice_.percent(50)) prepare.prepare = machine::Prepare{"range", flag.variable, cell, cell};
  Transition& attempt = add_transition(middle, to);
  attempt.guard = load(flag);
  attempt.attempt = "range";
  const LocationId again = dice_.percent(50) ? from : middle;
  Transition& retry = add_transition(middle, again);
  retry.guard = Expr::unary(machine::UnaryOp::logical_not, load(flag));
  retry.attempt = "range";
}

// Choose, then keep only what the condition lets through: some chains get stuck.
void Builder::assume_statement(LocationId from, LocationId to) {
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
void Builder::atomic_statement(LocationId from, LocationId to) {
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

void Builder::acquire(LocationId from, LocationId to, std::uint32_t lock) {
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

void Builder::release(LocationId from, LocationId to, std::uint32_t lock) {
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

void Builder::statement(LocationId from, LocationId to) {
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

void Builder::decorate(Transition& transition) {
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

void Builder::mark(Transition& transition) {
  const bool server = agent_->kind == AgentKind::thread && !agent_->ends;
  if (dice_.percent(server ? 40 : 5)) transition.progress = true;
  if (dice_.percent(5)) transition.attempt = "range";
  if (dice_.percent(5)) transition.call = machine::CallMark{"write", false, std::nullopt};
  if (dice_.percent(5)) {
    const Expr result = Expr::convert(load(random_place()), machine::kI64);
    transition.call = machine::CallMark{"write", true, result};
  }
}

// Statements one after the other, locks taken and released between them.
void Builder::add_program(AgentKind kind) {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.kind = kind;
  agent.name = numbered(kind == AgentKind::thread ? "writer" : "pager", index_of(me_));
  agent_ = &agent;
  entries_.clear();
  if (dice_.percent(25)) add_scalar(agent.name + ".local", me_);
  const bool loops = kind == AgentKind::thread ? dice_.percent(15) : dice_.percent(75);
  agent.ends = kind == AgentKind::thread && !loops;
  std::vector<std::uint32_t> held;
  std::uint32_t left = 1 + dice_.below(4);
  entries_.push_back(add_location());
  if (kind == AgentKind::daemon && dice_.percent(70)) {
    const LocationId next = add_location();
    wait_statement(entries_.back(), next);
    agent.locations[0].wait->idle = true;
    entries_.push_back(next);
  }
  while (left > 0 || !held.empty()) {
    const LocationId from = entries_.back();
    const LocationId to = add_location();
    const auto lock = locks_.empty() ? 0 : dice_.below(static_cast<std::uint32_t>(locks_.size()));
    const bool may_take = !locks_.empty() && left > 0 &&
                          std::find(held.begin(), held.end(), lock) == held.end() &&
                          (held.empty() || lock > held.back() || dice_.percent(temper_.disorder));
    if (may_take && dice_.percent(35)) {
      acquire(from, to, lock);
      held.push_back(lock);
    } else if (!held.empty() && (left == 0 || dice_.percent(25))) {
      if (dice_.percent(temper_.forget)) {
        assign_statement(from, to);
      } else {
        release(from, to, held.back());
      }
      held.pop_back();
    } else {
      statement(from, to);
    }
    if (left > 0) --left;
    entries_.push_back(to);
  }
  if (loops) {
    Transition& again = add_transition(entries_.back(), entries_.front());
    if (kind == AgentKind::thread && dice_.percent(70)) again.progress = true;
  } else {
    agent.end = entries_.back();
  }
  machine_.agents.push_back(std::move(agent));
}

void Builder::add_adversary() {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.name = "reclaim";
  agent.kind = AgentKind::adversary;
  agent_ = &agent;
  entries_ = {add_location()};
  if (dice_.percent(20)) entries_.push_back(add_location());
  for (const LocationId from : entries_) {
    for (std::uint32_t left = 1 + dice_.below(2); left > 0; --left) {
      const LocationId to = entries_[dice_.below(static_cast<std::uint32_t>(entries_.size()))];
      const Place place = random_place();
      if (machine_.at(place.variable).type == machine::kBool && dice_.percent(50)) {
        add_transition(from, to).assignments.push_back({place, Expr::boolean(false)});
        if (dice_.percent(50)) agent.transitions.back().guard = load(place);
      } else if (dice_.percent(30)) {
        choose_statement(from, to);
      } else {
        assign_statement(from, to);
        agent.transitions.back().guard = condition();
      }
    }
  }
  machine_.agents.push_back(std::move(agent));
}

void Builder::add_signal() {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.name = "kill";
  agent.kind = AgentKind::signal;
  agent_ = &agent;
  const LocationId start = add_location();
  const LocationId end = add_location();
  entries_ = {start};
  assign_statement(start, end);
  agent.end = end;
  machine_.agents.push_back(std::move(agent));
}

void Builder::add_setup() {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.name = "setup";
  agent.kind = AgentKind::setup;
  agent_ = &agent;
  const LocationId start = add_location(true);
  const LocationId middle = add_location(true);
  const LocationId end = add_location();
  entries_ = {end};  // nothing goes back
  const std::uint32_t retry = temper_.retry;
  temper_.retry = 0;
  const std::uint32_t kind = dice_.below(5);
  if (kind == 0) {  // both branches of the whim lead on
    entries_ = {middle};
    whim_statement(start, middle);
    entries_ = {end};
  } else if (kind < 3) {
    choose_statement(start, middle);
  } else {
    assign_statement(start, middle);
  }
  assign_statement(middle, end);
  if (dice_.percent(30)) agent.transitions.back().guard = condition();
  temper_.retry = retry;
  agent.end = end;
  machine_.agents.push_back(std::move(agent));
}

void Builder::add_questions() {
  me_ =
      AgentId{static_cast<std::uint32_t>(machine_.agents.size())};  // nobody: shared variables only
  if (dice_.percent(30)) {
    const Expr test = condition();
    const bool sloppy = dice_.percent(temper_.sloppy * 3);
    machine_.invariants.push_back(
        {"ORDER", sloppy ? test : Expr::binary(BinaryOp::logical_or, test, Expr::boolean(true))});
  }
  if (dice_.percent(30)) machine_.covers.push_back({"seen", "It was seen.", condition()});
  if (dice_.percent(20)) machine_.observables.push_back({"count", load(random_place())});
  if (dice_.percent(10)) machine_.constants.push_back({"PAGE_SIZE", 2, 4096});
  if (dice_.percent(5)) machine_.approximations.push_back("a stub stands for helper()");
}

Machine Builder::build() {
  choose_temper();
  const bool setup = dice_.percent(15);
  const std::uint32_t threads = 1 + dice_.below(2);
  const std::uint32_t daemons = dice_.percent(40) ? 1 : 0;
  const std::uint32_t adversaries = dice_.percent(45) ? 1 : 0;
  const std::uint32_t signals = dice_.percent(15) ? 1 : 0;
  agents_ = threads + daemons + adversaries + signals + (setup ? 1 : 0);
  add_variables(agents_);
  if (setup) add_setup();
  for (std::uint32_t left = threads; left > 0; --left) add_program(AgentKind::thread);
  for (std::uint32_t left = daemons; left > 0; --left) add_program(AgentKind::daemon);
  for (std::uint32_t left = adversaries; left > 0; --left) add_adversary();
  for (std::uint32_t left = signals; left > 0; --left) add_signal();
  add_questions();
  return std::move(machine_);
}

}  // namespace

Machine random_machine(std::uint64_t seed) { return Builder(seed).build(); }

std::vector<property::Property> random_machine_properties() {
  using property::Kind;
  using property::Level;
  return {{"deadlock", "", "Nobody waits for what can never come.", Kind::deadlock, Level::finite},
          {"progress", "", "Every thread ends.", Kind::progress, Level::finite},
          {"calm", "", "Every thread ends when nobody disturbs it.", Kind::progress, Level::none},
          {"ub", "", "Nothing undefined happens.", Kind::check, Level::finite},
          {"assert", "", "Assertions hold.", Kind::check, Level::finite},
          {"EXACT", "", "The result says what was done.", Kind::check, Level::finite},
          {"ORDER", "", "The order is kept.", Kind::invariant, Level::finite},
          {"locks", "", "Locks are taken in one order.", Kind::locks, Level::finite},
          {"alone", "", "Nobody alone takes locks in both orders.", Kind::alone_inverted,
           Level::finite}};
}

}  // namespace headway::audit

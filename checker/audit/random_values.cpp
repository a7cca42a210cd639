// Variables and locks, and the expressions over them.
#include "checker/audit/random_builder.h"

namespace headway::audit {

using machine::AgentId;
using machine::BinaryOp;
using machine::Expr;
using machine::Holder;
using machine::IntType;
using machine::Place;
using machine::Range;
using machine::Variable;
using machine::VariableId;

Range MachineBuilder::range_of(const Variable& variable) const {
  if (variable.range) return *variable.range;
  return variable.type == machine::kBool ? Range{0, 1} : Range{0, 3};
}

void MachineBuilder::add_scalar(const std::string& name, std::optional<AgentId> owner) {
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

void MachineBuilder::add_locks(std::uint32_t agents) {
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

void MachineBuilder::add_variables(std::uint32_t agents) {
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
Place MachineBuilder::random_place() {
  for (;;) {
    const VariableId id = plain_[dice_.below(static_cast<std::uint32_t>(plain_.size()))];
    if (!machine_.at(id).owner || *machine_.at(id).owner == me_) return place_of(id);
  }
}

Place MachineBuilder::place_of(VariableId id) {
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

Expr MachineBuilder::load(const Place& place) {
  const IntType type = machine_.at(place.variable).type;
  return place.index ? Expr::load(place.variable, *place.index, type)
                     : Expr::load(place.variable, type);
}

Expr MachineBuilder::condition(std::uint32_t depth) {
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
Expr MachineBuilder::value_for(const Place& place) {
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

}  // namespace headway::audit

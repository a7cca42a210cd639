// Names and types. An observable of C is a `long`, whatever it was before; that it is a truth value
// is read off its expression (comparisons, logical operators, bools), and an `observe` line that
// says otherwise is refused, since one of the two was written by mistake. The meaning of operators
// is that of the machine's expressions on 64 bits, so that no intermediate result of a spec is cut
// short. Division and shifts take constants on the right: a spec can't itself be undefined. For the
// same reason, and so that its size is known, `forall` is unrolled here: its bounds are constants
// of the model, and so are the indices of lists.
#include "checker/property/bind_term.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "checker/property/errno_names.h"
#include "checker/property/spec_formula.h"
#include "model/source/error.h"

namespace headway::property {

namespace {

using machine::BinaryOp;
using machine::Expr;
using machine::kBool;
using machine::kI64;
using machine::UnaryOp;
using source::InputError;
using source::Span;
using tree::Type;

// The value that stands under conversions which keep every value: none of them narrows or changes a
// sign.
const Expr& below_widening(const Expr& expr) {
  const auto* convert = std::get_if<machine::Convert>(&expr.node());
  if (convert == nullptr) return expr;
  const machine::IntType from = convert->operand.type(), to = expr.type();
  const bool keeps = (from.is_signed == to.is_signed && from.bits <= to.bits) ||
                     (!from.is_signed && from.bits < to.bits);
  return keeps ? below_widening(convert->operand) : expr;
}

// True where the value can be 0 or 1 only, as far as the form of the expression shows.
bool is_truth(const Expr& whole, const machine::Machine& machine) {
  const Expr& expr = below_widening(whole);
  if (expr.type() == kBool) return true;
  if (const auto* constant = std::get_if<machine::Constant>(&expr.node())) {
    return constant->value == 0 || constant->value == 1;
  }
  if (const auto* load = std::get_if<machine::Load>(&expr.node())) {
    const auto& range = machine.at(load->variable).range;
    return range && range->low >= 0 && range->high <= 1;
  }
  if (const auto* conditional = std::get_if<machine::Conditional>(&expr.node())) {
    return is_truth(conditional->then, machine) && is_truth(conditional->otherwise, machine);
  }
  if (const auto* binary = std::get_if<machine::Binary>(&expr.node())) {
    const bool bitwise = binary->op == BinaryOp::bit_and || binary->op == BinaryOp::bit_or ||
                         binary->op == BinaryOp::bit_xor;
    return bitwise && is_truth(binary->left, machine) && is_truth(binary->right, machine);
  }
  return false;
}

Expr as_boolean(const Expr& expr) {
  const Expr& inner = below_widening(expr);
  return inner.type() == kBool ? inner : Expr::convert(expr, kBool);
}

Expr as_integer(const Expr& expr) { return expr.type() == kI64 ? expr : Expr::convert(expr, kI64); }

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "none" : out;
}

[[noreturn]] void refuse_call(const std::string& what, const std::string& where, const Span& span) {
  throw InputError(span, "`" + what + "` has no meaning in " + where,
                   "it speaks of a call: at return of ROLE: CONDITION");
}

}  // namespace

Expr AnyState::result(const Span& span) { refuse_call("result", where_, span); }
Expr AnyState::old(const Bound&, const std::string&, const Span& span) {
  refuse_call("old(…)", where_, span);
}

// Unrolled conditions have at most so many elements, those of nested ones multiplied.
constexpr std::int64_t kMostElements = 10'000;

// One walk over one term.
struct Names::Binder {
  const Names& names;
  Reading& reading;
  std::size_t lets_visible;
  Within within = {};

  Bound operator()(const tree::Term& term) {
    return std::visit([&](const auto& node) { return bind(node, term.span); }, term.node);
  }

  Expr typed(const tree::Term& term, Type type, const char* by) {
    Bound bound = (*this)(term);
    if (bound.type != type) {
      throw InputError(term.span,
                       std::string(by) + " takes " + (type == Type::integer ? "an int" : "a bool") +
                           ", and this is " + (bound.type == Type::integer ? "an int" : "a bool"),
                       type == Type::boolean ? "compare it, as in x != 0"
                                             : "choose a number, as in (b ? 1 : 0)");
    }
    return std::move(bound.expr);
  }

  Bound bind(const tree::Number& node, const Span&) {
    return {Expr::constant(node.value), Type::integer};
  }
  Bound bind(const tree::Truth& node, const Span&) {
    return {Expr::boolean(node.value), Type::boolean};
  }
  Bound bind(const tree::ResultOfCall&, const Span& span) {
    return {as_integer(reading.result(span)), Type::integer};
  }

  Bound bind(const tree::Name& node, const Span& span) {
    if (const auto found = within.variables.find(node.name); found != within.variables.end())
      return {Expr::constant(found->second), Type::integer};
    if (const auto found = names.ghosts_.find(node.name); found != names.ghosts_.end())
      return found->second;
    if (names.lists_.count(node.name) != 0) {
      throw InputError(span, "`" + node.name + "` is a list, and no value",
                       node.name + "[0] is its first element");
    }
    if (const auto found = names.observables_.find(node.name); found != names.observables_.end())
      return found->second;
    if (const auto found = names.lets_.find(node.name);
        found != names.lets_.end() && found->second.number < lets_visible) {
      return Binder{
          names, reading, found->second.number, {{}, within.conditions}}(*found->second.value);
    }
    if (const auto number = errno_number(node.name))
      return {Expr::constant(*number), Type::integer};
    std::vector<std::string> known;
    for (const auto& [name, bound] : names.observables_) known.push_back(name);
    for (const auto& [name, bound] : names.ghosts_) known.push_back(name);
    for (const auto& [name, elements_of] : names.lists_) known.push_back(name + "[]");
    for (const auto& [name, definition] : names.lets_) {
      if (definition.number < lets_visible) known.push_back(name);
    }
    throw InputError(span, "unknown name `" + node.name + "`",
                     "the spec observes: " + listed(known) + "; another line `observe " +
                         node.name + ": int` (or bool) adds to them what the model offers");
  }

  Bound bind(const tree::Old& node, const Span& span) {
    AnyState inner("old(…)");
    const Bound operand = Binder{names, inner, lets_visible, within}(*node.operand);
    const auto* name = std::get_if<tree::Name>(&node.operand->node);
    return {reading.old(operand, name != nullptr ? name->name : "", span), operand.type};
  }

  Bound bind(const tree::Unary& node, const Span&) {
    switch (node.op) {
      case UnaryOp::logical_not:
        return {!typed(*node.operand, Type::boolean, "`not`"), Type::boolean};
      case UnaryOp::negate:
        return {Expr::unary(node.op, typed(*node.operand, Type::integer, "`-`")), Type::integer};
      case UnaryOp::bit_not:
        break;
    }
    return {Expr::unary(node.op, typed(*node.operand, Type::integer, "`~`")), Type::integer};
  }

  Bound bind(const tree::Binary& node, const Span&) {
    switch (node.op) {
      case BinaryOp::logical_and:
        return {
            typed(*node.left, Type::boolean, "`and`") && typed(*node.right, Type::boolean, "`and`"),
            Type::boolean};
      case BinaryOp::logical_or:
        return {
            typed(*node.left, Type::boolean, "`or`") || typed(*node.right, Type::boolean, "`or`"),
            Type::boolean};
      case BinaryOp::eq:
      case BinaryOp::ne: {
        Bound left = (*this)(*node.left);
        Expr right = typed(*node.right, left.type, "this comparison");
        return {Expr::binary(node.op, std::move(left.expr), std::move(right)), Type::boolean};
      }
      case BinaryOp::lt:
      case BinaryOp::le:
      case BinaryOp::gt:
      case BinaryOp::ge:
        return {arithmetic(node, "this comparison"), Type::boolean};
      case BinaryOp::div:
      case BinaryOp::rem:
        constant_on_the_right(*node.right, 1, INT64_MAX, "a positive number");
        break;
      case BinaryOp::shl:
      case BinaryOp::shr:
        constant_on_the_right(*node.right, 0, 63, "a number of 0..63");
        break;
      default:
        break;
    }
    return {arithmetic(node, "this operator"), Type::integer};
  }

  Bound bind(const tree::Conditional& node, const Span&) {
    Expr condition = typed(*node.condition, Type::boolean, "`?:`");
    Bound then = (*this)(*node.then);
    Expr otherwise = typed(*node.otherwise, then.type, "the other side of this `?:`");
    return {Expr::conditional(std::move(condition), std::move(then.expr), std::move(otherwise)),
            then.type};
  }

  Bound bind(const tree::Implies& node, const Span&) {
    Expr left = typed(*node.left, Type::boolean, "`implies`");
    return {!left || typed(*node.right, Type::boolean, "`implies`"), Type::boolean};
  }

  Bound bind(const tree::Element& node, const Span& span) {
    const auto found = names.lists_.find(node.name);
    if (found == names.lists_.end()) {
      throw InputError(span, "`" + node.name + "` is no list",
                       "observe " + node.name + ": int[] (or bool[]) where the model offers one");
    }
    const auto size = static_cast<std::int64_t>(found->second.size());
    const std::int64_t index = constant(*node.index, "the index of a list");
    if (index < 0 || index >= size) {
      throw InputError(node.index->span,
                       "`" + node.name + "` has no element " + std::to_string(index),
                       "its elements are 0.." + std::to_string(size - 1));
    }
    return found->second[static_cast<std::size_t>(index)];
  }

  Bound bind(const tree::Forall& node, const Span&) {
    Expr all = Expr::boolean(true);
    const Unrolled unrolled = unroll(node);
    for (const Within& element : unrolled.elements) {
      Expr one = Binder{names, reading, lets_visible, element}.typed(*node.body, Type::boolean,
                                                                     "`forall`");
      if (!unrolled.empty) all = all && std::move(one);
    }
    return {std::move(all), Type::boolean};
  }

  Unrolled unroll(const tree::Forall& node) {
    names.demand_new(node.variable, node.variable_span);
    if (within.variables.count(node.variable) != 0)
      throw InputError(node.variable_span, "the name `" + node.variable + "` is given twice");
    const auto [low, high] = bounds(node.set);
    const bool empty = high < low;
    const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (!empty && span >= static_cast<std::uint64_t>(kMostElements / within.conditions)) {
      throw InputError(node.set.span, "`forall` stands for too many conditions",
                       "at most " + std::to_string(kMostElements));
    }
    const std::int64_t count = empty ? 1 : static_cast<std::int64_t>(span) + 1;
    Unrolled unrolled{{}, empty};
    for (std::int64_t k = 0; k < count; ++k) {
      unrolled.elements.push_back({within.variables, within.conditions * count});
      unrolled.elements.back().variables[node.variable] = low + k;
    }
    return unrolled;
  }

  std::pair<std::int64_t, std::int64_t> bounds(const tree::Set& set) {
    if (set.low) return {constant(*set.low, "a bound"), constant(*set.high, "a bound")};
    const auto found = names.lists_.find(set.list);
    if (found == names.lists_.end()) {
      std::vector<std::string> known;
      for (const auto& [name, elements_of] : names.lists_) known.push_back(name);
      throw InputError(
          set.span, "`" + set.list + "` is no set",
          "sets are LOW..HIGH, and the lists that the spec observes: " + listed(known));
    }
    return {0, static_cast<std::int64_t>(found->second.size()) - 1};
  }

  std::int64_t constant(const tree::Term& term, const std::string& what) {
    const Expr value = machine::simplify(typed(term, Type::integer, what.c_str()));
    if (const auto* number = std::get_if<machine::Constant>(&value.node())) return number->value;
    throw InputError(term.span, what + " is a constant, and this may differ from run to run",
                     "numbers, `let`s of them, variables of `forall`, and observables that are "
                     "constants of the model");
  }

  Bound bind(const tree::Temporal&, const Span& span) {
    throw InputError(span, "a temporal formula has no value in a single state",
                     "it stands in a property: property ID \"…\": FORMULA");
  }

  Expr arithmetic(const tree::Binary& node, const char* by) {
    Expr left = typed(*node.left, Type::integer, by);
    return Expr::binary(node.op, std::move(left), typed(*node.right, Type::integer, by));
  }

  void constant_on_the_right(const tree::Term& term, std::int64_t low, std::int64_t high,
                             const char* what) {
    const auto* number = std::get_if<tree::Number>(&term.node);
    if (number != nullptr && number->value >= low && number->value <= high) return;
    throw InputError(term.span,
                     std::string("in a spec the right side here is ") + what + ", written out",
                     "so that the spec itself is defined in every state");
  }
};

// The implications of a condition or a formula: through `and`, `always`, `forall`, and the right
// sides of others. One whose left side is temporal speaks of no single state.
struct Names::Collector {
  std::map<const tree::Implies*, std::size_t> known = {};
  std::vector<Asked> found = {};

  void collect(const tree::Term& term, Binder& binder, const Expr& context) {
    if (const auto* implies = std::get_if<tree::Implies>(&term.node)) {
      if (is_temporal(*implies->left)) return;
      const Expr when = context && binder.typed(*implies->left, Type::boolean, "`implies`");
      const auto [at, is_new] = known.emplace(implies, found.size());
      if (is_new) found.push_back({implies->text, Expr::boolean(false)});
      Asked& asked = found[at->second];
      asked.when = asked.when || when;
      collect(*implies->right, binder, when);
    } else if (const auto* both = std::get_if<tree::Binary>(&term.node);
               both != nullptr && both->op == BinaryOp::logical_and) {
      collect(*both->left, binder, context);
      collect(*both->right, binder, context);
    } else if (const auto* all = std::get_if<tree::Forall>(&term.node)) {
      const Unrolled unrolled = binder.unroll(*all);
      for (const Within& element : unrolled.elements) {
        Binder inner{binder.names, binder.reading, binder.lets_visible, element};
        if (!unrolled.empty) collect(*all->body, inner, context);
      }
    } else if (const auto* temporal = std::get_if<tree::Temporal>(&term.node);
               temporal != nullptr && temporal->op == tree::Temporal::Op::always) {
      // At any later state, whatever was true when it was asked for.
      collect(*temporal->left, binder, Expr::boolean(true));
    }
  }
};

Names::Names(const Spec& spec, const machine::Machine& machine) {
  for (const tree::Item& item : spec.items) {
    if (const auto* line = std::get_if<tree::Observe>(&item)) observe(*line, machine);
  }
  for (const tree::Item& item : spec.items) {
    const auto* let = std::get_if<tree::Let>(&item);
    if (let == nullptr) continue;
    demand_new(let->name, let->span);
    lets_.emplace(let->name, Definition{let->value, lets_.size()});
  }
}

void Names::demand_new(const std::string& name, const Span& span) const {
  if (observables_.count(name) + lists_.count(name) + ghosts_.count(name) + lets_.count(name) != 0)
    throw InputError(span, "the name `" + name + "` is given twice");
}

void Names::add_ghost(const tree::Ghost& line, Expr variable) {
  demand_new(line.name, line.span);
  ghosts_.emplace(line.name, Bound{std::move(variable), line.type});
}

void Names::set_ghost(const std::string& name, Expr value) {
  ghosts_.at(name).expr = std::move(value);
}

namespace {

// The number of an element, where `observable` is one of the list: "resident[2]" of "resident".
std::optional<std::size_t> element_of(const std::string& observable, const std::string& list) {
  if (!observable.starts_with(list + "[") || !observable.ends_with("]")) return std::nullopt;
  const char* first = observable.data() + list.size() + 1;
  const char* last = observable.data() + observable.size() - 1;
  std::size_t number = 0;
  const auto [stop, error] = std::from_chars(first, last, number);
  if (error != std::errc() || stop != last) return std::nullopt;
  return number;
}

std::vector<std::string> offered_by(const machine::Machine& machine) {
  std::vector<std::string> names;
  for (const machine::Observable& observable : machine.observables) {
    const std::size_t bracket = observable.name.find('[');
    const std::string name =
        bracket == std::string::npos ? observable.name : observable.name.substr(0, bracket) + "[]";
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

Bound read_as(const tree::Observe& line, const Expr& value, const machine::Machine& machine) {
  if (line.type == Type::integer) return {as_integer(value), line.type};
  if (!is_truth(value, machine)) {
    throw InputError(line.span,
                     "the spec observes `" + line.name + "` as bool, and in the model it is int");
  }
  return {as_boolean(value), line.type};
}

}  // namespace

void Names::observe(const tree::Observe& line, const machine::Machine& machine) {
  if (observables_.count(line.name) + lists_.count(line.name) != 0)
    throw InputError(line.span, "`" + line.name + "` is observed twice");
  std::map<std::size_t, Bound> elements;
  for (const machine::Observable& observable : machine.observables) {
    if (!line.list && observable.name == line.name) {
      observables_.emplace(line.name, read_as(line, observable.value, machine));
      return;
    }
    if (!line.list) continue;
    if (const auto number = element_of(observable.name, line.name))
      elements.emplace(*number, read_as(line, observable.value, machine));
  }
  std::vector<Bound> list;
  for (auto& [number, element] : elements) {
    if (number == list.size()) list.push_back(std::move(element));
  }
  if (list.empty() || list.size() != elements.size()) {
    throw InputError(line.span,
                     std::string("the model has no ") + (line.list ? "list" : "observable") + " `" +
                         line.name + "`",
                     "it offers: " + listed(offered_by(machine)));
  }
  lists_.emplace(line.name, std::move(list));
}

void Names::check_lets(Reading& reading) const {
  for (const auto& [name, definition] : lets_)
    Binder{*this, reading, definition.number}(*definition.value);
}

Expr Names::term(const tree::Term& term, Type type, const char* by, Reading& reading,
                 const Within& within) const {
  return Binder{*this, reading, lets_.size(), within}.typed(term, type, by);
}

Expr Names::condition(const tree::Term& condition, Reading& reading, const Within& within) const {
  return term(condition, Type::boolean, "a condition", reading, within);
}

Unrolled Names::unroll(const tree::Forall& all, Reading& reading, const Within& within) const {
  return Binder{*this, reading, lets_.size(), within}.unroll(all);
}

std::vector<Asked> Names::asked(const tree::Term& condition, Reading& reading) const {
  Binder binder{*this, reading, lets_.size()};
  Collector collector;
  collector.collect(condition, binder, Expr::boolean(true));
  return std::move(collector.found);
}

}  // namespace headway::property

// Places: from `p->x[i]` to cells of machine variables.
//
// A pointer that is a known base plus multiples of strides is resolved at once. Any other pointer
// is compared with the objects that it may lead to (objects.h, Andersen): a load is a conditional
// expression over them, a store a branch. What is left over is undefined behaviour, and says
// whether it was null or wild.
#include <algorithm>
#include <utility>

#include "model/lower/agent_lowering.h"
#include "model/source/error.h"

namespace headway::lower {

using machine::BinaryOp;
using machine::IntType;
using machine::Transition;

namespace {

constexpr IntType kAddress{64, false};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
  return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

Expr address(std::int64_t value) { return Expr::constant(value, kAddress); }

// expr * factor, as a constant plus terms.
void decompose(const Expr& expr, std::int64_t factor, std::int64_t& constant,
               std::vector<Term>& terms) {
  if (const auto* number = std::get_if<machine::Constant>(&expr.node())) {
    constant += factor * number->value;
    return;
  }
  if (const auto* binary = std::get_if<machine::Binary>(&expr.node())) {
    const auto* right = std::get_if<machine::Constant>(&binary->right.node());
    const auto* left = std::get_if<machine::Constant>(&binary->left.node());
    if (binary->op == BinaryOp::add || binary->op == BinaryOp::sub) {
      decompose(binary->left, factor, constant, terms);
      decompose(binary->right, binary->op == BinaryOp::add ? factor : -factor, constant, terms);
      return;
    }
    if (binary->op == BinaryOp::mul && right != nullptr) {
      decompose(binary->left, factor * right->value, constant, terms);
      return;
    }
    if (binary->op == BinaryOp::mul && left != nullptr) {
      decompose(binary->right, factor * left->value, constant, terms);
      return;
    }
  }
  if (const auto* conversion = std::get_if<machine::Convert>(&expr.node());
      conversion != nullptr && conversion->operand.type().bits == 64 && expr.type().bits == 64) {
    decompose(conversion->operand, factor, constant, terms);
    return;
  }
  terms.push_back({factor, simplify(Expr::convert(expr, machine::kI64)), false});
}

}  // namespace

RootId AgentLowering::root_of(program::LocalId local) {
  if (const auto found = activation_->roots.find(local); found != activation_->roots.end())
    return found->second;
  if (symbolic_ != nullptr) {
    throw source::InputError(span_, "an observable can't use a local that is no plain variable",
                             "an observable is a pure expression over globals");
  }
  const std::uint32_t number = program::index_of(local);
  const auto& declared = function().locals[number];
  const RootId root = round_.objects.local(
      activation_->key + "." + std::to_string(number), function().name + "." + declared.name,
      declared.type, plan_.number, facts().maybe_uninitialised[number], declared.span, local);
  activation_->roots.emplace(local, root);
  return root;
}

Where AgentLowering::whole(RootId root, program::TypeId type) const {
  Where where;
  where.alternatives.push_back({Expr::boolean(true), root, 0, {}});
  where.certain = true;
  where.type = type;
  where.spelling = round_.objects.at(root).name;
  return where;
}

void AgentLowering::project(const program::Place& place, program::TypeId type, Where& where,
                            std::int64_t& offset, std::vector<Term>& terms, bool checked) {
  for (const auto& projection : place.projections) {
    const auto& shape = round_.program.at(type).shape;
    if (const auto* field = std::get_if<program::ProjectField>(&projection)) {
      const auto& declared = std::get<program::RecordType>(shape).fields[field->field];
      offset += static_cast<std::int64_t>(declared.offset);
      where.bits = declared.bits ? Bits{declared.bits->first, declared.bits->second} : Bits{};
      type = declared.type;
      continue;
    }
    const auto& array = std::get<program::ArrayType>(shape);
    const auto stride = static_cast<std::int64_t>(round_.program.at(array.element).size);
    const Expr index = used(as_i64(*std::get<program::ProjectIndex>(projection).index));
    if (const auto* number = std::get_if<machine::Constant>(&index.node())) {
      const auto count = static_cast<std::int64_t>(array.count);
      if (checked && !array.flexible && (number->value < 0 || number->value >= count)) {
        require(Expr::boolean(false), "index " + std::to_string(number->value) + " is outside " +
                                          spell(place) + ", an array of " + std::to_string(count));
      }
      offset += number->value * stride;
    } else {
      terms.push_back({stride, index, false});
    }
    where.bits = {};
    type = array.element;
  }
  where.type = type;
}

Where AgentLowering::resolve(const program::Place& place) {
  Where where;
  where.spelling = spell(place);
  std::int64_t offset = 0;
  std::vector<Term> terms;
  if (const auto* deref = std::get_if<program::Deref>(&place.base)) {
    const auto& pointer_type =
        std::get<program::PointerType>(round_.program.at(deref->pointer->type).shape);
    if (pointer_type.user) {
      throw source::InputError(
          place.span,
          "'" + spell(*deref->pointer) + "' is a user pointer and can't be dereferenced",
          "reach user memory through copy_from_user, get_user and their kin");
    }
    const Expr pointer = used(eval(*deref->pointer));
    project(place, pointer_type.pointee, where, offset, terms, true);
    resolve_pointer(place, pointer, pointer_type.pointee, offset, terms, where);
    return where;
  }
  const auto* global = std::get_if<program::GlobalId>(&place.base);
  const RootId root = global != nullptr ? round_.objects.global(*global)
                                        : root_of(std::get<program::LocalId>(place.base));
  project(place, round_.objects.at(root).type, where, offset, terms, true);
  where.alternatives.push_back({Expr::boolean(true), root, offset, std::move(terms)});
  where.certain = true;
  return where;
}

void AgentLowering::resolve_pointer(const program::Place& place, const Expr& pointer,
                                    program::TypeId pointee, std::int64_t offset,
                                    const std::vector<Term>& terms, Where& where) {
  const std::string name = spell(*std::get<program::Deref>(place.base).pointer);
  std::int64_t base = 0;
  std::vector<Term> steps;
  decompose(pointer, 1, base, steps);
  const bool plain = std::all_of(steps.begin(), steps.end(), [&](const Term& term) {
    return round_.variables.targets_of(term.index).empty();
  });
  if (round_.objects.string_at(base) != nullptr && plain) {
    throw source::InputError(place.span, "a string literal can't be read here",
                             "strings serve as names and messages only");
  }
  if (const auto root =
          plain ? round_.objects.root_at(base, steps.empty() ? 0 : 64) : std::nullopt) {
    if (const auto ended = ended_with(*root)) {
      require(Expr::boolean(false), "dangling pointer " + name + ": " +
                                        round_.objects.at(*root).name + " went with the " + *ended +
                                        " that declared it");
    }
    steps.insert(steps.end(), terms.begin(), terms.end());
    where.alternatives.push_back({Expr::boolean(true), *root,
                                  base - round_.objects.at(*root).base + offset, std::move(steps)});
    where.certain = true;
    return;
  }
  Expr simple = pointer;
  const bool is_load = std::holds_alternative<machine::Load>(pointer.node());
  if (!pure_ && !is_load && !pointer.is_constant()) {
    simple = into_temporary({pointer}, std::get<program::Deref>(place.base).pointer->type,
                            transition_at(place.span))
                 .expr;
  }
  require(simplify(Expr::binary(BinaryOp::ne, simple, address(0))), "null dereference of " + name);
  Expr somewhere = Expr::boolean(false);
  for (Alternative& alternative : candidates(simple, pointee)) {
    somewhere = somewhere || alternative.condition;
    alternative.offset += offset;
    alternative.terms.insert(alternative.terms.end(), terms.begin(), terms.end());
    where.alternatives.push_back(std::move(alternative));
  }
  if (!simple.is_constant(0)) require(somewhere, "dangling or wild pointer " + name);
}

// Is it a local of a call that has returned, or of a block that was left? Says which. Calls are
// inlined, and a local belongs to one block, so the place in the code tells.
std::optional<std::string> AgentLowering::ended_with(RootId id) const {
  const Root& root = round_.objects.at(id);
  if (!root.agent || activation_ == nullptr) return std::nullopt;
  if (*root.agent != plan_.number) {
    round_.objects.approximations.insert("no check that " + root.name +
                                         ", which other agents reach, still exists");
    return std::nullopt;
  }
  if (!root.local) return std::nullopt;
  const std::string owner = root.key.substr(0, root.key.rfind('.'));
  for (const Activation* active = activation_; active != nullptr; active = active->caller) {
    if (active->key != owner) continue;
    const program::Function& declares = round_.program.at(active->function);
    const program::ScopeId scope = declares.locals[program::index_of(*root.local)].scope;
    if (declares.encloses(scope, active->scope)) return std::nullopt;
    return "block";
  }
  return "call";
}

std::vector<Alternative> AgentLowering::candidates(const Expr& pointer,
                                                   program::TypeId pointee) const {
  std::vector<Alternative> found;
  std::set<std::pair<RootId, std::int64_t>> seen;
  const bool scalar = is_scalar(round_.program.at(pointee));
  for (const Target& target : round_.variables.targets_of(pointer)) {
    const auto* id = std::get_if<RootId>(&target);
    if (id == nullptr) continue;
    if (ended_with(*id)) continue;
    const Root& root = round_.objects.at(*id);
    for (const Position& position : positions_of(round_.program, root.type, pointee)) {
      if (scalar && position.is_plain_field &&
          !round_.fields_with_address.contains({position.record, position.field})) {
        continue;
      }
      if (!seen.emplace(*id, position.offset).second) continue;
      Alternative alternative{Expr::boolean(true), *id, position.offset, {}};
      Expr rest =
          simplify(Expr::binary(BinaryOp::sub, pointer, address(root.base + position.offset)));
      Expr condition = Expr::boolean(true);
      for (const Dimension& dimension : position.dimensions) {
        const Expr stride = address(dimension.stride);
        condition =
            condition &&
            simplify(Expr::binary(BinaryOp::lt, rest, address(dimension.stride * dimension.count)));
        const Expr index =
            simplify(Expr::convert(Expr::binary(BinaryOp::div, rest, stride), machine::kI64));
        alternative.terms.push_back({dimension.stride, index, true});
        rest = simplify(Expr::binary(BinaryOp::rem, rest, stride));
      }
      alternative.condition =
          position.dimensions.empty()
              ? simplify(Expr::binary(BinaryOp::eq, pointer, address(root.base + position.offset)))
              : condition && simplify(Expr::binary(BinaryOp::eq, rest, address(0)));
      found.push_back(std::move(alternative));
    }
  }
  return found;
}

// Two arrays of one record may both have the stride of an index; the one is meant whose strides and
// constant part fit exactly. Only where there is none may an index lead out of its array.
std::optional<Found> AgentLowering::find(const Alternative& alternative, const Where& where) {
  std::string complaint = where.spelling + " does not lie on a field of " +
                          round_.objects.at(alternative.root).name + " of its size";
  for (const bool exactly : {true, false}) {
    if (auto found = find_cell(alternative, where, exactly, complaint)) return found;
  }
  require(!alternative.condition, complaint);
  return std::nullopt;
}

std::optional<Found> AgentLowering::find_cell(const Alternative& alternative, const Where& where,
                                              bool exactly, std::string& complaint) {
  const Root& root = round_.objects.at(alternative.root);
  const auto size = static_cast<std::int64_t>(round_.program.at(where.type).size);
  for (const CellId id : root.cells) {
    const CellShape& shape = round_.objects.at(id).shape;
    if (shape.size != size || shape.bits != where.bits) continue;
    if (round_.objects.at(id).extent == 0) {  // flexible: what lies behind it is its room
      complaint =
          where.spelling + " is outside " + root.name + shape.path + ", an array without room";
      continue;
    }
    std::int64_t rest = alternative.offset - shape.offset;
    std::vector<Term> left = alternative.terms;
    std::vector<std::pair<Expr, std::int64_t>> to_check;  // index, count
    Expr flat = Expr::constant(0);
    std::vector<Expr> flats{flat};  // by how many of the arrays around it count
    bool fits = true;
    for (const Dimension& dimension : shape.dimensions) {
      if (dimension.stride == 0) {
        flats.push_back(flat);
        continue;
      }
      const std::int64_t quotient = floor_divide(rest, dimension.stride);
      rest -= quotient * dimension.stride;
      if (exactly && (quotient < 0 || quotient >= dimension.count)) fits = false;
      Expr index = Expr::constant(quotient);
      bool trusted = quotient == 0;
      std::size_t used_terms = 0;
      std::erase_if(left, [&](const Term& term) {
        if (exactly ? term.stride != dimension.stride : term.stride % dimension.stride != 0)
          return false;
        const Expr factor = Expr::constant(term.stride / dimension.stride);
        index = simplify(
            Expr::binary(BinaryOp::add, index, Expr::binary(BinaryOp::mul, term.index, factor)));
        trusted = trusted && term.in_range && term.stride == dimension.stride;
        ++used_terms;
        return true;
      });
      trusted = trusted && used_terms < 2;
      if (const auto* number = std::get_if<machine::Constant>(&index.node())) {
        if (number->value < 0 || number->value >= dimension.count) {
          complaint = "index " + std::to_string(number->value) + " is outside " + root.name +
                      shape.path + ", an array of " + std::to_string(dimension.count);
          fits = false;
        }
      } else if (!trusted) {
        to_check.emplace_back(index, dimension.count);
      }
      flat = simplify(
          Expr::binary(BinaryOp::add,
                       Expr::binary(BinaryOp::mul, flat, Expr::constant(dimension.count)), index));
      flats.push_back(flat);
    }
    if (!fits || rest != 0 || (exactly && !left.empty())) continue;
    // What is no array is an array of one.
    for (const Term& term : left) to_check.emplace_back(term.index, 1);
    for (const auto& [index, count] : to_check) {
      const Expr inside = Expr::binary(BinaryOp::ge, index, Expr::constant(0)) &&
                          Expr::binary(BinaryOp::lt, index, Expr::constant(count));
      require(!alternative.condition || inside,
              "index is outside " + root.name + shape.path +
                  (count == 1 ? "" : ", an array of " + std::to_string(count)));
    }
    require_alive(id, flats, alternative, where);
    Found found{id, std::nullopt};
    if (!shape.dimensions.empty()) found.index = flat;
    return found;
  }
  return std::nullopt;
}

// An object whose last reference is gone (hw_gone) may not be touched. What an observable looks at
// is not touched.
void AgentLowering::require_alive(CellId id, const std::vector<Expr>& flats,
                                  const Alternative& alternative, const Where& where) {
  if (symbolic_ != nullptr) return;
  for (const CellId mark : round_.objects.at(id).lifetimes) {
    const Cell& gone = round_.objects.at(mark);
    if (!gone.facts.stored) continue;
    round_.objects.note_touch(mark, toucher());
    const auto variable = round_.variables.value_of(mark);
    const std::size_t arrays = gone.shape.dimensions.size();
    const Expr is_gone = arrays == 0 ? Expr::load(variable, machine::kBool)
                                     : Expr::load(variable, flats[arrays], machine::kBool);
    const std::string& name = round_.objects.at(gone.root).name;
    machine::Check check{"locks", simplify(!lazily_ || !alternative.condition || !is_gone),
                         where.spelling + " is touched after the last reference to its object in " +
                             name + " was dropped",
                         true};
    if (std::find(pending_.begin(), pending_.end(), check) == pending_.end())
      pending_.push_back(std::move(check));
  }
}

Value AgentLowering::load_one(const Alternative& alternative, const Where& where, bool& is_shared) {
  const IntType type = machine_type(round_.program.at(where.type));
  const auto found = find(alternative, where);
  if (!found) return {Expr::constant(0, type)};
  const Cell& cell = round_.objects.at(found->cell);
  const Root& root = round_.objects.at(cell.root);
  Value value;
  std::optional<std::int64_t> index;
  if (found->index) {
    if (const auto* number = std::get_if<machine::Constant>(&found->index->node()))
      index = number->value;
  }
  const IntType own = machine_type(round_.program.at(cell.shape.type));
  if (const auto constant = round_.objects.folded(found->cell, index)) {
    value.expr = Expr::constant(*constant, own);
  } else {
    const auto variable = round_.variables.value_of(found->cell);
    value.expr =
        found->index ? Expr::load(variable, *found->index, own) : Expr::load(variable, own);
    round_.objects.note_touch(found->cell, toucher());
    is_shared = is_shared || round_.objects.shared(found->cell);
  }
  if (cell.facts.poison) {
    const auto shadow = round_.variables.shadow_of(found->cell);
    value.poison = found->index ? Expr::load(shadow, *found->index, machine::kBool)
                                : Expr::load(shadow, machine::kBool);
    value.who = root.name + cell.shape.path;
  }
  return to_type(std::move(value), type);
}

Value AgentLowering::load(const Where& where) {
  if (!is_scalar(round_.program.at(where.type))) {
    throw source::InputError(
        span_, "'" + where.spelling + "' is not a scalar and can't be used as a value here");
  }
  bool is_shared = false;
  Value value{Expr::constant(0, machine_type(round_.program.at(where.type)))};
  for (auto next = where.alternatives.rbegin(); next != where.alternatives.rend(); ++next) {
    const Value one = load_one(*next, where, is_shared);
    if (where.certain) {
      value = one;
    } else {
      value.expr = simplify(Expr::conditional(next->condition, one.expr, value.expr));
      if (!one.poison.is_constant(0)) value.who = one.who;
      value.poison = (next->condition && one.poison) || (!next->condition && value.poison);
    }
  }
  if (!is_shared || pure_ || path_.mode != Mode::outside) return value;
  if (!lazily_.is_constant(1)) {
    value.expr =
        simplify(Expr::conditional(lazily_, value.expr, Expr::constant(0, value.expr.type())));
    value.poison =
        machine::can_fault(value.poison) ? lazily_ && value.poison : value.poison && lazily_;
  }
  return into_temporary(value, where.type, transition_at(span_));
}

bool AgentLowering::store_one(const Alternative& alternative, const Where& where,
                              const Value& value, Transition& transition) {
  const auto found = find(alternative, where);
  if (!found) return false;
  const Cell& cell = round_.objects.at(found->cell);
  const Root& root = round_.objects.at(cell.root);
  if (root.global != nullptr && (root.global->is_const || cell.parameter)) {
    require(!alternative.condition, "store to the constant " + root.name);
    return false;
  }
  const IntType own = machine_type(round_.program.at(cell.shape.type));
  Expr stored = simplify(Expr::convert(value.expr, own));
  if (where.bits.width != 0 && where.bits.width < own.bits) {
    const Expr unused = Expr::constant(own.bits - where.bits.width, own);
    stored =
        simplify(Expr::binary(BinaryOp::shr, Expr::binary(BinaryOp::shl, stored, unused), unused));
  }
  std::optional<std::int64_t> constant, index;
  if (const auto* number = std::get_if<machine::Constant>(&stored.node())) constant = number->value;
  if (found->index) {
    if (const auto* number = std::get_if<machine::Constant>(&found->index->node()))
      index = number->value;
  }
  round_.objects.note_store(found->cell, toucher(), constant, round_.variables.targets_of(stored));
  bool added = false;
  if (!round_.objects.folded(found->cell, index)) {
    transition.assignments.push_back(
        {{round_.variables.value_of(found->cell), found->index}, stored});
    added = true;
  }
  if (root.agent && !value.poison.is_constant(0)) round_.objects.note_poison(found->cell);
  if (cell.facts.poison) {
    transition.assignments.push_back(
        {{round_.variables.shadow_of(found->cell), found->index}, value.poison});
    added = true;
  }
  return added;
}

void AgentLowering::store(const Where& where, const Value& value, Transition transition) {
  const bool to_global =
      std::any_of(where.alternatives.begin(), where.alternatives.end(),
                  [&](const auto& one) { return !round_.objects.at(one.root).agent.has_value(); });
  if (to_global) used(value);
  if (where.certain || where.alternatives.size() < 2) {
    for (const auto& one : where.alternatives) store_one(one, where, value, transition);
    const bool nothing =
        transition.assignments.empty() && !transition.choice && transition.whim.empty();
    if (!nothing || !pending_.empty()) step(std::move(transition));
    return;
  }
  CHECK(!transition.choice && transition.guard.is_constant(1));
  std::vector<Transition> ways;
  for (const auto& one : where.alternatives) {
    Transition way = transition;
    way.guard = one.condition;
    store_one(one, where, value, way);
    ways.push_back(std::move(way));
  }
  // The last one takes what is left: that the pointer leads somewhere has been checked.
  ways.back().guard = Expr::boolean(true);
  for (std::size_t k = 0; k + 1 < ways.size(); ++k)
    ways.back().guard = ways.back().guard && !ways[k].guard;
  flush(span_);
  for (const auto& way : ways) enter_atomic_if_visible(way);
  const auto join = fresh_location(span_);
  for (auto& way : ways) step_to(std::move(way), join);
  here_ = join;
}

void AgentLowering::copy_record(const Where& sink, const Where& source, const source::Span& span) {
  for (const CellShape& shape : cells_of(round_.program, source.type, span)) {
    std::int64_t elements = 1;
    for (const Dimension& dimension : shape.dimensions) elements *= dimension.count;
    for (std::int64_t element = 0; element < elements; ++element) {
      std::int64_t offset = shape.offset, rest = element;
      for (auto dimension = shape.dimensions.rbegin(); dimension != shape.dimensions.rend();
           ++dimension) {
        offset += rest % dimension->count * dimension->stride;
        rest /= dimension->count;
      }
      const auto part = [&](Where whole_record) {
        for (auto& alternative : whole_record.alternatives) alternative.offset += offset;
        whole_record.type = shape.type;
        whole_record.bits = shape.bits;
        whole_record.spelling += shape.path;
        return whole_record;
      };
      const Value value = load(part(source));
      store(part(sink), value, transition_at(span));
    }
  }
}

}  // namespace headway::lower

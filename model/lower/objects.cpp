// Addresses, initial values and facts of objects; the idea is in objects.h.
#include "model/lower/objects.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "model/source/error.h"

namespace headway::lower {

namespace {

// Objects stand from here on, each with room around it, so that one-past-the-end of one is never
// another's start.
constexpr std::int64_t kFirstBase = 0x10000;
constexpr std::int64_t kGap = 256;
constexpr std::int64_t kAlignment = 256;
constexpr std::int64_t kFirstFunction = 0x40000000;
constexpr std::int64_t kFirstString = 0x60000000;
constexpr std::int64_t kStep = 16;

}  // namespace

const program::Annotation* annotation(const std::vector<program::Annotation>& annotations,
                                      std::string_view name) {
  const program::Annotation* found = nullptr;
  for (const auto& candidate : annotations) {
    if (candidate.name == name) found = &candidate;  // the innermost counts
  }
  return found;
}

std::int64_t integer_argument(const program::Annotation& annotation, std::size_t position) {
  CHECK(position < annotation.arguments.size(), "annotation=" << annotation.name);
  const auto* value = std::get_if<std::int64_t>(&annotation.arguments[position]);
  CHECK(value != nullptr, "annotation=" << annotation.name << " position=" << position);
  return *value;
}

std::string text_argument(const program::Annotation& annotation, std::size_t position) {
  CHECK(position < annotation.arguments.size(), "annotation=" << annotation.name);
  const auto* value = std::get_if<std::string>(&annotation.arguments[position]);
  CHECK(value != nullptr, "annotation=" << annotation.name << " position=" << position);
  return *value;
}

namespace {

// Does the mark stand in a record around the cell? Then its arrays are the outer ones of the
// cell's.
bool covers(const CellShape& mark, const CellShape& cell) {
  const std::string record = mark.path.substr(0, mark.path.rfind('.'));
  return mark.path != cell.path && cell.path.starts_with(record + ".") &&
         mark.dimensions.size() <= cell.dimensions.size() &&
         std::equal(mark.dimensions.begin(), mark.dimensions.end(), cell.dimensions.begin());
}

}  // namespace

Objects::Objects(const program::Program& program, std::map<std::string, machine::Range> parameters)
    : program_(program), parameters_(std::move(parameters)), next_base_(kFirstBase) {}

RootId Objects::add_root(Root root) {
  const auto id = static_cast<RootId>(roots_.size());
  root.size = static_cast<std::int64_t>(program_.at(root.type).size);
  root.base = next_base_;
  next_base_ = (root.base + root.size + kGap + kAlignment - 1) / kAlignment * kAlignment;
  CHECK(next_base_ < kFirstFunction,
        "the objects of the model are too large for the simulated address space");
  for (CellShape& shape : cells_of(program_, root.type, root.span)) {
    Cell cell;
    cell.root = id;
    std::int64_t extent = 1;
    for (const Dimension& dimension : shape.dimensions) extent *= dimension.count;
    cell.extent = static_cast<std::uint32_t>(extent);
    cell.shape = std::move(shape);
    cell.facts.poison = root.uninitialised;
    root.cells.push_back(static_cast<CellId>(cells_.size()));
    cells_.push_back(std::move(cell));
  }
  for (const CellId mark : root.cells) {
    if (annotation(at(mark).shape.annotations, "hw_lifetime") == nullptr) continue;
    for (const CellId cell : root.cells) {
      if (covers(at(mark).shape, at(cell).shape)) cells_[index_of(cell)].lifetimes.push_back(mark);
    }
  }
  by_key_.emplace(root.key, id);
  by_base_.emplace(root.base, id);
  roots_.push_back(std::move(root));
  return id;
}

RootId Objects::local(const std::string& key, const std::string& name, program::TypeId type,
                      std::uint32_t agent, bool uninitialised, const source::Span& span,
                      std::optional<program::LocalId> declared) {
  if (const auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  Root root;
  root.key = key;
  root.name = name;
  root.type = type;
  root.agent = agent;
  root.uninitialised = uninitialised;
  root.local = declared;
  root.span = span;
  return add_root(std::move(root));
}

RootId Objects::global(program::GlobalId id) {
  const program::Global& global = program_.at(id);
  const std::string key = "::" + std::to_string(index_of(id));
  if (const auto found = by_key_.find(key); found != by_key_.end()) return found->second;
  if (global.is_extern) {
    throw source::InputError(global.span, "'" + global.name + "' is declared but defined nowhere",
                             "give it a definition in the model");
  }
  Root root;
  root.key = key;
  root.name = global.name;
  root.type = global.type;
  root.global = &global;
  root.span = global.span;
  const RootId added = add_root(std::move(root));
  fill_initial(added);
  return added;
}

Objects::Spot Objects::spot_of(const std::vector<program::Projection>& projections,
                               program::TypeId type) {
  Spot spot;
  for (const auto& projection : projections) {
    const auto& shape = program_.at(type).shape;
    if (const auto* field = std::get_if<program::ProjectField>(&projection)) {
      const auto& declared = std::get<program::RecordType>(shape).fields[field->field];
      spot.offset += static_cast<std::int64_t>(declared.offset);
      spot.bits = declared.bits ? Bits{declared.bits->first, declared.bits->second} : Bits{};
      type = declared.type;
    } else {
      type = std::get<program::ArrayType>(shape).element;
      spot.offset += constant_value(*std::get<program::ProjectIndex>(projection).index) *
                     static_cast<std::int64_t>(program_.at(type).size);
    }
  }
  return spot;
}

// The base of `id` stands already, so that initialisers may lead back to it.
void Objects::fill_initial(RootId id) {
  const program::Global& global = *roots_[index_of(id)].global;
  const std::vector<CellId> own = roots_[index_of(id)].cells;
  for (const CellId cell : own) begin_cell(cells_[index_of(cell)], global);
  for (const program::InitialValue& value : global.initial) {
    // First the value: it may make other objects, and cells_ may move.
    const std::int64_t number = constant_value(*value.value);
    place_initial(own, spot_of(value.projections, global.type), number);
  }
  for (const CellId cell : own) begin_facts(cells_[index_of(cell)]);
}

void Objects::begin_cell(Cell& cell, const program::Global& global) {
  cell.initial.assign(cell.extent, 0);
  const auto* lazy = annotation(cell.shape.annotations, "hw_lazy");
  if (lazy == nullptr) lazy = annotation(global.annotations, "hw_lazy");
  if (lazy != nullptr) {
    cell.any = machine::Range{integer_argument(*lazy, 0), integer_argument(*lazy, 1)};
    cell.lazy = true;
  }
  if (const auto* size = annotation(global.annotations, "hw_param"))
    mark_parameter(cell, global, *size);
}

void Objects::place_initial(const std::vector<CellId>& cells, const Spot& spot,
                            std::int64_t number) {
  for (const CellId id : cells) {
    Cell& cell = cells_[index_of(id)];
    if (cell.shape.bits != spot.bits) continue;
    std::int64_t rest = spot.offset - cell.shape.offset, index = 0;
    for (const Dimension& dimension : cell.shape.dimensions) {
      // A field behind an inner array is no element of it.
      if (rest < 0 || dimension.stride == 0 || rest / dimension.stride >= dimension.count) break;
      index = index * dimension.count + rest / dimension.stride;
      rest %= dimension.stride;
    }
    if (rest != 0 || index >= static_cast<std::int64_t>(cell.extent)) continue;
    cell.initial[static_cast<std::size_t>(index)] =
        machine::wrap(number, machine_type(program_.at(cell.shape.type)));
    return;
  }
  CHECK(false, "an initial value at byte " << spot.offset << " has no cell");
}

void Objects::begin_facts(Cell& cell) {
  if (cell.any && cell.any->low == cell.any->high) {
    cell.initial.assign(cell.extent, cell.any->low);
    cell.any.reset();
  }
  const bool one = !cell.any && cell.extent == 1 && cell.shape.dimensions.empty();
  cell.facts.known = one ? Known::constant : Known::varying;
  if (one) cell.facts.value = cell.initial.front();
  for (const std::int64_t value : cell.initial) {
    if (const auto root = root_at(value, 0)) cell.facts.targets.insert(*root);
    if (const auto function = function_at(value)) cell.facts.targets.insert(*function);
  }
}

void Objects::mark_parameter(Cell& cell, const program::Global& global,
                             const program::Annotation& size) {
  cell.parameter = true;
  const auto set = parameters_.find(global.name);
  if (set != parameters_.end()) {
    const machine::IntType type = machine_type(program_.at(cell.shape.type));
    const machine::Range range = set->second;
    const std::int64_t max = integer_argument(size, 2);
    const bool fits = machine::wrap(range.low, type) == range.low &&
                      machine::wrap(range.high, type) == range.high;
    if (!fits || range.high > max || (!type.is_signed && range.low < 0)) {
      throw source::InputError(global.span,
                               "'" + global.name + "' can't be " + std::to_string(range.low) +
                                   ".." + std::to_string(range.high),
                               "it is of type " + program_.at(global.type).spelling +
                                   " and at most " + std::to_string(max));
    }
  }
  cell.any = set != parameters_.end()
                 ? set->second
                 : machine::Range{integer_argument(size, 0), integer_argument(size, 1)};
}

std::int64_t Objects::constant_value(const program::Expr& expr) {
  if (const auto* literal = std::get_if<program::IntLiteral>(&expr.node)) return literal->value;
  if (const auto* text = std::get_if<program::StringLiteral>(&expr.node))
    return string_address(text->text);
  if (const auto* function = std::get_if<program::FunctionAddress>(&expr.node)) {
    return function_address(function->function);
  }
  if (const auto* conversion = std::get_if<program::Convert>(&expr.node)) {
    const program::Type& type = program_.at(expr.type);
    const std::int64_t value = constant_value(*conversion->operand);
    if (!is_scalar(type)) return value;
    const machine::IntType to = machine_type(type);
    return to == machine::kBool ? (value != 0 ? 1 : 0) : machine::wrap(value, to);
  }
  if (const auto* sum = std::get_if<program::PointerAdd>(&expr.node)) {
    return constant_value(*sum->pointer) +
           constant_value(*sum->index) * static_cast<std::int64_t>(sum->stride);
  }
  if (const auto* address = std::get_if<program::AddressOf>(&expr.node)) {
    const program::Place& place = address->place;
    if (const auto* global = std::get_if<program::GlobalId>(&place.base)) {
      return at(this->global(*global)).base +
             spot_of(place.projections, program_.at(*global).type).offset;
    }
    if (const auto* deref = std::get_if<program::Deref>(&place.base)) {
      const auto& pointer = std::get<program::PointerType>(program_.at(deref->pointer->type).shape);
      return constant_value(*deref->pointer) + spot_of(place.projections, pointer.pointee).offset;
    }
    throw source::InputError(expr.span, "a static initialiser can't hold the address of a local");
  }
  throw source::InputError(expr.span, "this static initialiser is not a constant or an address");
}

std::optional<RootId> Objects::root_at(std::int64_t address, std::int64_t slack) const {
  CHECK(slack * 2 <= kGap);
  auto after = by_base_.upper_bound(address + slack);
  if (after == by_base_.begin()) return std::nullopt;
  const Root& root = at(std::prev(after)->second);
  if (address > root.base + root.size + slack) return std::nullopt;
  return std::prev(after)->second;
}

std::int64_t Objects::function_address(program::FunctionId id) {
  return kFirstFunction + kStep * static_cast<std::int64_t>(index_of(id));
}

std::optional<program::FunctionId> Objects::function_at(std::int64_t address) const {
  const std::int64_t offset = address - kFirstFunction;
  if (offset < 0 || offset % kStep != 0) return std::nullopt;
  const std::int64_t index = offset / kStep;
  if (index >= static_cast<std::int64_t>(program_.functions.size())) return std::nullopt;
  return static_cast<program::FunctionId>(index);
}

std::int64_t Objects::string_address(const std::string& text) {
  const auto [found, fresh] = string_addresses_.emplace(
      text, kFirstString + kStep * static_cast<std::int64_t>(string_addresses_.size()));
  if (fresh) strings_.push_back(text);
  return found->second;
}

const std::string* Objects::string_at(std::int64_t address) const {
  const std::int64_t offset = address - kFirstString;
  if (offset < 0 || offset % kStep != 0) return nullptr;
  const auto index = static_cast<std::size_t>(offset / kStep);
  return index < strings_.size() ? &strings_[index] : nullptr;
}

void Objects::note_touch(CellId cell, std::optional<std::uint32_t> agent) {
  if (!agent) return;
  Facts& facts = cells_[index_of(cell)].facts;
  const bool before = shared(cell);
  facts.touched_by.insert(*agent);
  if (shared(cell) != before) changed = true;
}

void Objects::note_store(CellId cell, std::optional<std::uint32_t> agent,
                         std::optional<std::int64_t> value, const std::set<Target>& targets) {
  Facts& facts = cells_[index_of(cell)].facts;
  const bool before = shared(cell);
  if (agent) {
    facts.touched_by.insert(*agent);
    facts.stored_by.insert(*agent);
  }
  changed = changed || shared(cell) != before;
  if (!facts.stored) {
    facts.stored = true;
    changed = true;
  }
  if (facts.known == Known::nothing && value && cells_[index_of(cell)].extent == 1) {
    facts.known = Known::constant;
    facts.value = *value;
    changed = true;
  } else if (facts.known == Known::nothing ||
             (facts.known == Known::constant && (!value || *value != facts.value))) {
    facts.known = Known::varying;
    changed = true;
  }
  for (const Target& target : targets) changed = facts.targets.insert(target).second || changed;
}

void Objects::note_poison(CellId cell) {
  Facts& facts = cells_[index_of(cell)].facts;
  if (!facts.poison) changed = true;
  facts.poison = true;
}

bool Objects::shares_bit_fields() const {
  return std::any_of(roots_.begin(), roots_.end(), [&](const Root& root) {
    std::set<std::uint32_t> storing;
    for (const CellId id : root.cells) {
      const Cell& cell = at(id);
      if (cell.shape.bits.width != 0)
        storing.insert(cell.facts.stored_by.begin(), cell.facts.stored_by.end());
    }
    return storing.size() > 1;
  });
}

bool Objects::shared(CellId cell) const {
  const Facts& facts = at(cell).facts;
  return facts.touched_by.size() > 1 && !facts.stored_by.empty();
}

std::optional<std::int64_t> Objects::folded(CellId id, std::optional<std::int64_t> index) const {
  const Cell& cell = at(id);
  if (cell.any) return std::nullopt;
  if (cell.shape.dimensions.empty()) {
    if (cell.facts.known == Known::constant) return cell.facts.value;
    return std::nullopt;
  }
  if (cell.facts.stored || cell.initial.empty() || !index || *index < 0 ||
      *index >= static_cast<std::int64_t>(cell.extent)) {
    return std::nullopt;
  }
  return cell.initial[static_cast<std::size_t>(*index)];
}

}  // namespace headway::lower

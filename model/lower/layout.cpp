// The walk over C types behind layout.h. Never looks at values.
#include "model/lower/layout.h"

#include <utility>

#include "model/source/error.h"

namespace headway::lower {

namespace {

using program::ArrayType;
using program::IntegerType;
using program::PointerType;
using program::RecordType;

class CellWalk {
 public:
  CellWalk(const program::Program& program, const source::Span& span)
      : program_(program), span_(span) {}

  void walk(program::TypeId id, CellShape prefix) {
    const program::Type& type = program_.at(id);
    if (const auto* array = std::get_if<ArrayType>(&type.shape)) {
      const program::Type& element = program_.at(array->element);
      prefix.dimensions.push_back(
          {static_cast<std::int64_t>(element.size), static_cast<std::int64_t>(array->count)});
      walk(array->element, std::move(prefix));
    } else if (const auto* record = std::get_if<RecordType>(&type.shape)) {
      for (const program::Field& field : record->fields) walk_field(field, prefix);
    } else if (is_scalar(type)) {
      prefix.size = static_cast<std::int64_t>(type.size);
      prefix.type = id;
      add(std::move(prefix));
    }
  }

  std::vector<CellShape> cells;

 private:
  void walk_field(const program::Field& field, const CellShape& prefix) {
    CellShape inner = prefix;
    inner.offset += static_cast<std::int64_t>(field.offset);
    if (!field.name.empty()) inner.path += "." + field.name;
    if (field.bits) inner.bits = {field.bits->first, field.bits->second};
    for (const auto& annotation : field.annotations) inner.annotations.push_back(annotation);
    walk(field.type, std::move(inner));
  }

  // First and one-past-last bit of the first element, for telling overlaps.
  static std::pair<std::int64_t, std::int64_t> extent(const CellShape& cell) {
    const std::int64_t first = cell.offset * 8 + cell.bits.first;
    return {first, first + (cell.bits.width != 0 ? cell.bits.width : cell.size * 8)};
  }

  void add(CellShape cell) {
    for (const CellShape& other : cells) {
      const auto [a, a_end] = extent(cell);
      const auto [b, b_end] = extent(other);
      const bool equal = a == b && a_end == b_end && cell.dimensions == other.dimensions;
      if (equal) return;  // another name of the same cell
      if (overlaps(cell, other)) {
        throw source::InputError(span_,
                                 "the union members '" +
                                     cell.path.substr(cell.path.empty() ? 0 : 1) + "' and '" +
                                     other.path.substr(other.path.empty() ? 0 : 1) +
                                     "' overlap with different offsets or widths",
                                 "members that share memory must have equal offset and width");
      }
    }
    cells.push_back(std::move(cell));
  }

  // Arrays are compared by the whole stretch from their first to their last element when the two
  // cells do not stand in the same arrays; inside the same arrays one element decides.
  static bool overlaps(const CellShape& x, const CellShape& y) {
    std::size_t common = 0;
    while (common < x.dimensions.size() && common < y.dimensions.size() &&
           x.dimensions[common] == y.dimensions[common]) {
      ++common;
    }
    const auto stretch = [&](const CellShape& cell) {
      auto [first, end] = extent(cell);
      for (std::size_t k = common; k < cell.dimensions.size(); ++k) {
        if (cell.dimensions[k].count > 0)
          end += (cell.dimensions[k].count - 1) * cell.dimensions[k].stride * 8;
        if (cell.dimensions[k].count == 0) end = first;
      }
      return std::pair{first, end};
    };
    const auto [a, a_end] = stretch(x);
    const auto [b, b_end] = stretch(y);
    return a < b_end && b < a_end;
  }

  const program::Program& program_;
  const source::Span& span_;
};

void find_positions(const program::Program& program, program::TypeId id, program::TypeId wanted,
                    const Position& at, std::vector<Position>& found) {
  const program::Type& type = program.at(id);
  if (same_storage(program, id, wanted)) found.push_back(at);
  if (const auto* array = std::get_if<ArrayType>(&type.shape)) {
    Position inner = at;
    inner.is_plain_field = false;
    const auto stride = static_cast<std::int64_t>(program.at(array->element).size);
    inner.dimensions.push_back({stride, static_cast<std::int64_t>(array->count)});
    find_positions(program, array->element, wanted, inner, found);
  } else if (const auto* record = std::get_if<RecordType>(&type.shape)) {
    for (std::uint32_t k = 0; k < record->fields.size(); ++k) {
      if (record->fields[k].bits) continue;  // has no address
      Position inner = at;
      inner.offset += static_cast<std::int64_t>(record->fields[k].offset);
      inner.is_plain_field = true;
      inner.record = id;
      inner.field = k;
      find_positions(program, record->fields[k].type, wanted, inner, found);
    }
  }
}

}  // namespace

bool is_scalar(const program::Type& type) {
  return std::holds_alternative<IntegerType>(type.shape) ||
         std::holds_alternative<PointerType>(type.shape);
}

machine::IntType machine_type(const program::Type& type) {
  if (const auto* integer = std::get_if<IntegerType>(&type.shape)) {
    if (integer->bits == 1) return machine::kBool;
    return {integer->bits, integer->is_signed};
  }
  CHECK(std::holds_alternative<PointerType>(type.shape), "type=" << type.spelling);
  return {64, false};
}

std::vector<CellShape> cells_of(const program::Program& program, program::TypeId type,
                                const source::Span& span) {
  CellWalk walk(program, span);
  walk.walk(type, {});
  return std::move(walk.cells);
}

std::vector<Position> positions_of(const program::Program& program, program::TypeId type,
                                   program::TypeId wanted) {
  std::vector<Position> found;
  find_positions(program, type, wanted, {}, found);
  return found;
}

bool same_storage(const program::Program& program, program::TypeId a, program::TypeId b) {
  if (a == b) return true;
  const program::Type& x = program.at(a);
  const program::Type& y = program.at(b);
  if (is_scalar(x) && is_scalar(y)) {
    return x.size == y.size &&
           (machine_type(x) == machine::kBool) == (machine_type(y) == machine::kBool);
  }
  const auto* record_x = std::get_if<RecordType>(&x.shape);
  const auto* record_y = std::get_if<RecordType>(&y.shape);
  if (record_x != nullptr && record_y != nullptr) {
    return !record_x->tag.empty() && record_x->tag == record_y->tag && x.size == y.size;
  }
  const auto* array_x = std::get_if<ArrayType>(&x.shape);
  const auto* array_y = std::get_if<ArrayType>(&y.shape);
  if (array_x != nullptr && array_y != nullptr) {
    return array_x->count == array_y->count &&
           same_storage(program, array_x->element, array_y->element);
  }
  return false;
}

}  // namespace headway::lower

// How C types lie in memory, as lowering needs it: the machine type of a scalar, the scalar cells
// inside an object, and where sub-objects of a given type stand. Layout itself (sizes, offsets)
// comes with the Program.
//
// A cell is a scalar leaf over all arrays around it: `struct { int a; short b[3]; } x[2]` has the
// cells x.a with one dimension and x.b with two. Members of a union that have equal offset and
// width are one cell; other overlaps are refused, naming both members.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/expr.h"
#include "model/program/program.h"

namespace headway::lower {

struct Dimension {
  std::int64_t stride = 0;  // bytes
  std::int64_t count = 0;
  bool operator==(const Dimension&) const = default;
};

// A bit-field's place in its storage unit; width 0 is no bit-field.
struct Bits {
  std::uint8_t first = 0;
  std::uint8_t width = 0;
  bool operator==(const Bits&) const = default;
};

struct CellShape {
  std::int64_t offset = 0;  // of the first element, from the start of the object
  std::int64_t size = 0;    // bytes
  Bits bits;
  std::vector<Dimension> dimensions;  // outermost first
  program::TypeId type{};
  std::string path;                              // ".owner.locked"
  std::vector<program::Annotation> annotations;  // of the fields on the way, outermost first
};

// Integers and pointers. Pointers are unsigned 64-bit addresses.
bool is_scalar(const program::Type& type);
machine::IntType machine_type(const program::Type& type);

// The cells of an object of `type`. Throws source::InputError for overlapping union members; `span`
// is where the object is declared.
std::vector<CellShape> cells_of(const program::Program& program, program::TypeId type,
                                const source::Span& span);

// Where objects of type `wanted` stand inside one of type `type`, the whole included.
struct Position {
  std::int64_t offset = 0;
  std::vector<Dimension> dimensions;
  bool is_plain_field = false;  // a field of a record that is no element of an array
  program::TypeId record{};     // then: the record and its field
  std::uint32_t field = 0;
};
std::vector<Position> positions_of(const program::Program& program, program::TypeId type,
                                   program::TypeId wanted);

// Could a pointer to `a` lead to an object declared as `b`? Qualifiers and typedefs don't matter,
// signedness neither.
bool same_storage(const program::Program& program, program::TypeId a, program::TypeId b);

}  // namespace headway::lower

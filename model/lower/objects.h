// The objects of a model and what is known about each cell of them.
//
// Every object (a global, a local of one inlined activation) has a fixed base address in a
// simulated address space, so that void pointers, container_of, ERR_PTR and tag bits are plain
// 64-bit arithmetic. Functions and string literals have addresses too.
//
// What is known about a cell holds for the whole run of the machine and only grows while lowering
// is repeated (lower.cpp): its only value, if it has one; the objects its pointers may lead to
// (Andersen 1994); which agents touch it. Lowering begins with "nothing is ever stored" and starts
// over when it finds that a fact was too strong, so that the last round rests on facts that it
// confirms itself (as in Wegman and Zadeck 1991).
//
//   I1  Facts only grow: `nothing` < `constant` < `varying`, sets only get larger.
//   I2  A cell whose value is `constant` is never stored to with another value by the machine that
//       is produced.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/lower/layout.h"
#include "model/machine/machine.h"
#include "model/program/program.h"

namespace headway::lower {

enum class RootId : std::uint32_t {};
enum class CellId : std::uint32_t {};

using program::index_of;

// What a pointer may lead to.
using Target = std::variant<RootId, program::FunctionId>;

enum class Known { nothing, constant, varying };

struct Facts {
  Known known = Known::nothing;
  std::int64_t value = 0;
  bool stored = false;                 // somebody stores to it
  std::set<std::uint32_t> touched_by;  // agents, the setup agent excepted
  std::set<std::uint32_t> stored_by;   // likewise
  std::set<Target> targets;
  bool poison = false;  // may hold an uninitialised value: has a shadow
};

struct Cell {
  RootId root{};
  CellShape shape;
  std::uint32_t extent = 1;
  std::vector<std::int64_t> initial;  // globals; one per element
  std::optional<machine::Range> any;  // starts with any value of this range
  bool lazy = false;
  bool parameter = false;
  std::vector<CellId> lifetimes;  // marked HW_LIFETIME, of the records around it
  Facts facts;
};

struct Root {
  std::string key;  // the same in every round
  std::string name;
  program::TypeId type{};
  const program::Global* global = nullptr;
  std::optional<std::uint32_t> agent;     // of a local
  std::optional<program::LocalId> local;  // if the C has it; else a temporary of lowering
  bool uninitialised = false;             // a local that may be read before it is written
  std::int64_t base = 0;
  std::int64_t size = 0;
  std::vector<CellId> cells;
  source::Span span;
};

class Objects {
 public:
  Objects(const program::Program& program, std::map<std::string, machine::Range> parameters);

  RootId global(program::GlobalId id);
  RootId local(const std::string& key, const std::string& name, program::TypeId type,
               std::uint32_t agent, bool uninitialised, const source::Span& span,
               std::optional<program::LocalId> local = std::nullopt);

  [[nodiscard]] const Root& at(RootId id) const { return roots_[index_of(id)]; }
  [[nodiscard]] const Cell& at(CellId id) const { return cells_[index_of(id)]; }
  [[nodiscard]] std::size_t cell_count() const { return cells_.size(); }

  // The object at an address. With `slack` also a little before and behind it.
  [[nodiscard]] std::optional<RootId> root_at(std::int64_t address, std::int64_t slack) const;
  [[nodiscard]] static std::int64_t function_address(program::FunctionId id);
  [[nodiscard]] std::optional<program::FunctionId> function_at(std::int64_t address) const;
  std::int64_t string_address(const std::string& text);
  [[nodiscard]] const std::string* string_at(std::int64_t address) const;

  // A constant initialiser's value: literals and addresses.
  std::int64_t constant_value(const program::Expr& expr);

  // Facts. Each notes in `changed` that a fact was weakened.
  void note_touch(CellId cell, std::optional<std::uint32_t> agent);
  void note_store(CellId cell, std::optional<std::uint32_t> agent,
                  std::optional<std::int64_t> value, const std::set<Target>& targets);
  void note_poison(CellId cell);
  [[nodiscard]] bool shared(CellId cell) const;  // two agents touch it and one of them stores
  [[nodiscard]] bool shares_bit_fields() const;  // several agents store into one object's
  [[nodiscard]] std::optional<std::int64_t> folded(CellId cell,
                                                   std::optional<std::int64_t> index) const;
  bool changed = false;
  std::set<std::string> approximations;  // what lowering leaves out of account, for the scope

 private:
  // A scalar inside an object, by its first byte.
  struct Spot {
    std::int64_t offset = 0;
    Bits bits;
  };

  RootId add_root(Root root);
  void fill_initial(RootId id);
  void begin_cell(Cell& cell, const program::Global& global);
  void begin_facts(Cell& cell);
  void place_initial(const std::vector<CellId>& cells, const Spot& spot, std::int64_t number);
  Spot spot_of(const std::vector<program::Projection>& projections, program::TypeId type);
  void mark_parameter(Cell& cell, const program::Global& global,
                      const program::Annotation& annotation);

  const program::Program& program_;
  std::map<std::string, machine::Range> parameters_;
  std::vector<Root> roots_;
  std::vector<Cell> cells_;
  std::map<std::string, RootId> by_key_;
  std::map<std::int64_t, RootId> by_base_;
  std::vector<std::string> strings_;
  std::map<std::string, std::int64_t> string_addresses_;
  std::int64_t next_base_;
};

// The annotation of that name, or null.
const program::Annotation* annotation(const std::vector<program::Annotation>& annotations,
                                      std::string_view name);
std::int64_t integer_argument(const program::Annotation& annotation, std::size_t position);
std::string text_argument(const program::Annotation& annotation, std::size_t position);

}  // namespace headway::lower

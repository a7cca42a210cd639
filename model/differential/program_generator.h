// How random_program.h works inside. Declarations first, then functions from the leaves up, then
// the thread. Expressions are made top-down under limits that keep them free of what C leaves open:
//
//   G1  Of two operands whose order is open, neither writes what the other reads or writes. Every
//       expression is made under `Limits` (what it must not touch) and reports a `Footprint`. All
//       memory whose address can be taken is one bit, every other local has its own.
//   G2  Pointers are never null and never dangle: fields and globals hold addresses of globals
//   only,
//       a local pointer those of variables that live at least as long. What may be null, an error
//       or tagged lives inside one statement.
//   G3  Indices, shift counts and divisors are masked into range.
//   G4  Loops take fuel, or have a counter that nothing else writes. No call is recursive, and what
//       a function costs once inlined is bounded.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "model/differential/random_program.h"
#include "model/differential/random_source.h"

namespace headway::differential {

struct CType {
  enum class Kind { integer, pointer, array, record, function };
  struct Member {
    std::string name;
    const CType* type = nullptr;
    unsigned width = 0;  // of a bit-field
  };
  Kind kind = Kind::integer;
  std::string name;              // of an integer, a record or the function pointer type
  const CType* inner = nullptr;  // pointee or element
  unsigned count = 0;            // of an array
  std::vector<Member> members;
  bool is_union = false;
};

struct Variable {
  std::string name;
  const CType* type = nullptr;
  std::uint64_t bits = 0;  // its part of a footprint
  int depth = 0;           // 0 for what lives for ever
  bool writable = true;
  bool is_static = false;  // a static local
};

struct Limits {
  std::uint64_t no_read = 0, no_write = 0;
};
struct Footprint {
  std::uint64_t reads = 0, writes = 0;
  Footprint& operator+=(const Footprint& other) {
    reads |= other.reads;
    writes |= other.writes;
    return *this;
  }
};

struct Callee {
  std::string name;
  const CType* result = nullptr;  // null for void
  std::vector<const CType*> parameters;
  Footprint memory;
  unsigned cost = 0;
  bool loops = false;
};

class ProgramGenerator {
 public:
  ProgramGenerator(std::uint64_t seed, Planted planted);
  Piece program();

 private:
  static constexpr std::uint64_t kMemory = 1;
  static constexpr std::uint64_t kStored = 2;  // memory, by an assignment inside an expression
  using Pieces = std::vector<Piece>;
  struct Scope {
    bool in_loop = false, in_switch = false, in_atomic = false;
    const CType* result = nullptr;  // of the function
    bool may_return = false;
    std::vector<std::string> labels_ahead;  // of this function, after all that is being made
    unsigned nesting = 0;
  };
  // A path of text from a variable to something inside it.
  struct Path {
    const Variable* root = nullptr;
    bool through_pointer = false;
    std::vector<const CType::Member*> members;  // null for an element
    std::vector<unsigned> counts;               // of the arrays
    const CType* type = nullptr;
    unsigned width = 0;
  };

  // declarations.cpp
  void make_types();
  const CType* record(bool is_union, std::vector<CType::Member> members);
  const CType* integer_type();
  const CType* pointer_to(const CType* type);
  const CType* array_of(const CType* type, unsigned count);
  std::string declare(const CType* type, const std::string& name) const;
  void make_globals();
  std::string initial(const CType* type);
  std::string global_address(const CType* pointee);
  std::string number();
  Pieces observers();
  void leaves(const CType* type, const std::string& path, std::vector<std::string>& found);
  const Variable& add_global(const CType* type, const std::string& name, const std::string& value);

  // places.cpp
  struct Found {
    Piece piece;
    std::uint64_t bits = 0;  // its own part of a footprint, apart from how it is found
    const CType* type = nullptr;
  };
  void walk(const Path& path, const CType* wanted, std::vector<Path>& found) const;
  std::vector<Path> paths(const CType* wanted, Limits limits, bool write) const;
  Found place(const Path& path, int depth, Limits limits, Footprint& did, bool write);
  // A null `wanted` means any integer.
  std::optional<Found> find_place(const CType* wanted, int depth, Limits limits, Footprint& did,
                                  bool write);
  Piece index(unsigned count, int depth, Limits limits, Footprint& did);
  const CType* pointee();
  // `depth_limit`: the deepest block whose variables may be pointed to.
  Piece pointer(const CType* pointee, int depth, Limits limits, Footprint& did, int depth_limit);
  Piece pointer_leaf(const CType* pointee, Limits limits, Footprint& did, int depth_limit);
  std::optional<Piece> pointer_inside(const CType* pointee, int depth, Limits limits,
                                      Footprint& did, int depth_limit);
  std::optional<Piece> container(const CType* pointee, int depth, Limits limits, Footprint& did,
                                 int depth_limit);

  // expressions.cpp
  Piece expression(int depth, Limits limits, Footprint& did);
  Piece leaf(Limits limits, Footprint& did);
  Piece binary(int depth, Limits limits, Footprint& did);
  Piece guarded_arithmetic(int depth, Limits limits, Footprint& did);
  Piece conditional(int depth, Limits limits, Footprint& did);
  Piece effect(int depth, Limits limits, Footprint& did);
  Piece over_pointers(int depth, Limits limits, Footprint& did);
  Piece statement_expression(int depth, Limits limits, Footprint& did);
  static Limits beside(Limits limits, const Footprint& did);

  // calls.cpp
  std::optional<Piece> call(int depth, Limits limits, Footprint& did, const CType* wanted);
  std::optional<Piece> indirect_call(int depth, Limits limits, Footprint& did);
  Piece argument(const CType* type, int depth, Limits limits, Footprint& did, int depth_limit);
  void make_functions();
  Piece function(const Callee& shape, bool pure);
  Piece return_statement(const CType* result);

  // statements.cpp, jumps.cpp
  Pieces block(unsigned length, Scope scope);
  Piece statement(const Scope& scope);
  Piece simple_statement(const Scope& scope);
  Piece assignment_statement();
  Piece pointer_statement();
  Piece record_statement();
  Piece declaration();
  Piece maybe_null_statement();
  Piece branch(const Scope& scope);
  Piece loop(const Scope& scope);
  Piece counted_loop(const Scope& scope);
  Piece switch_statement(const Scope& scope);
  Piece goto_statement(const Scope& scope);
  Piece goto_into_loop(const Scope& scope);
  Piece atomic_block(const Scope& scope);
  Piece mix();
  Piece braces(const std::string& head, Pieces body, const std::string& tail,
               std::vector<Construct> constructs, Pieces head_parts = {});

  // planted.cpp
  Piece planted_statement();

  // Helpers of all parts.
  Limits now() const { return function_limits_; }
  std::string fresh(const std::string& stem) { return stem + std::to_string(++names_); }
  std::uint64_t fresh_bit() { return std::uint64_t{4} << (bits_++ % 60); }
  Piece top(int depth, Footprint& did);  // an expression of its own, remembered as done

  RandomSource random_;
  Planted planted_;
  std::deque<CType> types_;
  std::vector<const CType*> integers_;
  std::vector<const CType*> records_;  // inner ones first
  const CType* union_ = nullptr;
  const CType* function_pointer_ = nullptr;
  std::deque<Variable> variables_;  // addresses stay
  std::vector<const Variable*> visible_;
  std::vector<Callee> callees_;
  std::vector<std::string> table_functions_;
  bool small_ = false;  // most are: a compiler takes less time for more of them
  bool in_atomic_ = false, plant_pending_ = false, loops_ = false;
  unsigned table_cost_ = 0;
  Footprint table_memory_;
  Pieces out_;
  Limits function_limits_;
  Footprint function_did_;
  unsigned cost_ = 0, cost_limit_ = 0;
  int depth_ = 0;  // of blocks
  int names_ = 0;
  unsigned bits_ = 0;
};

}  // namespace headway::differential

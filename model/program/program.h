// C as typed control-flow graphs: what the front end makes and lowering takes. Knows neither Clang
// nor threads; the modelling primitives of headway.h are ordinary calls to functions without a body
// here.
//
//   I1  Expressions are pure. Calls, assignments, ++/-- and statement expressions inside a C
//       expression have become statements before it, in left-to-right order, through temporaries;
//       `&&`, `||` and `?:` whose right sides were impure have become branches. Pure `&&`, `||`,
//       `?:` stay expressions and evaluate lazily.
//   I2  Every implicit conversion of C is an explicit Convert; both operands of a Binary have the
//       same type (shifts excepted: the result has the left one's). Layout (sizes, offsets,
//       bit-fields) is the target's, x86-64 Linux.
//   I3  Every block ends in exactly one terminator; block 0 is the entry.
//   I4  A local is a variable of one activation of its function. `Declare` makes it uninitialised
//       again each time its declaration is passed; static locals are globals.
//   I5  A local lives in its scope, a block of C, and in the scopes inside that one. Each statement
//       says where it stands; scope 0 is the function as a whole.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/source/span.h"

namespace headway::program {

enum class TypeId : std::uint32_t {};
enum class GlobalId : std::uint32_t {};
enum class LocalId : std::uint32_t {};  // counts within one function; parameters come first
enum class FunctionId : std::uint32_t {};
enum class BlockId : std::uint32_t {};  // counts within one function
enum class ScopeId : std::uint32_t {};  // likewise

template <typename Id>
constexpr std::uint32_t index_of(Id id) {
  return static_cast<std::uint32_t>(id);
}

// `__attribute__((annotate("hw_param", 1, 6)))`: how headway.h marks declarations.
struct Annotation {
  std::string name;
  std::vector<std::variant<std::int64_t, std::string>> arguments;
};

// ---- Types
// ---------------------------------------------------------------------------------------------------

struct VoidType {};
struct IntegerType {
  std::uint8_t bits = 32;  // 8, 16, 32, 64; bool is bits 1 (one byte in memory)
  bool is_signed = true;
  std::vector<std::pair<std::int64_t, std::string>> enumerators;  // of an enum, by value
};
struct PointerType {
  TypeId pointee{};
  bool user = false;  // __user: a plain integer address; dereferencing it is refused
};
struct ArrayType {
  TypeId element{};
  std::uint64_t count = 0;
  bool flexible = false;
};
struct Field {
  std::string name;  // empty for an anonymous struct or union member, which stays one nested field
  TypeId type{};
  std::uint64_t offset =
      0;  // bytes from the start of the record (of the storage unit, for bit-fields)
  std::optional<std::pair<std::uint8_t, std::uint8_t>>
      bits;  // bit-field: first bit in the unit, width
  std::vector<Annotation> annotations;
  source::Span span;
};
struct RecordType {
  std::string tag;  // may be empty
  bool is_union = false;
  bool complete = true;
  std::vector<Field> fields;
};
struct FunctionType {
  TypeId result{};
  std::vector<TypeId> parameters;
  bool variadic = false;
};

struct Type {
  std::variant<VoidType, IntegerType, PointerType, ArrayType, RecordType, FunctionType> shape;
  std::string spelling;    // as a C programmer writes it, for messages
  std::uint64_t size = 0;  // bytes; 0 for void, functions and incomplete records
};

// ---- Expressions
// -----------------------------------------------------------------------------------------------

class Expr;
using ExprPtr = std::shared_ptr<const Expr>;

// A place in memory: a variable or the target of a pointer, then fields and elements.
struct ProjectField {
  std::uint32_t field = 0;
};  // index into RecordType::fields
struct ProjectIndex {
  ExprPtr index;
};  // element of an array, any integer type
using Projection = std::variant<ProjectField, ProjectIndex>;
struct Deref {
  ExprPtr pointer;
};
struct Place {
  std::variant<LocalId, GlobalId, Deref> base;
  std::vector<Projection> projections;
  TypeId type{};  // of the whole place
  source::Span span;
};

struct IntLiteral {
  std::int64_t value = 0;
};  // of an integer type; a null pointer is 0 of pointer type
struct StringLiteral {
  std::string text;
};  // as an argument of a primitive or of printk's kin
struct LoadPlace {
  Place place;
};  // scalars; whole records only in Assign, arguments and Return
struct AddressOf {
  Place place;
};  // a decayed array is the address of its element 0, spelled out
struct FunctionAddress {
  FunctionId function{};
};
enum class UnaryOp { negate, bit_not, logical_not };  // logical_not yields int 0 or 1
struct Unary {
  UnaryOp op;
  ExprPtr operand;
};
// Comparisons and logical operators yield int 0 or 1; pointers compare as unsigned addresses.
enum class BinaryOp {
  add,
  sub,
  mul,
  div,
  rem,
  bit_and,
  bit_or,
  bit_xor,
  shl,
  shr,
  lt,
  le,
  gt,
  ge,
  eq,
  ne,
  logical_and,
  logical_or
};
struct Binary {
  BinaryOp op;
  ExprPtr left, right;
};
struct Conditional {
  ExprPtr condition, then, otherwise;
};
struct Convert {
  ExprPtr operand;
};  // to the node's type: integers, pointers, bool
struct PointerAdd {
  ExprPtr pointer, index;
  std::uint64_t stride = 1;
};  // index signed or unsigned 64-bit
struct PointerDifference {
  ExprPtr left, right;
  std::uint64_t stride = 1;
};

class Expr {
 public:
  std::variant<IntLiteral, StringLiteral, LoadPlace, AddressOf, FunctionAddress, Unary, Binary,
               Conditional, Convert, PointerAdd, PointerDifference>
      node;
  TypeId type{};
  source::Span span;
};

// ---- Statements and control flow
// -------------------------------------------------------------------------------

struct Declare {
  LocalId local{};
};  // fresh and uninitialised
struct Assign {
  Place target;
  ExprPtr value;
};  // a record is copied whole
struct Call {
  std::optional<Place> result;
  std::variant<FunctionId, ExprPtr> callee;  // direct, or through a pointer
  std::vector<ExprPtr> arguments;  // converted to the parameter types; records by LoadPlace
};
struct Statement {
  std::variant<Declare, Assign, Call> action;
  source::Span span;
  ScopeId scope{};
};

struct Jump {
  BlockId target{};
};
struct Branch {
  ExprPtr condition;
  BlockId then{}, otherwise{};
};
struct SwitchCase {
  std::int64_t low = 0, high = 0;
  BlockId target{};
};  // inclusive, in the value's type
struct Switch {
  ExprPtr value;
  std::vector<SwitchCase> cases;
  BlockId otherwise{};
};
struct Return {
  ExprPtr value;
};  // null for void
struct Unreachable {};  // falling off a non-void function, __builtin_unreachable
struct Terminator {
  std::variant<Jump, Branch, Switch, Return, Unreachable> action;
  source::Span span;
  ScopeId scope{};
};

struct Block {
  std::string label;  // the C label that names it, or empty
  std::vector<Statement> statements;
  Terminator terminator;
};

struct Variable {
  std::string name;  // temporaries of the front end begin with '%'
  TypeId type{};
  std::vector<Annotation> annotations;
  source::Span span;
  ScopeId scope{};  // of a local
};

struct Function {
  std::string name;
  TypeId type{};                        // a FunctionType
  std::vector<Annotation> annotations;  // hw_thread, hw_adversary, hw_pure, …
  std::uint32_t parameter_count = 0;
  std::vector<Variable> locals;  // parameters first
  std::vector<Block> blocks;     // empty: declared only
  std::vector<ScopeId> scopes;   // by scope: the one around it; scope 0 stands in itself
  source::Span span;

  // Does what lives in `outer` still live where `inner` is?
  [[nodiscard]] bool encloses(ScopeId outer, ScopeId inner) const {
    while (inner != outer && inner != ScopeId{}) inner = scopes[index_of(inner)];
    return inner == outer;
  }
};

// One initialised scalar (or pointer) inside a global; everything not named is zero.
struct InitialValue {
  std::vector<Projection> projections;  // indices are IntLiterals
  ExprPtr value;  // IntLiteral, AddressOf, FunctionAddress or Convert of these
};

struct Global {
  std::string name;  // static locals: function.name
  TypeId type{};
  bool is_const = false;
  bool is_extern = false;  // declared, never defined
  std::vector<Annotation> annotations;
  std::vector<InitialValue> initial;
  source::Span span;
};

struct Program {
  std::vector<Type> types;
  std::vector<Global> globals;
  std::vector<Function> functions;

  [[nodiscard]] const Type& at(TypeId id) const { return types[index_of(id)]; }
  [[nodiscard]] const Global& at(GlobalId id) const { return globals[index_of(id)]; }
  [[nodiscard]] const Function& at(FunctionId id) const { return functions[index_of(id)]; }
};

}  // namespace headway::program

// Functions, and calls to them: direct, through tables, variables and parameters.
#include "model/differential/program_generator.h"

namespace headway::differential {

using Kind = CType::Kind;
using enum Construct;

namespace {

bool may(const Footprint& memory, const Limits& limits) {
  return (memory.reads & limits.no_read) == 0 && (memory.writes & limits.no_write) == 0;
}

}  // namespace

Piece ProgramGenerator::argument(const CType* type, int depth, Limits limits, Footprint& did,
                                 int depth_limit) {
  if (type->kind == Kind::pointer) return pointer(type->inner, depth, limits, did, depth_limit);
  if (type->kind == Kind::function) return text(random_.pick(table_functions_));
  if (type->kind == Kind::record) {
    Footprint at;
    auto found = find_place(type, depth, limits, at, false);
    did += at;
    if (found) {
      did.reads |= found->bits;
      return found->piece;
    }
    return compose(Piece::Kind::text, "(" + type->name + ")" + initial(type), {},
                   {compound_literal});
  }
  return expression(depth, limits, did);
}

// A null `wanted` means any integer.
std::optional<Piece> ProgramGenerator::call(int depth, Limits limits, Footprint& did,
                                            const CType* wanted) {
  std::vector<const Callee*> fitting;
  for (const Callee& callee : callees_) {
    const bool fits = wanted == nullptr
                          ? callee.result != nullptr && callee.result->kind == Kind::integer
                          : callee.result == wanted;
    if (fits && cost_ + callee.cost <= cost_limit_ && may(callee.memory, limits) &&
        !(in_atomic_ && callee.loops))
      fitting.push_back(&callee);
  }
  if (fitting.empty()) return std::nullopt;
  const Callee& callee = *random_.pick(fitting);
  cost_ += callee.cost;
  loops_ = loops_ || callee.loops;
  std::string format = callee.name + "(";
  Pieces arguments;
  std::vector<Construct> constructs = {Construct::call};
  Footprint all;
  for (const CType* type : callee.parameters) {
    Footprint one;
    format += arguments.empty() ? "%" : ", %";
    arguments.push_back(argument(type, depth - 1, beside(limits, all), one, depth_));
    all += one;
    if (type->kind == Kind::pointer)
      constructs.push_back(callee.memory.writes != 0 ? out_parameter : pointer_parameter);
    if (type->kind == Kind::record) constructs.push_back(struct_argument);
    if (type->kind == Kind::function) constructs.push_back(function_parameter);
  }
  did += all;
  did += callee.memory;
  if (callee.memory.writes != 0) constructs.push_back(call_with_effect);
  if (callee.result != nullptr && callee.result->kind == Kind::record)
    constructs.push_back(struct_result);
  if (callee.result != nullptr && callee.result->kind == Kind::pointer)
    constructs.push_back(pointer_result);
  const bool integer = callee.result != nullptr && callee.result->kind == Kind::integer;
  return compose(integer ? Piece::Kind::expression : Piece::Kind::text, format + ")",
                 std::move(arguments), constructs);
}

std::optional<Piece> ProgramGenerator::indirect_call(int depth, Limits limits, Footprint& did) {
  Footprint memory = table_memory_;
  memory.reads |= kMemory;  // the table
  if (cost_ + table_cost_ > cost_limit_ || !may(memory, limits) || callees_.size() < 2 ||
      (in_atomic_ && (callees_[0].loops || callees_[1].loops)))
    return std::nullopt;
  cost_ += table_cost_;
  loops_ = loops_ || callees_[0].loops || callees_[1].loops;
  Footprint all;
  std::string which = "$hook";
  Construct construct = call_through_variable;
  Pieces parts;
  const Variable* own = nullptr;
  for (const Variable* variable : visible_)
    if (variable->type == function_pointer_ && variable->depth > 0) own = variable;
  if (own != nullptr && random_.chance(60)) {
    which = own->name;
  } else if (random_.chance(40)) {
    which = "$table[%]";
    construct = call_through_table;
    parts.push_back(index(2, depth, limits, all));
  } else if (random_.chance(50)) {
    which = random_.chance(50) ? "$ops.first" : "$ops_pointer->second";
    construct = call_through_ops;
  }
  for (int k = 0; k < 2; ++k) {
    Footprint one;
    parts.push_back(expression(depth - 1, beside(limits, all), one));
    all += one;
  }
  did += all;
  did += memory;
  return compose(Piece::Kind::expression, which + "(%, %)", std::move(parts), {construct});
}

Piece ProgramGenerator::return_statement(const CType* result) {
  if (result == nullptr) return compose(Piece::Kind::text, "return;\n", {});
  Footprint did;
  Piece value = result->kind == Kind::integer ? expression(2, now(), did)
                                              : argument(result, 2, now(), did, 0);
  function_did_ += did;
  return compose(Piece::Kind::text, "return %;\n", {std::move(value)});
}

Piece ProgramGenerator::function(const Callee& shape, bool pure) {
  const std::size_t before = visible_.size();
  function_limits_ = pure ? Limits{0, kMemory | kStored} : Limits{};
  function_did_ = {};
  cost_ = 1;
  depth_ = 1;
  loops_ = false;
  std::string head = "static ";
  std::string parameters;
  for (const CType* type : shape.parameters) {
    const std::string name = fresh("a");
    parameters += (parameters.empty() ? "" : ", ") + declare(type, name);
    const bool addressable = type->kind == Kind::record || random_.chance(25);
    variables_.push_back({name, type,
                          addressable && type->kind != Kind::pointer && type->kind != Kind::function
                              ? kMemory
                              : fresh_bit(),
                          1, type->kind != Kind::function});
    visible_.push_back(&variables_.back());
  }
  const std::string named = shape.name + "(" + (parameters.empty() ? "void" : parameters) + ")";
  head += shape.result == nullptr ? "void " + named : declare(shape.result, named);
  Scope scope;
  scope.result = shape.result;
  scope.may_return = true;
  Pieces body = block(random_.between(1, 3), scope);
  if (shape.result != nullptr) {
    body.push_back(return_statement(shape.result));
  }
  visible_.resize(before);
  Pieces all = {text(head + "\n{\n")};
  for (Piece& piece : body) all.push_back(std::move(piece));
  all.push_back(text("}\n"));
  depth_ = 0;
  return {Piece::Kind::item, "", std::move(all), {}};
}

void ProgramGenerator::make_functions() {
  const auto make = [&](Callee shape, bool pure) {
    out_.push_back(function(shape, pure));
    shape.memory = {function_did_.reads & kMemory, function_did_.writes & kMemory};
    shape.cost = cost_;
    shape.loops = loops_;
    callees_.push_back(shape);
  };
  for (int k = 0; k < 2; ++k) {
    cost_limit_ = small_ ? 3 : 6;
    make({table_functions_[static_cast<std::size_t>(k)],
          integers_[7],
          {integers_[7], integers_[5]},
          {},
          0,
          false},
         random_.chance(40));
    table_cost_ += cost_;
    table_memory_ += callees_.back().memory;
    in_atomic_ = false;
  }
  for (unsigned count = small_ ? 1 : random_.between(1, 3); count > 0; --count) {
    cost_limit_ = small_ ? 7 : 14;
    Callee shape{fresh("$f"), nullptr, {}, {}, 0, false};
    const unsigned dice = random_.below(10);
    shape.result = dice < 5   ? integer_type()
                   : dice < 7 ? pointer_to(pointee())
                   : dice < 8 ? random_.pick(records_)
                              : nullptr;
    for (unsigned k = random_.below(4); k > 0; --k) {
      const unsigned which = random_.below(10);
      shape.parameters.push_back(which < 4   ? integer_type()
                                 : which < 8 ? pointer_to(pointee())
                                 : which < 9 ? random_.pick(records_)
                                             : function_pointer_);
    }
    make(shape, random_.chance(35));
  }
}

Piece ProgramGenerator::program() {
  plant_pending_ = planted_ != Planted::nothing;
  small_ = random_.chance(70);
  out_.push_back(
      text("#include <headway.h>\n"
           "#ifndef container_of\n"
           "#define container_of(p, type, member) "
           "((type *)((char *)(p) - __builtin_offsetof(type, member)))\n"
           "#endif\n"));
  table_functions_ = {"$t0", "$t1"};
  make_types();
  out_.push_back(
      text("static int $start, $fuel = 24, $zero, $reached;\n"
           "static unsigned long $checksum;\n"
           "static long $t0(long, int), $t1(long, int);\n"
           "static const $fn $table[2] = { $t0, $t1 };\n"
           "struct $ops_type { $fn first, second; };\n"
           "static const struct $ops_type $ops = { .second = $t0, .first = $t1 };\n"
           "static const struct $ops_type *$ops_pointer = &$ops;\n"));
  if (planted_ == Planted::dangling)
    out_.push_back(
        text("static int *$leak(int k)\n{\n\tint local = k, *p = &local;\n\treturn p;\n}\n"));
  make_globals();
  const std::string rows = "{ " + number() + ", " + number() + " }, { " + number() + ", " +
                           number() + " }, { " + number() + ", " + number() + " }";
  out_.push_back(text("static const long $inputs[3][2] = { " + rows + " };\n"));
  make_functions();
  cost_limit_ = small_ ? 15 : 40;
  cost_ = 0;
  depth_ = 1;
  function_limits_ = {};
  function_did_ = {};
  const std::size_t before = visible_.size();
  for (const char* name : {"x", "y"}) {
    variables_.push_back({name, integers_[7], fresh_bit(), 1, true});
    visible_.push_back(&variables_.back());
  }
  Pieces body = block(small_ ? random_.between(2, 5) : random_.between(4, 9), {});
  if (plant_pending_) body.push_back(planted_statement());
  visible_.resize(before);
  depth_ = 0;
  out_.push_back(
      text("static void $run(void)\n{\n\tlong x = $inputs[$start][0], "
           "y = $inputs[$start][1];\n\t$n = (int)x;\n"));
  for (Piece& piece : body) out_.push_back(std::move(piece));
  out_.push_back(text("\t$checksum = $checksum * 31 + (unsigned long)x + (unsigned long)y;\n}\n"));
  for (Piece& piece : observers()) out_.push_back(std::move(piece));
  return {Piece::Kind::text, "", std::move(out_), {}};
}

ProgramGenerator::ProgramGenerator(std::uint64_t seed, Planted planted)
    : random_(seed), planted_(planted) {}

Piece random_program(std::uint64_t seed, Planted planted) {
  return ProgramGenerator(seed, planted).program();
}

}  // namespace headway::differential

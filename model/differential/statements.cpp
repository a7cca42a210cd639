// Statements without jumps. Each stands on lines of its own, so that what was executed can be told
// by line.
#include "model/differential/program_generator.h"

namespace headway::differential {

using Kind = CType::Kind;
using enum Construct;

Piece ProgramGenerator::braces(const std::string& head, Pieces body, const std::string& tail,
                               std::vector<Construct> constructs, Pieces head_parts) {
  Piece whole{Piece::Kind::statement, "", {}, std::move(constructs)};
  whole.parts.push_back(compose(Piece::Kind::text, head + " {\n", std::move(head_parts)));
  for (Piece& piece : body) whole.parts.push_back(std::move(piece));
  whole.parts.push_back(text("}" + tail + "\n"));
  return whole;
}

ProgramGenerator::Pieces ProgramGenerator::block(unsigned length, Scope scope) {
  const std::size_t before = visible_.size();
  ++depth_;
  ++scope.nesting;
  Pieces made;
  for (unsigned k = 0; k < length; ++k) made.push_back(statement(scope));
  --depth_;
  visible_.resize(before);
  return made;
}

Piece ProgramGenerator::statement(const Scope& scope) {
  ++cost_;
  const bool pure = (function_limits_.no_write & kMemory) != 0;
  if (plant_pending_ && !pure && random_.chance(8)) return planted_statement();
  const bool room = scope.nesting < 4 && cost_ < cost_limit_;
  if (!room || random_.chance(55)) return simple_statement(scope);
  const unsigned dice = random_.below(100);
  if (dice < 30) return branch(scope);
  if (in_atomic_) return dice < 50 ? counted_loop(scope) : simple_statement(scope);
  if (dice < 45) return loop(scope);
  if (dice < 55) return counted_loop(scope);
  if (dice < 70) return switch_statement(scope);
  if (dice < 82) return goto_statement(scope);
  if (dice < 88) return goto_into_loop(scope);
  if (pure) return branch(scope);
  return atomic_block(scope);
}

Piece ProgramGenerator::simple_statement(const Scope& scope) {
  const bool pure = (function_limits_.no_write & kMemory) != 0;
  const unsigned dice = random_.below(100);
  if (scope.in_loop && dice < 8) {
    Footprint did;
    const bool stop = random_.chance(50);
    return compose(Piece::Kind::statement, stop ? "if (%) break;\n" : "if (%) continue;\n",
                   {top(2, did)}, {stop ? break_ : continue_});
  }
  if (scope.may_return && !in_atomic_ && scope.nesting > 1 && dice < 14) {
    Footprint did;
    Piece condition = top(2, did);
    return compose(Piece::Kind::statement, "if (%) %",
                   {std::move(condition), return_statement(scope.result)}, {early_return});
  }
  if (!scope.labels_ahead.empty() && !in_atomic_ && dice < 30) {
    Footprint did;
    auto labels = scope.labels_ahead;
    return compose(Piece::Kind::statement, "if (%) goto " + random_.pick(labels) + ";\n",
                   {top(2, did)}, {goto_forward, scope.in_loop ? goto_out_of_loop : goto_forward});
  }
  if (dice < 42) return declaration();
  if (dice < 50) return pointer_statement();
  if (dice < 56) return record_statement();
  if (dice < 61 && !pure) return maybe_null_statement();
  if (dice < 67 && !pure) return mix();
  if (dice < 72) {
    Footprint did;
    if (auto made = call(2, now(), did, nullptr)) {
      function_did_ += did;
      return compose(Piece::Kind::statement, "(void)%;\n", {std::move(*made)});
    }
  }
  if (dice < 78) {
    for (const Callee& callee : callees_) {
      if (callee.result != nullptr || random_.chance(50)) continue;
      Footprint did;
      auto made = call(2, now(), did, callee.result);
      if (!made) break;
      function_did_ += did;
      return compose(Piece::Kind::statement, "%;\n", {std::move(*made)});
    }
  }
  return assignment_statement();
}

Piece ProgramGenerator::mix() {
  Footprint did;
  Piece value = expression(2, {now().no_read, now().no_write | kMemory | kStored}, did);
  function_did_ += did;
  function_did_.writes |= kMemory;
  function_did_.reads |= kMemory;
  return compose(Piece::Kind::statement, "$checksum = $checksum * 31 + (unsigned long)(%);\n",
                 {std::move(value)});
}

Piece ProgramGenerator::assignment_statement() {
  Footprint at, did;
  auto target = find_place(nullptr, 2, now(), at, true);
  if (!target) return compose(Piece::Kind::statement, "(void)(%);\n", {top(2, did)});
  function_did_ += at;
  function_did_.writes |= target->bits;
  const unsigned dice = random_.below(100);
  if (dice < 12) {
    static const char* const kForms[] = {"%++;\n", "%--;\n", "++%;\n", "--%;\n"};
    function_did_.reads |= target->bits;
    return compose(Piece::Kind::statement, kForms[random_.below(4)], {std::move(target->piece)},
                   {increment});
  }
  Limits inside = beside(now(), at);
  const bool plain = dice < 60;
  inside.no_write |= plain && (target->bits & kMemory) != 0 ? kStored : target->bits;
  if (!plain) function_did_.reads |= target->bits;
  Piece value = expression(random_.chance(50) ? 3 : 2, inside, did);
  function_did_ += did;
  static const char* const kForms[] = {"% += %;\n",
                                       "% -= %;\n",
                                       "% *= %;\n",
                                       "% &= %;\n",
                                       "% |= %;\n",
                                       "% ^= %;\n",
                                       "% <<= (%) & 15;\n",
                                       "% >>= (%) & 31;\n",
                                       "% /= ((%) & 31) + 1;\n",
                                       "% %%= ((%) & 31) + 1;\n"};
  return compose(Piece::Kind::statement, plain ? "% = %;\n" : kForms[random_.below(10)],
                 {std::move(target->piece), std::move(value)},
                 {plain ? assignment : compound_assignment});
}

Piece ProgramGenerator::pointer_statement() {
  // A pointer variable, or one in memory.
  std::vector<Path> targets;
  for (const CType& type : types_) {
    if (type.kind != Kind::pointer || type.inner->kind == Kind::function) continue;
    for (Path& path : paths(&type, now(), true)) targets.push_back(std::move(path));
  }
  if (targets.empty()) return assignment_statement();
  const Path path = random_.pick(targets);
  Footprint at, did;
  Found target = place(path, 1, now(), at, true);
  Limits inside = beside(now(), at);
  inside.no_write |= (target.bits & kMemory) != 0 ? kStored : target.bits;
  const bool local = !path.through_pointer && path.root->depth > 0 && path.members.empty();
  const CType* to = path.type->inner;
  const bool known = to->kind == Kind::record || to == integers_[5];
  if (path.root->bits == kMemory && path.root->depth > 0) return assignment_statement();
  Piece value = known ? pointer(to, 2, inside, did, local ? path.root->depth : 0)
                      : pointer_leaf(to, inside, did, local ? path.root->depth : 0);
  function_did_ += at;
  function_did_ += did;
  function_did_.writes |= target.bits;
  std::vector<Construct> constructs = {pointer_assignment};
  if (path.through_pointer) constructs.push_back(pointer_to_pointer);
  return compose(Piece::Kind::statement, "% = %;\n", {std::move(target.piece), std::move(value)},
                 constructs);
}

Piece ProgramGenerator::record_statement() {
  const CType* type = random_.pick(records_);
  Footprint at, did;
  auto target = find_place(type, 1, now(), at, true);
  if (!target) return assignment_statement();
  Limits inside = beside(now(), at);
  inside.no_write |= kStored;
  function_did_ += at;
  function_did_.writes |= target->bits;
  if (random_.chance(25)) {
    if (auto made = call(2, inside, did, type)) {
      function_did_ += did;
      return compose(Piece::Kind::statement, "% = %;\n",
                     {std::move(target->piece), std::move(*made)}, {struct_assignment});
    }
  }
  if (random_.chance(25)) {
    return compose(Piece::Kind::statement, "% = (" + type->name + ")" + initial(type) + ";\n",
                   {std::move(target->piece)}, {compound_literal, struct_assignment});
  }
  Piece value = argument(type, 1, inside, did, 0);
  function_did_ += did;
  return compose(Piece::Kind::statement, "% = %;\n", {std::move(target->piece), std::move(value)},
                 {struct_assignment});
}

Piece ProgramGenerator::declaration() {
  const unsigned dice = random_.below(100);
  const bool pure = (function_limits_.no_write & kMemory) != 0;
  const CType* type = integer_type();
  bool is_static = false, addressable = dice < 25 && !pure;
  std::string format;
  Footprint did;
  Pieces parts;
  const std::string name = fresh("l");
  if (dice >= 40 && dice < 65) {
    type = pointer_to(pointee());
    addressable = false;
    parts.push_back(pointer(type->inner, 2, now(), did, depth_));
    format = declare(type, name) + " = %;\n";
  } else if (dice >= 65 && dice < 73 && !pure) {
    type = random_.pick(records_);
    addressable = true;
    parts.push_back(argument(type, 1, now(), did, 0));
    format = declare(type, name) + " = %;\n";
  } else if (dice >= 73 && dice < 80 && !pure) {
    type = array_of(integer_type(), random_.between(2, 4));
    addressable = true;
    format = declare(type, name) + " = " + initial(type) + ";\n";
  } else if (dice >= 80 && dice < 88 && !pure) {
    is_static = addressable = true;
    format = "static " + declare(type, name) + " = " + initial(type) + ";\n";
  } else {
    parts.push_back(expression(2, now(), did));
    format = declare(type, name) + " = %;\n";
  }
  function_did_ += did;
  variables_.push_back(
      {name, type, addressable ? kMemory : fresh_bit(), is_static ? 0 : depth_, true, is_static});
  visible_.push_back(&variables_.back());
  // Not a statement: what follows uses it. Its value can be cut.
  return compose(Piece::Kind::item, format, std::move(parts));
}

// Pointers that may be null, an error number or tagged, with the tests that make them safe.
Piece ProgramGenerator::maybe_null_statement() {
  static constexpr struct {
    const char* format;
    Construct construct;
  } kForms[] = {
      {"{ int *q = (%) ? % : (int *)0; if (q) *q += %; else $n ^= 1; }\n", null_pointer},
      {"{ int *q = (%) ? % : 0; $checksum += (unsigned long)(q && *q == %); }\n", null_pointer},
      {"{ void *q = (%) ? (void *)(%) : (void *)-12L; if ((unsigned long)q >= -4095UL) "
       "$checksum += (unsigned long)q; else *(int *)q = %; }\n",
       error_pointer},
      {"{ unsigned long q = (unsigned long)((%) ? % : &$n) | 1; if (q & 1) q &= ~1UL; "
       "*(int *)q -= %; }\n",
       tagged_pointer},
      {"{ char *q = (char *)((%) ? % : &$n) + 3; q -= 2; int *r = (int *)(q - 1); *r ^= %; }\n",
       pointer_arithmetic},
      {"{ int *q = (%) ? % : &$n, **r = &q; if (*r != &$n) **r += %; else *r = $ints + 1; *q |= 2; "
       "}\n",
       pointer_to_pointer}};
  const auto& form = kForms[random_.below(std::size(kForms))];
  Footprint did;
  Limits calm = now();
  calm.no_write |= kMemory | kStored;
  Pieces parts = {expression(2, calm, did), pointer(integers_[5], 1, calm, did, depth_),
                  expression(2, calm, did)};
  function_did_ += did;
  function_did_ += {kMemory, kMemory};
  return compose(Piece::Kind::statement, form.format, std::move(parts), {form.construct});
}

}  // namespace headway::differential

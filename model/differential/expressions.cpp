// Integer expressions.
#include "model/differential/program_generator.h"

namespace headway::differential {

using Kind = CType::Kind;
using enum Construct;

// What an operand must keep off beside one that did `did`, when C leaves their order open.
Limits ProgramGenerator::beside(Limits limits, const Footprint& did) {
  return {limits.no_read | did.writes, limits.no_write | did.reads | did.writes};
}

Piece ProgramGenerator::top(int depth, Footprint& did) {
  Piece made = expression(depth, now(), did);
  function_did_ += did;
  return made;
}

Piece ProgramGenerator::leaf(Limits limits, Footprint& did) {
  if (random_.chance(25)) return {Piece::Kind::expression, number(), {}, {}};
  if (random_.chance(4))
    return {Piece::Kind::expression, random_.chance(50) ? "$green" : "$blue", {}, {enum_constant}};
  if (random_.chance(4))
    return {Piece::Kind::expression, "sizeof(" + random_.pick(records_)->name + ")", {}, {size_of}};
  if (random_.chance(3)) {
    const CType* type = random_.pick(records_);
    for (const auto& member : type->members) {
      if (member.width != 0) continue;
      return {Piece::Kind::expression,
              "__builtin_offsetof(" + type->name + ", " + member.name + ")",
              {},
              {offset_of}};
    }
  }
  Footprint at;
  auto found = find_place(nullptr, 0, limits, at, false);
  if (!found) return {Piece::Kind::expression, number(), {}, {}};
  at.reads |= found->bits;
  did += at;
  return compose(Piece::Kind::expression, "%", {std::move(found->piece)});
}

Piece ProgramGenerator::binary(int depth, Limits limits, Footprint& did) {
  static constexpr struct {
    const char* format;
    Construct construct;
  } kOperators[] = {{"(% + %)", add_sub_mul}, {"(% - %)", add_sub_mul}, {"(% * %)", add_sub_mul},
                    {"(% & %)", bitwise},     {"(% | %)", bitwise},     {"(% ^ %)", bitwise},
                    {"(% < %)", comparison},  {"(% <= %)", comparison}, {"(% > %)", comparison},
                    {"(% >= %)", comparison}, {"(% == %)", comparison}, {"(% != %)", comparison}};
  const auto& op = kOperators[random_.below(std::size(kOperators))];
  Footprint left_did, right_did;
  Piece left = expression(depth - 1, limits, left_did);
  Piece right = expression(depth - 1, beside(limits, left_did), right_did);
  did += left_did;
  did += right_did;
  return compose(Piece::Kind::expression, op.format, {std::move(left), std::move(right)},
                 {op.construct});
}

Piece ProgramGenerator::guarded_arithmetic(int depth, Limits limits, Footprint& did) {
  Footprint left_did, right_did;
  Piece left = expression(depth - 1, limits, left_did);
  Piece right = expression(depth - 1, beside(limits, left_did), right_did);
  did += left_did;
  did += right_did;
  static constexpr struct {
    const char* format;
    Construct construct;
  } kForms[] = {{"((int)(%) << ((%) & 31))", shift_left},
                {"((unsigned int)(%) << ((%) & 31))", shift_left},
                {"((long)(%) << ((%) & 63))", shift_left},
                {"((unsigned char)(%) << ((%) & 31))", shift_left},
                {"((%) << ((%) & 15))", shift_left},
                {"((int)(%) >> ((%) & 31))", shift_right},
                {"((unsigned long)(%) >> ((%) & 63))", shift_right},
                {"((signed char)(%) >> ((%) & 7))", shift_right},
                {"((%) >> ((%) & 31))", shift_right},
                {"((%) / (((%) & 63) + 1))", divide},
                {"((unsigned long)(%) / ((unsigned long)(%) | 1))", divide},
                {"((int)(%) / (((int)(%) & 15) - 17))", divide},
                {"((long)(%) / (((short)(%) & -4) - 2))", divide},
                {"((%) %% (((%) & 63) + 1))", remainder},
                {"((long)(%) %% (((int)(%) & 15) - 17))", remainder},
                {"((unsigned int)(%) %% ((unsigned int)(%) | 1))", remainder}};
  const auto& form = kForms[random_.below(std::size(kForms))];
  return compose(Piece::Kind::expression, form.format, {std::move(left), std::move(right)},
                 {form.construct});
}

Piece ProgramGenerator::conditional(int depth, Limits limits, Footprint& did) {
  static constexpr struct {
    const char* format;
    Construct construct;
    int parts;
  } kForms[] = {{"((%) ? % : %)", ternary, 3},
                {"((%) ?: %)", elvis, 2},
                {"((%) && %)", logical_and, 2},
                {"((%) || %)", logical_or, 2},
                {"(%, %)", comma, 2}};
  const auto& form = kForms[random_.below(std::size(kForms))];
  Pieces parts;
  for (int k = 0; k < form.parts; ++k) parts.push_back(expression(depth - 1, limits, did));
  return compose(Piece::Kind::expression, form.format, std::move(parts), {form.construct});
}

// Assignments and increments inside an expression.
Piece ProgramGenerator::effect(int depth, Limits limits, Footprint& did) {
  Footprint at, right_did;
  auto target = find_place(nullptr, depth - 1, limits, at, true);
  if (!target) return leaf(limits, did);
  if (random_.chance(40)) {
    static const char* const kForms[] = {"(%++)", "(%--)", "(++%)", "(--%)"};
    did += at;
    did.reads |= target->bits;
    did.writes |= target->bits;
    const bool readable = (target->bits & limits.no_read) == 0;
    if (!readable) return leaf(limits, did);
    // Of a bit-field gcc promotes the value as the field's width has it, Clang as its type has it.
    std::string form = kForms[random_.below(4)];
    if (holds(target->piece, bit_field_write)) form = "((" + target->type->name + ")" + form + ")";
    return compose(Piece::Kind::expression, form, {std::move(target->piece)},
                   {increment_in_expression});
  }
  Limits inside = beside(limits, at);
  const bool plain = random_.chance(50) || (target->bits & limits.no_read) != 0;
  // A call may write memory before a plain assignment does; an assignment may not.
  inside.no_write |= plain && target->bits & kMemory ? kStored : target->bits;
  Piece right = expression(depth - 1, inside, right_did);
  did += at;
  did += right_did;
  did.writes |= target->bits;
  if (!plain) did.reads |= target->bits;
  static const char* const kForms[] = {"(% += %)", "(% -= %)", "(% ^= %)",
                                       "(% |= %)", "(% *= %)", "(% &= %)"};
  return compose(Piece::Kind::expression, plain ? "(% = %)" : kForms[random_.below(6)],
                 {std::move(target->piece), std::move(right)},
                 {plain ? assignment_in_expression : compound_assignment_in_expression});
}

Piece ProgramGenerator::over_pointers(int depth, Limits limits, Footprint& did) {
  const CType* type = pointee();
  Footprint left_did, right_did;
  if (random_.chance(25)) {
    Piece first = index(4, depth, limits, left_did);
    Piece second = index(4, depth, beside(limits, left_did), right_did);
    did += left_did;
    did += right_did;
    const bool compare = random_.chance(50);
    return compose(
        Piece::Kind::expression, compare ? "(&$ints[%] < $ints + (%))" : "(&$ints[%] - &$ints[%])",
        {std::move(first), std::move(second)}, {compare ? pointer_comparison : pointer_difference});
  }
  Piece left = pointer(type, depth - 1, limits, left_did, depth_);
  if (random_.chance(30)) {
    did += left_did;
    return compose(Piece::Kind::expression, random_.chance(50) ? "!(%)" : "!!(%)",
                   {std::move(left)}, {pointer_truth});
  }
  if (random_.chance(20)) {
    did += left_did;
    // A record of bytes may stand at an odd address.
    return compose(Piece::Kind::expression,
                   "((unsigned long)(%) & (__alignof__(" + type->name + ") > 1))",
                   {std::move(left)}, {pointer_through_long});
  }
  Piece right = pointer(type, depth - 1, beside(limits, left_did), right_did, depth_);
  did += left_did;
  did += right_did;
  return compose(Piece::Kind::expression, random_.chance(50) ? "(% == %)" : "(% != %)",
                 {std::move(left), std::move(right)}, {pointer_comparison});
}

Piece ProgramGenerator::statement_expression(int depth, Limits limits, Footprint& did) {
  const CType* type = integer_type();
  const bool inferred = random_.chance(30);
  const std::string name = fresh("v");
  Piece first = expression(depth - 1, limits, did);
  variables_.push_back({name, type, fresh_bit(), 1000, true});
  const std::size_t before = visible_.size();
  visible_.push_back(&variables_.back());
  Limits but_itself = limits;
  but_itself.no_write |= variables_.back().bits;
  Piece second = expression(depth - 1, but_itself, did);
  Piece third = expression(depth - 1, limits, did);
  visible_.resize(before);
  std::vector<Construct> constructs = {Construct::statement_expression};
  if (inferred) constructs.push_back(typeof_macro);
  const std::string start = inferred ? "__typeof__($n + 0L) " + name : declare(type, name);
  // Here too the compilers differ about a bit-field, unless it is promoted before.
  const bool promoted = holds(third, bit_field_read) || holds(third, bit_field_write);
  return compose(Piece::Kind::expression,
                 "({ " + start + " = %; " + name + " += %; " + (promoted ? "+(%)" : "%") + "; })",
                 {std::move(first), std::move(second), std::move(third)}, constructs);
}

Piece ProgramGenerator::expression(int depth, Limits limits, Footprint& did) {
  if (depth <= 0) return leaf(limits, did);
  const unsigned dice = random_.below(100);
  if (dice < 15) return leaf(limits, did);
  if (dice < 35) return binary(depth, limits, did);
  if (dice < 47) return guarded_arithmetic(depth, limits, did);
  if (dice < 60) return conditional(depth, limits, did);
  if (dice < 68) return effect(depth, limits, did);
  if (dice < 75) return over_pointers(depth, limits, did);
  if (dice < 79) return statement_expression(depth, limits, did);
  if (dice < 86) {
    if (auto made = random_.chance(60) ? call(depth, limits, did, nullptr)
                                       : indirect_call(depth, limits, did))
      return *made;
  }
  if (dice < 94) {
    static constexpr struct {
      const char* format;
      Construct construct;
    } kForms[] = {{"-(%)", unary},
                  {"~(%)", unary},
                  {"+(%)", unary},
                  {"!(%)", logical_not},
                  {"!!(%)", logical_not}};
    const auto& form = kForms[random_.below(std::size(kForms))];
    return compose(Piece::Kind::expression, form.format, {expression(depth - 1, limits, did)},
                   {form.construct});
  }
  if (dice < 99) {
    const CType* type = integer_type();
    return compose(Piece::Kind::expression, "(" + type->name + ")(%)",
                   {expression(depth - 1, limits, did)},
                   {type->name == "_Bool" ? cast_bool : cast_integer});
  }
  // Read through a pointer that is worked out on the spot.
  Piece base = pointer(integers_[5], depth - 1, limits, did, depth_);
  if ((kMemory & limits.no_read) != 0) return leaf(limits, did);
  did.reads |= kMemory;
  return compose(Piece::Kind::expression, "*(%)", {std::move(base)}, {pointer_read});
}

}  // namespace headway::differential

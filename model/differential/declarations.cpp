// Types, globals with their initial values, and what is shown at the end.
#include "model/differential/program_generator.h"

namespace headway::differential {

using Kind = CType::Kind;

const CType* ProgramGenerator::integer_type() { return random_.pick(integers_); }

const CType* ProgramGenerator::pointer_to(const CType* type) {
  for (const CType& known : types_)
    if (known.kind == Kind::pointer && known.inner == type) return &known;
  types_.push_back({Kind::pointer, "", type, 0, {}, false});
  return &types_.back();
}

const CType* ProgramGenerator::array_of(const CType* type, unsigned count) {
  types_.push_back({Kind::array, "", type, count, {}, false});
  return &types_.back();
}

std::string ProgramGenerator::declare(const CType* type, const std::string& name) const {
  if (type->kind == Kind::array)
    return declare(type->inner, name + "[" + std::to_string(type->count) + "]");
  if (type->kind == Kind::pointer) return declare(type->inner, "*" + name);
  return type->name + " " + name;
}

const CType* ProgramGenerator::record(bool is_union, std::vector<CType::Member> members) {
  types_.push_back({Kind::record, "", nullptr, 0, std::move(members), is_union});
  CType& made = types_.back();
  made.name = (is_union ? "union $u" : "struct $s") + std::to_string(types_.size());
  std::string body;
  for (const auto& member : made.members) {
    body += "\t" + declare(member.type, member.name);
    body += (member.width != 0 ? " : " + std::to_string(member.width) : "") + ";\n";
  }
  out_.push_back(compose(Piece::Kind::item, "%", {text(made.name + " {\n" + body + "};\n")}));
  return &made;
}

void ProgramGenerator::make_types() {
  for (const char* name :
       {"unsigned char", "signed char", "char", "unsigned short", "short", "int", "unsigned int",
        "long", "unsigned long", "long long", "_Bool", "enum $color"}) {
    types_.push_back({Kind::integer, name, nullptr, 0, {}, false});
    integers_.push_back(&types_.back());
  }
  out_.push_back(
      text("enum $color { $red, $green = 5, $blue };\n"
           "typedef long (*$fn)(long, int);\n"));
  types_.push_back({Kind::function, "$fn", nullptr, 0, {}, false});
  function_pointer_ = &types_.back();
  const auto integer = [&](const char* name) { return CType::Member{name, integer_type(), 0}; };
  const auto bit_field = [&](const char* name) {
    // Wider ones are no test: gcc computes in the field's own width there, Clang in its type's.
    const unsigned kind = random_.below(5);
    const unsigned width[] = {random_.between(1, 31), random_.between(1, 32), random_.between(1, 8),
                              random_.between(1, 15), 1};
    const unsigned types[] = {5, 6, 0, 3, 10};
    return CType::Member{name, integers_[types[kind]], width[kind]};
  };
  const unsigned pair = random_.below(3);  // one cell, two names
  const char* const names[3][2] = {
      {"int", "unsigned int"}, {"long", "unsigned long"}, {"unsigned char", "signed char"}};
  const CType *one = nullptr, *other = nullptr;
  for (const CType* known : integers_) {
    if (known->name == names[pair][0]) one = known;
    if (known->name == names[pair][1]) other = known;
  }
  union_ = record(true, {{"one", one, 0}, {"other", other, 0}});
  const CType* inner = record(false, {integer("a"),
                                      bit_field("b"),
                                      bit_field("c"),
                                      integer("d"),
                                      {"e", array_of(integer_type(), random_.between(2, 4)), 0}});
  records_.push_back(inner);
  std::vector<CType::Member> members = {integer("f"),
                                        {"in", inner, 0},
                                        bit_field("g"),
                                        {"p", pointer_to(integers_[5]), 0},
                                        {"u", union_, 0}};
  if (random_.chance(small_ ? 25 : 60)) members.push_back({"row", array_of(inner, 2), 0});
  if (random_.chance(60)) members.push_back({"to", pointer_to(inner), 0});
  if (random_.chance(small_ ? 10 : 40))
    members.push_back({"h", array_of(array_of(integer_type(), 2), 2), 0});
  for (std::size_t k = members.size() - 1; k > 0; --k)
    std::swap(members[k], members[random_.below(k + 1)]);
  const CType* outer = record(false, std::move(members));
  records_.push_back(outer);
  if (random_.chance(small_ ? 10 : 40)) {
    records_.push_back(record(false, {{"hook", function_pointer_, 0},
                                      {"base", outer, 0},
                                      {"next", pointer_to(outer), 0},
                                      integer("k")}));
  }
}

std::string ProgramGenerator::number() {
  static const char* const kEdges[] = {"0",
                                       "1",
                                       "2",
                                       "3",
                                       "7",
                                       "8",
                                       "31",
                                       "63",
                                       "64",
                                       "127",
                                       "128",
                                       "255",
                                       "256",
                                       "32767",
                                       "65535",
                                       "65536",
                                       "0x7fffffff",
                                       "0x80000000u",
                                       "0xffffffffu",
                                       "0x7fffffffffffffffL",
                                       "0x8000000000000000UL",
                                       "-1",
                                       "-2",
                                       "-128",
                                       "-32769",
                                       "(-0x7fffffff - 1)",
                                       "'a'",
                                       "4096UL",
                                       "-4095L"};
  if (random_.chance(60)) return kEdges[random_.below(std::size(kEdges))];
  if (random_.chance(50)) return std::to_string(random_.below(1000));
  return std::to_string(random_.bits() >> random_.between(1, 60)) +
         (random_.chance(50) ? "UL" : "L");
}

std::string ProgramGenerator::global_address(const CType* pointee) {
  std::vector<Path> found;
  for (const Variable* root : visible_) {
    if (root->bits == kMemory && root->depth == 0)
      walk({root, false, {}, {}, root->type, 0}, pointee, found);
  }
  const Path path = random_.pick(found);
  std::string place = path.root->name;
  std::size_t array = 0;
  for (const auto* member : path.members)
    place += member != nullptr ? "." + member->name
                               : "[" + std::to_string(random_.below(path.counts[array++])) + "]";
  return "&" + place;
}

std::string ProgramGenerator::initial(const CType* type) {
  if (type->kind == Kind::integer) return "(" + type->name + ")" + number();
  if (type->kind == Kind::pointer) return global_address(type->inner);
  if (type->kind == Kind::function) return random_.pick(table_functions_);
  std::string list;
  if (type->kind == Kind::array) {
    for (unsigned k = 0; k < type->count; ++k) list += (k != 0 ? ", " : " ") + initial(type->inner);
    return "{" + list + " }";
  }
  for (const auto& member : type->members) {
    const bool needed = member.type->kind != Kind::integer && member.type->kind != Kind::array;
    if (type->is_union && !list.empty()) break;
    if (!needed && member.type->kind == Kind::integer && random_.chance(20)) continue;
    list += (list.empty() ? " ." : ", .") + member.name + " = " + initial(member.type);
  }
  return list.empty() ? "{ 0 }" : "{" + list + " }";
}

const Variable& ProgramGenerator::add_global(const CType* type, const std::string& name,
                                             const std::string& value) {
  out_.push_back(compose(Piece::Kind::item, "%",
                         {text("static " + declare(type, name) + " = " + value + ";\n")}));
  variables_.push_back({name, type, kMemory, 0, true});
  visible_.push_back(&variables_.back());
  return variables_.back();
}

void ProgramGenerator::make_globals() {
  add_global(integers_[5], "$n", initial(integers_[5]));
  add_global(array_of(integers_[5], 4), "$ints", "{ 1, -2, 3 }");
  for (int k = 0; k < 2; ++k) {
    const CType* type = integer_type();
    add_global(type, fresh("$g"), initial(type));
  }
  const CType* row = array_of(integer_type(), random_.between(2, 4));
  if (random_.chance(50)) row = array_of(row, 2);
  add_global(row, fresh("$t"), initial(row));
  for (const CType* type : records_) {
    for (unsigned k = random_.chance(small_ ? 10 : 40) ? 2 : 1; k > 0; --k)
      add_global(type, fresh("$r"), initial(type));
    if (!random_.chance(small_ ? 10 : 40)) continue;
    const CType* several = array_of(type, random_.between(2, 3));
    add_global(several, fresh("$rs"), initial(several));
  }
  if (random_.chance(60)) {
    const CType* type = pointer_to(records_.back());
    add_global(type, fresh("$p"), initial(type));
  }
  if (random_.chance(40)) {
    const CType* type =
        pointer_to(visible_.back()->type->kind == Kind::pointer ? visible_.back()->type
                                                                : pointer_to(integers_[5]));
    if (type->inner == visible_.back()->type) add_global(type, fresh("$pp"), initial(type));
  }
  add_global(function_pointer_, "$hook", initial(function_pointer_));
}

void ProgramGenerator::leaves(const CType* type, const std::string& path,
                              std::vector<std::string>& found) {
  if (type->kind == Kind::integer) {
    found.push_back(path);
  } else if (type->kind == Kind::array) {
    for (unsigned k = 0; k < type->count; ++k)
      leaves(type->inner, path + "[" + std::to_string(k) + "]", found);
  } else if (type->kind == Kind::record) {
    for (const auto& member : type->members) leaves(member.type, path + "." + member.name, found);
  } else if (type->kind == Kind::function) {
    std::string which = "0";
    for (std::size_t k = 0; k < table_functions_.size(); ++k)
      which = "(" + path + " == " + table_functions_[k] + " ? " + std::to_string(k + 1) + " : " +
              which + ")";
    found.push_back(which);
  } else {  // which global it points to
    std::vector<Path> targets;
    for (const Variable* root : visible_)
      walk({root, false, {}, {}, root->type, 0}, type->inner, targets);
    std::string which = "0";
    int count = 0;
    for (const Path& target : targets) {
      std::string place = target.root->name;
      for (const auto* member : target.members)
        place += member != nullptr ? "." + member->name : "[0]";
      which = "(" + path + " == &" + place + " ? " + std::to_string(++count) + " : " + which + ")";
      if (count == 3) break;
    }
    found.push_back(which);
  }
}

ProgramGenerator::Pieces ProgramGenerator::observers() {
  std::vector<std::string> found;
  const std::vector<const Variable*> globals = visible_;
  for (const Variable* global : globals) leaves(global->type, global->name, found);
  Pieces out;
  Pieces sums;
  for (const std::string& path : found)
    sums.push_back(
        compose(Piece::Kind::statement, "%",
                {text("\t$checksum = $checksum * 31 + (unsigned long)" + path + ";\n")}));
  const bool show = random_.chance(50);
  out.push_back(text("static void $sum(void)\n{\n"));
  if (!show)
    for (Piece& sum : sums) out.push_back(std::move(sum));
  out.push_back(text("}\n"));
  out.push_back(text("HW_INIT($begin) { $start = hw_choose(0, 2); }\n"));
  out.push_back(text("HW_THREAD($thread) { $run(); $sum(); }\n"));
  out.push_back(
      text("HW_OBSERVE($start, $start)\nHW_OBSERVE($checksum, $checksum)\n"
           "HW_OBSERVE($reached, $reached)\n"));
  if (!show) return out;
  for (std::size_t k = 0; k < found.size(); ++k)
    out.push_back(compose(Piece::Kind::item, "%",
                          {text("HW_OBSERVE($m" + std::to_string(k) + ", " + found[k] + ")\n")}));
  return out;
}

}  // namespace headway::differential

// A small sound program, and what the validator says of it with one thing broken at a time.
#include "model/program/validate.h"

#include <gtest/gtest.h>

#include "model/program/print.h"

namespace headway::program {
namespace {

ExprPtr make(decltype(Expr::node) node, TypeId type) {
  auto expr = std::make_shared<Expr>();
  expr->node = std::move(node);
  expr->type = type;
  return expr;
}

constexpr TypeId kInt{0};
constexpr TypeId kIntPointer{1};
constexpr TypeId kPair{2};
constexpr TypeId kFunction{3};
constexpr TypeId kLong{4};

// int f(struct pair p, int *q) { p.second = *q + g; return p.second; }
Program sound() {
  Program program;
  program.types = {
      {IntegerType{32, true, {}}, "int", 4},
      {PointerType{kInt, false}, "int *", 8},
      {RecordType{
           "pair", false, true, {{"first", kInt, 0, {}, {}, {}}, {"second", kInt, 4, {}, {}, {}}}},
       "struct pair", 8},
      {FunctionType{kInt, {kPair, kIntPointer}, false}, "int (struct pair, int *)", 0},
      {IntegerType{64, true, {}}, "long", 8}};
  Global g;
  g.name = "g";
  g.type = kInt;
  g.initial.push_back({{}, make(IntLiteral{3}, kInt)});
  program.globals.push_back(g);
  Function f;
  f.name = "f";
  f.type = kFunction;
  f.parameter_count = 2;
  f.locals = {{"p", kPair, {}, {}}, {"q", kIntPointer, {}, {}}};
  const Place q{LocalId{1}, {}, kIntPointer, {}};
  const Place second{LocalId{0}, {ProjectField{1}}, kInt, {}};
  const Place target{Deref{make(LoadPlace{q}, kIntPointer)}, {}, kInt, {}};
  const ExprPtr sum = make(Binary{BinaryOp::add, make(LoadPlace{target}, kInt),
                                  make(LoadPlace{{GlobalId{0}, {}, kInt, {}}}, kInt)},
                           kInt);
  f.blocks.resize(1);
  f.blocks[0].statements.push_back({Assign{second, sum}, {}});
  f.blocks[0].terminator = {Return{make(LoadPlace{second}, kInt)}, {}};
  program.functions.push_back(f);
  return program;
}

std::string only_fault(const Program& program) {
  const std::vector<std::string> faults = validate(program);
  return faults.size() == 1 ? faults.front() : std::to_string(faults.size()) + " faults";
}

TEST(Validate, ASoundProgramHasNoFault) {
  EXPECT_EQ(validate(sound()), std::vector<std::string>{});
}

TEST(Print, ShowsTheProgram) {
  const Program program = sound();
  EXPECT_EQ(
      to_text(program, program.functions[0]),
      "int f(struct pair p, int * q) {\nb0:\n  -: p.second = *q + g;\n  -: return p.second;\n}\n");
}

TEST(Validate, AssignmentsAgreeInType) {
  Program program = sound();
  std::get<Assign>(program.functions[0].blocks[0].statements[0].action).value =
      make(IntLiteral{1}, kLong);
  EXPECT_EQ(only_fault(program), "f: p.second = 1 assigns another type");
}

TEST(Validate, OperandsAgreeInType) {
  Program program = sound();
  program.functions[0].blocks[0].terminator.action = Return{
      make(Binary{BinaryOp::lt, make(IntLiteral{1}, kInt), make(IntLiteral{2}, kLong)}, kInt)};
  EXPECT_EQ(only_fault(program), "f: operands of two types in 1 < 2");
}

TEST(Validate, FieldsExist) {
  Program program = sound();
  std::get<Assign>(program.functions[0].blocks[0].statements[0].action).target.projections = {
      ProjectField{2}};
  EXPECT_EQ(only_fault(program), "f: a field that does not exist");
}

TEST(Validate, BlocksExist) {
  Program program = sound();
  program.functions[0].blocks[0].terminator.action = Jump{BlockId{1}};
  EXPECT_EQ(only_fault(program), "f: a jump to no block");
}

TEST(Validate, CallsPassWhatTheCalleeTakes) {
  Program program = sound();
  program.functions[0].blocks[0].statements[0].action = Call{std::nullopt, FunctionId{0}, {}};
  EXPECT_EQ(only_fault(program), "f: a call with the wrong number of arguments");
}

TEST(Validate, InitialValuesFitTheirPlace) {
  Program program = sound();
  program.globals[0].initial[0].value = make(IntLiteral{1}, kLong);
  EXPECT_EQ(only_fault(program), "g: an initial value of another type than its place");
}

}  // namespace
}  // namespace headway::program

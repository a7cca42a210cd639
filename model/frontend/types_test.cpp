// Types, layout, globals, annotations, and what is left out.
#include <gtest/gtest.h>

#include <sstream>

#include "model/frontend/snippet.h"
#include "model/program/print.h"

namespace headway::frontend {
namespace {

using program::TypeId;

std::string declarations_of(const std::string& code) {
  const program::Program program = translate(code);
  std::ostringstream out;
  program::print(out, program);
  return out.str();
}

TEST(Types, LayoutIsTheTargets) {
  EXPECT_EQ(
      declarations_of("ROOT struct s { char c; union { long l; short h; }; unsigned a : 3, : 2, b "
                      ": 30; _Bool t : 1;"
                      " struct s *next; int tail[]; } g;"),
      "struct s {\n  0: char c;\n  8: union <anonymous> <anonymous>;\n  16.0: unsigned "
      "int a:3;\n"
      "  20.0: unsigned int b:30;\n  23.6: _Bool t:1;\n  24: struct s * next;\n  32: int[] tail;\n"
      "}  // 32 bytes\nunion <anonymous> {\n  0: long l;\n  0: short h;\n}  // 8 bytes\n"
      "struct s g @hw_root;\n");
}

TEST(Types, EnumsCarryTheirNames) {
  const program::Program program = translate("enum e { A, B = -5, C }; ROOT enum e g;");
  const auto& type = std::get<program::IntegerType>(program.at(program.globals.front().type).shape);
  EXPECT_TRUE(type.is_signed);
  EXPECT_EQ(type.bits, 32);
  const std::vector<std::pair<std::int64_t, std::string>> names = {{0, "A"}, {-5, "B"}, {-4, "C"}};
  EXPECT_EQ(type.enumerators, names);
}

TEST(Types, QualifiersMakeNoNewType) {
  const program::Program program = translate(
      "typedef const volatile char *text; ROOT text a; ROOT char *b; ROOT const char *const c = 0; "
      "ROOT void *d;");
  EXPECT_EQ(program.globals[0].type, program.globals[1].type);
  EXPECT_EQ(program.globals[0].type, program.globals[2].type);
  EXPECT_NE(program.globals[0].type, program.globals[3].type);
  EXPECT_FALSE(program.globals[0].is_const);
  EXPECT_TRUE(program.globals[2].is_const);
}

TEST(Types, UserPointersAreMarked) {
  const program::Program program =
      translate("ROOT const char __attribute__((address_space(1))) *u; ROOT const char *k;");
  EXPECT_TRUE(std::get<program::PointerType>(program.at(program.globals[0].type).shape).user);
  EXPECT_FALSE(std::get<program::PointerType>(program.at(program.globals[1].type).shape).user);
}

TEST(Types, Spellings) {
  const program::Program program = translate(
      "typedef struct { int x; } anon; ROOT int (*f)(char, void *); ROOT anon *p; ROOT int "
      "m[2][3]; ROOT int (*r)[4];");
  EXPECT_EQ(program.at(program.globals[0].type).spelling, "int (*)(char, void *)");
  EXPECT_EQ(program.at(program.globals[1].type).spelling, "anon *");
  EXPECT_EQ(program.at(program.globals[2].type).spelling, "int[2][3]");
  EXPECT_EQ(program.at(program.globals[3].type).spelling, "int(*)[4]");
}

TEST(Globals, InitialValuesAreFlattened) {
  EXPECT_EQ(
      declarations_of(
          "int f(int); static int a[4] = { 1, [2] = -3 };\n"
          "struct s { const char *name; int (*run)(int); int *p; long l; };\n"
          "ROOT const struct s t[] = { { \"x\", f, &a[2], 0 }, { .l = sizeof(a), .p = a } };"),
      "struct s {\n  0: char * name;\n  8: int (*)(int) run;\n  16: int * p;\n  24: long "
      "l;\n"
      "}  // 32 bytes\nconst struct s[2] t @hw_root;\n  t[0].name = \"x\";\n  t[0].run = &f;\n"
      "  t[0].p = &a[2];\n  t[1].p = &a[0];\n  t[1].l = 16;\nint[4] a;\n  a[0] = 1;\n  a[2] = -3;\n"
      "int f(int);\n");
}

TEST(Globals, MayNameThemselves) {
  EXPECT_EQ(declarations_of("struct n { struct n *next; }; ROOT struct n head = { &head };"),
            "struct n {\n  0: struct n * next;\n}  // 8 bytes\nstruct n head @hw_root;\n  "
            "head.next = &head;\n");
}

TEST(Globals, StaticLocalsAndExterns) {
  EXPECT_EQ(
      declarations_of(
          "extern int e; int t; int t; ROOT int f(void) { static int n = 4; { static int n; n++; }"
          " return n + e + t; }"),
      "int f.n;\n  f.n = 4;\nint f.n.1;\nextern int e;\nint t;\nint f() @hw_root {\nb0:\n"
      "  1: f.n.1 = f.n.1 + 1;\n  1: return (f.n + e) + t;\n}\n");
}

TEST(Globals, AConstantMaySizeAnArray) {
  const program::Program program = translate("static const int n = 3; ROOT int a[n + 1];");
  ASSERT_EQ(program.globals.size(), 1U);
  EXPECT_EQ(std::get<program::ArrayType>(program.at(program.globals[0].type).shape).count, 4U);
  EXPECT_EQ(
      body_of(
          "static const int n = 3; ROOT int f(void) { int b[n]; b[1] = sizeof(b) / sizeof(b[0]); "
          "return b[1]; }"),
      "b0:\ndeclare int[3] b;\nb[1] = (int)(12 / 4);\nreturn b[1];\n");
}

TEST(Annotations, CarryNumbersAndStrings) {
  const program::Program program = translate(
      "#define A(...) __attribute__((annotate(__VA_ARGS__)))\n"
      "struct s { int x A(\"hw_field\", \"lock\"); };\n"
      "A(\"hw_one\", 1 + 2, -4L, \"five\") A(\"hw_two\") struct s g; ROOT void f(void) { int l "
      "A(\"hw_local\"); l = g.x; }");
  const program::Global& g = program.globals.front();
  ASSERT_EQ(g.annotations.size(), 2U);
  EXPECT_EQ(g.annotations[0].name, "hw_one");
  ASSERT_EQ(g.annotations[0].arguments.size(), 3U);
  EXPECT_EQ(std::get<std::int64_t>(g.annotations[0].arguments[0]), 3);
  EXPECT_EQ(std::get<std::int64_t>(g.annotations[0].arguments[1]), -4);
  EXPECT_EQ(std::get<std::string>(g.annotations[0].arguments[2]), "five");
  EXPECT_EQ(g.annotations[1].name, "hw_two");
  const auto& record = std::get<program::RecordType>(program.at(g.type).shape);
  EXPECT_EQ(record.fields[0].annotations.at(0).name, "hw_field");
  EXPECT_EQ(program.functions.front().locals[0].annotations.at(0).name, "hw_local");
}

TEST(Reachability, OnlyWhatAnnotatedDeclarationsReach) {
  const program::Program program = translate(
      "static inline void unused(void) { asm(\"hlt\"); }\nstatic void callee(void) {}\nint "
      "unwanted;\n"
      "static void addressed(void) {}\nvoid (*table[])(void) = { addressed };\nvoid "
      "declared(void);\n"
      "ROOT void f(void) { callee(); table[0](); declared(); }");
  std::vector<std::string> names;
  for (const program::Function& function : program.functions) {
    names.push_back(function.name + (function.blocks.empty() ? "-" : "+"));
  }
  EXPECT_EQ(names, (std::vector<std::string>{"f+", "callee+", "declared-", "addressed+"}));
  ASSERT_EQ(program.globals.size(), 1U);
}

}  // namespace
}  // namespace headway::frontend

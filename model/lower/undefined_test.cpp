// Undefined behaviour is found, and only where it happens; what can't be modelled is refused by
// name.
#include <gtest/gtest.h>

#include "model/lower/from_c_test.h"

namespace headway::lower {
namespace {

using Failures = std::set<std::string>;

Failures failures_of(const std::string& body, const std::string& before = "") {
  return behaviour_of(before + "\nHW_THREAD(t) {\n" + body + "\n}\n").failures;
}

TEST(Undefined, Arithmetic) {
  EXPECT_EQ(failures_of("x = 1 / (int)hw_choose(0, 1);", "static int x;"),
            Failures{"ub: division by zero"});
  EXPECT_EQ(failures_of("x = 1 << hw_choose(31, 32);", "static int x;").size(), 1u);
  EXPECT_EQ(failures_of("if (1 / (int)hw_choose(0, 1)) x = 1;", "static int x;"),
            Failures{"ub: division by zero"});
  EXPECT_EQ(failures_of("x = 1 >> (int)hw_choose(-1, 0);", "static int x;").size(), 1u);
  EXPECT_EQ(failures_of("x = 1ul << hw_choose(63, 64);", "static unsigned long x;").size(), 1u);
  EXPECT_EQ(failures_of("x = 7 % (int)hw_choose(0, 1);", "static int x;"),
            Failures{"ub: division by zero"});
  EXPECT_EQ(failures_of("x = 0x7fffffff + (int)hw_choose(0, 1);", "static int x;"), Failures{});
}

TEST(Undefined, NullWildAndOutOfBounds) {
  const std::string cells =
      "struct s { int v; }; static struct s a[4]; static struct s *p; static int x;";
  EXPECT_EQ(failures_of("x = p->v;", cells), Failures{"ub: null dereference of p"});
  EXPECT_EQ(failures_of("struct s *q = hw_flip() ? &a[1] : 0; q->v = 1;", cells),
            Failures{"ub: null dereference of q"});
  EXPECT_EQ(failures_of("struct s *q = a + hw_choose(3, 4); x = q->v;", cells),
            Failures{"ub: dangling or wild pointer q"});
  EXPECT_EQ(failures_of("x = a[hw_choose(3, 4)].v;", cells),
            Failures{"ub: index is outside a.v, an array of 4"});
  EXPECT_EQ(failures_of("int k = 4; a[k].v = 1;", cells).size(), 1u);
  EXPECT_EQ(
      failures_of("struct s *q = &a[1]; q = (struct s *)((char *)q + hw_choose(0, 1)); x = q->v;",
                  cells),
      Failures{"ub: dangling or wild pointer q"});
  EXPECT_EQ(failures_of("void (*f)(void) = 0; if (hw_flip()) f();", cells),
            Failures{"ub: call through the null pointer f"});
}

TEST(Undefined, NothingAfterItIsExplored) {
  const auto seen = behaviour_of(R"(
static int *p, x;
HW_THREAD(t) { *p = 1; hw_assert(0, "never reached"); }
)");
  EXPECT_EQ(seen.failures, Failures{"ub: null dereference of p"});
}

TEST(Undefined, UninitialisedValues) {
  const std::string g =
      "static int g; static int get(int *p) { if (hw_flip()) { *p = 1; return 0; } return -1; }";
  EXPECT_EQ(failures_of("int v; if (v) g = 1;", g), Failures{"ub: t.v is used uninitialised"});
  EXPECT_EQ(failures_of("int v; if (hw_flip()) v = 1; g = v;", g),
            Failures{"ub: t.v is used uninitialised"});
  EXPECT_EQ(failures_of("int v; if (!get(&v)) g = v;", g), Failures{});
  EXPECT_EQ(failures_of("int v; get(&v); g = v;", g), Failures{"ub: t.v is used uninitialised"});
  EXPECT_EQ(failures_of("int v; (void)v;", g), Failures{});
  EXPECT_EQ(failures_of("int v, w = v; (void)w;", g), Failures{});
  EXPECT_EQ(failures_of("int v, w = v + 1; g = w;", g), Failures{"ub: t.w is used uninitialised"});
  EXPECT_EQ(failures_of("int a[2]; a[0] = 1; g = a[hw_choose(0, 1)];", g),
            Failures{"ub: t.a is used uninitialised"});
  EXPECT_EQ(failures_of("struct { int a, b; } s = { 1 }; g = s.a + s.b;", g), Failures{});
  EXPECT_EQ(failures_of("int v; if (g && v) g = 1;", g), Failures{});
  EXPECT_EQ(failures_of("int v; hw_assume(v);", g), Failures{"ub: t.v is used uninitialised"});
}

// What must be set: a branch, an address, a primitive's argument, a shared store, a returned value.
TEST(Undefined, PoisonIsReportedWhereSomethingDependsOnIt) {
  const std::string g = "static int g, a[2]; static int id(int n) { return n; }";
  const Failures v{"ub: t.v is used uninitialised"};
  EXPECT_EQ(failures_of("int v; switch (v) { case 1: g = 1; }", g), v);
  EXPECT_EQ(failures_of("int v; while (v) { g = 1; break; }", g), v);
  EXPECT_EQ(failures_of("int v; g = a[v & 1];", g), v);
  EXPECT_EQ(failures_of("int *v; g = *v;", g), v);
  EXPECT_EQ(failures_of("int v; hw_assert(v, \"set\");", g), v);
  EXPECT_EQ(failures_of("int v; g = hw_choose(0, v);", g), v);
  EXPECT_EQ(failures_of("int v; a[0] = v;", g), v);
  EXPECT_EQ(failures_of("int v; (void)id(v);", g), Failures{});
  EXPECT_EQ(failures_of("int v; g = id(v);", g).size(), 1u);
}

// The shadow of w[2] must not be looked at either.
TEST(Undefined, PoisonIsLookedAtOnlyWhereCWouldLook) {
  const std::string g = "static int g;";
  EXPECT_EQ(
      failures_of("int w[2]; w[0] = 1; w[1] = 2; int k = hw_choose(0, 2); g = k < 2 && w[k];", g),
      Failures{});
  EXPECT_EQ(failures_of(
                "int w[2]; w[0] = 1; w[1] = 2; int k = hw_choose(0, 2); g = k < 2 ? w[k] : 0;", g),
            Failures{});
  EXPECT_EQ(failures_of("int w[2]; w[0] = 1; int k = hw_choose(0, 2); g = k < 2 && w[k];", g),
            Failures{"ub: t.w is used uninitialised"});
}

TEST(Undefined, ADeclarationInALoopStartsAfresh) {
  EXPECT_EQ(
      failures_of("for (int k = 0; k < 2; k++) { int v; if (k == 0) v = 1; if (k == 1) g = v; }",
                  "static int g;"),
      Failures{"ub: t.v is used uninitialised"});
}

TEST(Undefined, ALocalGoesWithItsCall) {
  const std::string g =
      "static int g; static int *own(void) { int l = 1; return &l; }"
      "static void set(int *p) { *p = 2; }";
  EXPECT_EQ(failures_of("int *p = own(); g = *p;", g),
            Failures{"ub: dangling pointer p: own.l went with the call that declared it"});
  EXPECT_EQ(failures_of("int l; set(&l); g = l;", g), Failures{});
}

TEST(Undefined, EvenWhereNobodyWantsTheValue) {
  EXPECT_EQ(failures_of("int d = hw_choose(0, 1); (void)(5 / d);", "").size(), 1u);
  EXPECT_EQ(failures_of("struct { int v; } *p = 0; p->v;", "").size(), 1u);
  EXPECT_EQ(failures_of("int d = 1; (void)(5 / d);", ""), Failures{});
}

TEST(Undefined, AnUninitialisedResultOfACall) {
  const auto seen = behaviour_of(R"(
static long f(void) { long status; if (hw_flip()) status = 3; return status; }
HW_THREAD(t) { HW_CALL(write, f()); }
)");
  ASSERT_EQ(seen.failures.size(), 1u);
  EXPECT_NE(seen.failures.begin()->find("is used uninitialised"), std::string::npos);
}

// ---- refusals

std::string thread(const std::string& body) {
  return "static int x, y;\nHW_THREAD(t) {\n" + body +
         "\n}\nHW_INIT(i) { x = hw_flip(); y = hw_flip(); }\n";
}

TEST(Refused, AnAdversaryThatTakesALock) {
  EXPECT_NE(refusal_of("static int lock HW_HOLDER(\"l\");\nHW_THREAD(t) { lock = 0; }\n"
                       "HW_ADVERSARY(a) { lock = 1; }")
                .find("'a' changes who holds lock"),
            std::string::npos);
}

TEST(Refused, LeavingAtomicEarly) {
  const std::string message = "hw_atomic is left by";
  EXPECT_NE(refusal_of(thread("hw_atomic { if (x) break; y = 1; }")).find("4: " + message),
            std::string::npos);
  EXPECT_NE(refusal_of(thread("hw_atomic { if (x) goto out; y = 1; }\nout: y = 2;"))
                .find("4: " + message),
            std::string::npos);
  EXPECT_NE(refusal_of(thread("hw_atomic { if (x) return; y = 1; }")).find("4: " + message),
            std::string::npos);
}

TEST(Refused, LoopsAndWaitsWhereNothingMayLoopOrWait) {
  EXPECT_NE(refusal_of(thread("hw_atomic { while (x) y++; }")).find("4: this loop stands in code"),
            std::string::npos);
  EXPECT_NE(
      refusal_of(thread("hw_atomic { x = 1; hw_wait(y); }")).find("4: a wait inside hw_atomic"),
      std::string::npos);
  EXPECT_NE(refusal_of("static int x;\nHW_THREAD(t) { x = 1; }\nHW_ADVERSARY(a) { hw_wait(x); }")
                .find("4: an adversary"),
            std::string::npos);
  EXPECT_NE(refusal_of("static int x;\nHW_THREAD(t) { x = 1; }\nHW_ADVERSARY(a) { while (x) ; }")
                .find("4: this loop"),
            std::string::npos);
  EXPECT_NE(refusal_of("static int x;\nHW_THREAD(t) { x = 1; }\nHW_INIT(i) { hw_wait(x); }")
                .find("4: HW_INIT runs alone"),
            std::string::npos);
  EXPECT_NE(refusal_of(thread("hw_wait_idle(x);")).find("4: hw_wait_idle"), std::string::npos);
}

TEST(Refused, WhatNobodyDefines) {
  EXPECT_NE(refusal_of("void missing(int);\n" + thread("missing(1);")).find("'missing' is called"),
            std::string::npos);
  EXPECT_NE(refusal_of("static int x;\nHW_ADVERSARY(a) { x = 1; }").find("no thread"),
            std::string::npos);
  Options options;
  options.parameters["size"] = {1, 2};
  EXPECT_NE(refusal_of(thread(""), options).find("no size named 'size'"), std::string::npos);
}

TEST(Refused, UserPointersAndRecursion) {
  EXPECT_NE(refusal_of("#define __user __attribute__((address_space(1)))\n" +
                       thread("const char __user *p = 0; x = *p;"))
                .find("user pointer"),
            std::string::npos);
  EXPECT_NE(
      refusal_of("static int g;\nstatic int b(int);\nstatic int a(int n) { return g ? b(n) : 0; }\n"
                 "static int b(int n) { return a(n); }\nHW_THREAD(t) { g = a(1); }\nHW_INIT(i) { g "
                 "= hw_flip(); }")
          .find("recursion deeper than 3: a → b → a"),
      std::string::npos);
}

TEST(Refused, OverlappingUnionMembers) {
  EXPECT_NE(refusal_of("union u { int a; char b; };\nstatic union u v;\nHW_THREAD(t) { v.a = 1; }")
                .find("the union members 'b' and 'a' overlap with different offsets or widths"),
            std::string::npos);
}

struct ByLowering {
  const char* name;
  const char* code;
  const char* message;  // with its line, which counts from the #include before the code
};

void PrintTo(const ByLowering& refused, std::ostream* out) { *out << refused.name; }

class RefusedByLowering : public testing::TestWithParam<ByLowering> {};

TEST_P(RefusedByLowering, IsNamed) { EXPECT_EQ(refusal_of(GetParam().code), GetParam().message); }

const ByLowering kRefused[] = {
    {"a_variable_that_nobody_defines", "extern int x;\nHW_THREAD(t) { x = 1; }",
     "2: 'x' is declared but defined nowhere"},
    {"too_many_threads", "static int x;\nHW_THREADS(t, 61) { x = 1; }",
     "3: the number of threads of 't' must be 1 to 60"},
    {"an_atomic_loop_of_many_rounds",
     "static int x;\nHW_THREAD(t) {\n\thw_atomic { for (int k = 0; k < 100000; k++) x = k; }\n}",
     "4: this loop unrolls more than 1024 times"},
    {"the_characters_of_a_string",
     "static int x;\nHW_THREAD(t) {\n\tconst char *p = \"abc\";\n\tx = *p;\n}",
     "5: a string literal can't be read here"},
    {"an_observable_that_stores",
     "static int x;\nstatic int f(void) { x = 1; return x; }\nHW_THREAD(t) { x = 2; }\n"
     "HW_OBSERVE(seen, f())",
     "3: an observable is a pure expression: it can't store to 'x'"},
    {"an_observable_that_chooses",
     "static int x;\nHW_THREAD(t) { x = 2; }\nHW_OBSERVE(seen, x + hw_choose(0, 1))",
     "4: an observable is a pure expression: it can't use hw_choose"},
    {"an_observable_of_an_agent",
     "static int x;\nHW_THREAD(t) { x = 2; }\nHW_OBSERVE(seen, x + hw_self())",
     "4: an observable belongs to no agent: it can't use hw_self()"},
    {"an_observable_without_an_end",
     "static int x;\nstatic int f(void) { int n = 0; while (n >= 0) n = n & 1; return n; }\n"
     "HW_THREAD(t) { x = 2; }\nHW_OBSERVE(seen, f())",
     "3: this observable loops too long"},
    {"a_note_with_too_few_arguments", "HW_THREAD(t) {\n\thw_note(\"%d of %d\", 1);\n}",
     "3: hw_note's format and its arguments don't fit"},
    {"a_prepare_of_no_element",
     "static int valid;\nHW_THREAD(t) {\n\thw_prepare(range, &valid, 1);\n}",
     "4: hw_prepare takes the address of an array's element"},
    {"a_lock_without_a_holder",
     "struct s { int v; };\nstatic struct s s;\nHW_THREAD(t) {\n\thw_assert(hw_holds(&s), "
     "\"?\");\n}",
     "5: nothing in 'struct s' says who holds it"},
    {"several_locks_at_once",
     "struct s { int v HW_HOLDER(\"v\"), w HW_HOLDER(\"w\"); };\nstatic struct s s;\n"
     "HW_THREAD(t) {\n\thw_assert(hw_holds(&s), \"?\");\n}",
     "5: 'struct s' holds several locks"},
    {"a_text_that_is_no_literal",
     "static const char text[] = \"far\";\nHW_THREAD(t) {\n\thw_progress(text);\n}",
     "4: this text must be a string literal"},
};

INSTANTIATE_TEST_SUITE_P(Each, RefusedByLowering, testing::ValuesIn(kRefused),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Refused, SizesThatDontFit) {
  const std::string code =
      "HW_PARAM(int, size, 1, 3, 9);\nstatic int x;\nHW_THREAD(t) { x = size; }";
  Options options;
  options.parameters["size"] = {2, 10};
  EXPECT_NE(refusal_of(code, options).find("'size' can't be 2..10"), std::string::npos);
  options.parameters["size"] = {3, 2};
  EXPECT_NE(refusal_of(code, options).find("the range of 'size' is empty"), std::string::npos);
}

}  // namespace
}  // namespace headway::lower

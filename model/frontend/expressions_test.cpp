// How expressions come out: pure trees, temporaries only where an effect needs one, every
// conversion spelled out.
#include <gtest/gtest.h>

#include "model/frontend/snippet.h"

namespace headway::frontend {
namespace {

TEST(Expressions, PureOnesStayTrees) {
  EXPECT_EQ(body_of("ROOT int f(int a, int *p) { return a && p[1] > 2 ? a + *p : !a || p; }"),
            "b0:\nreturn (a && (*(p + 1) > 2)) ? (a + *p) : (!a || p);\n");
}

TEST(Expressions, ConversionsAreSpelledOut) {
  EXPECT_EQ(body_of("ROOT long f(unsigned char c, int i) { return c + i * 2ul; }"),
            "b0:\nreturn (long)(((unsigned long)c) + (((unsigned long)i) * 2));\n");
  EXPECT_EQ(body_of("ROOT _Bool f(long l) { return l; }"), "b0:\nreturn (_Bool)l;\n");
  EXPECT_EQ(
      body_of("ROOT void f(unsigned char c, short s) { c += 300; s <<= c; }"),
      "b0:\nc = (unsigned char)(((int)c) + 300);\ns = (short)(((int)s) << ((int)c));\nreturn;\n");
}

TEST(Expressions, ConstantsAreFolded) {
  EXPECT_EQ(body_of("enum e { A, B = 5 }; struct s { char c; long l; };\n"
                    "ROOT long f(void) { return sizeof(struct s) + B * 2 + "
                    "__builtin_offsetof(struct s, l) - 'a'; }"),
            "b0:\nreturn -63;\n");
  EXPECT_EQ(body_of("ROOT unsigned f(void) { return -1; }"), "b0:\nreturn 4294967295;\n");
}

TEST(Expressions, UnsignedConstantsOfAllBits) {
  EXPECT_EQ(
      body_of(
          "ROOT unsigned long f(int a) { switch (a + 0ul) { case -1: return 0x8000000000000000; } "
          "return -1ul / 3; }"),
      "b0:\nswitch (((unsigned long)a) + 0) { case 18446744073709551615: goto b1; default: goto "
      "b2; }\n"
      "b1:\nreturn 9223372036854775808;\nb2:\nreturn 6148914691236517205;\n");
}

TEST(Expressions, ConstVariablesAreNot) {
  EXPECT_EQ(body_of("static const int n = 3; ROOT int f(void) { return n + 1; }"),
            "b0:\nreturn n + 1;\n");
}

TEST(Expressions, EarlierValuesAreParkedBeforeACall) {
  EXPECT_EQ(body_of("int g(int); ROOT int f(int a) { return a + g(a) * g(2); }"),
            "b0:\n%0 = a;\n%1 = g(a);\n%2 = g(2);\nreturn %0 + (%1 * %2);\n");
  EXPECT_EQ(
      body_of("int g(int, int); int h(void); int v; ROOT void f(int *p) { p[v] = g(v, h()); }"),
      "b0:\n%0 = p + ((long)v);\n%1 = v;\n%2 = h();\n*%0 = g(%1, %2);\nreturn;\n");
}

TEST(Expressions, AResultGoesStraightIntoItsPlace) {
  EXPECT_EQ(
      body_of(
          "long g(void); ROOT long f(void) { long a = g(); a = g(); int i = g(); g(); return i; }"),
      "b0:\ndeclare long a;\na = g();\na = g();\ndeclare int i;\n%0 = g();\ni = (int)%0;\n"
      "g();\nreturn (long)i;\n");
}

TEST(Expressions, ImpureLogicBecomesBranches) {
  EXPECT_EQ(body_of("int g(void); ROOT int f(int a) { if (a && g()) return 1; return 2; }"),
            "b0:\nif (a) goto b1; else goto b3;\nb1:\n%0 = g();\nif (%0) goto b2; else goto b3;\n"
            "b2:\nreturn 1;\nb3:\nreturn 2;\n");
  EXPECT_EQ(body_of("int g(void); ROOT int f(int a) { return a ? g() : 3; }"),
            "b0:\nif (a) goto b1; else goto b2;\nb1:\n%0 = g();\ngoto b3;\nb2:\n%0 = 3;\ngoto b3;\n"
            "b3:\nreturn %0;\n");
}

TEST(Expressions, TheElvisOperatorEvaluatesOnce) {
  EXPECT_EQ(body_of("int v; ROOT int f(int a) { return v ?: a; }"),
            "b0:\n%0 = v;\nreturn %0 ? %0 : a;\n");
}

TEST(Expressions, IncrementsYieldTheRightValue) {
  EXPECT_EQ(body_of("int v; ROOT int f(int a) { v++; return v++ + --a; }"),
            "b0:\nv = v + 1;\n%0 = v;\nv = %0 + 1;\n%1 = a - 1;\na = %1;\nreturn %0 + %1;\n");
}

TEST(Expressions, APlaceThatIsReadAndWrittenIsFoundOnce) {
  EXPECT_EQ(body_of("struct s { struct s *next; int n; }; int v;\n"
                    "ROOT void f(struct s *p, int *q) { p->next->n += 2; q[v]++; p->n--; }"),
            "b0:\n%0 = p->next;\n%0->n = %0->n + 2;\n%1 = q + ((long)v);\n"
            "*%1 = *%1 + 1;\np->n = p->n - 1;\nreturn;\n");
}

TEST(Expressions, CommaAndStatementExpressions) {
  EXPECT_EQ(
      body_of("int g(void); ROOT int f(int a) { return (g(), a) + ({ int x = a; x++; x; }); }"),
      "b0:\ng();\n%0 = a;\ndeclare int x;\nx = a;\nx = x + 1;\nreturn %0 + x;\n");
}

TEST(Expressions, PointersAndPlaces) {
  EXPECT_EQ(body_of("struct s { int a[4]; struct { int x; } in; }; struct s g;\n"
                    "ROOT int f(struct s *p, int i) { int *q = g.a; q = &p->a[i] + 1; q -= i; "
                    "return *&g.in.x + (&g)->a[i] + "
                    "(q - p->a); }"),
            "b0:\ndeclare int * q;\nq = &g.a[0];\nq = &p->a[i] + 1;\nq = q + -((long)i);\n"
            "return (int)(((long)(g.in.x + g.a[i])) + (q - &p->a[0]));\n");
}

TEST(Expressions, UserAddressesAreNumbers) {
  EXPECT_EQ(
      body_of("#define __user __attribute__((address_space(1)))\n"
              "struct s { long a; int b[4]; }; int put(int, int __user *);\n"
              "ROOT void f(struct s __user *p, int i) { put(1, &p->b[i]); p++; }"),
      "b0:\nput(1, (int __user *)((((char __user *)p) + 8) + ((long)i)));\np = p + 1;\nreturn;\n");
}

TEST(Expressions, UnevaluatedOperandsHaveNoEffect) {
  EXPECT_EQ(body_of("int g(void); ROOT int f(int a) { typeof(g()) x = sizeof(g()) + sizeof(a++);"
                    " return __builtin_constant_p(g()) + x; }"),
            "b0:\ndeclare int x;\nx = 8;\nreturn 0 + x;\n");
}

TEST(Expressions, DiscardedReads) {
  EXPECT_EQ(body_of("ROOT void f(int a) { volatile char c = 1; (void)c; (void)a; a + 1; }"),
            "b0:\ndeclare char c;\nc = 1;\n%0 = c;\nreturn;\n");
}

TEST(Expressions, CallsThroughPointers) {
  EXPECT_EQ(
      body_of(
          "struct ops { int (*run)(int); }; int g(int);\n"
          "ROOT int f(const struct ops *o, int (*h)(int)) { (&g)(1); (*h)(2); return o->run(3); }"),
      "b0:\ng(1);\n(*h)(2);\n%0 = (*o->run)(3);\nreturn %0;\n");
}

}  // namespace
}  // namespace headway::frontend

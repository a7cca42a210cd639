// How control flow comes out: blocks in the order of the source, dead ones dropped, labels kept.
#include <gtest/gtest.h>

#include "model/frontend/snippet.h"

namespace headway::frontend {
namespace {

TEST(Statements, Loops) {
  EXPECT_EQ(
      body_of("ROOT void f(int n) { while (n) { if (n == 3) break; n--; } }"),
      "b0:\ngoto b1;\nb1:\nif (n) goto b2; else goto b5;\nb2:\nif (n == 3) goto b3; else goto b4;\n"
      "b3:\ngoto b5;\nb4:\nn = n - 1;\ngoto b1;\nb5:\nreturn;\n");
  EXPECT_EQ(
      body_of("ROOT void f(int n) { do { if (n) continue; n = 1; } while (n < 3); }"),
      "b0:\ngoto b1;\nb1:\nif (n) goto b2; else goto b3;\nb2:\ngoto b4;\nb3:\nn = 1;\ngoto b4;\n"
      "b4:\nif (n < 3) goto b1; else goto b5;\nb5:\nreturn;\n");
  EXPECT_EQ(body_of("ROOT void f(int n) { for (int i = 0; i < n; i++) n--; for (;;) ; }"),
            "b0:\ndeclare int i;\ni = 0;\ngoto b1;\nb1:\nif (i < n) goto b2; else goto b4;\n"
            "b2:\nn = n - 1;\ngoto b3;\nb3:\ni = i + 1;\ngoto b1;\nb4:\ngoto b5;\nb5:\ngoto b6;\n"
            "b6:\ngoto b7;\nb7:\ngoto b5;\n");
}

TEST(Statements, DoWhileZeroRunsOnce) {
  EXPECT_EQ(body_of("ROOT void f(int n) { do n = 1; while (0); }"),
            "b0:\ngoto b1;\nb1:\nn = 1;\ngoto b2;\nb2:\ngoto b3;\nb3:\nreturn;\n");
}

TEST(Statements, Switch) {
  EXPECT_EQ(body_of("ROOT int f(int n) { switch (n) { case 1 ... 3: n = 0; default: n++; break; "
                    "case -7: return 1; }"
                    " return n; }"),
            "b0:\nswitch (n) { case 1 ... 3: goto b1; case -7: goto b3; default: goto b2; }\n"
            "b1:\nn = 0;\ngoto b2;\nb2:\nn = n + 1;\ngoto b4;\nb3:\nreturn 1;\nb4:\nreturn n;\n");
}

TEST(Statements, GotoIntoAndOutOfALoop) {
  EXPECT_EQ(
      body_of("ROOT int f(int n) { if (n) goto in; retry: while (n < 9) { in: n++; if (n == 4) "
              "goto out; } goto retry; out: return n; }"),
      "b0:\nif (n) goto b1; else goto b2;\nb1:\ngoto b6;\nb2:\ngoto b3;\nb3:  // retry\ngoto b4;\n"
      "b4:\nif (n < 9) goto b5; else goto b9;\nb5:\ngoto b6;\nb6:  // in\nn = n + 1;\n"
      "if (n == 4) goto b7; else goto b8;\nb7:\ngoto b10;\nb8:\ngoto b4;\nb9:\ngoto b3;\n"
      "b10:  // out\nreturn n;\n");
}

TEST(Statements, DeadCodeIsNotLookedInto) {
  EXPECT_EQ(body_of("double d; ROOT int f(int n) { if (0) d = n; if (sizeof(int) == 4) return 1; "
                    "else d++; return 1 || d; }"),
            "b0:\ngoto b1;\nb1:\ngoto b2;\nb2:\nreturn 1;\n");
}

TEST(Statements, ALabelInDeadCodeLives) {
  EXPECT_EQ(
      body_of("ROOT int f(int n) { if (n) goto in; if (0) { in: return 2; } return 1; }"),
      "b0:\nif (n) goto b1; else goto b2;\nb1:\ngoto b3;\nb2:\ngoto b4;\nb3:  // in\nreturn 2;\n"
      "b4:\nreturn 1;\n");
}

TEST(Statements, FallingOffTheEnd) {
  EXPECT_EQ(body_of("ROOT int f(int n) { if (n) return 1; }"),
            "b0:\nif (n) goto b1; else goto b2;\nb1:\nreturn 1;\nb2:\nunreachable;\n");
  EXPECT_EQ(body_of("void die(void) __attribute__((noreturn)); ROOT int f(void) { die(); }"),
            "b0:\ndie();\nunreachable;\n");
}

TEST(Statements, InitializersOfLocals) {
  EXPECT_EQ(
      body_of("struct s { int a, b; union { int c; long d; }; int e[3]; };\n"
              "ROOT void f(int n) { struct s s = { .b = n, .e[1] = 2 }; int a[2] = {}; char "
              "t[3] = \"x\"; }"),
      "b0:\ndeclare struct s s;\ns.a = 0;\ns.b = n;\ns.<anonymous>.d = 0;\ns.e[0] = "
      "0;\ns.e[1] = 2;\n"
      "s.e[2] = 0;\ndeclare int[2] a;\na[0] = 0;\na[1] = 0;\ndeclare char[3] t;\nt[0] = 120;\n"
      "t[1] = 0;\nt[2] = 0;\nreturn;\n");
}

TEST(Statements, RecordsAreCopiedWhole) {
  EXPECT_EQ(
      body_of("struct s { int a, b; }; struct s g(struct s);\n"
              "ROOT struct s f(struct s *p) { struct s t = *p; *p = g(t); t = (struct s){ 1, 2 }; "
              "return t; }"),
      "b0:\ndeclare struct s t;\nt = *p;\n%0 = p;\n*%0 = g(t);\ndeclare struct s %1;\n%1.a = 1;\n"
      "%1.b = 2;\nt = %1;\nreturn t;\n");
}

TEST(Statements, CodeInAMacroArgumentIsWhereItWasWritten) {
  const program::Program program = translate(
      "#define CALL(x) ({ before(); \\\n x; })\nint before(void);\nint g(int);\n"
      "ROOT void f(void) {\n  CALL(\n    g(1));\n}");
  const program::Block& block = program.functions.front().blocks.front();
  ASSERT_EQ(block.statements.size(), 2U);
  EXPECT_EQ(block.statements[0].span.line, 6U);
  EXPECT_EQ(block.statements[1].span.line, 7U);
  EXPECT_EQ(block.statements[1].span.column, 5U);
  EXPECT_EQ(block.statements[1].span.end_column, 9U);
}

}  // namespace
}  // namespace headway::frontend

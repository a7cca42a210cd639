// The mutants runner: what is as said passes, and each way to differ is seen. A machine as text
// stands for the good loop; the last tests go through C, where includes must work in the copy.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;

// `turns` is fed by a daemon and ends when it is full.
const char* const kGood = R"(machine good
shared n: 0..3 = 0
thread turns ends { init T; end D
  T -> T: when n < 2 do n := n + 1
  T -> D: when n >= 2 check assert "never too many": n < 3 }
)";

// A patch of that machine's fourth line.
std::string patch(const std::string& head, const std::string& line) {
  return head +
         "--- a/fixed.machine\n+++ b/fixed.machine\n@@ -2,4 +2,4 @@\n"
         " shared n: 0..3 = 0\n"
         " thread turns ends { init T; end D\n"
         "-  T -> T: when n < 2 do n := n + 1\n"
         "+" +
         line + "\n   T -> D: when n >= 2 check assert \"never too many\": n < 3 }\n";
}

const char* const kStuck = "  T -> T: when n < 2 do n := n";
const char* const kTooFar = "  T -> T: when n < 3 do n := n + 1";
const char* const kSame = "  T -> T: when n <= 1 do n := n + 1";

class Mutants : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() /
            ("headway_mutants_" +
             std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(root_);
    write("x1/expected.json", R"({"entry":"X1","title":"an example",)"
                              R"("files":{"fixed.machine":{"*":"holds"}}})");
    write("x1/fixed.machine", kGood);
    write("x1/README.md", "# X1\n## Mutants\n* It adds one more\n  in the same cases.\n");
    mutant("stuck", patch("Nothing is added.\nCaught-by: no-spin, progress\n", kStuck));
    mutant("too-far", patch("It goes on too long.\nCaught-by: assert\n", kTooFar));
    mutant("same", patch("The bound is spelt differently.\nSurvives: It adds one more\n"
                         "in the same cases.\n",
                         kSame));
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }
  void mutant(const std::string& name, const std::string& text) {
    write("x1/mutants/" + name + ".patch", text);
  }

  Said run() { return run_child(HEADWAY_PROGRAM, {"list", "--mutants", root_.string()}); }

  void expect_differs(const std::string& because) {
    const Said said = run();
    EXPECT_EQ(said.status, 1) << said.out << said.err;
    EXPECT_NE(said.out.find("1 differences"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find(because), std::string::npos) << because << "\n" << said.out;
  }

  fs::path root_;
};

TEST_F(Mutants, all_as_said) {
  const Said said = run();
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  EXPECT_EQ(said.out,
            "entry  mutant   expected            found\n"
            "X1     same     survives            survives\n"
            "X1     stuck    no-spin, progress   no-spin, progress\n"
            "X1     too-far  assert              assert\n"
            "3 mutants: 2 caught, 1 survive, 0 differences\n");
  EXPECT_EQ(run().out, said.out);
}

TEST_F(Mutants, the_examples_are_left_as_they_are) {
  run();
  std::ifstream in(root_ / "x1/fixed.machine");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), kGood);
  EXPECT_EQ(std::distance(fs::recursive_directory_iterator(root_), {}), 8);
}

TEST_F(Mutants, one_that_should_be_caught_survives) {
  mutant("same", patch("Spelt differently.\nCaught-by: progress\n", kSame));
  expect_differs("survives   <-- differs");
}

TEST_F(Mutants, one_that_should_survive_is_caught) {
  mutant("stuck", patch("Nothing is added.\nSurvives: the section names stuck\n", kStuck));
  write("x1/README.md", "# X1\n## Mutants\nstuck, and: It adds one more in the same cases.\n");
  expect_differs("progress   <-- differs");
}

TEST_F(Mutants, caught_by_another_property_or_by_more) {
  mutant("stuck", patch("Nothing is added.\nCaught-by: assert\n", kStuck));
  expect_differs("progress   <-- differs");
  mutant("stuck", patch("Nothing is added.\nCaught-by: assert, progress\n", kStuck));
  expect_differs("progress   <-- differs");
}

TEST_F(Mutants, one_that_does_not_apply) {
  mutant("stuck", patch("Nothing is added.\nCaught-by: no-spin, progress\n", kStuck) +
                      "@@ -90,1 +90,1 @@\n-nothing like it\n+x\n");
  expect_differs("does not apply");
}

TEST_F(Mutants, one_without_head) {
  mutant("stuck", patch("", kStuck));
  expect_differs("nothing of what was changed");
  mutant("stuck", patch("Nothing is added.\n", kStuck));
  expect_differs("neither `Caught-by");
  mutant("stuck", patch("Nothing is added.\nCaught-by: no-spin, progress\nSurvives: so\n", kStuck));
  expect_differs("or both");
  mutant("stuck", patch("Nothing is added.\nCaught-by:\n", kStuck));
  expect_differs("caught by nothing");
  mutant("stuck", "Nothing is added.\nCaught-by: no-spin, progress\n");
  expect_differs("changes no file");
}

TEST_F(Mutants, one_of_a_broken_loop) {
  write("x1/broken.machine", kGood);
  std::string text = patch("Nothing is added.\nCaught-by: no-spin, progress\n", kStuck);
  for (std::size_t at; (at = text.find("fixed")) != std::string::npos;)
    text.replace(at, 5, "broken");
  mutant("stuck", text);
  expect_differs("broken.machine, which is no good loop");
}

TEST_F(Mutants, a_survivor_that_the_readme_does_not_explain) {
  write("x1/README.md", "# X1\nIt adds one more in the same cases.\n");
  expect_differs("README does not say why");
}

TEST_F(Mutants, a_paragraph_explains_as_well_as_a_section) {
  write("x1/README.md", "# X1\n*Mutants.* `same` survives: nothing is different.\n");
  EXPECT_EQ(run().status, 0);
}

TEST_F(Mutants, one_that_is_no_model) {
  mutant("stuck", patch("Nothing is added.\nCaught-by: no-spin, progress\n", "  T -> nowhere"));
  expect_differs("refused");
}

TEST_F(Mutants, one_that_a_limit_leaves_open) {
  const Said said =
      run_child(HEADWAY_PROGRAM, {"list", "--mutants", root_.string(), "--max-states", "1"});
  EXPECT_EQ(said.status, 1);
  EXPECT_NE(said.out.find("undecided: "), std::string::npos) << said.out;
}

TEST_F(Mutants, a_good_loop_with_too_few) {
  fs::remove(root_ / "x1/mutants/same.patch");
  expect_differs("at least 3");
  fs::remove_all(root_ / "x1/mutants");
  expect_differs("0 mutants: 0 caught");
}

TEST_F(Mutants, an_entry_without_a_good_loop_needs_none) {
  write("x1/expected.json", R"({"entry":"X1","title":"an example",)"
                            R"("files":{"fixed.machine":{"*":"holds","progress":"violated"}}})");
  fs::remove_all(root_ / "x1/mutants");
  EXPECT_EQ(run().status, 0);
}

// The loop includes a header of its own and one of its neighbour's; mutants change either.
TEST_F(Mutants, c_with_relative_includes) {
  fs::remove_all(root_ / "x1");
  write("x2/shared.h", "#define STEP 1\n");
  write("x1/own.h", "#define LEFT 3\n");
  write(
      "x1/fixed.c",
      "#include <headway.h>\n#include \"own.h\"\n#include \"../x2/shared.h\"\n"
      "static int left = LEFT;\nHW_THREAD(worker)\n{\n\twhile (left > 0)\n\t\tleft -= STEP;\n}\n");
  write("x1/expected.json",
        R"({"entry":"X1","title":"an example","files":{"fixed.c":{"*":"holds"}}})");
  mutant(
      "step",
      "Backwards, until it overflows.\nCaught-by: no-spin, progress\n--- a/fixed.c\n+++ b/fixed.c\n"
      "@@ -6,4 +6,4 @@\n {\n \twhile (left > 0)\n-\t\tleft -= STEP;\n+\t\tleft *= STEP;\n }\n");
  mutant("left",
         "None is left.\nSurvives: left is a survivor\n--- a/own.h\n+++ b/own.h\n"
         "@@ -1 +1 @@\n-#define LEFT 3\n+#define LEFT 0\n");
  mutant("never",
         "It never stops.\nCaught-by: no-spin, progress\n--- a/fixed.c\n+++ b/fixed.c\n"
         "@@ -6,4 +6,4 @@\n {\n-\twhile (left > 0)\n+\twhile (left >= 0)\n"
         "-\t\tleft -= STEP;\n+\t\tleft += 0 * STEP;\n }\n");
  write("x1/README.md", "## Mutants\nleft: there is nothing to do.\n");
  const Said said = run();
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  EXPECT_NE(said.out.find("3 mutants: 2 caught, 1 survive, 0 differences"), std::string::npos)
      << said.out;
}

}  // namespace
}  // namespace headway::cli

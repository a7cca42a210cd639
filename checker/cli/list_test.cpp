// The table of examples: equal rows pass, and each way to differ is seen. Machines as text stand
// for models in C, so that only the table is tested here; the last test goes through a real
// example.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;

// Where n is 0, `spins` goes round for ever while n stands still; beat is set by it and cleared by
// `clock`.
const char* const kSpin = R"(machine spin
shared n: 0..1 = any 0..1
shared beat: 0..1 = 0
thread spins ends { init T; end D; location T label "top"
  T -> T: when n == 0 && beat == 0 do beat := 1 @ "spin.c":3:5 via retry@"spin.c":2:1
  T -> T: when n == 0 && beat == 1
  T -> D: when n == 1 }
daemon clock { init W; location W wait idle
  W -> W: when beat == 1 do beat := 0 }
)";

// Each thread holds what the other waits for.
const char* const kDuel = R"(machine duel
shared a: 0..2 = 0 holder owner label "lock a"
shared b: 0..2 = 0 holder owner label "lock b"
thread left ends { init A; end D; location A wait acquire for a; location B wait acquire for b
  A -> B: when a == 0 do a := 1
  B -> D: when b == 0 do a := 0 }
thread right ends { init A; end D; location A wait acquire for b; location B wait acquire for a
  A -> B: when b == 0 do b := 2
  B -> D: when a == 0 do b := 0 }
)";

class List : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() /
            ("headway_list_" +
             std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(root_);
    fs::create_directories(root_ / "x1-example");
    write("spin.machine", kSpin);
    write("duel.machine", kDuel);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / "x1-example" / name) << text;
  }

  // expected.json with these `files`, then the table.
  Said table(const std::string& files) {
    write("expected.json",
          R"({"entry":"X1","title":"an example","class":"livelock","evidence":"V","files":{)" +
              files + "}}");
    return run_child(HEADWAY_PROGRAM, {"list", "--table", root_.string()});
  }

  void expect_equal(const std::string& files) {
    const Said said = table(files);
    EXPECT_EQ(said.status, 0) << said.out << said.err;
    EXPECT_NE(said.out.find("all as found"), std::string::npos) << said.out;
  }
  void expect_differs(const std::string& files, const std::string& because) {
    const Said said = table(files);
    EXPECT_EQ(said.status, 1) << said.out << said.err;
    EXPECT_NE(said.out.find("differs"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find(because), std::string::npos) << because << "\n" << said.out;
  }
  void expect_refused(const std::string& files, const std::string& because) {
    const Said said = table(files);
    EXPECT_EQ(said.status, 2) << said.out << said.err;
    EXPECT_NE(said.err.find(because), std::string::npos) << because << "\n" << said.err;
  }

  fs::path root_;
};

std::string spin(const std::string& progress) {
  return R"("spin.machine":{"*":"holds","no-spin":"violated","progress":)" + progress + "}";
}
std::string duel(const std::string& deadlock) {
  return R"("duel.machine":{"*":"holds","locks":{"verdict":"violated","because":{"inverted":)"
         R"(["left","right","lock a","lock b"]}},"deadlock":)" +
         deadlock + "}";
}
std::string spin_because(const std::string& because) {
  return spin(R"({"verdict":"violated","level":"none","because":{)" + because + "}}");
}
std::string duel_because(const std::string& because) {
  return duel(R"({"verdict":"violated","because":{)" + because + "}}");
}

TEST_F(List, titles_and_expectations) {
  table(spin(R"({"verdict":"violated","level":"none"})"));
  const Said said = run_child(HEADWAY_PROGRAM, {"list", root_.string()});
  EXPECT_EQ(said.status, 0);
  for (const char* part : {"X1  an example", "livelock", "spin.machine",
                           "progress violated at none", "everything else holds"}) {
    EXPECT_NE(said.out.find(part), std::string::npos) << part << "\n" << said.out;
  }
}

TEST_F(List, all_as_expected) {
  expect_equal(spin_because(R"("loop_visits":["retry","top","spins"],"never_changes":["n"])") +
               "," + duel_because(R"("wait_cycle":["left","right","lock a","lock b"])"));
  expect_equal(spin(R"("violated")"));
}

TEST_F(List, another_verdict) {
  expect_differs(spin(R"("holds")"), "violated");
  expect_differs(duel(R"({"verdict":"undecided"})"), "violated");
  expect_differs(spin(R"({"verdict":"violated","level":"finite"})"), "violated at none");
  expect_differs(R"("spin.machine":{"*":"holds"})", "violated");
  expect_differs(R"("spin.machine":{"progres":"holds"})", "no such property");
}

// Up to which level, how often it tries, how long the lasso is.
TEST_F(List, levels) {
  const auto levels = [&](const std::string& files) {
    table(files);
    return run_child(HEADWAY_PROGRAM, {"list", "--levels", root_.string()});
  };
  const Said equal = levels(spin(R"({"verdict":"violated","level":"none"})"));
  EXPECT_EQ(equal.status, 0) << equal.out << equal.err;
  EXPECT_NE(equal.out.find("X1       spin.machine  fails at none             fails at none"),
            std::string::npos)
      << equal.out;
  EXPECT_NE(equal.out.find("1 files, all as expected"), std::string::npos) << equal.out;
  const Said other = levels(spin(R"({"verdict":"violated","level":"finite"})"));
  EXPECT_EQ(other.status, 1) << other.out << other.err;
  EXPECT_NE(other.out.find("<-- differs"), std::string::npos) << other.out;
  EXPECT_EQ(levels(spin(R"("holds")")).status, 1);
  EXPECT_EQ(levels(spin(R"("violated")")).status, 0);
  EXPECT_EQ(levels(R"("missing.machine":{"*":"holds"})").status, 1);
}

// `clock` is nobody's adversary: where the thread ends in any case it does so at every level.
TEST_F(List, the_strongest_level_is_compared_where_it_is_named) {
  write("ends.machine", "machine finishes\nthread t ends { init A; end D; A -> D }\n");
  const auto ends = [](const std::string& level) {
    return R"("ends.machine":{"*":"holds","progress":{"verdict":"holds","level":"finite","up_to":")" +
           level + "\"}}";
  };
  expect_equal(ends("unrestricted"));
  expect_differs(ends("fair"), "up to level unrestricted, expected fair");
  expect_refused(ends("some"), "level");
  expect_refused(spin(R"({"verdict":"violated","up_to":"none"})"), "only what holds");
}

TEST_F(List, another_reason) {
  expect_differs(spin_because(R"("loop_visits":["retry","bottom"])"), "does not visit `bottom`");
  expect_differs(spin_because(R"("never_changes":["n","beat"])"), "`beat` changes");
  expect_differs(spin_because(R"("never_changes":["m"])"), "nothing is called `m`");
  expect_differs(spin_because(R"("wait_cycle":["lock a"])"), "no deadlock");
  expect_differs(duel_because(R"("wait_cycle":["lock a","lock c"])"), "`lock c`");
  expect_differs(duel_because(R"("inverted":["lock a"])"), "no inverted order of locks");
  expect_differs(R"("duel.machine":{"*":"holds","deadlock":"violated","locks":)"
                 R"({"verdict":"violated","because":{"inverted":["lock c"]}}})",
                 "`lock c`");
  expect_differs(duel_because(R"("loop_visits":["left"])"), "has no loop");
  expect_differs(duel_because(R"("message":"x")"), "no message");
}

TEST_F(List, a_limit_differs_and_says_so) {
  table(duel(R"("violated")"));
  const Said said =
      run_child(HEADWAY_PROGRAM, {"list", "--table", root_.string(), "--max-states", "1"});
  EXPECT_EQ(said.status, 1);
  EXPECT_NE(said.out.find("undecided"), std::string::npos) << said.out;
}

TEST_F(List, a_file_that_is_refused_is_a_difference) {
  write("bad.machine", "machine\n");
  expect_differs(R"("bad.machine":{"*":"holds"})", "refused");
  expect_differs(R"("missing.machine":{"*":"holds"})", "can't read");
}

TEST_F(List, a_model_that_nobody_expects_anything_of_is_a_difference) {
  write("forgotten.c", "");
  expect_differs(spin(R"("violated")"), "does not name this file");
}

TEST_F(List, expectations_are_read_strictly) {
  expect_refused(spin(R"({"verdict":"voilated"})"), "voilated");
  expect_refused(spin(R"({"verdict":"violated","becuase":{}})"), "becuase");
  expect_refused(spin(R"({"verdict":"violated","level":"some"})"), "level");
  expect_refused(spin_because(R"("loop_visit":["x"])"), "loop_visit");
  expect_refused(spin_because(R"("loop_visits":[])"), "empty");
  expect_refused(spin(R"({"verdict":"holds","because":{"loop_visits":["x"]}})"), "because");
  expect_refused("", "files");
  expect_refused(R"("a":)", "expected.json:1:");
}

// A copy of a real example: its table is equal until one word of one reason changes.
TEST_F(List, spin_agrees) {
  write("expected.json",
        R"({"entry":"X1","title":"an example","class":"livelock","evidence":"V","files":{)"
        R"("duel.machine":{"*":"holds","deadlock":"violated"}}})");
  const Said said = run_child(HEADWAY_PROGRAM, {"list", "--spin", root_.string()});
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  EXPECT_NE(said.out.find("yes/yes"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("1 machines of"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("all agree"), std::string::npos) << said.out;
}

// What SPIN can't take is said by name, and where nothing is compared nothing agrees.
TEST_F(List, what_spin_refuses_is_no_agreement) {
  write("wide.machine",
        "machine wide\nshared far: u64 = any 4294967296..4294967297\n"
        "thread t ends { init A; end E; A -> E: when far == 4294967296 }\n");
  write("expected.json",
        R"({"entry":"X1","title":"an example","class":"livelock","evidence":"V","files":{)"
        R"("wide.machine":{"*":"holds"}}})");
  const Said said = run_child(HEADWAY_PROGRAM, {"list", "--spin", root_.string()});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  EXPECT_NE(said.out.find("the variable far exceeds 32 bits"), std::string::npos) << said.out;
}

TEST_F(List, one_changed_because_of_a_real_example_is_seen) {
  const fs::path copy = root_ / "copy";
  fs::copy(fs::path(HEADWAY_SOURCE_DIRECTORY) / "examples" / "a4-writev-zero-iovec-hang", copy,
           fs::copy_options::recursive);
  const Said before = run_child(HEADWAY_PROGRAM, {"list", "--table", copy.string()});
  EXPECT_EQ(before.status, 0) << before.out << before.err;
  std::ifstream in(copy / "expected.json");
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::string word = "\"advance\"";
  ASSERT_NE(text.find(word), std::string::npos);
  text.replace(text.find(word), word.size(), "\"another_function\"");
  std::ofstream(copy / "expected.json") << text;
  const Said after = run_child(HEADWAY_PROGRAM, {"list", "--table", copy.string()});
  EXPECT_EQ(after.status, 1) << after.out << after.err;
  EXPECT_NE(after.out.find("another_function"), std::string::npos) << after.out;
}

}  // namespace
}  // namespace headway::cli

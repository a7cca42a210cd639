// The program as its users meet it: run as a child, by argument vector; exit status and messages.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;

// Two threads take two locks in opposite order; `spins` never ends at all.
const char* const kDuel = R"(machine duel
shared a: 0..2 = 0 holder owner label "lock a"
shared b: 0..2 = 0 holder owner label "lock b"
observe held: i64(a != 0 && b != 0)
thread left ends { init A; end D; location A wait acquire for a; location B wait acquire for b
  A -> B: when a == 0 do a := 1
  B -> D: when b == 0 do a := 0 }
thread right ends { init A; end D; location A wait acquire for b; location B wait acquire for a
  A -> B: when b == 0 do b := 2
  B -> D: when a == 0 do b := 0 }
)";

const char* const kGood = R"(machine good
shared n: 0..200 = 0
observe n: i64(n)
thread count ends { init A; end D
  A -> A: when n < 200 do n := n + 1
  A -> D: when n == 200 }
)";

const char* const kSpin = R"(machine spin
shared n: 0..1 = 0
thread spins ends { init A; end D
  A -> A: when n == 0
  A -> D: when n == 1 }
)";

class Cli : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = fs::temp_directory_path() /
                 ("headway_cli_" +
                  std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / name) << text;
    return (directory_ / name).string();
  }

  static Said headway(const std::vector<std::string>& arguments) {
    return run_child(HEADWAY_PROGRAM, arguments);
  }

  // Exit 2, nothing on stdout, and one error that holds all the parts.
  static void expect_refused(const std::vector<std::string>& arguments,
                             const std::vector<std::string>& parts) {
    const Said said = headway(arguments);
    EXPECT_EQ(said.status, 2) << said.out << said.err;
    EXPECT_EQ(said.out, "");
    std::size_t errors = 0;
    for (std::size_t at = said.err.find("error: "); at != std::string::npos;
         at = said.err.find("error: ", at + 1)) {
      ++errors;
    }
    EXPECT_EQ(errors, 1u) << said.err;
    for (const std::string& part : parts)
      EXPECT_NE(said.err.find(part), std::string::npos) << part << "\n" << said.err;
  }

  fs::path directory_;
};

TEST_F(Cli, help_tells_a_stranger_what_to_do) {
  const Said said = headway({"--help"});
  EXPECT_EQ(said.status, 0);
  for (const char* part : {"retry loops", "headway check loop.c", "Exit status: 0", "check", "dump",
                           "graph", "list"}) {
    EXPECT_NE(said.out.find(part), std::string::npos) << part << "\n" << said.out;
  }
  for (const char* command : {"check", "dump", "graph", "list"}) {
    const Said more = headway({command, "--help"});
    EXPECT_EQ(more.status, 0);
    EXPECT_NE(more.out.find("Examples:"), std::string::npos) << more.out;
  }
  EXPECT_NE(headway({"check", "--help"}).out.find("--max-states"), std::string::npos);
}

TEST_F(Cli, version) {
  const Said said = headway({"--version"});
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.out.rfind("headway ", 0), 0u);
}

TEST_F(Cli, holds) {
  const Said said = headway({"check", write("good.machine", kGood)});
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  EXPECT_EQ(said.err, "");
  const Said terse = headway({"check", "--terse", write("good.machine", kGood)});
  EXPECT_EQ(terse.status, 0);
  EXPECT_EQ(terse.out + terse.err, "");
}

TEST_F(Cli, deadlock_is_violated) {
  const Said said = headway({"check", write("duel.machine", kDuel)});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  EXPECT_NE(said.out.find("lock a"), std::string::npos) << said.out;
}

// Without an end: each round would be a state of its own.
std::string counting(const std::string& reads) {
  return "#include <headway.h>\n"
         "static unsigned long rounds;\n"
         "static int stop;\n"
         "HW_THREAD(t) {\n"
         "\twhile (!stop) {\n"
         "\t\trounds++;\n" +
         reads +
         "\t}\n"
         "}\n"
         "HW_THREAD(u) { stop = 0; }\n"
         "HW_OBSERVE(rounds, rounds)\n";
}

TEST_F(Cli, a_counter_that_only_an_observable_shows_hides_no_livelock) {
  const std::string file = write("counting.c", counting(""));
  const Said said = headway({"check", file, "--max-states", "5000"});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  EXPECT_NE(said.out.find("VIOLATED   progress"), std::string::npos) << said.out;
  EXPECT_EQ(headway({"check", file, "--max-states", "5000", "--no-pass", "slice"}).status, 3);
}

TEST_F(Cli, a_counter_that_a_spec_asks_about_is_kept) {
  const std::string file = write("counting.c", counting(""));
  const std::string spec = write("few.spec",
                                 "spec few \"Few rounds are enough\"\nobserve rounds: int\n"
                                 "property FEW \"Few rounds.\": always rounds < 3\n");
  const Said said = headway({"check", file, "--spec", spec, "--max-states", "5000"});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  EXPECT_NE(said.out.find("VIOLATED   FEW"), std::string::npos) << said.out;
}

TEST_F(Cli, what_is_endless_by_a_counter_says_so) {
  const std::string file =
      write("counting.c", counting("\t\tif (rounds == 1ul << 40)\n\t\t\thw_progress(\"much\");\n"));
  const Said said = headway({"check", file, "--max-states", "5000"});
  EXPECT_EQ(said.status, 3) << said.out << said.err;
  std::string all;
  for (const char letter : said.out)
    if (letter != ' ' && letter != '\n') all += letter;
  EXPECT_NE(all.find("`rounds`onlyevergrows(counting.c:6)andisreadatcounting.c:7"),
            std::string::npos)
      << said.out;
}

TEST_F(Cli, livelock_is_violated_and_can_be_switched_off) {
  const std::string spin = write("spin.machine", kSpin);
  EXPECT_EQ(headway({"check", spin}).status, 1);
  const Said off = headway({"check", spin, "--off", "progress", "--off", "no-spin"});
  EXPECT_EQ(off.status, 0) << off.out << off.err;
  EXPECT_NE(off.out.find("progress is switched off"), std::string::npos) << off.out;
}

TEST_F(Cli, a_limit_leaves_it_undecided) {
  const Said said = headway({"check", write("good.machine", kGood), "--max-states", "100"});
  EXPECT_EQ(said.status, 3) << said.out << said.err;
  EXPECT_NE(said.out.find("--max-states"), std::string::npos) << said.out;
}

TEST_F(Cli, stats_go_to_stderr) {
  const std::string good = write("good.machine", kGood);
  const Said said = headway({"check", good, "--stats"});
  EXPECT_NE(said.err.find("states"), std::string::npos) << said.err;
  EXPECT_EQ(said.out, headway({"check", good}).out);
}

TEST_F(Cli, a_spec_of_the_users) {
  const std::string good = write("good.machine", kGood);
  const std::string spec =
      write("n.spec", "spec n \"n\"\nobserve n: int\nproperty LOW \"n is low.\": always n < 100\n");
  const Said said = headway({"check", good, "--spec", spec});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  EXPECT_NE(said.out.find("LOW"), std::string::npos) << said.out;
  EXPECT_EQ(headway({"check", good, "--spec", spec, "--off", "LOW"}).status, 0);
}

TEST_F(Cli, a_spec_that_the_model_names_is_asked) {
  // The model names write.spec and offers nothing that it observes: that this is refused shows that
  // it is read.
  const std::string text = kGood;
  const std::string after = "machine good\n";
  const auto naming = [&](const std::string& spec) {
    return write(spec + ".machine", after + "spec \"" + spec + "\"\n" + text.substr(after.size()));
  };
  expect_refused({"check", naming("write")},
                 {"write.spec:", "no observable `count`", "it offers: n"});
  expect_refused({"check", naming("nonsense")}, {"`nonsense`", "specs are: "});
}

TEST_F(Cli, an_invariant_of_a_machine_is_asked) {
  const Said said =
      headway({"check", write("inv.machine", std::string(kGood) + "invariant SMALL: n < 200\n")});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  EXPECT_NE(said.out.find("SMALL"), std::string::npos) << said.out;
}

TEST_F(Cli, an_example_is_asked_what_its_spec_asks) {
  const Said said = headway(
      {"check", std::string(HEADWAY_SOURCE_DIRECTORY) + "/examples/good-post-fault/loop.c"});
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  for (const char* id : {"EXACT", "NOSPUR", "MAXP", "The call returns."}) {
    EXPECT_NE(said.out.find(id), std::string::npos) << id << "\n" << said.out;
  }
}

TEST_F(Cli, dump_of_a_machine_parses_again) {
  const std::string good = write("good.machine", kGood);
  for (const std::vector<std::string>& how : {std::vector<std::string>{}, {"--passes"}}) {
    std::vector<std::string> arguments = {"dump", good};
    arguments.insert(arguments.end(), how.begin(), how.end());
    const Said first = headway(arguments);
    ASSERT_EQ(first.status, 0) << first.err;
    const Said second = headway({"dump", write("again.machine", first.out)});
    EXPECT_EQ(second.out, first.out) << second.err;
  }
}

TEST_F(Cli, refusals_on_the_command_line) {
  const std::string good = write("good.machine", kGood);
  expect_refused({}, {"--help"});
  expect_refused({"check"}, {"FILE"});
  expect_refused({"check", good, "--nonsense"}, {"--nonsense"});
  expect_refused({"check", (directory_ / "missing.c").string()}, {"missing.c"});
  expect_refused({"check", directory_.string()}, {"is a directory"});
  expect_refused({"check", good, "--off", "nothing"}, {"nothing", "deadlock"});
  expect_refused({"check", good, "--no-pass", "nothing"}, {"nothing", "passes are:"});
  expect_refused({"check", good, "--set", "count=3"}, {"count"});
  expect_refused({"check", good, "--spec", "no.spec"}, {"no.spec"});
  expect_refused({"list", directory_.string()}, {"no examples"});
  expect_refused({"list", (directory_ / "missing").string()}, {"missing"});
}

TEST_F(Cli, a_machine_that_does_not_parse_shows_its_line) {
  expect_refused({"check", write("bad.machine",
                                 "machine bad\nthread t ends { init A; A -> B: when nobody }\n")},
                 {"bad.machine:2:", "nobody", "^"});
}

TEST_F(Cli, a_spec_with_an_unknown_observable_shows_the_names) {
  const std::string spec = write("m.spec", "spec m \"m\"\nobserve m: int\n");
  expect_refused({"check", write("good.machine", kGood), "--spec", spec},
                 {"m.spec:2:9", "observe m: int", "^", "it offers: n"});
}

// ---- C

TEST_F(Cli, c_syntax_error) {
  expect_refused({"check", write("bad.c", "#include <headway.h>\nHW_THREAD(t) { int x = ; }\n")},
                 {"bad.c:2:", "^"});
}

TEST_F(Cli, c_that_is_not_supported) {
  expect_refused(
      {"check",
       write("asm.c", "#include <headway.h>\nHW_THREAD(t)\n{\n\tasm volatile(\"nop\");\n}\n")},
      {"asm.c:4:", "asm", "^"});
}

TEST_F(Cli, neither_thread_nor_harness_lists_the_harnesses) {
  expect_refused({"check", write("none.c", "int f(int x) { return x; }\n")},
                 {"HW_THREAD", "HW_HARNESS", "buffered_write"});
}

TEST_F(Cli, a_small_model_in_c) {
  const std::string file = write("small.c",
                                 "#include <headway.h>\n"
                                 "static int left = 3;\n"
                                 "HW_OBSERVE(left, left)\n"
                                 "HW_THREAD(worker)\n"
                                 "{\n"
                                 "\twhile (left > 0)\n"
                                 "\t\tleft--;\n"
                                 "}\n");
  const Said said = headway({"check", file});
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  const Said program = headway({"dump", "--stage=program", file});
  EXPECT_EQ(program.status, 0) << program.err;
  EXPECT_NE(program.out.find("worker"), std::string::npos) << program.out;
  const Said machine = headway({"dump", "--stage=machine", file});
  EXPECT_EQ(machine.status, 0) << machine.err;
  EXPECT_NE(machine.out.find("thread worker"), std::string::npos) << machine.out;
  const Said promela = headway({"dump", "--passes", "--stage=promela", file});
  EXPECT_EQ(promela.status, 0) << promela.err;
  EXPECT_NE(promela.out.find("active proctype p0()  /* worker */"), std::string::npos)
      << promela.out;
}

TEST_F(Cli, a_check_of_an_unknown_property_is_refused) {
  const std::string file = write("odd.c",
                                 "#include <headway.h>\n"
                                 "static int x;\n"
                                 "HW_THREAD(worker)\n"
                                 "{\n"
                                 "\thw_require(\"lcoks\", x == 1, \"misspelt\");\n"
                                 "}\n");
  expect_refused({"check", file}, {"lcoks", "locks"});
}

TEST_F(Cli, the_same_bytes_twice) {
  const std::string duel = write("duel.machine", kDuel);
  EXPECT_EQ(headway({"check", duel}).out, headway({"check", duel}).out);
}

// Every property would hold, and mean nothing.
TEST_F(Cli, a_model_without_a_run_is_refused) {
  expect_refused({"check", write("none.c",
                                 "#include <headway.h>\nstatic int a;\n"
                                 "HW_INIT(i) { a = hw_flip(); hw_assume(a == 2); }\n"
                                 "HW_THREAD(t) { for (;;); }\n")},
                 {"no initial state"});
  expect_refused(
      {"check",
       write("stuck.c", "#include <headway.h>\nHW_THREAD(t) { hw_assume(hw_flip() == 2); }\n")},
      {"no run"});
}

TEST_F(Cli, sizes_and_choices_out_of_range_are_refused) {
  const std::string sized = write("sized.c",
                                  "#include <headway.h>\nHW_PARAM(unsigned char, m, 0, 2, 200);\n"
                                  "HW_THREAD(t) { hw_assert(m < 201, \"small\"); }\n");
  expect_refused({"check", "--set", "m=300", sized}, {"'m' can't be 300..300", "unsigned char"});
  expect_refused({"check", "--set", "m=201", sized}, {"at most 200"});
  EXPECT_EQ(headway({"check", "--set", "m=0..200", sized}).status, 0);
  expect_refused({"check", write("wide.c",
                                 "#include <headway.h>\nstatic long x;\n"
                                 "HW_THREAD(t) { x = hw_choose(0, 200000000); }\n")},
                 {"too many values"});
}

TEST_F(Cli, the_scope_names_what_is_left_out_of_account) {
  const Said said =
      headway({"check", write("bits.c",
                              "#include <headway.h>\nstatic struct { unsigned a : 2, b : 2; } x;\n"
                              "HW_THREAD(t) { x.a = 1; }\nHW_THREAD(u) { x.b = 1; }\n")});
  EXPECT_NE(said.out.find("bit-fields of one word"), std::string::npos) << said.out;
}

}  // namespace
}  // namespace headway::cli

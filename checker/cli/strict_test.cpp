// What no run met: named where it is so, silent where it is not, and counted with --strict only.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;

class Strict : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() /
            ("headway_strict_" +
             std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
    return (root_ / name).string();
  }
  // The sentences of the report's `vacuity`; the exit status with --strict goes with them.
  std::vector<std::string> vacuity(const std::string& file, const std::string& spec = "") {
    const std::string json = (root_ / "report.json").string();
    std::vector<std::string> arguments{"check", "--json", json, file};
    if (!spec.empty()) arguments.insert(arguments.end(), {"--spec", write("s.spec", spec)});
    const Said plain = run_child(HEADWAY_PROGRAM, arguments);
    EXPECT_EQ(plain.status, 0) << plain.out << plain.err;
    std::ifstream in(json);
    report_ = nlohmann::json::parse(in);
    std::vector<std::string> sentences = report_.at("vacuity");
    arguments.push_back("--strict");
    arguments.push_back("--terse");
    const Said strict = run_child(HEADWAY_PROGRAM, arguments);
    EXPECT_EQ(strict.status, sentences.empty() ? 0 : 1) << strict.out << strict.err;
    EXPECT_EQ(strict.out.empty(), sentences.empty()) << strict.out;
    return sentences;
  }

  fs::path root_;
  nlohmann::json report_;
};

using Sentences = std::vector<std::string>;

const char* const kLoop = R"(#include <headway.h>
static int shared;
HW_PARAM(int, rounds, 1, 1, 9);
HW_OBSERVE(shared, shared)
static int step(int k)
{
	if (k > 7) {
		shared = 7;
		return -1;
	}
	shared = shared + 1;
	return 0;
}
static int loop(void)
{
	int k = 0;

	while (k < rounds) {
		if (step(k))
			return -1;
		k = k + 1;
	}
	if (shared == 5)
		goto out;
	shared = 0;
out:
	return 0;
}
HW_THREAD(t) { HW_CALL(work, loop()); }
)";

// A jump by itself is no step of the machine: `goto out` is known to nobody.
TEST_F(Strict, lines_never_executed) {
  const std::string file = write("loop.c", kLoop);
  EXPECT_EQ(vacuity(file), (Sentences{"never executed: loop.c:8–9: “shared = 7;”",
                                      "never executed: loop.c:20: “return -1;”"}));
  EXPECT_EQ(report_.at("coverage").at("never_executed").at(0).at("first"), 8);
  EXPECT_EQ(report_.at("coverage").at("never_executed").at(0).at("last"), 9);
}

TEST_F(Strict, what_runs_is_not_named) {
  std::string text = kLoop;
  text.replace(text.find("1, 1, 9"), 7, "1, 9, 9");
  EXPECT_EQ(vacuity(write("loop.c", text)), Sentences{});
}

TEST_F(Strict, loops_that_never_go_round) {
  const std::string file = write("loop.c", R"(#include <headway.h>
static int shared;
HW_PARAM(int, tries, 0, 0, 9);
HW_THREAD(t)
{
	int k = 0;

again:
	shared = shared + 1;
	if (k < tries) {
		k = k + 1;
		goto again;
	}
	for (k = 0; k < 2; k = k + 1)
		shared = 0;
}
)");
  EXPECT_EQ(vacuity(file),
            (Sentences{"never executed: loop.c:11–12: “k = k + 1;”",
                       "the loop never goes round: loop.c:9: “shared = shared + 1;”"}));
}

const char* const kMachine = R"(machine m
shared n: 0..2 = 0
observe n: i64(n)
thread t ends { init A; end D
  A -> B: call work
  B -> C: do n := 1
  C -> D: return work with 0 }
adversary nature { init A; A -> A: when n == 2 do n := 0 note "never" }
)";

TEST_F(Strict, triggers_that_never_happen) {
  std::string text = kMachine;
  text.replace(text.find("n == 2 do"), 9, "n == 1 do");
  const std::string file = write("m.machine", text);
  EXPECT_EQ(vacuity(file,
                    "spec s \"\" observe n: int property P \"\": at return of work: n == 7 if "
                    "result < 0 property Q \"\": always n == 2 implies false property R \"\": "
                    "at return of work: (n == 1 implies result == 0) and n < 2"),
            (Sentences{"P asks nothing: never result < 0", "Q asks nothing: never n == 2"}));
  EXPECT_EQ(vacuity(file,
                    "spec s \"\" observe n: int property R \"\": at return of work: n == 1 "
                    "implies result == 0"),
            Sentences{});
}

TEST_F(Strict, adversaries_covers_and_returns) {
  const std::string file = write("m.machine", kMachine);
  EXPECT_EQ(vacuity(file, "spec s \"\" observe n: int cover two \"n is two\": n == 2"),
            (Sentences{"cover two never met: n is two", "nature never acts"}));
  const std::string endless = write("e.machine", R"(machine m
thread t { init A
  A -> B: call work
  B -> B: progress
  B -> C: when false
  C -> A: return work with 0 }
)");
  EXPECT_EQ(vacuity(endless,
                    "spec s \"\" property P \"\": at return of work: result == 0 if result "
                    "== 1"),
            Sentences{"P is never judged: no call returns"});
}

TEST_F(Strict, a_violation_is_one_and_a_limit_three) {
  const std::string file = write("m.machine", kMachine);
  const std::string wrong =
      write("w.spec", "spec s \"\" observe n: int property P \"\": always n < 1");
  EXPECT_EQ(run_child(HEADWAY_PROGRAM, {"check", "--strict", "--spec", wrong, file}).status, 1);
  EXPECT_EQ(run_child(HEADWAY_PROGRAM, {"check", "--strict", "--max-states", "1", file}).status, 3);
}

// Events reach the ghosts of specs from C, lists too.
TEST_F(Strict, events_and_lists_of_c) {
  const std::string file = write("events.c", R"(#include <headway.h>
static int page[2];
HW_OBSERVE_EACH(resident, 2, p, page[p] == 1)
static int loop(void)
{
	for (int k = 0; k < 2; k++) {
		hw_event(probe);
		hw_atomic {
			page[k] = 1;
			hw_event(map);
		}
	}
	return 0;
}
HW_THREAD(t) { HW_CALL(work, loop()); }
)");
  const std::string spec =
      "spec s \"\" observe resident: bool[] ghost mapped: int = 0 on map do mapped + 1 "
      "property P \"\": at return of work: forall p in resident: resident[p] and p < mapped "
      "property N \"\": count(probe) <= ";
  EXPECT_EQ(vacuity(file, spec + "2"), Sentences{});
  const Said said =
      run_child(HEADWAY_PROGRAM, {"check", "--spec", write("s.spec", spec + "1"), file});
  EXPECT_EQ(said.status, 1) << said.out << said.err;
  const Said unknown = run_child(
      HEADWAY_PROGRAM,
      {"check", "--spec", write("u.spec", "spec s \"\" property N \"\": count(prob) <= 1"), file});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.err.find("the model has no event `prob`"), std::string::npos) << unknown.err;
  EXPECT_NE(unknown.err.find("its events are: call of work, map, probe, return of work"),
            std::string::npos)
      << unknown.err;
}

}  // namespace
}  // namespace headway::cli

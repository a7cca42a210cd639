// The table of options, and how their values are read.
#include <gtest/gtest.h>

#include <algorithm>

#include "checker/cli/command_line.h"
#include "model/source/error.h"

namespace headway::cli {
namespace {

Options parsed(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "headway");
  const auto asked = parse_command_line(static_cast<int>(arguments.size()), arguments.data());
  return std::get<Invocation>(asked).options;
}

std::string refused(const std::vector<const char*>& arguments) {
  try {
    parsed(arguments);
  } catch (const source::InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Options, the_tables_are_sorted_and_consistent) {
  const auto by_flag = [](const Option& a, const Option& b) { return a.flag < b.flag; };
  EXPECT_TRUE(std::is_sorted(all_options().begin(), all_options().end(), by_flag));
  const auto by_name = [](const Command& a, const Command& b) { return a.name < b.name; };
  EXPECT_TRUE(std::is_sorted(all_commands().begin(), all_commands().end(), by_name));
  for (const Option& option : all_options()) {
    for (const std::string_view name : option.commands) {
      EXPECT_TRUE(std::any_of(all_commands().begin(), all_commands().end(),
                              [&](const Command& command) { return command.name == name; }))
          << option.flag;
    }
  }
}

TEST(Options, values) {
  const Options options =
      parsed({"check", "--set", "a=1..4", "--set", "b=-2", "--max-states", "100", "--max-memory",
              "2G", "--timeout", "1500ms", "--off", "ub", "--spec", "x.spec", "loop.c"});
  EXPECT_EQ(options.path, "loop.c");
  EXPECT_EQ(options.parameters.at("a"), (machine::Range{1, 4}));
  EXPECT_EQ(options.parameters.at("b"), (machine::Range{-2, -2}));
  EXPECT_EQ(options.limits.max_states, 100u);
  EXPECT_EQ(options.limits.max_memory, 2ull << 30);
  EXPECT_EQ(options.limits.timeout.count(), 1500);
  EXPECT_EQ(options.off, std::vector<std::string>{"ub"});
  EXPECT_EQ(options.specs, std::vector<std::string>{"x.spec"});
}

TEST(Options, an_option_takes_one_value) {
  EXPECT_EQ(parsed({"check", "--spec", "x.spec", "loop.c"}).path, "loop.c");
}

TEST(Options, values_that_are_refused) {
  EXPECT_EQ(refused({"check", "l.c", "--set", "a"}), "--set can't be `a`");
  EXPECT_EQ(refused({"check", "l.c", "--set", "a=4..1"}), "--set can't be `a=4..1`");
  EXPECT_EQ(refused({"check", "l.c", "--set", "a=1x"}), "--set can't be `a=1x`");
  EXPECT_EQ(refused({"check", "l.c", "--set", "a=1", "--set", "a=2"}), "--set gives a twice");
  EXPECT_EQ(refused({"check", "l.c", "--max-memory", "2X"}), "--max-memory can't be `2X`");
  EXPECT_EQ(refused({"check", "l.c", "--max-memory", "99999999999G"}),
            "--max-memory can't be `99999999999G`");
  EXPECT_EQ(refused({"check", "l.c", "--max-states", "0"}), "--max-states can't be `0`");
  EXPECT_EQ(refused({"check", "l.c", "--timeout", "soon"}), "--timeout can't be `soon`");
  EXPECT_EQ(refused({"check", "l.c", "--color", "red"}), "--color can't be `red`");
  EXPECT_NE(refused({"check", "l.c", "--nonsense"}).find("--nonsense"), std::string::npos);
  EXPECT_NE(refused({"check"}), "");
  EXPECT_NE(refused({}), "");
  EXPECT_NE(refused({"chek", "l.c"}), "");
}

TEST(Options, an_option_belongs_to_its_commands_only) {
  EXPECT_NE(refused({"list", "--set", "a=1"}).find("--set"), std::string::npos);
  EXPECT_NE(refused({"check", "l.c", "--table"}).find("--table"), std::string::npos);
}

TEST(Options, the_graver_status_wins) {
  EXPECT_EQ(graver(kHolds, kUndecided), kUndecided);
  EXPECT_EQ(graver(kUndecided, kViolated), kViolated);
  EXPECT_EQ(graver(kViolated, kWrongInput), kWrongInput);
  EXPECT_EQ(graver(kInternalError, kWrongInput), kInternalError);
}

}  // namespace
}  // namespace headway::cli

// What the README promises, held against the built program: every command that it shows with its
// output, the loop that holds and what was explored of it, the lines by which a hang and a deadlock
// are told, and the self-tests of the environment.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// A console block: the command behind the prompt, and what it prints.
struct Block {
  std::string command;
  std::string output;
};

// Blocks with one command and its output; several commands in a row are only shown.
std::vector<Block> shown_blocks(const std::string& markdown) {
  std::vector<Block> blocks;
  bool inside = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) {
      inside = line == "```console";
      if (inside) blocks.emplace_back();
    } else if (inside && line.starts_with("$ ")) {
      blocks.back().command = line.substr(2);
    } else if (inside) {
      blocks.back().output += line + "\n";
    }
  }
  std::erase_if(blocks, [](const Block& block) { return block.output.empty(); });
  return blocks;
}

Said headway(const std::vector<std::string>& arguments) {
  return run_child(HEADWAY_PROGRAM, arguments);
}

TEST(Promise, TheReadmeShowsWhatIsPrinted) {
  const std::vector<Block> blocks = shown_blocks(read("README.md"));
  ASSERT_GE(blocks.size(), 3u);
  for (const Block& block : blocks) {
    std::istringstream words(block.command);
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) arguments.push_back(word);
    ASSERT_EQ(arguments.front(), "build/headway");
    arguments.erase(arguments.begin());
    EXPECT_EQ(headway(arguments).out, block.output) << block.command;
  }
}

// Segments [0][3][1 bad][2] over two pages and a bad one: the loop returns 3, and each choice was
// explored.
TEST(Promise, ThePostFaultLoopReturnsThreeWhateverIsChosen) {
  const fs::path spec = fs::path(testing::TempDir()) / "three.spec";
  std::ofstream(spec) << "spec three \"s\"\nproperty THREE \"t\": at return of write: result == 3\n"
                         "property TWO \"t\": at return of write: result == 2\n";
  const std::string loop = "examples/good-post-fault/loop.c";
  const Said said =
      headway({"check", "--define", "HW_REMEMBER_BEGINNING", "--spec", spec.string(), loop});
  EXPECT_EQ(said.status, 1) << said.err;  // TWO
  EXPECT_NE(said.out.find("holds      progress"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("holds      THREE"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("VIOLATED   TWO"), std::string::npos) << said.out;
  EXPECT_NE(said.out.find("covers: all 12 met"), std::string::npos) << said.out;
}

TEST(Promise, AnEmptySegmentHangsInALoopOfAFewLines) {
  const Said said = headway({"check", "examples/a4-writev-zero-iovec-hang/broken.c"});
  EXPECT_EQ(said.status, 1);
  EXPECT_NE(said.out.find("(level none)"), std::string::npos) << said.out;
  const std::vector<std::string> lines = lines_of(said.out);
  const auto at = [&](const std::string& start) {
    return std::find_if(lines.begin(), lines.end(),
                        [&](const std::string& line) { return line.starts_with(start); });
  };
  const auto loop = at("  loop:"), after = at("  what the loop repeats");
  ASSERT_TRUE(loop != lines.end() && after != lines.end()) << said.out;
  EXPECT_LE(after - loop - 1, 12) << said.out;
  EXPECT_GE(after - loop - 1, 1) << said.out;
}

TEST(Promise, TheFolioDeadlockNamesHolderWaiterAndLines) {
  const Said said = headway({"check", "examples/a1-gpw-write-deadlock/broken-same-page.c"});
  EXPECT_EQ(said.status, 1);
  for (const char* words :
       {"writer holds folio lock", "taken at", "waits for the same lock", "confirmed:"}) {
    std::string unfolded = said.out;
    for (std::size_t i = 0; (i = unfolded.find("\n      ", i)) != std::string::npos;)
      unfolded.replace(i, 7, " ");
    EXPECT_NE(unfolded.find(words), std::string::npos) << words << '\n' << said.out;
  }
}

TEST(Promise, TheEnvironmentPassesItsSelfTests) {
  std::size_t tested = 0;
  for (const auto& entry : fs::directory_iterator("model/kernel/selftest")) {
    if (entry.path().extension() != ".c") continue;
    ++tested;
    const Said said = headway({"check", "--terse", entry.path().string()});
    EXPECT_EQ(said.status, 0) << entry.path() << '\n' << said.out << said.err;
  }
  EXPECT_GE(tested, 5u);
}

TEST(Promise, TheEnvironmentFindsWhatItsBrokenSelfTestsDo) {
  const Said said = headway({"list", "--table", "model/kernel/selftest"});
  EXPECT_EQ(said.status, 0) << said.out << said.err;
  EXPECT_NE(said.out.find("drops-the-callers-lock.c"), std::string::npos) << said.out;
}

}  // namespace
}  // namespace headway::cli

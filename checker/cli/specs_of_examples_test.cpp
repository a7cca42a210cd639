// Every model of the corpus is asked what its family owes: each file names a spec that asks
// something, and the broken files of an entry name the same ones as its fixed files, so that no
// loop is good because less is asked of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = HEADWAY_SOURCE_DIRECTORY;

using Names = std::set<std::string>;

// As the machine text says it: `spec "write"`.
Names specs_of(const fs::path& file) {
  const Said said = run_child(HEADWAY_PROGRAM, {"dump", "--stage=machine", file.string()});
  EXPECT_EQ(said.status, 0) << file << said.err;
  Names names;
  std::istringstream lines(said.out);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("spec \"")) continue;
    names.insert(line.substr(6, line.rfind('"') - 6));
  }
  return names;
}

bool asks_something(const std::string& spec) {
  std::ifstream in(kRoot / "specs" / (spec + ".spec"));
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("property progress ")) return true;
  }
  return false;
}

TEST(SpecsOfExamples, broken_and_fixed_are_asked_the_same) {
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(kRoot / "examples")) {
    std::ifstream in(entry.path() / "expected.json");
    if (!in) continue;
    ++entries;
    std::set<Names> broken, fixed;
    const auto expected = nlohmann::json::parse(in);
    for (const auto& [file, wanted] : expected.at("files").items()) {
      const Names specs = specs_of(entry.path() / file);
      EXPECT_TRUE(std::any_of(specs.begin(), specs.end(), asks_something))
          << entry.path() / file << " names no spec of its family";
      if (file.starts_with("broken")) broken.insert(specs);
      if (file.starts_with("fixed")) fixed.insert(specs);
    }
    if (!broken.empty() && !fixed.empty()) {
      EXPECT_TRUE(broken == fixed) << entry.path() << ": broken and fixed name different specs";
    }
  }
  EXPECT_GE(entries, 40U);
}

}  // namespace
}  // namespace headway::cli

// `headway check --json` on real models: every example's report is what the schema says, and the
// same from run to run but for time and memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "checker/cli/child.h"
#include "checker/report/schema_for_test.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const std::string kExamples = std::string(HEADWAY_SOURCE_DIRECTORY) + "/examples";

std::vector<std::string> models() {
  std::vector<std::string> files;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(kExamples)) {
    if (file.path().extension() == ".c") files.push_back(file.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Said check(const std::string& file, const std::string& json_file = "-",
           std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"check", file, "--json", json_file});
  return run_child(HEADWAY_PROGRAM, more);
}

TEST(JsonOfExamples, is_what_the_schema_says) {
  ASSERT_GE(models().size(), 5u);
  for (const std::string& file : models()) {
    const Said said = check(file);
    ASSERT_TRUE(json::accept(said.out)) << file << "\n" << said.out << said.err;
    const json report = json::parse(said.out);
    EXPECT_EQ(report::schema_errors(report), "") << file;
    EXPECT_EQ(report["exit"], said.status) << file;
    EXPECT_EQ(report["inputs"], json({file}));
  }
}

TEST(JsonOfExamples, a_limit_is_reported_too) {
  const Said said = check(kExamples + "/good-post-fault/loop.c", "-", {"--max-states", "5"});
  EXPECT_EQ(said.status, 3);
  const json report = json::parse(said.out);
  EXPECT_EQ(report::schema_errors(report), "");
  EXPECT_EQ(report["properties"][0]["verdict"], "undecided");
  EXPECT_NE(report["properties"][0]["reason"].dump().find("--max-states"), std::string::npos);
}

TEST(JsonOfExamples, only_time_and_memory_differ_from_run_to_run) {
  const std::string file = kExamples + "/b3-gfs2-endless-write/broken.c";
  json first = json::parse(check(file).out), second = json::parse(check(file).out);
  for (json* report : {&first, &second}) {
    (*report)["stats"].erase("seconds");
    (*report)["stats"].erase("bytes");
  }
  EXPECT_EQ(first.dump(), second.dump());
}

TEST(JsonOfExamples, a_file_leaves_the_text_as_it_is) {
  const std::string file = kExamples + "/b3-gfs2-endless-write/broken.c";
  const std::string out = testing::TempDir() + "headway_report.json";
  const Said said = check(file, out);
  EXPECT_EQ(said.status, 1);
  EXPECT_EQ(said.out, run_child(HEADWAY_PROGRAM, {"check", file}).out);
  std::ifstream in(out);
  EXPECT_EQ(report::schema_errors(json::parse(in)), "");
  fs::remove(out);
}

TEST(JsonOfExamples, a_file_that_can_not_be_written_is_refused_before_anything_runs) {
  const Said said = check(kExamples + "/good-post-fault/loop.c", "/nowhere/report.json");
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.out, "");
  EXPECT_NE(said.err.find("/nowhere/report.json"), std::string::npos) << said.err;
}

}  // namespace
}  // namespace headway::cli

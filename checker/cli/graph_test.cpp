// `headway graph` on real models: Graphviz takes every picture, and it shows what a reader looks
// for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "checker/cli/child.h"

namespace headway::cli {
namespace {

namespace fs = std::filesystem;

const std::string kExamples = std::string(HEADWAY_SOURCE_DIRECTORY) + "/examples";

Said graph(const std::string& file, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"graph", file});
  return run_child(HEADWAY_PROGRAM, more);
}

std::vector<std::string> models() {
  std::vector<std::string> files;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(kExamples)) {
    if (file.path().extension() == ".c") files.push_back(file.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void expect_has(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

void expect_parses(const std::string& picture, const std::string& whose) {
  const Said canon = run_child("dot", {"-Tcanon"}, picture);
  EXPECT_EQ(canon.status, 0) << whose << canon.err;
  EXPECT_EQ(canon.err, "") << whose;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

TEST(Graph, graphviz_takes_every_example) {
  ASSERT_GE(models().size(), 5u);
  for (const std::string& file : models()) {
    const Said said = graph(file);
    ASSERT_EQ(said.status, 0) << file << said.err;
    expect_parses(said.out, file);
  }
}

TEST(Graph, with_the_environment_and_again) {
  for (const char* name : {"/good-post-fault/loop.c", "/b3-gfs2-endless-write/broken.c"}) {
    for (const std::vector<std::string>& how : {std::vector<std::string>{}, {"--environment"}}) {
      const Said said = graph(kExamples + name, how);
      expect_parses(said.out, name);
      EXPECT_EQ(said.out, graph(kExamples + name, how).out) << name;
    }
  }
}

TEST(Graph, the_post_fault_loop) {
  const std::string text = graph(kExamples + "/good-post-fault/loop.c").out;
  expect_has(text, {"thread writer", "adversary reclaim", "post_fault_write", "<b>retry:</b>",
                    "goto retry;", "break;", "+ folio lock", "− folio lock",
                    "fault_in_iov_iter_readable(i, bytes) == bytes", "attempts: range",
                    "prepares: exec, range", "page … evicted", "bytes were written"});
  // What the environment does inside is not drawn.
  EXPECT_EQ(text.find("hw_install_page"), std::string::npos);
  // A page can be read: not more boxes than that.
  EXPECT_LE(count(text, "fillcolor=\"#ffffff\" label="), 25u);
  expect_has(graph(kExamples + "/good-post-fault/loop.c", {"--environment"}).out,
             {"hw_fault_in_iov_iter", "hw_handle_fault"});
}

TEST(Graph, calls_of_the_users_own_functions_are_clusters) {
  const std::string text = graph(kExamples + "/b3-gfs2-endless-write/broken.c").out;
  expect_has(text, {"label=\"gfs2_style_write\"", "label=\"write_under_glock, called in line",
                    "+ inode_glock", "− inode_glock"});
}

TEST(Graph, a_negated_call_keeps_its_sides) {
  const std::string file = testing::TempDir() + "headway_negated.c";
  std::ofstream(file) << "#include <headway.h>\n"
                         "static int x;\n"
                         "static int f(void) { x++; return hw_flip(); }\n"
                         "HW_THREAD(t)\n{\n"
                         "\tif (!f())\n"
                         "\t\tx = 10;\n"
                         "\telse\n"
                         "\t\tx = 20;\n"
                         "}\n";
  const std::string text = graph(file).out;
  // The box of `x = 10` is where "yes" leads.
  const auto id_of = [&](const std::string& code) {
    const std::size_t at = text.find(code);
    const std::size_t line = text.rfind('\n', at) + 1;
    const std::size_t from = text.find('"', line);
    return text.substr(from, text.find('"', from + 1) - from + 1);
  };
  expect_has(text, {"-> " + id_of("x = 10;") + " [label=< yes",
                    "-> " + id_of("x = 20;") + " [label=< no"});
  fs::remove(file);
}

TEST(Graph, svg_and_output) {
  const std::string file = kExamples + "/good-post-fault/loop.c";
  const Said svg = graph(file, {"--format=svg"});
  EXPECT_EQ(svg.status, 0) << svg.err;
  expect_has(svg.out, {"<svg", "post_fault_write", "</svg>"});
  const std::string out = testing::TempDir() + "headway_graph.svg";
  EXPECT_EQ(graph(file, {"--format=svg", "--output", out}).out, "");
  std::ifstream in(out);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), svg.out);
  fs::remove(out);
  const Said refused = graph(file, {"--output", "/nowhere/x.dot"});
  EXPECT_EQ(refused.status, 2);
  expect_has(refused.err, {"/nowhere/x.dot"});
}

TEST(Graph, a_missing_dot_is_said) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const Said said = graph(kExamples + "/good-post-fault/loop.c", {"--format=svg"});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(said.status, 2);
  expect_has(said.err, {"`dot` is missing", "graphviz"});
  EXPECT_EQ(said.out, "");
}

}  // namespace
}  // namespace headway::cli

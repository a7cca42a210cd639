// Data flows one way: each room may include only what its row of this table allows. The scan reads
// `#include` lines as text, so that it also sees what no build of today compiles. Headers of third
// parties stay in the rooms that own them. Tests may look into any room (differential tests must),
// but not at third parties that are not theirs.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Room {
  std::string_view directory;
  std::vector<std::string_view>
      includes;  // rooms, or single headers; every room includes itself and model/source
  std::vector<std::string_view> third_party;  // prefixes of <…>; C++ itself is free to all
};

const std::vector<Room> kRooms = {
    {"checker/audit", {"checker/property", "checker/symbolic/solver.h", "model/machine"}, {}},
    {"checker/cli",
     {"checker/audit", "checker/explicit", "checker/property", "checker/report", "checker/symbolic",
      "model/frontend", "model/lower", "model/machine", "model/passes", "model/program",
      "model/promela"},
     {"CLI/", "nlohmann/", "sys/", "unistd.h"}},
    {"checker/explicit", {"checker/property", "model/machine"}, {"llvm/", "sys/", "unistd.h"}},
    {"checker/main.cpp", {"checker/cli"}, {}},
    {"checker/property", {"model/machine"}, {}},
    {"checker/report",
     {"checker/audit/audit.h", "checker/audit/lasso_truth.h", "checker/property", "model/machine"},
     {"nlohmann/"}},
    {"checker/symbolic", {"checker/property", "model/machine"}, {"z3"}},
    {"model/differential",
     {"model/frontend", "model/lower", "model/machine", "model/passes"},
     {"fcntl.h", "sys/", "unistd.h"}},
    {"model/frontend", {"model/program"}, {"clang/", "llvm/"}},
    {"model/lower", {"model/machine", "model/program"}, {}},
    {"model/machine", {}, {}},
    {"model/passes", {"model/machine"}, {}},
    {"model/program", {}, {}},
    {"model/promela", {"model/machine"}, {}},
    {"model/source", {}, {}},
};

// Third parties that are held in one file of their room.
const std::vector<std::pair<std::string_view, std::string_view>> kOneFile = {
    {"checker/cli", "CLI/"}, {"checker/explicit", "llvm/"}, {"checker/symbolic", "z3"}};

bool is_in(std::string_view path, std::string_view room) {
  return path == room || (path.starts_with(room) && path[room.size()] == '/');
}

// The header of an #include line, with its quote or angle in front; empty for other lines.
std::string header_of(const std::string& line) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string::npos || line[at] != '#') return "";
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string::npos || line.compare(at, 7, "include") != 0) return "";
  at = line.find_first_of("\"<", at);
  const std::size_t end = at == std::string::npos ? at : line.find_first_of("\">", at + 1);
  return end == std::string::npos ? "" : line.substr(at, end - at);
}

bool allowed(const Room& room, const std::string& header, bool test) {
  const std::string_view name = std::string_view(header).substr(1);
  if (header[0] == '<') {
    const bool cplusplus = name.find_first_of("./") == std::string_view::npos;
    const bool testing = test && (name.starts_with("gtest/") || name.starts_with("sys/") ||
                                  name == "unistd.h" || name.starts_with("valijson/"));
    return cplusplus || testing ||
           std::any_of(room.third_party.begin(), room.third_party.end(),
                       [&](std::string_view prefix) { return name.starts_with(prefix); });
  }
  if (is_in(name, room.directory) || is_in(name, "model/source")) return true;
  if (test)
    return std::any_of(kRooms.begin(), kRooms.end(),
                       [&](const Room& r) { return is_in(name, r.directory); });
  return std::any_of(room.includes.begin(), room.includes.end(),
                     [&](std::string_view r) { return is_in(name, r); });
}

// Files without `_test` in their name that only tests are built from.
const std::vector<std::string_view> kTestSupport = {"checker/audit/differential",
                                                    "model/frontend/snippet"};

bool is_test(const std::string& path) {
  const std::string stem = path.substr(0, path.rfind('.'));
  return stem.ends_with("_test") ||
         std::find(kTestSupport.begin(), kTestSupport.end(), stem) != kTestSupport.end();
}

std::vector<std::string> violations(const fs::path& root) {
  std::vector<std::string> files;
  for (const char* top : {"checker", "model"}) {
    if (!fs::exists(root / top)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string path = fs::relative(entry.path(), root).generic_string();
      const std::string ending = entry.path().extension().string();
      // model/kernel is C, and what its headers include is the kernel's order.
      if ((ending == ".h" || ending == ".cpp") && !is_in(path, "model/kernel"))
        files.push_back(path);
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> found;
  std::vector<std::string> one_file(kOneFile.size());
  for (const std::string& path : files) {
    const auto room = std::find_if(kRooms.begin(), kRooms.end(),
                                   [&](const Room& r) { return is_in(path, r.directory); });
    if (room == kRooms.end()) {
      found.push_back(path + " is in no room");
      continue;
    }
    std::ifstream in(root / path);
    for (std::string line; std::getline(in, line);) {
      const std::string header = header_of(line);
      if (header.empty()) continue;
      if (!allowed(*room, header, is_test(path)))
        found.push_back(path + " includes " + header.substr(1));
      for (std::size_t i = 0; i < kOneFile.size(); ++i) {
        const auto& [directory, prefix] = kOneFile[i];
        if (!is_in(path, directory) || header[0] != '<' || !header.substr(1).starts_with(prefix))
          continue;
        if (!one_file[i].empty() && one_file[i] != path) {
          found.push_back(path + " includes " + header.substr(1) + ", which is " + one_file[i] +
                          "'s alone");
        }
        one_file[i] = path;
      }
    }
  }
  return found;
}

std::string listed(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

class Planted : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() /
            ("headway_rooms_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
             "_" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  void plant(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  fs::path root_;
};

TEST(Rooms, nobody_includes_what_its_row_forbids) {
  const auto found = violations(HEADWAY_SOURCE_DIRECTORY);
  EXPECT_TRUE(found.empty()) << listed(found);
}

TEST(Rooms, the_scan_sees_this_tree) {
  EXPECT_TRUE(fs::exists(fs::path(HEADWAY_SOURCE_DIRECTORY) / "model/machine/machine.h"));
}

TEST_F(Planted, what_is_allowed_passes) {
  plant(
      "model/passes/a.cpp",
      "#include \"model/machine/machine.h\"\n#include <vector>\n// #include <clang/AST/Type.h>\n");
  plant("model/frontend/a.cpp", "#include <clang/AST/Type.h>\n");
  plant("checker/explicit/a_test.cpp",
        "#include <gtest/gtest.h>\n#include \"checker/audit/toy_checker.h\"\n");
  plant("model/kernel/include/linux/a.h", "#include <linux/types.h>\n");
  EXPECT_EQ(listed(violations(root_)), "");
}

TEST_F(Planted, violations_are_found) {
  plant("model/machine/a.h", "  #  include \"model/program/program.h\"\n");
  plant("model/lower/b.cpp", "#include <clang/AST/Type.h>\n");
  plant("checker/explicit/c.cpp", "#include \"checker/report/report.h\"\n");
  plant("checker/audit/d.cpp",
        "#include \"checker/symbolic/solver.h\"\n#include \"checker/symbolic/spacer.h\"\n");
  plant("checker/cli/e.cpp", "#include <CLI/CLI.hpp>\n");
  plant("checker/cli/f.cpp", "#include <CLI/CLI.hpp>\n");
  plant("checker/helpers/g.h", "#include <vector>\n");
  plant("model/passes/h_test.cpp", "#include <z3++.h>\n");
  EXPECT_EQ(listed(violations(root_)),
            "checker/audit/d.cpp includes checker/symbolic/spacer.h\n"
            "checker/cli/f.cpp includes CLI/CLI.hpp, which is checker/cli/e.cpp's alone\n"
            "checker/explicit/c.cpp includes checker/report/report.h\n"
            "checker/helpers/g.h is in no room\n"
            "model/lower/b.cpp includes clang/AST/Type.h\n"
            "model/machine/a.h includes model/program/program.h\n"
            "model/passes/h_test.cpp includes z3++.h\n");
}

}  // namespace

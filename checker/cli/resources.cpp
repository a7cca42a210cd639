// An installed program looks beside itself, one in a build directory looks into its sources. No
// environment variable and no current directory decides: the same program finds the same kernel.
#include "checker/cli/resources.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "model/source/error.h"

namespace headway::cli {

namespace {

namespace fs = std::filesystem;

Resources below(const fs::path& root) {
  return {(root / "model" / "kernel").string(), (root / "specs").string(),
          (root / "examples").string()};
}

}  // namespace

Resources find_resources() {
  std::error_code error;
  const fs::path executable = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    const fs::path installed = executable.parent_path().parent_path() / "share" / "headway";
    if (fs::is_directory(installed / "model" / "kernel", error)) return below(installed);
  }
  const fs::path sources = HEADWAY_SOURCE_DIRECTORY;
  if (fs::is_directory(sources / "model" / "kernel", error)) return below(sources);
  throw source::InputError(
      {}, "the kernel model of Headway is neither installed nor at " + sources.string(),
      "install the program with `cmake --install`");
}

std::vector<std::string> names_in(const std::string& directory, const std::string& ending) {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() == "." + ending) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string version() { return HEADWAY_VERSION; }

}  // namespace headway::cli

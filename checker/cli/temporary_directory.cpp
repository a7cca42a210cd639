#include "checker/cli/temporary_directory.h"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace headway::cli {

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "headway-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("no temporary directory can be made (" + pattern + ")");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // what is left over harms nobody
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace headway::cli

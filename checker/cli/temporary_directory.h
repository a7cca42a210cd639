// A directory that is gone when nobody needs it any more.
#pragma once

#include <filesystem>

namespace headway::cli {

class TemporaryDirectory {
 public:
  TemporaryDirectory();  // throws std::runtime_error where none can be made
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace headway::cli

// The entry of the room: which dialect of C, for which machine, with which headers. The dialect is
// the kernel's: GNU C11, freestanding, wrapping arithmetic, plain char unsigned (as the kernel
// compiles since 6.2), x86-64 Linux layout. No header but model/kernel's is found.
#include "model/frontend/frontend.h"

#include <filesystem>
#include <system_error>

#include "model/frontend/compile.h"
#include "model/frontend/refuse.h"

namespace headway::frontend {

program::Program parse(const std::string& file, const Options& options) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) refuse({}, "cannot read '" + file + "': no such file");
  if (std::filesystem::is_directory(status))
    refuse({}, "cannot read '" + file + "': it is a directory");

  std::vector<std::string> flags = {
      "-triple", "x86_64-unknown-linux-gnu", "-fsyntax-only", "-x", "c", "-std=gnu11",
      "-ffreestanding", "-fno-builtin", "-nostdsysteminc", "-nobuiltininc", "-fgnuc-version=4.2.1",
      "-fwrapv", "-fno-signed-char", "-ferror-limit", "1",
      // What C leaves open and no model may rest on. Everything else that Clang only warns about
      // stays silent.
      "-Werror=unsequenced", "-Werror=implicit-function-declaration", "-Werror=implicit-int",
      "-Werror=int-conversion", "-Werror=incompatible-pointer-types",
      "-Werror=incompatible-function-pointer-types", "-Werror=pointer-integer-compare"};
  const auto add = [&](const char* flag, const std::string& value) {
    flags.emplace_back(flag);
    flags.push_back(value);
  };
  for (const std::string& define : options.defines) add("-D", define);
  for (const std::string& path : options.include_paths) add("-I", path);
  add("-I", options.kernel_directory + "/include");
  add("-I", options.kernel_directory);
  return compile(file, flags);
}

}  // namespace headway::frontend

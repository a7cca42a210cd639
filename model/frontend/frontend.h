// C to Program, by Clang in process. The only room that knows Clang, and no Clang type leaves it.
#pragma once

#include <string>
#include <vector>

#include "model/program/program.h"

namespace headway::frontend {

struct Options {
  std::string kernel_directory;            // model/kernel: holds include/ and harness/
  std::vector<std::string> defines;        // -D, without the dash and letter
  std::vector<std::string> include_paths;  // -I
};

// Parses one C file (GNU C11, x86-64 Linux layout, freestanding, only our headers) and everything
// it includes. Functions that nothing reachable from an annotated declaration calls are left out
// before they are examined, so that an unsupported construct in an unused inline function is no
// error. Throws source::InputError for the first error of Clang's or the first construct that is
// not supported.
program::Program parse(const std::string& file, const Options& options);

}  // namespace headway::frontend

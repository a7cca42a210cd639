// Where the program finds what comes with it: the kernel around the loops, specs, examples.
#pragma once

#include <string>
#include <vector>

namespace headway::cli {

struct Resources {
  std::string kernel_directory;  // holds include/ and harness/
  std::string specs_directory;
  std::string examples_directory;
};

// PREFIX/share/headway beside PREFIX/bin/headway where it exists, else the source tree that this
// program was built from. Throws source::InputError where neither is there.
Resources find_resources();

// Names without directory and ending of the files `directory`/*.`ending`, sorted; empty where there
// is none.
std::vector<std::string> names_in(const std::string& directory, const std::string& ending);

std::string version();

}  // namespace headway::cli

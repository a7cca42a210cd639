// For tests: runs a program as a child, by argument vector, and keeps what it says.
#pragma once

#include <string>
#include <vector>

namespace headway::cli {

struct Said {
  int status = -1;  // exit status; minus the signal where one ended it
  std::string out, err;
};

Said run_child(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace headway::cli

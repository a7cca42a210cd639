// Runs a program as a child, by argument vector, and keeps what it says: `patch` and `dot` for the
// commands that need them, the program itself for tests.
#pragma once

#include <string>
#include <vector>

namespace headway::cli {

inline constexpr int kNoSuchProgram = 127;  // as a shell says it

struct Said {
  int status = -1;  // exit status; minus the signal where one ended it
  std::string out, err;
};

// A name without a slash is looked for in PATH. The child reads `input` from its stdin.
Said run_child(const std::string& program, const std::vector<std::string>& arguments,
               const std::string& input = "");

}  // namespace headway::cli

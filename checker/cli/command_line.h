// From argument vector to a command and its options.
#pragma once

#include <string>
#include <variant>

#include "checker/cli/commands.h"
#include "checker/cli/options.h"

namespace headway::cli {

struct Invocation {
  const Command* command = nullptr;
  Options options;
};

// --help or --version: this text is all that was asked for.
struct Information {
  std::string text;
};

// Throws source::InputError for an unknown flag, a missing argument, a value that can't be read.
std::variant<Invocation, Information> parse_command_line(int argc, const char* const* argv);

}  // namespace headway::cli

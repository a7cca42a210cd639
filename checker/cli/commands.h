// The commands. Each has a file of its own (check.cpp, dump.cpp, …) and a line in one table.
#pragma once

#include <ostream>
#include <string_view>
#include <vector>

#include "checker/cli/options.h"

namespace headway::cli {

// 0 every property holds, 1 one is violated, 2 the input is wrong, 3 undecided, 4 our bug. Notes
// never change it.
enum ExitStatus : int {
  kHolds = 0,
  kViolated = 1,
  kWrongInput = 2,
  kUndecided = 3,
  kInternalError = 4
};

// Of several statuses the one that the program ends with: the first in the order 4, 2, 1, 3, 0.
int graver(int a, int b);

struct Streams {
  std::ostream& out;
  std::ostream& err;
};

struct Command {
  std::string_view name;
  std::string_view sentence;
  std::string_view path;  // what its argument is called: "FILE", "DIR"
  std::string_view path_sentence;
  bool path_required = true;
  std::string_view examples;
  int (*run)(const Options&, const Streams&);
};

// By name.
const std::vector<Command>& all_commands();

int check(const Options& options, const Streams& streams);
int dump(const Options& options, const Streams& streams);
int graph(const Options& options, const Streams& streams);
int list(const Options& options, const Streams& streams);

}  // namespace headway::cli

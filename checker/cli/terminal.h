// What depends on where the output goes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ostream>

#include "checker/cli/options.h"
#include "checker/cli/pipeline.h"

namespace headway::cli {

// Columns of the terminal behind stdout; 80 where there is none, so that redirected output is
// always the same.
std::size_t terminal_width();

bool wants_color(Color color);

// Three quarters of the machine's memory, in bytes; 0 where it can't be known.
std::uint64_t most_of_memory();

// One line that a long run rewrites, on stderr and only where that is a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& err);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  [[nodiscard]] OnProgress callback();  // empty where nobody would see it
  void clear();

 private:
  std::ostream& err_;
  bool terminal_;
  bool shown_ = false;
};

}  // namespace headway::cli

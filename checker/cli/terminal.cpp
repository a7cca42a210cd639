// Asks the operating system about stdout, stderr and memory; nothing else in the program does.
#include "checker/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace headway::cli {

std::size_t terminal_width() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 80;
  return std::max<std::size_t>(80, size.ws_col);
}

bool wants_color(Color color) {
  if (color != Color::automatic) return color == Color::always;
  const char* none = std::getenv("NO_COLOR");
  const char* kind = std::getenv("TERM");
  if (none != nullptr && *none != '\0') return false;
  return isatty(STDOUT_FILENO) != 0 && kind != nullptr && std::string_view(kind) != "dumb";
}

std::uint64_t most_of_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
  if (pages <= 0 || size <= 0) return 0;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size) / 4 * 3;
}

ProgressLine::ProgressLine(std::ostream& err) : err_(err), terminal_(isatty(STDERR_FILENO) != 0) {}

OnProgress ProgressLine::callback() {
  if (!terminal_) return {};
  return [this](const explicit_engine::Progress& progress) {
    shown_ = true;
    const double rate =
        progress.seconds > 0 ? static_cast<double>(progress.states) / progress.seconds : 0;
    err_ << "\r\x1b[K" << progress.states << " states, " << static_cast<std::uint64_t>(rate)
         << "/s, " << progress.frontier << " in the frontier, " << (progress.bytes >> 20) << " MiB"
         << std::flush;
  };
}

void ProgressLine::clear() {
  if (shown_) err_ << "\r\x1b[K" << std::flush;
  shown_ = false;
}

}  // namespace headway::cli

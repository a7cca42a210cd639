// Each file with the default sizes of its model, after all passes, as `list --table` checks it. A
// file that SPIN can't take is a row that says why; it is counted, and is no agreement.
#include "checker/cli/spin_table.h"

#include <algorithm>
#include <iomanip>

#include "checker/cli/pipeline.h"
#include "checker/cli/spin.h"
#include "checker/cli/terminal.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

constexpr std::uint64_t kMostStates = 10'000'000;

std::string joined(const std::set<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ",") + id;
  return text.empty() ? "-" : text;
}

// Where SPIN's answer only bounds ours it is a question.
std::string deadlock_of(const Spun& spin) {
  return spin.standstill ? "yes" : spin.hang ? "maybe" : "no";
}

std::string endless_of(const SpinComparison& compared) {
  if (!compared.spin.endless) return "no";
  return compared.progress_exact ? "yes" : "maybe";
}

class Table {
 public:
  Table(const std::vector<Entry>& entries, std::ostream& out) : out_(out) {
    for (const Entry& entry : entries) {
      for (const ExpectedFile& file : entry.files)
        width_ = std::max(width_, entry.name.size() + file.file.size() + 3);
    }
    line("entry, file", "states", "in SPIN", "deadlock", "endless", "assertions violated");
  }

  void compared(const std::string& where, const SpinComparison& found) {
    const Spun& spin = found.spin;
    if (spin.refused) {
      ++refused_;
      return line(where, std::to_string(found.states), "refused: " + *spin.refused, "", "", "");
    }
    ++compared_;
    if (!found.differences.empty()) ++different_;
    deadlock_exact_ += found.deadlock_exact ? 1 : 0;
    progress_exact_ += found.progress_exact ? 1 : 0;
    states_ += found.states;
    const std::string failed = joined(found.failed), in_spin = joined(spin.failed);
    line(where, std::to_string(found.states), std::to_string(spin.states),
         std::string(found.deadlock ? "yes" : "no") + "/" + deadlock_of(spin),
         std::string(found.progress ? "yes" : "no") + "/" + endless_of(found),
         failed == in_spin ? failed : failed + "/" + in_spin);
    for (const std::string& difference : found.differences)
      out_ << "    <-- differs: " << difference << '\n';
  }

  void too_large(const std::string& where) {
    ++too_large_;
    line(where, "undecided", "", "", "", "");
  }

  void failed(const std::string& where, const std::string& why) {
    ++different_;
    line(where, "-", "<-- fails", "", "", "");
    out_ << "    " << why << '\n';
  }

  void print_sum() {
    out_ << compared_ << " machines of " << states_ << " states compared, "
         << (different_ == 0 ? "all agree" : std::to_string(different_) + " differ or fail")
         << "; SPIN decides deadlock in " << deadlock_exact_ << " and endless threads in "
         << progress_exact_ << " of them, and bounds them in the others; " << refused_
         << " refused, " << too_large_ << " too large\n";
  }

  [[nodiscard]] bool agree() const { return different_ == 0 && compared_ > 0; }

 private:
  void line(const std::string& where, const std::string& states, const std::string& in_spin,
            const std::string& deadlock, const std::string& endless, const std::string& failed) {
    out_ << std::left << std::setw(static_cast<int>(width_) + 1) << where << std::setw(11) << states
         << std::setw(11) << in_spin << std::setw(11) << deadlock << std::setw(11) << endless
         << failed << '\n'
         << std::flush;
  }

  std::ostream& out_;
  std::size_t width_ = 12;
  std::uint64_t compared_ = 0, different_ = 0, refused_ = 0, too_large_ = 0, states_ = 0,
                deadlock_exact_ = 0, progress_exact_ = 0;
};

void check_file(const Entry& entry, const ExpectedFile& file, Options options,
                const Resources& resources, Table& table) {
  const std::string where = entry.name + " " + file.file;
  options.path = entry.directory + "/" + file.file;
  try {
    const Question question = ask(read_machine(options, resources), options, resources);
    const auto compared =
        compare_with_spin(apply_passes(question.machine, options), options.limits);
    if (compared) {
      table.compared(where, *compared);
    } else {
      table.too_large(where);
    }
  } catch (const source::InputError& error) {
    table.failed(where, source::render(error));
  } catch (const std::runtime_error& error) {
    table.failed(where, error.what());
  }
}

}  // namespace

int print_spin_table(const std::vector<Entry>& entries, const Options& given,
                     const Resources& resources, const Streams& streams) {
  Options options = given;
  if (options.limits.max_states == 0) options.limits.max_states = kMostStates;
  if (options.limits.max_memory == 0) options.limits.max_memory = most_of_memory();
  Table table(entries, streams.out);
  for (const Entry& entry : entries) {
    for (const ExpectedFile& file : entry.files) check_file(entry, file, options, resources, table);
  }
  table.print_sum();
  return table.agree() ? kHolds : kViolated;
}

}  // namespace headway::cli

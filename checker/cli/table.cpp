// Checks the files one by one, each with the default sizes of its model, and prints rows as they
// come. A file that can't be checked is a row too, and so is a C file that nobody expects anything
// of: neither may pass unseen.
#include "checker/cli/table.h"

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <set>

#include "checker/cli/because.h"
#include "checker/cli/pipeline.h"
#include "checker/cli/terminal.h"
#include "checker/cli/verdicts.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

namespace fs = std::filesystem;

// Every example is meant to stay below this, so that the whole table is a matter of seconds.
constexpr std::uint64_t kMostStates = 1'000'000;

struct Row {
  std::string property, expected, found;
  std::vector<std::string> differences;
  bool equal = false;
};

std::string shown(const property::Answer& answer) {
  const auto level = level_of(answer);
  return level ? word_of(answer) + " at " + word_of(*level) : word_of(answer);
}

Row compare(const std::string& id, const Expected& expected, const Run& run) {
  Row row{id, cli::shown(expected), "no such property", {}, false};
  for (const property::Answer& answer : run.result.answers) {
    if (answer.property.id != id) continue;
    const auto level = level_of(answer);
    row.found = expected.level ? shown(answer) : word_of(answer);
    row.equal = expected.verdict == word_of(answer) &&
                (!expected.level || (level && word_of(*level) == *expected.level));
    const auto* holds = std::get_if<property::Holds>(&answer.verdict);
    const auto strongest = holds != nullptr ? holds->up_to : std::nullopt;
    if (row.equal && expected.up_to && strongest && word_of(*strongest) != *expected.up_to) {
      row.equal = false;
      row.differences.push_back("up to level " + word_of(*strongest) + ", expected " +
                                *expected.up_to);
    }
    const auto* violated = std::get_if<property::Violated>(&answer.verdict);
    if (violated != nullptr && row.equal) {
      row.differences = unmet(expected.because, run.machine, violated->counterexample);
      row.equal = row.differences.empty();
    }
    if (const auto* undecided = std::get_if<property::Undecided>(&answer.verdict)) {
      row.differences.push_back(undecided->reason);
    }
  }
  return row;
}

// One row for all that "*" covers when they are as expected; else one for each that is not.
std::vector<Row> compare_others(const ExpectedFile& file, const Run& run) {
  std::vector<Row> rows;
  std::size_t covered = 0;
  for (const property::Answer& answer : run.result.answers) {
    if (answer.property.note || file.properties.count(answer.property.id) != 0) continue;
    ++covered;
    Row row = compare(answer.property.id, *file.others, run);
    if (!row.equal) rows.push_back(std::move(row));
  }
  if (rows.empty()) {
    rows.push_back({std::to_string(covered) + " others",
                    cli::shown(*file.others),
                    cli::shown(*file.others),
                    {},
                    true});
  }
  return rows;
}

class Table {
 public:
  Table(const std::vector<Entry>& entries, std::ostream& out)
      : out_(out), entries_(entries.size()) {
    for (const Entry& entry : entries) {
      files_ += entry.files.size();
      entry_width_ = std::max(entry_width_, entry.name.size());
      for (const ExpectedFile& file : entry.files) {
        file_width_ = std::max(file_width_, file.file.size());
        for (const auto& [id, expected] : file.properties)
          property_width_ = std::max(property_width_, id.size());
      }
    }
    line("entry", "file", "property", "expected", "found");
  }

  void print(const std::string& entry, const std::string& file, const Row& row) {
    ++rows_;
    if (!row.equal) ++different_;
    line(entry, file, row.property, row.expected,
         row.equal ? row.found : row.found + "   <-- differs");
    for (const std::string& difference : row.differences) out_ << "        " << difference << '\n';
    out_ << std::flush;
  }

  void print_sum() {
    if (different_ == 0) {
      out_ << rows_ << " expectations of " << files_ << " files in " << entries_
           << " entries, all as found\n";
    } else {
      out_ << different_ << " of " << rows_ << " expectations differ from what is found\n";
    }
  }

  [[nodiscard]] bool equal() const { return different_ == 0; }

 private:
  void line(const std::string& entry, const std::string& file, const std::string& property,
            const std::string& expected, const std::string& found) {
    const auto column = [](std::size_t width) { return std::setw(static_cast<int>(width) + 2); };
    out_ << std::left << column(entry_width_) << entry << column(file_width_) << file
         << column(property_width_) << property << column(18) << expected << found << '\n';
  }

  std::ostream& out_;
  std::size_t entry_width_ = 5, file_width_ = 4, property_width_ = 9;
  std::size_t entries_ = 0, files_ = 0, rows_ = 0, different_ = 0;
};

Row refused(const std::string& expected, const std::string& found, const std::string& why) {
  return {"-", expected, found, {why}, false};
}

// Rows of one file; the status that it alone would end with.
int check_file(const Entry& entry, const ExpectedFile& file, Options options,
               const Resources& resources, const Streams& streams, Table& table) {
  options.path = entry.directory + "/" + file.file;
  try {
    ProgressLine line(streams.err);
    const Run run = cli::run(options, resources, line.callback());
    line.clear();
    for (const auto& [id, expected] : file.properties)
      table.print(entry.name, file.file, compare(id, expected, run));
    if (file.others) {
      for (const Row& row : compare_others(file, run)) table.print(entry.name, file.file, row);
    }
    if (options.stats) {
      streams.err << options.path << ": " << run.result.statistics.states << " states, "
                  << run.result.statistics.seconds << " s\n";
    }
    return kHolds;
  } catch (const source::InputError& error) {
    std::string why = source::render(error);
    if (why.ends_with('\n')) why.pop_back();
    table.print(entry.name, file.file, refused("a verdict", "refused", why));
    return kViolated;
  } catch (const source::InternalError& error) {
    table.print(entry.name, file.file, refused("a verdict", "internal error", error.what()));
    return kInternalError;
  }
}

void print_unexpected(const Entry& entry, Table& table) {
  std::set<std::string> files;
  for (const ExpectedFile& file : entry.files) files.insert(file.file);
  std::set<std::string> unexpected;
  for (const fs::directory_entry& found : fs::directory_iterator(entry.directory)) {
    const std::string name = found.path().filename().string();
    if (found.path().extension() == ".c" && files.count(name) == 0) unexpected.insert(name);
  }
  for (const std::string& name : unexpected) {
    table.print(entry.name, name,
                refused("nothing", "a model", "expected.json does not name this file"));
  }
}

}  // namespace

Options with_limits(Options options) {
  if (options.limits.max_states == 0) options.limits.max_states = kMostStates;
  if (options.limits.max_memory == 0) options.limits.max_memory = most_of_memory();
  return options;
}

int print_table(const std::vector<Entry>& entries, const Options& given, const Resources& resources,
                const Streams& streams) {
  const Options options = with_limits(given);
  Table table(entries, streams.out);
  int status = kHolds;
  for (const Entry& entry : entries) {
    for (const ExpectedFile& file : entry.files) {
      status = graver(status, check_file(entry, file, options, resources, streams, table));
    }
    print_unexpected(entry, table);
  }
  table.print_sum();
  return graver(status, table.equal() ? kHolds : kViolated);
}

}  // namespace headway::cli

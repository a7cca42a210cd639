// One row a file. A violation names the weakest level at which it happens, what holds the strongest
// level at which it does; `*` and what names no level ask for the verdict alone. Bounds are those
// of the place with the most attempts, on runs with no adversary step, with one, with two.
#include "checker/cli/levels_table.h"

#include <algorithm>
#include <iomanip>

#include "checker/cli/pipeline.h"
#include "checker/cli/table.h"
#include "checker/cli/terminal.h"
#include "checker/cli/verdicts.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

constexpr const char* kProgress = "progress";

struct Row {
  std::string expected, found = "no progress is asked", bound, lasso, why;
  bool equal = false;
};

const Expected* expected_of(const ExpectedFile& file) {
  const auto named = file.properties.find(kProgress);
  if (named != file.properties.end()) return &named->second;
  return file.others ? &*file.others : nullptr;
}

// "holds up to fair", "fails at none", or the verdict alone.
std::string shown(const std::string& verdict, const std::optional<std::string>& level) {
  if (!level) return verdict == "violated" ? "fails" : verdict;
  if (verdict == "violated") return "fails at " + *level;
  return verdict + " up to " + *level;
}

// What is asked of the file: the strongest level where one is named, else the required one.
std::optional<std::string> level_asked(const Expected& expected) {
  return expected.up_to ? expected.up_to : expected.level;
}

std::optional<std::string> level_found(const property::Answer& answer) {
  const auto level = strongest_or_weakest(answer);
  return level ? std::optional(word_of(*level)) : std::nullopt;
}

const machine::Lasso* lasso_of(const property::Answer& answer) {
  const property::Counterexample* example = nullptr;
  if (const auto* violated = std::get_if<property::Violated>(&answer.verdict))
    example = &violated->counterexample;
  if (const auto* holds = std::get_if<property::Holds>(&answer.verdict))
    example = holds->next.get();
  const auto* livelock = example ? std::get_if<property::Livelock>(example) : nullptr;
  return livelock ? &livelock->lasso : nullptr;
}

std::string lasso_length(const property::Answer& answer) {
  const machine::Lasso* lasso = lasso_of(answer);
  if (lasso == nullptr) return "-";
  return std::to_string(lasso->stem.steps.size()) + "+" + std::to_string(lasso->loop.size());
}

// "4/6/8": 4 with no adversary step, 6 with one, 8 with two.
std::string bound_of(const property::Result& result) {
  std::vector<std::optional<std::uint64_t>> most;
  for (const property::RetryBound& bound : result.bounds) {
    if (most.empty()) most = bound.most;
    for (std::size_t n = 0; n < std::min(most.size(), bound.most.size()); ++n) {
      if (!bound.most[n] || !most[n]) {
        most[n] = std::nullopt;
      } else {
        most[n] = std::max(*most[n], *bound.most[n]);
      }
    }
  }
  if (!most.empty() && std::none_of(most.begin(), most.end(), [](const auto& n) { return n; }))
    return "unbounded";
  std::string text;
  for (const auto& number : most)
    text += (text.empty() ? "" : "/") + (number ? std::to_string(*number) : "unbounded");
  return text.empty() ? "-" : text;
}

bool is_as_expected(const Expected& expected, const property::Answer& answer) {
  if (expected.verdict != word_of(answer)) return false;
  const auto asked = level_asked(expected);
  if (!asked) return true;
  // A level named without `up_to` is the required one of what holds: it may hold further.
  if (expected.verdict == "holds" && !expected.up_to) {
    const auto required = level_of(answer);
    return required && word_of(*required) == *expected.level;
  }
  return level_found(answer) == asked;
}

Row row_of(const Expected& expected, const Run& run) {
  Row row;
  row.expected = shown(expected.verdict, level_asked(expected));
  row.bound = bound_of(run.result);
  for (const property::Answer& answer : run.result.answers) {
    if (answer.property.kind != property::Kind::progress) continue;
    row.found = shown(word_of(answer), level_found(answer));
    row.lasso = lasso_length(answer);
    row.equal = is_as_expected(expected, answer);
    if (const auto* undecided = std::get_if<property::Undecided>(&answer.verdict))
      row.why = undecided->reason;
  }
  return row;
}

class Table {
 public:
  Table(const std::vector<Entry>& entries, std::ostream& out) : out_(out) {
    for (const Entry& entry : entries) {
      entry_width_ = std::max(entry_width_, entry.name.size());
      for (const ExpectedFile& file : entry.files)
        file_width_ = std::max(file_width_, file.file.size());
    }
    print("example", "file", {"expected", "found", "attempts", "stem+loop", "", true});
    rows_ = 0;
  }

  void print(const std::string& entry, const std::string& file, const Row& row) {
    const auto column = [](std::size_t width) { return std::setw(static_cast<int>(width) + 2); };
    ++rows_;
    if (!row.equal) ++different_;
    out_ << std::left << column(entry_width_) << entry << column(file_width_) << file << column(24)
         << row.expected << column(24) << row.found << column(24) << row.bound << row.lasso
         << (row.equal ? "" : "   <-- differs") << '\n';
    if (!row.why.empty()) out_ << "        " << row.why << '\n';
    out_ << std::flush;
  }

  void print_sum() {
    if (different_ == 0) {
      out_ << rows_ << " files, all as expected\n";
    } else {
      out_ << different_ << " of " << rows_ << " files differ from what is expected\n";
    }
  }

  [[nodiscard]] bool equal() const { return different_ == 0; }

 private:
  std::ostream& out_;
  std::size_t entry_width_ = 7, file_width_ = 4, rows_ = 0, different_ = 0;
};

int check_file(const Entry& entry, const ExpectedFile& file, Options options,
               const Resources& resources, const Streams& streams, Table& table) {
  const Expected* expected = expected_of(file);
  if (expected == nullptr) return kHolds;
  options.path = entry.directory + "/" + file.file;
  Row row;
  row.expected = shown(expected->verdict, level_asked(*expected));
  try {
    ProgressLine line(streams.err);
    const Run run = cli::run(options, resources, line.callback());
    line.clear();
    table.print(entry.name, file.file, row_of(*expected, run));
    return kHolds;
  } catch (const source::InputError& error) {
    row.found = "refused";
    row.why = source::render(error);
    if (row.why.ends_with('\n')) row.why.pop_back();
    table.print(entry.name, file.file, row);
    return kViolated;
  } catch (const source::InternalError& error) {
    row.found = "internal error";
    row.why = error.what();
    table.print(entry.name, file.file, row);
    return kInternalError;
  }
}

}  // namespace

int print_levels_table(const std::vector<Entry>& entries, const Options& given,
                       const Resources& resources, const Streams& streams) {
  const Options options = with_limits(given);
  Table table(entries, streams.out);
  int status = kHolds;
  for (const Entry& entry : entries) {
    for (const ExpectedFile& file : entry.files)
      status = graver(status, check_file(entry, file, options, resources, streams, table));
  }
  table.print_sum();
  return graver(status, table.equal() ? kHolds : kViolated);
}

}  // namespace headway::cli

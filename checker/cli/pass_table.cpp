// A row of numbers of states per file, printed as it comes: with all passes, then a column for each
// pass that is left out. Verdicts are compared property by property, with the level of a livelock;
// what a limit leaves undecided on one side is not compared, and its number of states has a ">".
#include "checker/cli/pass_table.h"

#include <algorithm>
#include <iomanip>
#include <map>

#include "checker/cli/pipeline.h"
#include "checker/cli/table.h"
#include "checker/cli/terminal.h"
#include "checker/cli/verdicts.h"
#include "model/passes/passes.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

// Without some passes every file would take a minute; with all of them none comes near this.
constexpr std::uint64_t kMostStates = 200'000;

// What one check of a file found.
struct Found {
  std::uint64_t states = 0;
  bool limited = false;
  std::map<std::string, std::string> verdicts;  // by property
};

std::string verdict_of(const property::Answer& answer) {
  const auto level = level_of(answer);
  return level ? word_of(answer) + " at " + word_of(*level) : word_of(answer);
}

Found check_without(const std::string& pass, const Question& question, Options options,
                    const Streams& streams) {
  if (!pass.empty()) options.without_passes.push_back(pass);
  Question asked = question;
  asked.machine = apply_passes(std::move(asked.machine), options);
  ProgressLine line(streams.err);
  const Run run = answer(std::move(asked), options, line.callback());
  line.clear();
  Found found;
  found.states = run.result.statistics.states;
  for (const property::Answer& answer : run.result.answers) {
    const bool undecided = std::holds_alternative<property::Undecided>(answer.verdict);
    found.limited |= undecided;
    if (!undecided) found.verdicts[answer.property.id] = verdict_of(answer);
  }
  return found;
}

// One line per property on which the two disagree.
std::vector<std::string> differences(const std::string& pass, const Found& all,
                                     const Found& without) {
  std::vector<std::string> lines;
  for (const auto& [property, verdict] : all.verdicts) {
    const auto other = without.verdicts.find(property);
    if (other == without.verdicts.end() || other->second == verdict) continue;
    lines.push_back(property + ": " + verdict + ", without " + pass + " " + other->second);
  }
  return lines;
}

class PassTable {
 public:
  explicit PassTable(std::ostream& out) : out_(out) {
    for (const passes::Pass& pass : passes::all_passes()) names_.emplace_back(pass.name);
    sums_.resize(names_.size() + 1);
    out_ << "states with all passes, and with each one left out\n" << std::right;
    cell("all", 0);
    for (std::size_t k = 0; k < names_.size(); ++k) cell(names_[k], k + 1);
    out_ << "  file\n" << std::flush;
  }

  void add(const std::string& file, const Question& question, const Options& options,
           const Streams& streams) {
    const Found all = check_without("", question, options, streams);
    print(all, 0);
    std::vector<std::string> lines;
    for (std::size_t k = 0; k < names_.size(); ++k) {
      const Found without = check_without(names_[k], question, options, streams);
      print(without, k + 1);
      for (std::string& line : differences(names_[k], all, without))
        lines.push_back(std::move(line));
    }
    out_ << "  " << file << '\n';
    for (const std::string& line : lines) out_ << "        " << line << "   <-- differs\n";
    out_ << std::flush;
    ++files_;
    different_ += lines.size();
  }

  void refuse(const std::string& file, const std::string& why) {
    ++different_;
    out_ << file << ": " << why << "   <-- no verdict\n";
  }

  void print_sum() {
    for (std::size_t k = 0; k < sums_.size(); ++k) cell(std::to_string(sums_[k]), k);
    out_ << "  sum\n" << files_ << " files, ";
    if (different_ == 0)
      out_ << "verdicts are the same with each pass left out\n";
    else
      out_ << different_ << " verdicts differ\n";
  }

  [[nodiscard]] bool equal() const { return different_ == 0; }

 private:
  void cell(const std::string& text, std::size_t column) {
    const std::size_t width = column == 0 ? 9 : std::max<std::size_t>(names_[column - 1].size(), 8);
    out_ << std::setw(static_cast<int>(width) + (column == 0 ? 0 : 2)) << text;
  }

  void print(const Found& found, std::size_t column) {
    cell((found.limited ? ">" : "") + std::to_string(found.states), column);
    sums_[column] += found.states;
  }

  std::ostream& out_;
  std::vector<std::string> names_;
  std::vector<std::uint64_t> sums_;
  std::size_t files_ = 0, different_ = 0;
};

}  // namespace

int print_pass_table(const std::vector<Entry>& entries, const Options& given,
                     const Resources& resources, const Streams& streams) {
  Options options = with_limits(given);
  if (given.limits.max_states == 0) options.limits.max_states = kMostStates;
  PassTable table(streams.out);
  int status = kHolds;
  for (const Entry& entry : entries) {
    for (const ExpectedFile& file : entry.files) {
      options.path = entry.directory + "/" + file.file;
      const std::string name = entry.name + "/" + file.file;
      try {
        table.add(name, ask(read_machine(options, resources), options, resources), options,
                  streams);
      } catch (const source::InputError& error) {
        table.refuse(name, source::render(error));
      } catch (const source::InternalError& error) {
        table.refuse(name, error.what());
        status = graver(status, kInternalError);
      }
    }
  }
  table.print_sum();
  return graver(status, table.equal() ? kHolds : kViolated);
}

}  // namespace headway::cli

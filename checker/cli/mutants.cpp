// Mutation testing (DeMillo, Lipton, Sayward 1978) of specs and environment: each patch is applied
// to a copy of its entry and the patched loop is checked. A mutant is caught when exactly the
// properties that it names are violated; one that survives says why, in its README too.
//
// The copy lies beside links to the entry's neighbours, so that what the loop includes from there
// ("../other/loop.h") is found. Nothing in the examples' directory is written.
#include "checker/cli/mutants.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
#include <sstream>
#include <string_view>

#include "checker/cli/child.h"
#include "checker/cli/mutant.h"
#include "checker/cli/pipeline.h"
#include "checker/cli/table.h"
#include "checker/cli/temporary_directory.h"
#include "checker/cli/terminal.h"
#include "checker/cli/verdicts.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

namespace fs = std::filesystem;
using source::InputError;

constexpr std::size_t kFewest = 3;  // mutants of an entry with a good loop
constexpr std::string_view kHeading = "Mutants";

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What the check made of a mutant.
struct Found {
  std::set<std::string> violated;
  std::set<std::string> notes;  // remarks that apply: they count only where they are expected
  std::map<std::string, std::set<std::string>> undecided;  // by reason
};

struct Row {
  std::string mutant, expected, found;
  std::vector<std::string> differences;
};

// A copy of the entry, with links to what lies beside it.
fs::path copy_of(const Entry& entry, const TemporaryDirectory& into) {
  const fs::path original = fs::canonical(entry.directory);
  const fs::path copy = into.path() / original.filename();
  fs::copy(original, copy, fs::copy_options::recursive);
  for (const fs::directory_entry& neighbour : fs::directory_iterator(original.parent_path())) {
    if (neighbour.path().filename() == original.filename()) continue;
    fs::create_symlink(neighbour.path(), into.path() / neighbour.path().filename());
  }
  return copy;
}

// No fuzz: a patch that fits only roughly may not make the change that it speaks of.
void apply(const Mutant& mutant, const fs::path& copy) {
  const Said said =
      run_child("patch", {"-p1", "--batch", "--forward", "--fuzz=0", "--no-backup-if-mismatch",
                          "-d", copy.string(), "-i", fs::canonical(mutant.file).string()});
  if (said.status == kNoSuchProgram)
    throw InputError({}, "the program `patch` is missing", "install the package `patch`");
  if (said.status != 0)
    throw InputError({}, mutant.file + " does not apply: " + said.out + said.err);
}

// The patched C files; where the patch changes a header, the good loops of the entry, which include
// it.
std::vector<std::string> files_to_check(const Entry& entry, const Mutant& mutant) {
  const std::vector<std::string> good = good_files(entry);
  bool header = false;
  for (const std::string& file : mutant.changed) {
    if (file.ends_with(".h")) {
      header = true;
    } else if (std::find(good.begin(), good.end(), file) == good.end()) {
      throw InputError({}, mutant.file + " changes " + file + ", which is no good loop");
    }
  }
  return header ? good : mutant.changed;
}

void check_file(const fs::path& file, Options options, const Resources& resources,
                const Streams& streams, Found& found) {
  options.path = file.string();
  ProgressLine line(streams.err);
  const Run run = cli::run(options, resources, line.callback());
  line.clear();
  for (const property::Answer& answer : run.result.answers) {
    const std::string word = word_of(answer);
    if (word == "violated") found.violated.insert(answer.property.id);
    if (word == "note") found.notes.insert(answer.property.id);
    if (const auto* undecided = std::get_if<property::Undecided>(&answer.verdict))
      found.undecided[undecided->reason].insert(answer.property.id);
  }
}

std::string content(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// The words of a text, one blank between them: lines may be filled differently.
std::string flat(const std::string& text) {
  std::string result;
  std::istringstream in(text);
  for (std::string word; in >> word;) result += (result.empty() ? "" : " ") + word;
  return result;
}

// What the entry's README says under a heading, or from a line that begins with the word, Mutants.
std::string readme_section(const Entry& entry) {
  std::istringstream in(content(entry.directory + "/README.md"));
  std::string section;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) inside = line.find(kHeading) != std::string::npos;
    const std::size_t first = line.find_first_not_of("*_");
    if (first != std::string::npos && line.compare(first, kHeading.size(), kHeading) == 0)
      inside = true;
    if (inside) section += line + "\n";
  }
  return flat(section);
}

Row compare(const Entry& entry, const Mutant& mutant, const Found& found) {
  Row row{mutant.name,
          mutant.survives.empty() ? listed(mutant.caught_by) : "survives",
          found.violated.empty() ? "survives" : listed(found.violated),
          {}};
  for (const auto& [reason, ids] : found.undecided)
    row.differences.push_back("undecided: " + listed(ids) + ": " + reason);
  std::set<std::string> caught = found.violated;
  for (const std::string& note : found.notes) {
    if (mutant.caught_by.count(note) != 0) caught.insert(note);
  }
  if (!caught.empty()) row.found = listed(caught);
  if (!found.undecided.empty() && caught.empty()) row.found = "undecided";
  if (caught != mutant.caught_by) row.differences.push_back(mutant.sentence);
  if (mutant.survives.empty()) return row;
  const std::string section = readme_section(entry);
  if (section.find(flat(mutant.survives)) == std::string::npos &&
      section.find(mutant.name) == std::string::npos) {
    row.differences.push_back("the section Mutants of the entry's README does not say why");
  }
  return row;
}

class Report {
 public:
  Report(const std::vector<Entry>& entries, std::ostream& out) : out_(out) {
    for (const Entry& entry : entries) {
      entry_width_ = std::max(entry_width_, entry.name.size());
      for (const std::string& file : mutant_files(entry))
        mutant_width_ = std::max(mutant_width_, fs::path(file).stem().string().size());
    }
    line("entry", "mutant", "expected", "found");
  }

  void print(const std::string& entry, const Row& row, bool is_mutant = true) {
    const bool equal = row.differences.empty();
    if (is_mutant) ++mutants_;
    if (!equal) ++differences_;
    if (equal) ++(row.expected == "survives" ? survive_ : caught_);
    line(entry, row.mutant, row.expected, equal ? row.found : row.found + "   <-- differs");
    for (const std::string& difference : row.differences) out_ << "        " << difference << '\n';
    out_ << std::flush;
  }

  void print_sum() {
    out_ << mutants_ << " mutants: " << caught_ << " caught, " << survive_ << " survive, "
         << differences_ << " differences\n";
  }

  [[nodiscard]] bool equal() const { return differences_ == 0; }

 private:
  void line(const std::string& entry, const std::string& mutant, const std::string& expected,
            const std::string& found) {
    const auto column = [](std::size_t width) { return std::setw(static_cast<int>(width) + 2); };
    out_ << std::left << column(entry_width_) << entry << column(mutant_width_) << mutant
         << column(std::max<std::size_t>(18, expected.size())) << expected << found << '\n';
  }

  std::ostream& out_;
  std::size_t entry_width_ = 5, mutant_width_ = 6;
  std::size_t mutants_ = 0, caught_ = 0, survive_ = 0, differences_ = 0;
};

// Whether a good file of the entry has a loop of its own, and not only takes in another entry's,
// which has its mutants there.
bool has_own_loop(const Entry& entry) {
  for (const std::string& file : good_files(entry)) {
    std::istringstream in(content(entry.directory + "/" + file));
    bool own = true;
    for (std::string line; own && std::getline(in, line);)
      own = !(line.starts_with("#include \"../") && line.ends_with(".c\""));
    if (own) return true;
  }
  return false;
}

Row refused(const std::string& file, const std::string& found, std::string why) {
  while (why.ends_with('\n')) why.pop_back();
  return {fs::path(file).stem().string(), "a verdict", found, {why}};
}

// The status that this mutant alone would end with, differences aside.
int check_mutant(const Entry& entry, const std::string& file, const Options& options,
                 const Resources& resources, const Streams& streams, Report& report) {
  try {
    const Mutant mutant = read_mutant(file);
    const TemporaryDirectory directory;
    const fs::path copy = copy_of(entry, directory);
    apply(mutant, copy);
    Found found;
    for (const std::string& each : files_to_check(entry, mutant))
      check_file(copy / each, options, resources, streams, found);
    report.print(entry.name, compare(entry, mutant, found));
  } catch (const InputError& error) {
    report.print(entry.name, refused(file, "refused", source::render(error)));
  } catch (const source::InternalError& error) {
    report.print(entry.name, refused(file, "internal error", error.what()));
    return kInternalError;
  }
  return kHolds;
}

}  // namespace

int print_mutants(const std::vector<Entry>& entries, const Options& given,
                  const Resources& resources, const Streams& streams) {
  const Options options = with_limits(given);
  Report report(entries, streams.out);
  int status = kHolds;
  for (const Entry& entry : entries) {
    const std::vector<std::string> files = mutant_files(entry);
    for (const std::string& file : files) {
      status = graver(status, check_mutant(entry, file, options, resources, streams, report));
    }
    if (!has_own_loop(entry) || files.size() >= kFewest) continue;
    const std::string least = "at least " + std::to_string(kFewest);
    report.print(entry.name,
                 {"-",
                  least,
                  std::to_string(files.size()),
                  {"a good loop has " + least + " mutants in " + entry.directory + "/mutants"}},
                 false);
  }
  report.print_sum();
  return graver(status, report.equal() ? kHolds : kViolated);
}

}  // namespace headway::cli

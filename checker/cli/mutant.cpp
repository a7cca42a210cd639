// Reads the head of a patch, strictly: a mutant of which nothing is expected would test nothing.
#include "checker/cli/mutant.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "checker/cli/resources.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

namespace fs = std::filesystem;
using source::InputError;

constexpr std::string_view kCaughtBy = "Caught-by:";
constexpr std::string_view kSurvives = "Survives:";

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

void append(std::string& text, const std::string& line) {
  if (!line.empty()) text += (text.empty() ? "" : " ") + line;
}

// "+++ b/fixed.c<tab>date" → "fixed.c".
std::string changed_file(std::string_view line) {
  line.remove_prefix(4);
  const std::string path = trimmed(line.substr(0, line.find('\t')));
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::set<std::string> split(std::string_view text) {
  std::set<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (const std::string item = trimmed(text.substr(0, comma)); !item.empty()) items.insert(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

class Reader {
 public:
  explicit Reader(const std::string& file)
      : mutant_{file, fs::path(file).stem().string(), {}, {}, {}, {}} {}

  Mutant read() {
    std::ifstream in(mutant_.file);
    demand(static_cast<bool>(in), "can't be read");
    bool head = true;
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("--- ")) head = false;
      if (head) read_head(line);
      if (line.starts_with("+++ ")) mutant_.changed.push_back(changed_file(line));
    }
    demand(!mutant_.sentence.empty(), "says nothing of what was changed");
    demand(mutant_.caught_by.empty() != mutant_.survives.empty(),
           "says neither `Caught-by: PROPERTY` nor `Survives: REASON`, or both");
    demand(!mutant_.changed.empty(), "changes no file");
    return mutant_;
  }

 private:
  void demand(bool condition, const std::string& message) const {
    if (!condition) throw InputError({}, mutant_.file + " " + message);
  }

  // A reason may go on over several lines.
  void read_head(const std::string& line) {
    const std::string text = trimmed(line);
    if (text.starts_with(kCaughtBy)) {
      in_reason_ = false;
      mutant_.caught_by.merge(split(text.substr(kCaughtBy.size())));
      demand(!mutant_.caught_by.empty(), "is caught by nothing");
    } else if (text.starts_with(kSurvives)) {
      in_reason_ = true;
      append(mutant_.survives, trimmed(text.substr(kSurvives.size())));
    } else {
      append(in_reason_ ? mutant_.survives : mutant_.sentence, text);
    }
  }

  Mutant mutant_;
  bool in_reason_ = false;
};

}  // namespace

Mutant read_mutant(const std::string& file) { return Reader(file).read(); }

std::vector<std::string> mutant_files(const Entry& entry) {
  const std::string directory = entry.directory + "/mutants";
  std::vector<std::string> files;
  for (const std::string& name : names_in(directory, "patch"))
    files.push_back(directory + "/" + name + ".patch");
  return files;
}

std::vector<std::string> good_files(const Entry& entry) {
  std::vector<std::string> files;
  for (const ExpectedFile& file : entry.files) {
    const auto good = [](const auto& property) {
      return property.second.verdict == "holds" || property.second.verdict == "note";
    };
    const bool others_hold = !file.others || file.others->verdict == "holds";
    if (others_hold && std::all_of(file.properties.begin(), file.properties.end(), good))
      files.push_back(file.file);
  }
  return files;
}

}  // namespace headway::cli

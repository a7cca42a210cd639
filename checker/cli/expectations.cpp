// Reads expected.json, strictly: a key that is misspelt would silently expect nothing, so every key
// must be known. The only file of the command line that knows the JSON library.
#include "checker/cli/expectations.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "checker/cli/because.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using source::InputError;

std::string join(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  Entry read(const std::string& directory) {
    const json root = parse();
    demand_keys(root, "the entry", {"class", "entry", "evidence", "files", "title"});
    Entry entry{directory,
                text(root, "entry"),
                text(root, "title"),
                root.contains("class") ? text(root, "class") : "",
                root.contains("evidence") ? text(root, "evidence") : "",
                {}};
    demand(root.contains("files") && root["files"].is_object() && !root["files"].empty(),
           "`files` is missing");
    for (const auto& [name, properties] : root["files"].items())
      entry.files.push_back(read_file(name, properties));
    return entry;
  }

 private:
  void demand(bool condition, const std::string& message, const std::string& hint = "") const {
    if (!condition) throw InputError({}, file_ + ": " + message, hint);
  }

  [[nodiscard]] json parse() const {
    std::ifstream in(file_);
    demand(static_cast<bool>(in), "can't be read");
    std::ostringstream buffer;
    buffer << in.rdbuf();
    const std::string content = buffer.str();
    try {
      return json::parse(content);
    } catch (const json::parse_error& error) {
      throw InputError(place(content, error.byte), "this is not JSON");
    }
  }

  [[nodiscard]] source::Span place(const std::string& content, std::size_t byte) const {
    const std::string before = content.substr(0, byte == 0 ? 0 : byte - 1);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') == std::string::npos ? 0 : before.rfind('\n') + 1;
    return {std::make_shared<const std::string>(file_), static_cast<std::uint32_t>(line),
            static_cast<std::uint32_t>(before.size() - start + 1), 0};
  }

  void demand_keys(const json& object, const std::string& where,
                   const std::set<std::string>& known) const {
    demand(object.is_object(), where + " is not an object");
    for (const auto& [key, value] : object.items()) {
      demand(known.count(key) != 0, where + " has an unknown key `" + key + "`",
             "keys are: " + join(known));
    }
  }

  [[nodiscard]] std::string text(const json& object, const std::string& key) const {
    demand(object.contains(key) && object[key].is_string(),
           "`" + key + "` is missing or no string");
    return object[key].get<std::string>();
  }

  [[nodiscard]] ExpectedFile read_file(const std::string& name, const json& properties) const {
    demand(properties.is_object() && !properties.empty(), "`" + name + "` expects nothing");
    ExpectedFile file{name, {}, {}};
    for (const auto& [id, value] : properties.items()) {
      Expected expected = read_expected(name + ", " + id, value);
      if (id == "*") {
        demand(!expected.level && !expected.up_to && expected.because.empty(),
               name + ": `*` has a verdict only");
        file.others = std::move(expected);
      } else {
        file.properties.emplace(id, std::move(expected));
      }
    }
    return file;
  }

  [[nodiscard]] Expected read_expected(const std::string& where, const json& value) const {
    static const std::set<std::string> kVerdicts = {"holds", "note", "undecided", "violated"};
    static const std::set<std::string> kLevels = {"fair", "finite", "none", "page-fair",
                                                  "unrestricted"};
    Expected expected;
    if (value.is_string()) {
      expected.verdict = value.get<std::string>();
    } else {
      demand_keys(value, where, {"because", "level", "up_to", "verdict"});
      expected.verdict = text(value, "verdict");
      if (value.contains("level")) expected.level = text(value, "level");
      if (value.contains("up_to")) expected.up_to = text(value, "up_to");
      if (value.contains("because")) expected.because = read_because(where, value["because"]);
    }
    demand(kVerdicts.count(expected.verdict) != 0,
           where + ": there is no verdict `" + expected.verdict + "`",
           "verdicts are: " + join(kVerdicts));
    for (const auto& level : {expected.level, expected.up_to}) {
      demand(!level || kLevels.count(*level) != 0, where + ": there is no such level",
             "levels are: " + join(kLevels));
    }
    demand(!expected.up_to || expected.verdict == "holds",
           where + ": only what holds does so up to a level",
           "a violation's `level` says the weakest at which it happens");
    const bool shows_a_run = expected.verdict == "violated" || expected.verdict == "note";
    demand(expected.because.empty() || shows_a_run, where + ": only a violation has a `because`");
    return expected;
  }

  [[nodiscard]] std::map<std::string, std::vector<std::string>> read_because(
      const std::string& where, const json& value) const {
    const std::set<std::string> known = because_keys();
    demand_keys(value, where + ", because", known);
    demand(!value.empty(), where + ": `because` is empty");
    std::map<std::string, std::vector<std::string>> because;
    for (const auto& [key, names] : value.items()) {
      std::vector<std::string>& list = because[key];
      if (names.is_string()) list.push_back(names.get<std::string>());
      demand(names.is_string() || names.is_array(),
             where + ": `" + key + "` is a string or a list of them");
      if (!names.is_array()) continue;
      for (const json& name : names) {
        demand(name.is_string(), where + ": `" + key + "` is a string or a list of them");
        list.push_back(name.get<std::string>());
      }
      demand(!list.empty(), where + ": `" + key + "` is empty");
    }
    return because;
  }

  std::string file_;
};

}  // namespace

Entry read_entry(const std::string& directory) {
  return Reader(directory + "/expected.json").read(directory);
}

std::vector<Entry> read_entries(const std::string& directory) {
  if (fs::exists(fs::path(directory) / "expected.json")) return {read_entry(directory)};
  std::error_code error;
  std::vector<std::string> directories;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, error)) {
    if (fs::exists(entry.path() / "expected.json")) directories.push_back(entry.path().string());
  }
  if (error) throw InputError({}, "can't list " + directory + ": " + error.message());
  if (directories.empty()) {
    throw InputError({}, "there are no examples in " + directory,
                     "an example is a directory with an expected.json");
  }
  std::sort(directories.begin(), directories.end());
  std::vector<Entry> entries;
  for (const std::string& each : directories) entries.push_back(read_entry(each));
  return entries;
}

std::string shown(const Expected& expected) {
  return expected.level ? expected.verdict + " at " + *expected.level : expected.verdict;
}

}  // namespace headway::cli

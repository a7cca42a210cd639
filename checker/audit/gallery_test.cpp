// The gallery: small machines at which other tools went wrong in public, or nearly, each with the
// right verdict in its head. Every combination of options must give it: all passes, none, each one
// left out, each one alone; and the toy checker agrees.
//
// A line of the head is `# ID [fairness none|weak|strong] [max-states N]: VERDICT`, where VERDICT
// is `holds`, `holds up to LEVEL`, `violated`, `violated at LEVEL` or `undecided`; or `# states:
// N`, how many states the machine has before any pass. A spec of the same name stands beside it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "checker/audit/audit.h"
#include "checker/audit/differential.h"
#include "checker/explicit/engine.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"

namespace headway::audit {
namespace {

using machine::Machine;
using property::Fairness;
using property::Level;

struct Expectation {
  std::string id;
  Fairness fairness = Fairness::strong;
  std::uint64_t max_states = 0;
  std::string verdict;
};

struct Exhibit {
  std::string name;
  Machine machine;
  std::vector<property::Property> properties;
  std::vector<Expectation> expected;
  std::optional<std::uint64_t> states;
};

std::string word(Level level) {
  static constexpr const char* kWords[] = {"none", "finite", "fair", "page-fair", "unrestricted"};
  return kWords[static_cast<int>(level)];
}

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

void read_head(const std::string& text, Exhibit& exhibit) {
  static const std::regex kLine(
      R"(# ([A-Z_a-z-]+)(?: fairness (none|weak|strong))?(?: max-states (\d+))?: )"
      R"((holds|holds up to [a-z-]+|violated|violated at [a-z-]+|undecided|\d+))");
  static const std::map<std::string, Fairness> kFairness = {{"none", Fairness::none},
                                                            {"weak", Fairness::weak},
                                                            {"", Fairness::strong},
                                                            {"strong", Fairness::strong}};
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (!std::regex_match(line, match, kLine)) continue;
    if (match[1] == "states") {
      exhibit.states = std::stoull(match[4]);
      continue;
    }
    exhibit.expected.push_back(
        {match[1], kFairness.at(match[2]), match[3].matched ? std::stoull(match[3]) : 0, match[4]});
  }
}

Exhibit open(const std::filesystem::path& file) {
  Exhibit exhibit;
  exhibit.name = file.stem().string();
  const std::string text = read(file);
  read_head(text, exhibit);
  exhibit.machine = machine::parse_machine(text, file.string());
  exhibit.properties = property::built_in_properties();
  for (const machine::Invariant& invariant : exhibit.machine.invariants)
    exhibit.properties.push_back({invariant.property, "", "", property::Kind::invariant});
  std::filesystem::path spec = file;
  spec.replace_extension("spec");
  if (std::filesystem::exists(spec)) {
    property::bind_spec(property::parse_spec(spec.string()), exhibit.machine, exhibit.properties);
  }
  EXPECT_EQ(problems(exhibit.machine), std::vector<std::string>{}) << file;
  EXPECT_FALSE(exhibit.expected.empty() && !exhibit.states) << file << " expects nothing";
  return exhibit;
}

std::vector<Exhibit> gallery() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator("checker/audit/gallery")) {
    if (entry.path().extension() == ".machine") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Exhibit> exhibits;
  for (const auto& file : files) exhibits.push_back(open(file));
  return exhibits;
}

// As in the head, in as many words as the head uses.
std::string verdict(const property::Answer& answer, const std::string& expected) {
  if (std::holds_alternative<property::Undecided>(answer.verdict)) return "undecided";
  if (const auto* holds = std::get_if<property::Holds>(&answer.verdict)) {
    if (expected.find(" up to ") == std::string::npos || !holds->up_to) return "holds";
    return "holds up to " + word(*holds->up_to);
  }
  const auto& counterexample = std::get<property::Violated>(answer.verdict).counterexample;
  if (expected.find(" at ") == std::string::npos) return "violated";
  if (const auto* livelock = std::get_if<property::Livelock>(&counterexample))
    return "violated at " + word(livelock->level);
  if (const auto* unmet = std::get_if<property::Unmet>(&counterexample))
    return "violated at " + word(unmet->level);
  return "violated";
}

// All ways of having passes: all, none, each left out, each alone.
std::vector<std::pair<std::string, std::set<std::string_view>>> choices_of_passes() {
  std::set<std::string_view> all;
  for (const passes::Pass& pass : passes::all_passes()) all.insert(pass.name);
  std::vector<std::pair<std::string, std::set<std::string_view>>> choices = {{"all passes", all},
                                                                             {"no pass", {}}};
  for (const std::string_view one : all) {
    std::set<std::string_view> others = all;
    others.erase(one);
    choices.emplace_back("without " + std::string(one), others);
    choices.emplace_back(std::string(one) + " alone", std::set<std::string_view>{one});
  }
  return choices;
}

Machine passed(Machine machine, const std::set<std::string_view>& chosen) {
  for (const passes::Pass& pass : passes::all_passes()) {
    if (chosen.contains(pass.name)) machine = pass.run(std::move(machine));
  }
  return machine;
}

void expect_verdicts(const Exhibit& exhibit, const Machine& machine, const std::string& how) {
  std::map<std::pair<Fairness, std::uint64_t>, property::Result> results;
  for (const Expectation& expected : exhibit.expected) {
    // How many states there are depends on the passes, so a limit on them means little there.
    if (expected.max_states != 0 && how != "no pass") continue;
    const auto key = std::pair(expected.fairness, expected.max_states);
    if (!results.contains(key)) {
      explicit_engine::Options options;
      options.fairness = expected.fairness;
      options.limits.max_states = expected.max_states;
      const property::Result result = explicit_engine::check(machine, exhibit.properties, options);
      audit(machine, result);
      results.emplace(key, result);
    }
    bool known = false;
    for (const property::Answer& answer : results.at(key).answers) {
      if (answer.property.id != expected.id) continue;
      known = true;
      EXPECT_EQ(verdict(answer, expected.verdict), expected.verdict)
          << exhibit.name << ", " << expected.id << ", " << how << ", fairness "
          << static_cast<int>(expected.fairness);
    }
    EXPECT_TRUE(known) << exhibit.name << " has no property " << expected.id;
  }
}

TEST(Gallery, RightUnderEveryCombinationOfOptions) {
  const auto choices = choices_of_passes();
  std::size_t checked = 0;
  for (const Exhibit& exhibit : gallery()) {
    for (const auto& [how, chosen] : choices) {
      expect_verdicts(exhibit, passed(exhibit.machine, chosen), how);
      ++checked;
    }
    if (!exhibit.states) continue;
    const auto result = explicit_engine::check(exhibit.machine, exhibit.properties, {});
    EXPECT_EQ(result.statistics.states, *exhibit.states) << exhibit.name;
  }
  std::cout << checked << " combinations\n";
  EXPECT_GE(checked, 24U * choices.size());
}

TEST(Gallery, TheToyCheckerAgrees) {
  constexpr std::size_t kMostStates = 2000;
  std::size_t compared = 0;
  std::vector<Exhibit> all = gallery();
  for (Exhibit& exhibit : all) {
    // Formulas have an oracle of their own (temporal_test).
    std::erase_if(exhibit.properties, [](const property::Property& property) {
      return property.kind == property::Kind::temporal;
    });
    for (const Fairness fairness : {Fairness::none, Fairness::weak, Fairness::strong}) {
      const auto engine = [&](const Machine& machine,
                              const std::vector<property::Property>& properties) {
        explicit_engine::Options options;
        options.fairness = fairness;
        return explicit_engine::check(machine, properties, options);
      };
      const Comparison found =
          compare(exhibit.machine, exhibit.properties, engine, kMostStates, fairness);
      if (found.too_large) continue;
      ++compared;
      for (const std::string& disagreement : found.disagreements)
        ADD_FAILURE() << exhibit.name << ": " << disagreement;
    }
  }
  EXPECT_GE(compared, 60U);
}

}  // namespace
}  // namespace headway::audit

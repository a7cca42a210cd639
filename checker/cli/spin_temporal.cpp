// The claims of all formulas become one never claim; which of them is tried is a word of the
// environment, so that one compiled verifier serves them all. A claim reads nothing before the
// initial state is chosen, and gets stuck where the machine is trapped. Shortcuts that SPIN takes
// for finite violations (`assert`) are undone: a violation is an infinite run, also where every way
// on contradicts an assumption.
//
// Levels as in model/promela/README.md: at `none` adversaries are frozen from the start. In mode
// `finite` they may freeze at any time or never, so that the claim alone makes the difference:
// with "and frozen for ever, sometime" it is `finite`, without it is `unrestricted`.
#include "checker/cli/spin_temporal.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

#include "checker/cli/child.h"
#include "checker/cli/temporary_directory.h"
#include "checker/explicit/engine.h"
#include "model/promela/promela.h"

namespace headway::cli {

using machine::Machine;
using property::Fairness;
using property::Formula;
using property::FormulaPtr;
using property::Level;
using Op = Formula::Op;

namespace {

std::string in_spins_words(const Formula& f) {
  const auto left = [&] { return "(" + in_spins_words(*f.left) + ")"; };
  const auto right = [&] { return "(" + in_spins_words(*f.right) + ")"; };
  switch (f.op) {
    case Op::truth:
      return "true";
    case Op::falsity:
      return "false";
    case Op::atom:
      return "p" + std::to_string(f.atom);
    case Op::negation:
      return "!" + left();
    case Op::always:
      return "[]" + left();
    case Op::eventually:
      return "<>" + left();
    case Op::conjunction:
      return left() + " && " + right();
    case Op::disjunction:
      return left() + " || " + right();
    case Op::implication:
      return left() + " -> " + right();
    case Op::until:
      return left() + " U " + right();
    case Op::release:
      break;
  }
  return left() + " V " + right();
}

// Names in a guard as C: pN is an atom, z says that adversaries have stopped for ever.
std::string guard_in_c(const std::string& guard) {
  std::string out;
  for (std::size_t i = 0; i < guard.size();) {
    if (std::isalpha(static_cast<unsigned char>(guard[i])) == 0) {
      out += guard[i++];
      continue;
    }
    std::string word;
    while (i < guard.size() && std::isalnum(static_cast<unsigned char>(guard[i])) != 0)
      word += guard[i++];
    out += word == "true"    ? "1"
           : word == "false" ? "0"
           : word == "z"     ? "now.frozen"
                             : "hw_atom_" + word.substr(1) + "(&now)";
  }
  return out;
}

// One claim of `spin -f`, its labels made unique.
class Claim {
 public:
  Claim(const std::string& text, std::size_t number) : number_(std::to_string(number)) {
    std::istringstream in(text);
    std::string pending;
    for (std::string line; std::getline(in, line);) {
      const std::size_t begin = line.find_first_not_of('\t');
      if (begin == std::string::npos || line.starts_with("never") || line == "}") continue;
      line = line.substr(begin);
      if (line.ends_with(":")) {
        // Of two labels on one state the first says whether it accepts, the second is gone to.
        const std::string name = line.substr(0, line.size() - 1);
        if (!states_.empty() && states_.back().options.empty() && !states_.back().skips) {
          states_.back().names.push_back(name);
        } else {
          states_.push_back({{name}, {}, false});
        }
      } else if (line == "skip") {
        states_.back().skips = true;
        states_.back().options.push_back({"1", states_.back().names.back()});
      } else if (line.starts_with(":: atomic")) {
        states_.back().options.push_back({between(line, "{ ", " -> assert"), "accept_all"});
      } else if (line == ":: false") {
        states_.back().options.push_back({"false", states_.back().names.back()});
      } else if (line.starts_with("::")) {
        states_.back().options.push_back(
            {between(line, ":: ", " -> goto"), line.substr(line.rfind(' ') + 1)});
      }
    }
    if (states_.empty()) throw std::runtime_error("spin -f says: " + text);
  }

  // The initial state's options, to be taken where `guard` is true.
  [[nodiscard]] std::string beginning(const std::string& guard) const {
    return options(states_.front(), guard + " && ");
  }
  [[nodiscard]] std::string text() const {
    std::string out;
    for (const State& state : states_) {
      for (const std::string& name : state.names) out += label(name) + ":\n";
      out += "  do\n" + options(state, "") + "  od;\n";
    }
    return out;
  }

 private:
  struct Option {
    std::string guard, to;
  };
  struct State {
    std::vector<std::string> names;
    std::vector<Option> options;
    bool skips = false;
  };
  static std::string between(const std::string& line, const std::string& from,
                             const std::string& to) {
    const std::size_t begin = line.find(from) + from.size();
    const std::size_t end = line.find(to, begin);
    if (end == std::string::npos) throw std::runtime_error("spin -f says: " + line);
    return line.substr(begin, end - begin);
  }
  [[nodiscard]] std::string label(const std::string& name) const {
    return name.starts_with("accept") ? "accept_F" + number_ + name.substr(6)
                                      : "F" + number_ + "_" + name;
  }
  [[nodiscard]] std::string options(const State& state, const std::string& also) const {
    std::string out;
    for (const Option& option : state.options) {
      out += "  :: c_expr { (!now.trapped && " + also + "(" + guard_in_c(option.guard) +
             ")) } -> goto " + label(option.to) + "\n";
    }
    return out;
  }

  std::string number_;
  std::vector<State> states_;
};

class Verifier {
 public:
  Verifier(const Machine& machine, const std::vector<std::string>& formulas, std::uint64_t states)
      : states_(states), agents_(machine.agents.size()) {
    std::string choice, rest;
    for (std::size_t n = 0; n < formulas.size(); ++n) {
      const Said said = child({"spin", "-f", formulas[n]});
      if (said.status == kNoSuchProgram)
        throw std::runtime_error("the program `spin` is missing; install the package `spin`");
      const Claim claim(said.out, n);
      choice += claim.beginning("now.ready && hw_claim() == " + std::to_string(n));
      rest += claim.text();
    }
    std::ofstream(directory_.path() / "machine.pml") << promela::print_promela(
        machine,
        "c_code {\nstatic int hw_claim(void)\n{\n\tstatic int claim = -1;\n\tif (claim < 0) claim "
        "= "
        "atoi(getenv(\"HEADWAY_CLAIM\"));\n\treturn claim;\n}\n};\nnever {\n  do\n  :: c_expr { "
        "(!now.ready) }\n" +
            choice + "  od;\n" + rest + "}\n");
    demand(child({"spin", "-a", "machine.pml"}), "spin");
    demand(child({"gcc", "-O0", "-w", "-DNOREDUCE", "-DVECTORSZ=4096",
                  "-DNFAIR=" + std::to_string((agents_ + 5) / 8 + 2), "-o", "pan", "pan.c"}),
           "gcc");
  }

  // The claim is met by some run.
  bool meets(std::size_t claim, const std::string& mode, bool weakly_fair) {
    std::uint64_t depth = 20'000 + states_ * 60 * (agents_ + 4);
    for (; depth < kMostDepth; depth *= 4) {
      if (const auto met = meets(claim, mode, weakly_fair, depth)) return *met;
    }
    throw std::runtime_error("SPIN's depth was too small");
  }

 private:
  static constexpr std::uint64_t kMostDepth = 100'000'000;  // of some 30 bytes each

  // Nothing where the depth does not do.
  std::optional<bool> meets(std::size_t claim, const std::string& mode, bool weakly_fair,
                            std::uint64_t depth) {
    std::vector<std::string> words = {"HEADWAY_MODE=" + mode,
                                      "HEADWAY_WATCH=",
                                      "HEADWAY_CLAIM=" + std::to_string(claim),
                                      "./pan",
                                      "-n",
                                      "-w18",
                                      "-m" + std::to_string(depth),
                                      "-a",
                                      "-A",
                                      "-E"};
    if (weakly_fair) words.push_back("-f");
    const Said said = child(words);
    demand(said, "the verifier");
    if (said.out.find("max search depth too small") != std::string::npos) return std::nullopt;
    if (said.out.find(" states, stored") == std::string::npos)
      throw std::runtime_error("SPIN counted nothing: " + said.out);
    return said.out.find("acceptance cycle") != std::string::npos;
  }
  Said child(std::vector<std::string> words) {
    words.insert(words.begin(), {"600", "env", "--chdir=" + directory_.path().string()});
    return run_child("timeout", words);
  }
  static void demand(const Said& said, const std::string& who) {
    if (said.status == 0) return;
    const std::string all = said.out + said.err;
    throw std::runtime_error(who +
                             " fails: " + all.substr(all.size() < 800 ? 0 : all.size() - 800));
  }

  TemporaryDirectory directory_;
  std::uint64_t states_;
  std::size_t agents_;
};

std::vector<std::optional<Level>> ours(const Machine& machine,
                                       const std::vector<FormulaPtr>& formulas, Fairness fairness,
                                       std::uint64_t& states) {
  std::vector<property::Property> asked;
  for (const FormulaPtr& formula : formulas) {
    property::Property property;
    property.id = "F" + std::to_string(asked.size());
    property.kind = property::Kind::temporal;
    property.required = Level::unrestricted;
    property.formula = formula;
    asked.push_back(std::move(property));
  }
  explicit_engine::Options options;
  options.fairness = fairness;
  const property::Result result = explicit_engine::check(machine, asked, options);
  states = result.statistics.states;
  std::vector<std::optional<Level>> levels;
  for (const property::Answer& answer : result.answers) {
    const auto* violated = std::get_if<property::Violated>(&answer.verdict);
    levels.push_back(
        violated == nullptr
            ? std::nullopt
            : std::optional(std::get<property::Unmet>(violated->counterexample).level));
  }
  return levels;
}

// What both are asked.
struct Setting {
  const char* name;
  Level level;
  Fairness fairness;
};
constexpr std::array<Setting, 5> kSettings = {{
    {"none", Level::none, Fairness::none},
    {"finite", Level::finite, Fairness::none},
    {"unrestricted", Level::unrestricted, Fairness::none},
    {"none, weakly fair", Level::none, Fairness::weak},
    {"finite, weakly fair", Level::finite, Fairness::weak},
}};

}  // namespace

TemporalComparison compare_temporal_with_spin(const Machine& machine,
                                              const std::vector<FormulaPtr>& formulas,
                                              const std::vector<FormulaPtr>& asked_of_spin) {
  std::uint64_t states = 0;
  const auto without = ours(machine, formulas, Fairness::none, states);
  const auto weak = ours(machine, formulas, Fairness::weak, states);
  std::vector<std::string> claims;  // of each formula two
  for (const FormulaPtr& formula : asked_of_spin) {
    const std::string negated = "!(" + in_spins_words(*formula) + ")";
    claims.push_back(negated);
    claims.push_back("(" + negated + ") && <>[] z");
  }
  Verifier verifier(machine, claims, states);
  const bool signals = std::any_of(machine.agents.begin(), machine.agents.end(), [](const auto& a) {
    return a.kind == machine::AgentKind::signal;
  });
  TemporalComparison compared;
  for (std::size_t f = 0; f < formulas.size(); ++f) {
    for (const Setting& setting : kSettings) {
      // SPIN lets a signal arrive again and again.
      if (signals && setting.level == Level::unrestricted) continue;
      const bool weakly = setting.fairness == Fairness::weak;
      const bool spins = verifier.meets(2 * f + (setting.level == Level::finite ? 1 : 0),
                                        setting.level == Level::none ? "none" : "finite", weakly);
      const std::optional<Level> level = (weakly ? weak : without)[f];
      const bool engines = level && *level <= setting.level;
      ++compared.questions;
      compared.violated += engines ? 1 : 0;
      // With -f a run that has ended is not continued by its last state, so that SPIN may miss
      // some.
      if (engines == spins || (weakly && engines)) continue;
      compared.differences.push_back(
          std::string(setting.name) + ": " + in_spins_words(*formulas[f]) +
          (engines ? " is violated for us, not for SPIN" : " is violated for SPIN, not for us"));
    }
  }
  return compared;
}

TemporalComparison compare_temporal_with_spin(const Machine& machine,
                                              const std::vector<FormulaPtr>& formulas) {
  return compare_temporal_with_spin(machine, formulas, formulas);
}

}  // namespace headway::cli

// The front end, lowering and the passes against the native compilers, on random programs.
// HEADWAY_RANDOM_PROGRAMS and HEADWAY_RANDOM_SEED choose how many, and the first seed.
// HEADWAY_RANDOM_KEEP names a directory for shrunk failures, /tmp if it is not set.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "model/differential/judge.h"
#include "model/differential/shrink.h"

namespace headway::differential {
namespace {

constexpr std::size_t kBatch = 80;

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* set = std::getenv(name);
  return set != nullptr ? std::strtoull(set, nullptr, 10) : otherwise;
}

struct Coverage {
  std::array<std::size_t, kConstructNames.size()> generated{}, executed{};
  std::size_t programs = 0, transitions = 0, undefined = 0;

  void add(const Rendered& rendered, const Interpreted& ours) {
    std::set<Construct> seen, run;
    for (const auto& [line, constructs] : rendered.by_line) {
      seen.insert(constructs.begin(), constructs.end());
      if (ours.lines.count(line) != 0) run.insert(constructs.begin(), constructs.end());
    }
    for (const Construct one : seen) ++generated[static_cast<std::size_t>(one)];
    for (const Construct one : run) ++executed[static_cast<std::size_t>(one)];
    ++programs;
    transitions += ours.transitions;
    for (const auto& [state, one] : ours.plain) undefined += one.failures.empty() ? 0 : 1;
  }

  void print() const {
    std::cout << programs << " programs, " << transitions << " transitions, " << undefined
              << " runs with undefined behaviour. Programs that hold a construct, and that execute "
                 "a line with it:\n";
    for (std::size_t k = 0; k < generated.size(); ++k)
      std::cout << "  " << kConstructNames[k] << " " << generated[k] << " " << executed[k] << "\n";
  }
};

// The kind of a difference: what stays the same while a program is shrunk.
std::string kind_of(const std::string& difference) {
  const auto start = difference.find("values: ");
  if (start != std::string::npos) return "values";
  return difference.substr(0, difference.find_first_of("(0123456789"));
}

class Population {
 public:
  Population(Planted planted, std::uint64_t first_seed) : planted_(planted), seed_(first_seed) {}

  void run(std::uint64_t count) {
    for (std::uint64_t done = 0; done < count; done += kBatch) {
      batch(std::min<std::uint64_t>(kBatch, count - done));
      if (done / kBatch % 5 == 4) std::cout << so_far() << std::endl;
    }
    std::cout << so_far() << std::endl;
  }

  [[nodiscard]] const Coverage& coverage() const { return coverage_; }

 private:
  // A run that is stopped has shown what its last such line says.
  [[nodiscard]] std::string so_far() const {
    std::string by_compiler;
    for (const auto& [name, count] : judged_)
      by_compiler += (by_compiler.empty() ? " (" : ", ") + name + " " + std::to_string(count);
    return std::to_string(coverage_.programs) + " programs judged, up to seed " +
           std::to_string(seed_ - 1) + (by_compiler.empty() ? "" : by_compiler + ")") + ", " +
           std::to_string(failures_) + " differ, " + std::to_string(crashed_) +
           " crashed a compiler";
  }

  // Two thirds without optimisation: the compiler's time is what limits the number of programs.
  [[nodiscard]] Compiler compiler() const {
    if (planted_ != Planted::nothing && !judged_by_mark(planted_))
      return {"gcc", "-O0", true};  // inlined, a dangling pointer is one no longer
    static const Compiler kPlain{"gcc", "-O0", false};
    static const Compiler kTurns[] = {{"gcc", "-O1", false},      kPlain, kPlain,
                                      {"gcc", "-O2", false},      kPlain, kPlain,
                                      {"clang-19", "-O1", false}, kPlain, kPlain};
    return kTurns[batches_ % std::size(kTurns)];
  }

  void batch(std::uint64_t count) {
    const Compiler with = compiler();
    ++batches_;
    std::vector<std::string> codes, prefixes;
    for (std::size_t k = 0; k < count; ++k) {
      prefixes.push_back(prefix_of(k));
      codes.push_back(render(random_program(seed_ + k, planted_), prefixes.back()).code);
    }
    std::string message;
    std::vector<std::size_t> crashed;
    const auto native = run_around_crashes(codes, prefixes, with, message, crashed);
    ASSERT_EQ(native.size(), codes.size()) << "seeds from " << seed_ << ": " << message;
    for (const std::size_t k : crashed)
      std::cout << "compiler crashed: " << with.command << " " << with.level << ", seed "
                << seed_ + k << std::endl;
    crashed_ += crashed.size();
    const std::uint64_t first = seed_;
    seed_ += count;
    for (std::size_t k = 0; k < count; ++k)
      if (!native[k].empty()) judge(first + k, native[k], with);
  }

  void judge(std::uint64_t seed, const NativeRuns& native, const Compiler& with) {
    Piece program = random_program(seed, planted_);
    const Rendered rendered = render(program, "");
    const Interpreted ours = interpret(rendered.code);
    coverage_.add(rendered, ours);
    ++judged_[with.command + " " + with.level];
    const std::string found = difference(native, ours, planted_, observables_of(rendered.code));
    if (found.empty()) return;
    ADD_FAILURE() << name_of(planted_) << ", seed " << seed << ", " << with.command << " "
                  << with.level << ": " << found;
    if (++failures_ <= 3) keep(std::move(program), seed, found, with);
  }

  void keep(Piece program, std::uint64_t seed, const std::string& found, const Compiler& with) {
    const char* set = std::getenv("HEADWAY_RANDOM_KEEP");
    const std::filesystem::path folder =
        set != nullptr ? set : std::filesystem::temp_directory_path();
    const std::string kind = kind_of(found);
    // While it shrinks a program must stay without undefined behaviour.
    const Compiler sanitized{"gcc", "-O0", true};
    std::string last = found;
    const auto fails = [&](const std::string& code) {
      bool sound = false;
      std::string now = difference_of(code, {with}, planted_, sound);
      if (!sound || now.empty() || kind_of(now.substr(now.find(": ") + 2)) != kind) return false;
      if (planted_ == Planted::nothing && now.find("native:") == std::string::npos) {
        std::string message;
        const auto runs = run_natively({code}, {""}, sanitized, message);
        if (runs.empty()) return false;
        for (const auto& [state, run] : runs.front())
          if (run.status != 0) return false;
      }
      last = now;
      return true;
    };
    const Piece small = shrink(std::move(program), fails,
                               static_cast<int>(number_from("HEADWAY_RANDOM_SHRINK", 400)));
    const auto file = folder / ("seed-" + std::to_string(seed) + ".c");
    std::ofstream(file) << "// " << last << "\n" << render(small, "").code;
    std::cout << "kept as " << file << ": " << last << "\n" << render(small, "").code;
  }

  Planted planted_;
  std::uint64_t seed_;
  std::size_t batches_ = 0, failures_ = 0, crashed_ = 0;
  std::map<std::string, std::size_t> judged_;
  Coverage coverage_;
};

TEST(RandomC, Agrees) {
  Population programs(Planted::nothing, number_from("HEADWAY_RANDOM_SEED", 1));
  programs.run(number_from("HEADWAY_RANDOM_PROGRAMS", 240));
  programs.coverage().print();
}

TEST(RandomC, UndefinedBehaviourIsFound) {
  const std::uint64_t count = number_from("HEADWAY_RANDOM_PLANTED", 100) / (kPlantedKinds - 1);
  for (int kind = 1; kind < kPlantedKinds; ++kind) {
    Population programs(static_cast<Planted>(kind), number_from("HEADWAY_RANDOM_SEED", 1));
    programs.run(count);
    std::cout << name_of(static_cast<Planted>(kind)) << ": " << programs.coverage().programs
              << " programs, " << programs.coverage().undefined << " undefined runs\n";
  }
}

// A compiler that crashes at a program hides neither itself nor the programs beside it.
TEST(RandomC, CompilerThatCrashesIsSetAside) {
  std::string folder = (std::filesystem::temp_directory_path() / "headway-crash-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string script = folder + "/crashing-compiler";
  std::ofstream(script) << "#!/bin/sh\n"
                           "for one in \"$@\"; do case \"$one\" in *batch.c)\n"
                           "if grep -q planted_crash \"$one\"; then\n"
                           "echo 'internal compiler error: planted' >&2; exit 1; fi;; esac; done\n"
                           "exec gcc \"$@\"\n";
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  std::vector<std::string> codes, prefixes;
  for (std::size_t k = 0; k < 7; ++k) {
    prefixes.push_back(prefix_of(k));
    codes.push_back(render(random_program(k + 1), prefixes.back()).code);
    if (k == 2 || k == 6) codes.back() += "/* planted_crash */\n";
  }
  std::string message;
  std::vector<std::size_t> crashed;
  const auto with = run_around_crashes(codes, prefixes, {script, "-O0"}, message, crashed);
  EXPECT_EQ(message, "");
  EXPECT_EQ(crashed, (std::vector<std::size_t>{2, 6}));
  auto without = run_natively(codes, prefixes, {"gcc", "-O0"}, message);
  ASSERT_EQ(without.size(), codes.size());
  without[2] = without[6] = {};
  EXPECT_EQ(with, without);
  std::filesystem::remove_all(folder);
}

// Every program that once showed a difference.
TEST(RandomC, Regressions) {
  const std::vector<Compiler> compilers = {{"gcc", "-O1", false}, {"clang-19", "-O1", false}};
  std::size_t seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(HEADWAY_DIFFERENTIAL_DIRECTORY "/regressions")) {
    if (entry.path().extension() != ".c") continue;
    std::ifstream in(entry.path());
    const std::string code{std::istreambuf_iterator<char>(in), {}};
    bool sound = false;
    EXPECT_EQ(difference_of(code, compilers, Planted::nothing, sound), "") << entry.path();
    EXPECT_TRUE(sound) << entry.path();
    ++seen;
  }
  std::cout << seen << " regressions\n";
}

}  // namespace
}  // namespace headway::differential

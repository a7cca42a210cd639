// The patterns' formulas against what the patterns mean: the segments of a run that a scope speaks
// of are cut out by their definition, and what a pattern asks of a segment is looked at position by
// position. All words of two letters over four atoms, and random longer ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "checker/audit/lasso_truth.h"
#include "checker/audit/random_machine.h"
#include "checker/property/spec.h"
#include "checker/property/spec_tree.h"
#include "model/machine/evaluate.h"
#include "model/machine/state.h"
#include "model/machine/text.h"

namespace headway::audit {
namespace {

constexpr std::size_t kForEver = ~std::size_t{0};
constexpr std::size_t kP = 0, kS = 1, kQ = 2, kR = 3;

// Positions from..to of a run, `to` excluded.
struct Segment {
  std::size_t from = 0, to = kForEver;
};

// A run written out so far that whatever happens again and again has happened three times.
struct WholeRun {
  explicit WholeRun(const LassoWord& word) {
    const std::size_t round = word.letters.size() - word.loop;
    for (std::size_t i = 0; i < word.letters.size() + 2 * round; ++i) {
      const std::size_t at = i < word.letters.size() ? i : word.loop + (i - word.loop) % round;
      letters.push_back(word.letters[at]);
    }
    starts = word.letters.size();
    different = starts + round;
  }
  // The first position from `from` on with the atom.
  [[nodiscard]] std::size_t first(std::size_t atom, std::size_t from) const {
    for (std::size_t i = from; i < letters.size(); ++i) {
      if (letters[i][atom]) return i;
    }
    return kForEver;
  }
  std::vector<std::vector<bool>> letters;
  std::size_t starts = 0;     // segments that begin from here on are repetitions
  std::size_t different = 0;  // positions from here on are, in a segment that begins before that
};

std::vector<Segment> segments(const WholeRun& run, const std::string& scope) {
  if (scope.empty()) return {{0, kForEver}};
  std::vector<Segment> all;
  if (scope == " before(r)") {
    const std::size_t end = run.first(kR, 0);
    if (end != kForEver) all.push_back({0, end});
    return all;
  }
  for (std::size_t i = 0; i < run.starts; ++i) {
    if (!run.letters[i][kQ]) continue;
    if (scope == " after(q)") return {{i, kForEver}};
    if (run.letters[i][kR]) continue;
    const std::size_t end = run.first(kR, i);
    if (end != kForEver || scope == " after_until(q, r)") all.push_back({i, end});
  }
  return all;
}

bool meets(const std::string& pattern, const WholeRun& run, const Segment& segment) {
  const std::size_t end = std::min(segment.to, run.letters.size());
  const std::size_t p = run.first(kP, segment.from), s = run.first(kS, segment.from);
  if (pattern == "absence(p)") return p >= end;
  if (pattern == "existence(p)") return p < end;
  if (pattern == "precedence(s, p)") return p >= end || s <= p;
  for (std::size_t i = segment.from; i < std::min(end, run.different); ++i) {
    if (pattern == "universality(p)" && !run.letters[i][kP]) return false;
    if (pattern == "response(p, s)" && run.letters[i][kP] && run.first(kS, i) >= end) return false;
  }
  return true;
}

// A pattern's formula, on words over p, s, q, r.
class Formula {
 public:
  explicit Formula(const std::string& text)
      : machine_(machine::parse_machine(R"(
machine m shared p: bool shared s: bool shared q: bool shared r: bool
thread t ends { init A end E A -> E } observe p: p observe s: s observe q: q observe r: r)",
                                        "m.machine")),
        layout_(machine_) {
    const std::string head =
        "spec s \"S.\" observe p: bool observe s: bool observe q: bool observe r: bool\n";
    std::vector<property::Property> properties;
    property::bind_spec(
        property::parse_spec_text(
            head + "property F \"f\": (" + text + ") and (eventually (p or not p))", "t.spec"),
        machine_, properties);
    formula_ = properties.at(0).formula;
  }

  bool operator()(const LassoWord& word) const {
    LassoWord atoms;
    atoms.loop = word.loop;
    for (const std::vector<bool>& letter : word.letters) {
      machine::State state = machine::raw_initial_states(machine_).at(0);
      for (std::size_t n = 0; n < letter.size(); ++n) state.cells[n] = letter[n] ? 1 : 0;
      atoms.letters.emplace_back();
      for (const machine::Atom& atom : machine_.atoms) {
        atoms.letters.back().push_back(
            evaluate(atom.condition, machine::Context{machine_, layout_, state}).value != 0);
      }
    }
    return true_of(*formula_, atoms);
  }

 private:
  machine::Machine machine_;
  machine::Layout layout_;
  property::FormulaPtr formula_;
};

std::vector<LassoWord> words() {
  std::vector<LassoWord> all;
  for (std::uint32_t bits = 0; bits < 256; ++bits) {
    for (std::size_t loop = 0; loop < 2; ++loop) {
      LassoWord word{{{}, {}}, loop};
      for (std::size_t n = 0; n < 8; ++n) word.letters[n / 4].push_back((bits >> n & 1U) != 0);
      all.push_back(word);
    }
  }
  Dice dice(5);
  for (int i = 0; i < 1500; ++i) {
    LassoWord word;
    const std::uint32_t length = 3 + dice.below(6);
    for (std::uint32_t at = 0; at < length; ++at) {
      word.letters.emplace_back();
      for (int atom = 0; atom < 4; ++atom) word.letters.back().push_back(dice.percent(30));
    }
    word.loop = dice.below(length);
    all.push_back(word);
  }
  return all;
}

TEST(Patterns, mean_what_their_names_say) {
  const std::vector<LassoWord> all = words();
  for (const char* pattern :
       {"absence(p)", "existence(p)", "universality(p)", "precedence(s, p)", "response(p, s)"}) {
    for (const char* scope :
         {"", " before(r)", " after(q)", " between(q, r)", " after_until(q, r)"}) {
      const Formula formula(std::string(pattern) + scope);
      std::size_t true_ones = 0;
      for (std::size_t w = 0; w < all.size(); ++w) {
        const WholeRun run(all[w]);
        bool meant = true;
        for (const Segment& segment : segments(run, scope))
          meant = meant && meets(pattern, run, segment);
        true_ones += meant ? 1 : 0;
        ASSERT_EQ(formula(all[w]), meant) << pattern << scope << ", word " << w;
      }
      EXPECT_GT(true_ones * 50, all.size()) << pattern << scope;
      EXPECT_LT(true_ones, all.size()) << pattern << scope;
    }
  }
}

}  // namespace
}  // namespace headway::audit

// Automata against the definition of truth on words that go round for ever: all small formulas on
// all small words, larger ones on random words. Also: normal forms mean the same, no formula can
// tell how often a letter is repeated, and what is exported in HOA is what is used.
// HEADWAY_FORMULA_NODES and HEADWAY_RANDOM_FORMULAS say how far this goes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

#include "checker/audit/lasso_truth.h"
#include "checker/audit/random_formula.h"
#include "checker/property/buchi.h"

namespace headway::audit {
namespace {

using property::Buchi;
using property::FormulaPtr;
namespace ltl = property::ltl;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

const std::vector<std::string> kNames = {"a", "b", "c"};

std::uint64_t letter_for(const Buchi& automaton, const std::vector<bool>& letter) {
  std::uint64_t bits = 0;
  for (std::size_t n = 0; n < automaton.atoms.size(); ++n)
    bits |= letter.at(automaton.atoms[n]) ? std::uint64_t{1} << n : 0;
  return bits;
}

// Some run over the word has every mark infinitely often. Nodes are pairs of a position and a
// state; from a node that comes back to itself all marks must be met among the nodes that do so
// with it.
bool accepts(const Buchi& automaton, const LassoWord& word) {
  const std::size_t states = automaton.states.size(), size = word.letters.size();
  if (states == 0) return false;
  const auto for_each = [&](std::size_t node, auto visit) {
    const std::size_t at = node / states, next = at + 1 < size ? at + 1 : word.loop;
    const std::uint64_t letter = letter_for(automaton, word.letters[at]);
    for (const Buchi::Transition& t : automaton.states[node % states]) {
      if (t.reads(letter)) visit(next * states + t.to, t.marks);
    }
  };
  const auto reach = [&](std::size_t root) {
    std::vector<bool> seen(states * size);
    std::vector<std::size_t> rest{root};
    while (!rest.empty()) {
      const std::size_t node = rest.back();
      rest.pop_back();
      for_each(node, [&](std::size_t to, std::uint64_t) {
        if (!seen[to]) rest.push_back(to);
        seen[to] = true;
      });
    }
    return seen;
  };
  std::vector<std::vector<bool>> reached;
  for (std::size_t node = 0; node < states * size; ++node) reached.push_back(reach(node));
  for (std::size_t root = 0; root < states * size; ++root) {
    if ((root != 0 && !reached[0][root]) || !reached[root][root]) continue;
    std::uint64_t marks = 0;
    for (std::size_t node = 0; node < states * size; ++node) {
      if (!reached[root][node] || !reached[node][root]) continue;
      for_each(node, [&](std::size_t to, std::uint64_t met) {
        if (reached[to][node]) marks |= met;
      });
    }
    if (marks == automaton.all_marks()) return true;
  }
  return false;
}

std::vector<LassoWord> all_words(std::size_t length, std::uint32_t atoms) {
  std::vector<LassoWord> words;
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << (length * atoms); ++bits) {
    LassoWord word;
    for (std::size_t i = 0; i < length; ++i) {
      word.letters.emplace_back();
      for (std::uint32_t atom = 0; atom < atoms; ++atom)
        word.letters.back().push_back((bits >> (i * atoms + atom) & 1U) != 0);
    }
    for (word.loop = 0; word.loop < length; ++word.loop) words.push_back(word);
  }
  return words;
}

LassoWord random_word(Dice& dice, std::uint32_t atoms) {
  LassoWord word;
  const std::uint32_t length = 1 + dice.below(7);
  for (std::uint32_t i = 0; i < length; ++i) {
    word.letters.emplace_back();
    for (std::uint32_t atom = 0; atom < atoms; ++atom)
      word.letters.back().push_back(dice.percent(50));
  }
  word.loop = dice.below(length);
  return word;
}

std::string shown(const LassoWord& word) {
  std::string text;
  for (std::size_t i = 0; i < word.letters.size(); ++i) {
    text += i == word.loop ? " | " : " ";
    for (std::size_t atom = 0; atom < word.letters[i].size(); ++atom)
      text += word.letters[i][atom] ? kNames[atom] : "-";
  }
  return text;
}

struct Tally {
  std::uint64_t formulas = 0, words = 0, accepted = 0, states = 0;
  std::size_t largest = 0;
};

// Both automata of the formula, and its normal form, on these words.
bool agrees(const FormulaPtr& formula, const std::vector<LassoWord>& words, Tally& tally) {
  const auto positive = property::translate(*formula, false);
  const auto negative = property::translate(*formula, true);
  if (!positive || !negative) {
    ADD_FAILURE() << "too large: " << print(*formula, kNames);
    return false;
  }
  ++tally.formulas;
  tally.states += positive->states.size();
  tally.largest = std::max({tally.largest, positive->states.size(), negative->states.size()});
  const FormulaPtr normal = property::normal_form(*formula, true);
  for (const LassoWord& word : words) {
    const bool truth = true_of(*formula, word);
    ++tally.words;
    tally.accepted += truth ? 1 : 0;
    const bool same = accepts(*positive, word) == truth && accepts(*negative, word) != truth &&
                      true_of(*normal, word) != truth;
    if (same) continue;
    ADD_FAILURE() << print(*formula, kNames) << " is " << truth << " on" << shown(word) << "\n"
                  << print_hoa(*positive, "", kNames) << print_hoa(*negative, "", kNames);
    return false;
  }
  return true;
}

void report(const char* what, const Tally& tally) {
  std::cout << tally.formulas << ' ' << what << ", " << tally.words << " words judged, "
            << tally.accepted << " true; automata have " << tally.states << " states, at most "
            << tally.largest << "\n";
}

TEST(Automata, all_small_formulas_on_all_small_words) {
  const std::uint64_t nodes = from_environment("HEADWAY_FORMULA_NODES", 5);
  std::vector<LassoWord> words;
  for (std::size_t length = 1; length <= 3; ++length) {
    const auto more = all_words(length, 2);
    words.insert(words.end(), more.begin(), more.end());
  }
  Tally tally;
  for (std::size_t size = 1; size <= nodes; ++size) {
    for (const FormulaPtr& formula : all_formulas(size, 2)) {
      if (!agrees(formula, words, tally)) return;
    }
  }
  report("formulas, all of those over two atoms", tally);
  if (nodes == 5) {
    EXPECT_EQ(tally.formulas, 2U + 6 + 34 + 198 + 1282);
  }
}

TEST(Automata, larger_formulas_on_random_words) {
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_FORMULAS", 1500);
  Dice dice(from_environment("HEADWAY_RANDOM_SEED", 1));
  Tally tally;
  for (std::uint64_t i = 0; i < wanted; ++i) {
    const FormulaPtr formula = random_formula(dice, 5 + dice.below(9), 3);
    std::vector<LassoWord> words;
    for (int n = 0; n < 25; ++n) words.push_back(random_word(dice, 3));
    if (!agrees(formula, words, tally)) return;
  }
  report("random formulas", tally);
  EXPECT_GT(tally.accepted * 5, tally.words);
  EXPECT_LT(tally.accepted, tally.words * 4 / 5);
}

// Letters are doubled here and there; nothing changes.
TEST(Automata, no_formula_counts_repetitions) {
  Dice dice(7);
  for (int i = 0; i < 3000; ++i) {
    const FormulaPtr formula = random_formula(dice, 4 + dice.below(8), 2);
    const LassoWord word = random_word(dice, 2);
    LassoWord stuttering;
    for (std::size_t at = 0; at < word.letters.size(); ++at) {
      if (at == word.loop) stuttering.loop = stuttering.letters.size();
      for (std::uint32_t times = 1 + dice.below(3); times != 0; --times)
        stuttering.letters.push_back(word.letters[at]);
    }
    ASSERT_EQ(true_of(*formula, word), true_of(*formula, stuttering))
        << print(*formula, kNames) << " on" << shown(word) << " and" << shown(stuttering);
    const auto automaton = property::translate(*formula, false);
    ASSERT_EQ(accepts(*automaton, word), accepts(*automaton, stuttering))
        << print(*formula, kNames);
  }
}

std::size_t states_of(const FormulaPtr& formula, bool negated) {
  return property::translate(*formula, negated)->states.size();
}

TEST(Automata, usual_formulas_have_small_ones) {
  const FormulaPtr a = ltl::atom(0), b = ltl::atom(1);
  EXPECT_EQ(states_of(ltl::always(a), false), 1U);
  EXPECT_EQ(states_of(ltl::always(a), true), 2U);
  EXPECT_EQ(states_of(ltl::always(ltl::eventually(a)), false), 1U);
  const FormulaPtr response = ltl::always(ltl::imply(a, ltl::eventually(b)));
  EXPECT_EQ(states_of(response, false), 2U);
  EXPECT_EQ(states_of(response, true), 2U);
  EXPECT_EQ(states_of(ltl::operator&&(a, ltl::operator!(a)), false), 0U);
  EXPECT_EQ(states_of(ltl::operator||(ltl::eventually(a), ltl::always(ltl::operator!(a))), true),
            0U);
}

TEST(Automata, too_many_states_are_no_automaton) {
  FormulaPtr formula = ltl::truth(true);
  for (std::uint32_t n = 0; n < 8; ++n) {
    formula = ltl::operator&&(
        formula, ltl::until(ltl::always(ltl::atom(2 * n)), ltl::always(ltl::atom(2 * n + 1))));
  }
  EXPECT_FALSE(property::translate(*formula, false, 20));
}

TEST(Formulas, in_words) {
  const FormulaPtr a = ltl::atom(0), b = ltl::atom(1);
  EXPECT_EQ(print(*ltl::always(ltl::imply(a, ltl::eventually(b))), kNames),
            "always (a imply (eventually b))");
  EXPECT_EQ(print(*ltl::until(ltl::operator!(a), ltl::operator&&(a, b)), kNames),
            "(not a) until (a and b)");
}

// Reads back what print_hoa writes; refuses what the format's definition does not allow of
// automata with labels and marks on transitions.
Buchi read_hoa(const std::string& text) {
  Buchi read;
  std::istringstream in(text);
  std::string line;
  std::size_t states = 0;
  std::getline(in, line);
  EXPECT_EQ(line, "HOA: v1");
  while (std::getline(in, line) && line != "--BODY--") {
    std::istringstream words(line);
    std::string key;
    words >> key;
    if (key == "States:") words >> states;
    if (key == "AP:") {
      std::size_t count = 0;
      words >> count;
      for (std::string name; words >> name;)
        read.atoms.push_back(static_cast<std::uint32_t>(name[1] - 'a'));
      EXPECT_EQ(read.atoms.size(), count);
    }
    if (key != "Acceptance:") continue;
    std::string expected, condition;
    words >> read.marks >> condition;
    for (unsigned n = 0; n < read.marks; ++n)
      expected += (n == 0 ? "" : "&") + std::string("Inf(") + std::to_string(n) + ")";
    EXPECT_EQ(condition, read.marks == 0 ? "t" : expected);
  }
  while (std::getline(in, line) && line != "--END--") {
    if (line.starts_with("State: ")) {
      EXPECT_EQ(line, "State: " + std::to_string(read.states.size()));
      read.states.emplace_back();
      continue;
    }
    Buchi::Transition t;
    const std::size_t close = line.find(']');
    std::istringstream label(line.substr(1, close - 1));
    for (std::string literal; std::getline(label, literal, '&');) {
      if (literal == "t") continue;
      const bool negated = literal[0] == '!';
      (negated ? t.must_not : t.must) |= std::uint64_t{1} << std::stoul(literal.substr(negated));
    }
    std::istringstream rest(line.substr(close + 1));
    rest >> t.to;
    EXPECT_LT(t.to, states);
    for (std::string mark; rest >> mark;)
      t.marks |= std::uint64_t{1} << std::stoul(mark.substr(mark[0] == '{' ? 1 : 0));
    read.states.back().push_back(t);
  }
  EXPECT_EQ(line, "--END--");
  EXPECT_EQ(read.states.size(), states);
  return read;
}

TEST(Hoa, reads_back) {
  Dice dice(3);
  for (int i = 0; i < 500; ++i) {
    const FormulaPtr formula = random_formula(dice, 1 + dice.below(10), 3);
    const auto automaton = property::translate(*formula, false);
    const Buchi read = read_hoa(print_hoa(*automaton, "a \"name\"", kNames));
    ASSERT_EQ(read.atoms, automaton->atoms);
    ASSERT_EQ(read.marks, automaton->marks);
    ASSERT_EQ(read.states, automaton->states);
  }
}

TEST(Hoa, looks_like_this) {
  const FormulaPtr response = ltl::always(ltl::imply(ltl::atom(0), ltl::eventually(ltl::atom(1))));
  EXPECT_EQ(print_hoa(*property::translate(*response, false), "a leads_to b", kNames),
            "HOA: v1\n"
            "name: \"a leads_to b\"\n"
            "tool: \"headway\"\n"
            "States: 2\n"
            "Start: 0\n"
            "AP: 2 \"a\" \"b\"\n"
            "acc-name: Buchi\n"
            "Acceptance: 1 Inf(0)\n"
            "properties: trans-labels explicit-labels trans-acc stutter-invariant\n"
            "--BODY--\n"
            "State: 0\n"
            "[t] 1\n"
            "[!0] 0 {0}\n"
            "[1] 0 {0}\n"
            "State: 1\n"
            "[t] 1\n"
            "[1] 0 {0}\n"
            "--END--\n");
}

}  // namespace
}  // namespace headway::audit

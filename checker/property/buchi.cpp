// Formulas get numbers, so that a state under construction is a set of numbers.
#include "checker/property/buchi.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "model/source/error.h"

namespace headway::property {

using Op = Formula::Op;
using Transition = Buchi::Transition;

namespace {

constexpr std::size_t kMostBits = 64;
constexpr std::size_t kMostCases = 20'000;  // of one state

using Obligations = std::set<std::size_t>;  // numbers of formulas

class Translation {
 public:
  Translation(const FormulaPtr& formula, std::size_t max_states) : max_states_(max_states) {
    automaton_.atoms = atoms_of(*formula);
    if (automaton_.atoms.size() > kMostBits) return;
    top_ = number(formula);
    for (Node& node : nodes_) {
      if (node.op != Op::until) continue;
      if (automaton_.marks < kMostBits) node.bit = std::uint64_t{1} << automaton_.marks;
      ++automaton_.marks;
    }
  }

  std::optional<Buchi> run() {
    if (automaton_.atoms.size() > kMostBits || automaton_.marks > kMostBits) return std::nullopt;
    arrive({top_});
    for (std::size_t next = 0; next < sets_.size(); ++next) {
      cases_.clear();
      const Obligations set = sets_[next];
      if (!split({set.begin(), set.end()}, {}) || sets_.size() > max_states_) return std::nullopt;
      automaton_.states.push_back(transitions());
    }
    return std::move(automaton_);
  }

 private:
  struct Node {
    Op op = Op::truth;
    std::size_t left = 0, right = 0;
    std::uint64_t bit = 0;  // of the atom; of an until: its mark
  };
  struct Case {
    std::uint64_t must = 0, must_not = 0, postponed = 0;
    Obligations next, done;
  };
  struct Less {
    bool operator()(const FormulaPtr& a, const FormulaPtr& b) const { return compare(*a, *b) < 0; }
  };

  // Equal formulas get equal numbers.
  std::size_t number(const FormulaPtr& f) {
    const auto known = numbers_.find(f);
    if (known != numbers_.end()) return known->second;
    Node node{f->op, f->left ? number(f->left) : 0, f->right ? number(f->right) : 0, 0};
    if (f->op == Op::atom) {
      const auto at = std::find(automaton_.atoms.begin(), automaton_.atoms.end(), f->atom);
      node.bit = std::uint64_t{1} << (at - automaton_.atoms.begin());
    }
    nodes_.push_back(node);
    return numbers_.emplace(f, nodes_.size() - 1).first->second;
  }

  bool split(std::vector<std::size_t> rest, Case so_far);
  std::vector<Transition> transitions();

  std::uint32_t arrive(const Obligations& set) {
    const auto [known, fresh] = states_.emplace(set, static_cast<std::uint32_t>(sets_.size()));
    if (fresh) sets_.push_back(set);
    return known->second;
  }

  std::map<FormulaPtr, std::size_t, Less> numbers_;
  std::vector<Node> nodes_;
  std::size_t top_ = 0;
  std::size_t max_states_;
  Buchi automaton_;
  std::vector<Obligations> sets_;  // by state
  std::map<Obligations, std::uint32_t> states_;
  std::vector<Case> cases_;  // of the state that is split
};

// Takes the formulas in `rest` apart, each into what it asks of this letter and of the rest of the
// word. False where there are too many cases.
bool Translation::split(std::vector<std::size_t> rest, Case so_far) {
  while (!rest.empty()) {
    const std::size_t f = rest.back();
    rest.pop_back();
    if (!so_far.done.insert(f).second) continue;
    const Node& node = nodes_[f];
    // Goes on twice: first with this formula asked besides, then as the loop does.
    const auto also = [&](std::size_t asked) {
      std::vector<std::size_t> more = rest;
      more.push_back(asked);
      return split(std::move(more), so_far);
    };
    switch (node.op) {
      case Op::falsity:
        return true;
      case Op::truth:
        break;
      case Op::atom:
        so_far.must |= node.bit;
        break;
      case Op::negation:
        so_far.must_not |= nodes_[node.left].bit;
        break;
      case Op::conjunction:
        rest.insert(rest.end(), {node.left, node.right});
        break;
      case Op::disjunction:
        if (!also(node.left)) return false;
        rest.push_back(node.right);
        break;
      case Op::until:  // right, or left and the same again
        if (!also(node.right)) return false;
        so_far.postponed |= node.bit;
        so_far.next.insert(f);
        rest.push_back(node.left);
        break;
      case Op::release:  // right, and left or the same again
        rest.push_back(node.right);
        if (!also(node.left)) return false;
        so_far.next.insert(f);
        break;
      case Op::always:
      case Op::eventually:
      case Op::implication:
        CHECK(false, "not in normal form");
    }
    if ((so_far.must & so_far.must_not) != 0) return true;
  }
  cases_.push_back(std::move(so_far));
  return cases_.size() <= kMostCases;
}

// The cases as transitions, without those that another one makes superfluous: it leads to the same
// state, reads whatever they read, and has their marks.
std::vector<Transition> Translation::transitions() {
  std::vector<Transition> all;
  for (const Case& one : cases_) {
    all.push_back(
        {one.must, one.must_not, automaton_.all_marks() & ~one.postponed, arrive(one.next)});
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const auto covers = [](const Transition& better, const Transition& worse) {
    return better != worse && better.to == worse.to && (better.must & ~worse.must) == 0 &&
           (better.must_not & ~worse.must_not) == 0 && (worse.marks & ~better.marks) == 0;
  };
  std::vector<Transition> kept;
  for (const Transition& one : all) {
    if (std::none_of(all.begin(), all.end(),
                     [&](const Transition& other) { return covers(other, one); }))
      kept.push_back(one);
  }
  return kept;
}

using Reach = std::vector<std::vector<bool>>;

// By state: where its transitions lead in one or more of them.
Reach reachable(const Buchi& automaton) {
  const std::size_t count = automaton.states.size();
  Reach reach(count, std::vector<bool>(count));
  for (std::size_t root = 0; root < count; ++root) {
    std::vector<std::size_t> rest{root};
    while (!rest.empty()) {
      const std::size_t from = rest.back();
      rest.pop_back();
      for (const Transition& t : automaton.states[from]) {
        if (reach[root][t.to]) continue;
        reach[root][t.to] = true;
        rest.push_back(t.to);
      }
    }
  }
  return reach;
}

// The state lies in a strongly connected part that has all marks.
bool is_accepting(const Buchi& automaton, const Reach& reach, std::size_t state) {
  std::uint64_t marks = 0;
  for (std::size_t from = 0; from < automaton.states.size(); ++from) {
    if (!reach[state][from] || !reach[from][state]) continue;
    for (const Transition& t : automaton.states[from]) {
      if (reach[t.to][from]) marks |= t.marks;
    }
  }
  return reach[state][state] && marks == automaton.all_marks();
}

// Renumbers: `to[s]` is the new number of state s, nothing where it goes; 0 stays 0.
void renumber(Buchi& automaton, const std::vector<std::optional<std::uint32_t>>& to) {
  std::map<std::uint32_t, std::vector<Transition>> states;
  for (std::size_t s = 0; s < to.size(); ++s) {
    if (!to[s] || states.count(*to[s]) != 0) continue;
    std::vector<Transition>& kept = states[*to[s]];
    for (Transition t : automaton.states[s]) {
      if (!to[t.to]) continue;
      t.to = *to[t.to];
      kept.push_back(t);
    }
    std::sort(kept.begin(), kept.end());
    kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  }
  automaton.states.clear();
  for (auto& [number, transitions] : states) automaton.states.push_back(std::move(transitions));
}

// A state stays when it is reachable and some word is accepted from it on.
void drop_dead_states(Buchi& automaton) {
  const Reach reach = reachable(automaton);
  const std::size_t count = automaton.states.size();
  std::vector<bool> accepting(count);
  for (std::size_t s = 0; s < count; ++s) accepting[s] = is_accepting(automaton, reach, s);
  std::vector<std::optional<std::uint32_t>> to(count);
  std::uint32_t kept = 0;
  for (std::size_t s = 0; s < count; ++s) {
    bool lives = accepting[s];
    for (std::size_t t = 0; t < count && !lives; ++t) lives = reach[s][t] && accepting[t];
    if (lives && (s == 0 || reach[0][s])) to[s] = kept++;
  }
  if (to[0]) return renumber(automaton, to);
  automaton.states.clear();
}

// States are equal until their transitions tell them apart; repeated until nothing changes.
void merge_equal_states(Buchi& automaton) {
  std::vector<std::optional<std::uint32_t>> classes(automaton.states.size(), 0);
  for (std::size_t before = 0, now = 1; before != now;) {
    before = now;
    std::map<std::pair<std::uint32_t, std::vector<Transition>>, std::uint32_t> numbers;
    std::vector<std::optional<std::uint32_t>> next;
    for (std::size_t s = 0; s < classes.size(); ++s) {
      std::vector<Transition> seen = automaton.states[s];
      for (Transition& t : seen) t.to = *classes[t.to];
      std::sort(seen.begin(), seen.end());
      seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
      const auto number = static_cast<std::uint32_t>(numbers.size());
      next.emplace_back(
          numbers.emplace(std::pair(*classes[s], std::move(seen)), number).first->second);
    }
    classes = std::move(next);
    now = numbers.size();
  }
  renumber(automaton, classes);
}

std::string label(const Buchi& automaton, const Transition& t) {
  std::string text;
  for (std::size_t n = 0; n < automaton.atoms.size(); ++n) {
    const std::uint64_t bit = std::uint64_t{1} << n;
    if (((t.must | t.must_not) & bit) == 0) continue;
    text +=
        (text.empty() ? "" : "&") + std::string((t.must & bit) != 0 ? "" : "!") + std::to_string(n);
  }
  return text.empty() ? "t" : text;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::optional<Buchi> translate(const Formula& formula, bool negated, std::size_t max_states) {
  std::optional<Buchi> automaton = Translation(normal_form(formula, negated), max_states).run();
  if (!automaton) return std::nullopt;
  drop_dead_states(*automaton);
  if (!automaton->states.empty()) merge_equal_states(*automaton);
  return automaton;
}

std::string print_hoa(const Buchi& automaton, const std::string& name,
                      const std::vector<std::string>& names) {
  const std::string marks = std::to_string(automaton.marks);
  std::string text = "HOA: v1\nname: " + quoted(name) +
                     "\ntool: \"headway\"\nStates: " + std::to_string(automaton.states.size()) +
                     "\n";
  if (!automaton.states.empty()) text += "Start: 0\n";
  text += "AP: " + std::to_string(automaton.atoms.size());
  for (const std::uint32_t atom : automaton.atoms) {
    CHECK(atom < names.size(), "atom " << atom << " of " << names.size());
    text += ' ' + quoted(names[atom]);
  }
  text += automaton.marks == 0 ? "\nacc-name: all\nAcceptance: 0 t"
          : automaton.marks == 1
              ? "\nacc-name: Buchi\nAcceptance: 1 Inf(0)"
              : "\nacc-name: generalized-Buchi " + marks + "\nAcceptance: " + marks + " Inf(0)";
  for (unsigned mark = 1; mark < automaton.marks; ++mark)
    text += "&Inf(" + std::to_string(mark) + ")";
  text += "\nproperties: trans-labels explicit-labels trans-acc stutter-invariant\n--BODY--\n";
  for (std::size_t s = 0; s < automaton.states.size(); ++s) {
    text += "State: " + std::to_string(s) + "\n";
    for (const Transition& t : automaton.states[s]) {
      text += "[" + label(automaton, t) + "] " + std::to_string(t.to);
      std::string set;
      for (unsigned mark = 0; mark < automaton.marks; ++mark) {
        if ((t.marks >> mark & 1U) != 0) set += (set.empty() ? "" : " ") + std::to_string(mark);
      }
      text += set.empty() ? "\n" : " {" + set + "}\n";
    }
  }
  return text + "--END--\n";
}

}  // namespace headway::property

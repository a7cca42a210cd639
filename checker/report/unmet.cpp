#include "checker/report/unmet.h"

#include <algorithm>

#include "checker/audit/lasso_truth.h"
#include "checker/property/formula.h"

namespace headway::report {
namespace {

using audit::LassoWord;
using property::Formula;
using Op = Formula::Op;

std::vector<std::string> names_of(const machine::Machine& machine) {
  std::vector<std::string> names;
  for (const machine::Atom& atom : machine.atoms) names.push_back(atom.name);
  return names;
}

// The stable states of a lasso as letters; the state in which a loop ends is the one before it, and
// a run that stays somewhere repeats its last state.
class Word {
 public:
  Word(const machine::Machine& machine, const Replay& run)
      : machine_(machine), layout_(machine), skipped_(begins_with_setup(machine, run) ? 1 : 0) {
    word_.letters.push_back(letter(skipped_ == 0 ? run.initial : run.stem.front().after));
    for (std::size_t i = skipped_; i < run.stem.size(); ++i) add(run.stem[i].after);
    stem_ = word_.letters.size() - 1;
    word_.loop = stem_;
    for (std::size_t i = 0; i + 1 < run.loop.size(); ++i) add(run.loop[i].after);
  }

  [[nodiscard]] std::size_t size() const { return word_.letters.size(); }
  [[nodiscard]] std::size_t next(std::size_t at) const {
    return at + 1 < size() ? at + 1 : word_.loop;
  }
  // Positions from `at` on, each once, in the order in which the run comes to them.
  [[nodiscard]] std::vector<std::size_t> from(std::size_t at) const {
    std::vector<std::size_t> positions;
    for (; std::find(positions.begin(), positions.end(), at) == positions.end(); at = next(at))
      positions.push_back(at);
    return positions;
  }
  [[nodiscard]] bool holds(const Formula& formula, std::size_t at) const {
    LassoWord rest;
    for (const std::size_t position : from(at)) {
      if (position == std::max(at, word_.loop)) rest.loop = rest.letters.size();
      rest.letters.push_back(word_.letters[position]);
    }
    return audit::true_of(formula, rest);
  }
  [[nodiscard]] std::string place(std::size_t at) const {
    if (at == 0) return "at the start";
    if (at <= stem_) return "after step " + std::to_string(at) + " of the stem";
    return "after step " + std::to_string(at - stem_) + " of the loop";
  }

 private:
  void add(const machine::State& state) { word_.letters.push_back(letter(state)); }
  [[nodiscard]] std::vector<bool> letter(const machine::State& state) const {
    std::vector<bool> truth;
    for (const machine::Atom& atom : machine_.atoms)
      truth.push_back(evaluate(atom.condition, {machine_, layout_, state, 0}).value != 0);
    return truth;
  }

  const machine::Machine& machine_;
  const machine::Layout layout_;
  std::size_t skipped_, stem_ = 0;
  LassoWord word_;
};

// Tells why `formula` has at a position the truth that it has there.
class Teller {
 public:
  Teller(const machine::Machine& machine, const Replay& run)
      : names_(names_of(machine)), word_(machine, run) {}

  std::vector<std::string> tell(const Formula& formula) {
    because(formula, 0);
    return std::move(lines_);
  }

 private:
  // The first position from `at` on at which the formula has this truth; nothing where it never
  // has.
  [[nodiscard]] std::optional<std::size_t> first(const Formula& formula, std::size_t at,
                                                 bool truth) const {
    for (const std::size_t position : word_.from(at)) {
      if (word_.holds(formula, position) == truth) return position;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string quoted(const Formula& formula) const {
    return "`" + print(formula, names_) + "`";
  }

  void say(std::size_t at, const std::string& what) {
    const std::string line = word_.place(at) + " " + what;
    if (std::find(lines_.begin(), lines_.end(), line) == lines_.end()) lines_.push_back(line);
  }

  void because(const Formula& f, std::size_t at) {
    const bool truth = word_.holds(f, at);
    switch (f.op) {
      case Op::truth:
      case Op::falsity:
        return;
      case Op::atom:
        return say(at, quoted(f) + (truth ? " is true" : " is false"));
      case Op::negation:
        return because(*f.left, at);
      case Op::conjunction:
      case Op::disjunction:
        return both(f, at, truth, f.op == Op::conjunction);
      case Op::implication:
        // It fails by a true left and a false right side, and holds by either alone.
        if (!truth || !word_.holds(*f.left, at)) because(*f.left, at);
        if (!truth || word_.holds(*f.left, at)) because(*f.right, at);
        return;
      case Op::always:
      case Op::eventually:
        return sometime(f, at, f.op == Op::always);
      case Op::until:
      case Op::release:
        return binary(f, at, truth);
    }
  }

  // A conjunction fails, and a disjunction holds, by one side; else both sides say why.
  void both(const Formula& f, std::size_t at, bool truth, bool conjunction) {
    const bool one_is_enough = truth != conjunction;
    for (const Formula* side : {f.left.get(), f.right.get()}) {
      if (one_is_enough && word_.holds(*side, at) != truth) continue;
      because(*side, at);
      if (one_is_enough) return;
    }
  }

  // `always` fails where its operand first does, `eventually` holds where it first does; else the
  // operand never changes.
  void sometime(const Formula& f, std::size_t at, bool always) {
    const std::optional<std::size_t> where = first(*f.left, at, !always);
    if (where) return because(*f.left, *where);
    say(at, quoted(*f.left) + (always ? " stays true for ever" : " never comes true any more"));
  }

  // p until q fails where q never comes, or where p ends before; release is its dual.
  void binary(const Formula& f, std::size_t at, bool truth) {
    const bool until = f.op == Op::until;
    const std::optional<std::size_t> ends = first(*f.left, at, !until);
    const std::optional<std::size_t> comes = first(*f.right, at, until);
    if (!comes) {
      say(at, quoted(*f.right) + (until ? " never comes true any more" : " stays true for ever"));
    } else if (truth == until) {
      because(*f.right, *comes);
    } else if (ends) {
      because(*f.left, *ends);
    }
  }

  std::vector<std::string> names_;
  Word word_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string formula_in_words(const machine::Machine& machine, const property::Property& property) {
  return property.formula == nullptr ? "" : print(*property.formula, names_of(machine));
}

std::vector<std::string> what_fails(const Reading& reading, const Replay& run,
                                    const property::Property& property) {
  if (property.formula == nullptr) return {};
  return Teller(reading.machine, run).tell(*property.formula);
}

}  // namespace headway::report

// `always` and `release` are greatest fixpoints of "now, and at the next position", `eventually`
// and `until` least ones: start with everything or nothing, repeat until nothing changes.
#include "checker/audit/lasso_truth.h"

namespace headway::audit {

using property::Formula;
using Op = Formula::Op;
using Truth = std::vector<bool>;  // by position

namespace {

// The fixpoint of `step(position, truth at the next position)`.
template <typename Step>
Truth fixpoint(const LassoWord& word, bool start, Step step) {
  Truth truth(word.letters.size(), start);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < truth.size(); ++i) {
      const bool now = step(i, truth[i + 1 < truth.size() ? i + 1 : word.loop]);
      changed = changed || now != truth[i];
      truth[i] = now;
    }
  }
  return truth;
}

Truth everywhere(const Formula& f, const LassoWord& word) {
  const Truth left = f.left ? everywhere(*f.left, word) : Truth();
  const Truth right = f.right ? everywhere(*f.right, word) : Truth();
  switch (f.op) {
    case Op::always:
      return fixpoint(word, true, [&](std::size_t i, bool next) { return left[i] && next; });
    case Op::eventually:
      return fixpoint(word, false, [&](std::size_t i, bool next) { return left[i] || next; });
    case Op::until:
      return fixpoint(word, false,
                      [&](std::size_t i, bool next) { return right[i] || (left[i] && next); });
    case Op::release:
      return fixpoint(word, true,
                      [&](std::size_t i, bool next) { return right[i] && (left[i] || next); });
    default:
      break;
  }
  Truth truth;
  for (std::size_t i = 0; i < word.letters.size(); ++i) {
    truth.push_back(f.op == Op::truth         ? true
                    : f.op == Op::falsity     ? false
                    : f.op == Op::atom        ? word.letters[i].at(f.atom)
                    : f.op == Op::negation    ? !left[i]
                    : f.op == Op::conjunction ? left[i] && right[i]
                    : f.op == Op::disjunction ? left[i] || right[i]
                                              : !left[i] || right[i]);
  }
  return truth;
}

}  // namespace

bool true_of(const Formula& formula, const LassoWord& word) {
  return everywhere(formula, word).front();
}

}  // namespace headway::audit

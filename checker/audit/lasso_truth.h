// Is a temporal formula true of a word that goes round for ever? By the definitions, one
// subformula at a time, at every position: what the automata of checker/property are held against,
// and what judges the lasso of a violated formula.
#pragma once

#include <cstddef>
#include <vector>

#include "checker/property/formula.h"

namespace headway::audit {

// Letters 0 … size-1, then again from `loop` on. A letter says which atoms are true.
struct LassoWord {
  std::vector<std::vector<bool>> letters;
  std::size_t loop = 0;  // less than letters.size()
};

// At the word's first position.
bool true_of(const property::Formula& formula, const LassoWord& word);

}  // namespace headway::audit

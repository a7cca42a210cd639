// A mutant: a good loop broken on purpose, kept as a patch, with what the check is to make of it.
//
//   The advance past an empty segment is dropped.
//   Caught-by: progress
//   --- a/fixed.c
//   +++ b/fixed.c
//   …
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/cli/expectations.h"

namespace headway::cli {

struct Mutant {
  std::string file;                  // the patch
  std::string name;                  // without directory and ending
  std::string sentence;              // what was changed
  std::set<std::string> caught_by;   // properties; empty for one that survives
  std::string survives;              // why; empty for one that is caught
  std::vector<std::string> changed;  // files within the entry, in the order of the patch
};

// Throws source::InputError for a patch that doesn't say what was changed and what is expected, or
// that changes nothing.
Mutant read_mutant(const std::string& file);

// The files DIRECTORY/mutants/*.patch, sorted.
std::vector<std::string> mutant_files(const Entry& entry);

// The files of an entry in which everything is expected to hold.
std::vector<std::string> good_files(const Entry& entry);

}  // namespace headway::cli

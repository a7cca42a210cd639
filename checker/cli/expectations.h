// What the examples are expected to show: expected.json of each entry, read and checked before
// anything runs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace headway::cli {

struct Expected {
  std::string verdict;               // "holds", "violated", "undecided", "note"
  std::optional<std::string> level;  // of progress: required of what holds, weakest of a violation
  std::optional<std::string> up_to;  // of progress that holds: the strongest level at which it does
  std::map<std::string, std::vector<std::string>> because;  // by key of because.h
};

struct ExpectedFile {
  std::string file;  // within the entry
  std::map<std::string, Expected> properties;
  std::optional<Expected> others;  // "*": every property not named, notes excepted
};

struct Entry {
  std::string directory;
  std::string name;  // "A4"
  std::string title;
  std::string kind;  // JSON "class": "livelock"
  std::string evidence;
  std::vector<ExpectedFile> files;  // by name
};

// Throws source::InputError with the place in the file for what is no JSON, and with the key for
// what has no meaning.
Entry read_entry(const std::string& directory);

// The entry in `directory` itself where it has an expected.json, else those of its subdirectories,
// by directory name. Throws source::InputError where there is none.
std::vector<Entry> read_entries(const std::string& directory);

// "violated at none"
std::string shown(const Expected& expected);

}  // namespace headway::cli

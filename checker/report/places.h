// Places as a person speaks of them: a line of the user's own file, and what was called from there.
// The environment (model/kernel) is inlined into the loop under test, so most transitions happen in
// somebody else's header; a reader wants the line of his own from which that was reached.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/source/span.h"

namespace headway::report {

struct Spot {
  std::string file;
  std::uint32_t line = 0;  // 0: no place known
  bool own = false;        // in one of the user's files
  std::string function;    // whose body holds the line; empty where the stack doesn't say
  std::string callee;  // called from the line, when the transition itself lies deeper; else empty

  [[nodiscard]] bool known() const { return line != 0; }
  bool operator==(const Spot&) const = default;
};

// The innermost place in one of `inputs` on the way to `origin`; where there is none, the outermost
// place that has a line. `origin` may be null.
Spot user_spot(const source::Origin* origin, const std::vector<std::string>& inputs);

// The place itself, however deep.
Spot exact_spot(const source::Origin* origin);

// "loop.c:17", without directories; empty for an unknown place.
std::string short_name(const Spot& spot);
// "dir/loop.c:17": for messages that an editor follows.
std::string long_name(const Spot& spot);

// Reads source lines, each file once. A file that can't be read has no lines: reports do without.
class Sources {
 public:
  // The line's text without blanks at either end.
  std::string text(const Spot& spot);
  // With them: columns count them.
  const std::string& whole(const Spot& spot);

 private:
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace headway::report

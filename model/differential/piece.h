// A generated program as a tree of text that knows what may be cut out of it, so that failing
// programs can be made small without a parser. What is a safety net (the mask of an index, the fuel
// of a loop) is plain text around its parts and can't be cut.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/differential/construct.h"

namespace headway::differential {

struct Piece {
  enum class Kind {
    text,        // stays as long as what it stands in
    expression,  // an integer expression: a part of it that is one too, or a number, may replace it
    statement,   // may be dropped, or replaced by the statements inside it
    item,        // a declaration or a function: may be dropped
  };
  Kind kind = Kind::text;
  std::string words;                  // before the parts
  std::vector<Piece> parts;           // in order
  std::vector<Construct> constructs;  // counted at its first line
  std::vector<Construct>
      constructs_inside{};  // counted at each of its lines: the first does nothing
};

inline Piece text(std::string words) { return {Piece::Kind::text, std::move(words), {}, {}}; }

// Reads "… % … %" with one part for each '%'; "%%" is a per cent sign.
Piece compose(Piece::Kind kind, const std::string& format, std::vector<Piece> parts,
              std::vector<Construct> constructs = {});

// Whether the construct stands anywhere in it.
bool holds(const Piece& piece, Construct construct);

struct Rendered {
  std::string code;
  std::map<std::uint32_t, std::set<Construct>> by_line;  // lines count from 1
};

// '$' in the text becomes `prefix`, which keeps the names of several programs apart.
Rendered render(const Piece& piece, const std::string& prefix);

}  // namespace headway::differential

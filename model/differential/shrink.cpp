#include "model/differential/shrink.h"

#include <utility>
#include <vector>

namespace headway::differential {

namespace {

using Kind = Piece::Kind;

void collect(Piece& piece, std::vector<Piece*>& all) {
  all.push_back(&piece);
  for (Piece& part : piece.parts) collect(part, all);
}

void collect_inside(const Piece& piece, Kind kind, std::vector<Piece>& found) {
  for (const Piece& part : piece.parts) {
    if (part.kind == kind) {
      found.push_back(part);
    } else {
      collect_inside(part, kind, found);
    }
  }
}

// What may stand in for `piece`, the smallest first.
std::vector<Piece> instead_of(const Piece& piece) {
  std::vector<Piece> choices;
  if (piece.kind == Kind::item || piece.kind == Kind::statement) choices.push_back(text(""));
  if (piece.kind == Kind::statement) {
    std::vector<Piece> inside;
    collect_inside(piece, Kind::statement, inside);
    collect_inside(piece, Kind::item, inside);
    if (!inside.empty()) choices.push_back({Kind::text, "", std::move(inside), {}});
  }
  if (piece.kind == Kind::expression && (!piece.parts.empty() || piece.words.size() > 1)) {
    for (const char* number : {"0", "1"}) choices.push_back({Kind::expression, number, {}, {}});
    collect_inside(piece, Kind::expression, choices);
  }
  return choices;
}

}  // namespace

Piece shrink(Piece program, const std::function<bool(const std::string& code)>& fails, int tries) {
  for (bool smaller = true; smaller && tries > 0;) {
    smaller = false;
    // A cut moves all that follows, so positions are looked up anew.
    for (std::size_t at = 0; tries > 0; ++at) {
      std::vector<Piece*> all;
      collect(program, all);
      if (at >= all.size()) break;
      Piece& piece = *all[at];
      for (Piece& choice : instead_of(piece)) {
        if (tries-- <= 0) break;
        std::swap(piece, choice);
        if (fails(render(program, "").code)) {
          smaller = true;
          break;
        }
        std::swap(piece, choice);
      }
    }
  }
  return program;
}

}  // namespace headway::differential

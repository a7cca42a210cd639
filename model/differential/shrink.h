// Makes a failing program small by cutting pieces out of it as long as it still fails (delta
// debugging, Zeller and Hildebrandt 2002, over the tree instead of a list).
#pragma once

#include <functional>
#include <string>

#include "model/differential/piece.h"

namespace headway::differential {

// `fails` is asked about whole programs, at most `tries` times.
Piece shrink(Piece program, const std::function<bool(const std::string& code)>& fails, int tries);

}  // namespace headway::differential

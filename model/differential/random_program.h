// Random programs of the dialect: the same seed makes the same program. Every program is a model of
// one thread, begins in one of three initial states, ends, has no undefined behaviour (unless some
// was planted), no result that C leaves to the compiler, and no construct that the front end
// refuses. It folds all its memory into `checksum`, and shows that as an observable; half of the
// programs show every cell too (the others leave the passes more to remove).
#pragma once

#include <cstdint>
#include <string>

#include "model/differential/piece.h"

namespace headway::differential {

constexpr int kInitialStates = 3;

// What may be planted. The last two are judged by the program's own mark, since no sanitizer of gcc
// sees them.
enum class Planted {
  nothing,
  shift,             // by the width or more, or by a negative number
  division,          // by zero
  overflow,          // the least number divided by -1
  index,             // outside its array
  null,              // dereferenced
  wild,              // one past the end, or far off
  dangling,          // to a local of a call that has returned
  null_call,         // through a null function pointer
  uninitialised,     // a branch on a local that was never set
  uninitialised_in,  // a field of a local record, or an element
};
constexpr int kPlantedKinds = 11;
const char* name_of(Planted planted);

Piece random_program(std::uint64_t seed, Planted planted = Planted::nothing);

}  // namespace headway::differential

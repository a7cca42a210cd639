// Machines as text: what `headway dump --stage=machine` prints and what tests are written in.
// Printing and parsing are inverse: parse_machine(print_machine(m)) == m for every machine that
// `validate.h` has nothing against.
//
//   machine duel
//   shared resident: bool[2] = {1, 0}
//   thread writer ends { var pos: 0..2 = 0; init TOP; end DONE
//     TOP -> COPY: when pos < 2 do resident[pos] := 1 prepare {resident[pos]} @ "l.c":12:5 note
//     "fault in {pos}" COPY -> TOP: attempt when resident[pos] do pos := pos + 1 progress COPY ->
//     TOP: attempt when !resident[pos] TOP -> DONE: when pos == 2 }
//   adversary reclaim { init A; A -> A: choose p in 0..1 when resident[p] do resident[p] := 0 note
//   "page {p} evicted" }
//
// README.md has the whole grammar. Expressions are C's, with C's precedence. A bare number takes
// the type of what it stands beside (else i64); 7u8 is a number with a type of its own, u8(x) a
// conversion. A name that is a word of the language, or no identifier, stands between backquotes.
// Comments run from # to the end of the line.
#pragma once

#include <string>
#include <string_view>

#include "model/machine/machine.h"

namespace headway::machine {

std::string print_machine(const Machine& machine);
std::string print_expr(const Machine& machine, const Expr& expr);

// `name` is the file that errors point at. Throws source::InputError. Checks names and types only:
// `validate.h` says what else a machine must be.
Machine parse_machine(std::string_view text, const std::string& name);

}  // namespace headway::machine

// A program as text for people: what `headway dump --stage=program` shows and what the tests of the
// front end read. It looks like C with labelled blocks, but does not parse back in.
#pragma once

#include <ostream>
#include <string>

#include "model/program/program.h"

namespace headway::program {

// Records, then globals, then functions in the order of their ids. Every statement carries its
// line.
void print(std::ostream& out, const Program& program);

// One expression, place or function, in the names of `function` (for its locals).
std::string to_text(const Program& program, const Function& function, const Expr& expr);
std::string to_text(const Program& program, const Function& function, const Place& place);
std::string to_text(const Program& program, const Function& function);

}  // namespace headway::program

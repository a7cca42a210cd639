// For the tests of this room: a piece of C, as the front end makes a program of it or refuses it.
// In the C, `ROOT` marks what is wanted, as HW_THREAD does in a model.
#pragma once

#include <string>

#include "model/program/program.h"

namespace headway::frontend {

// Fails the test if the program is not sound.
program::Program translate(const std::string& code);

// The blocks of function `name`, one statement a line, without line numbers and indentation.
std::string body_of(const std::string& code, const std::string& name = "f");

// "line:column: message" of the InputError that `code` must cause.
std::string refusal(const std::string& code);

// The whole message that a user sees, for a file called model.c; "accepted" if there is none.
std::string shown(const std::string& code);

}  // namespace headway::frontend

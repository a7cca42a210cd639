// The seam between the files that see Clang and the one that is called from outside.
#pragma once

#include <string>
#include <vector>

#include "model/program/program.h"

namespace headway::frontend {

// Runs Clang's parser on `file` with these flags of its `-cc1` and translates what it built.
program::Program compile(const std::string& file, const std::vector<std::string>& flags);

}  // namespace headway::frontend

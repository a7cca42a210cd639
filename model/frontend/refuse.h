// The one way in which this room says no. Defined apart from the files that see Clang (those have
// no RTTI).
#pragma once

#include <string>

#include "model/source/span.h"

namespace headway::frontend {

// Throws source::InputError.
[[noreturn]] void refuse(source::Span span, const std::string& message,
                         const std::string& hint = "");

}  // namespace headway::frontend

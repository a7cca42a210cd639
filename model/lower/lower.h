// Program to Machine: threads, inlining, pointers, primitives.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "model/machine/machine.h"
#include "model/program/program.h"

namespace headway::lower {

struct Options {
  std::map<std::string, machine::Range> parameters;  // --set name=lo..hi
  std::uint32_t recursion = 3;  // how often a function may appear on one call stack
};

// Throws source::InputError for what can't be modelled, an unknown parameter name, or a program
// without a thread.
machine::Machine lower(const program::Program& program, const Options& options);

}  // namespace headway::lower

// Program to Machine: threads, inlining, pointers, primitives.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "model/program/program.h"

namespace headway::lower {

struct Options {
  std::map<std::string, machine::Range> parameters;  // --set name=lo..hi
  std::uint32_t recursion = 3;  // how often a function may appear on one call stack
};

// By function and block: whether some agent may come there, or an observable looks into it, as far
// as constants tell.
using Reached = std::vector<std::vector<bool>>;

// Throws source::InputError for what can't be modelled, an unknown parameter name, or a program
// without a thread.
machine::Machine lower(const program::Program& program, const Options& options);
machine::Machine lower(const program::Program& program, const Options& options, Reached& reached);

}  // namespace headway::lower

// A run as lines to read: one line a step, folded where several steps tell the same thing.
//
// A step is a chain of transitions, most of them inlined from the environment. The line shows the
// one that tells most: a note or the mark of a call if there is one, else one reached from the
// user's own file, else one that changes shared state. A step that does several things to see
// becomes several lines of one number. Steps of one agent on one line of source become one line.
// The middle of a long stem is left out, and counted; what a loop does is never left out.
#pragma once

#include <string>
#include <vector>

#include "checker/report/interest.h"
#include "checker/report/places.h"
#include "checker/report/replay.h"
#include "checker/report/words.h"

namespace headway::report {

struct Line {
  machine::AgentId agent{};
  Spot spot;
  const source::Origin* origin = nullptr;  // of the transition that tells most; may be null
  std::string
      text;  // what the step says of itself, or the source line, or else the locations passed
  bool noted = false;  // a note, or the entry into or return from a call with a role
  std::vector<Change> changes;
  machine::State before, after;
  std::size_t first = 0, last = 0;  // steps that it stands for, counted from 1 within stem or loop
  std::size_t left_out =
      0;  // not 0: stands for so many steps that aren't shown, and the rest is empty
};

struct Trace {
  machine::State start;              // the stable state in which the run begins
  std::vector<std::string> opening;  // the setup agent's notes
  std::vector<Line> stem, loop;
  std::size_t stem_steps = 0, loop_steps = 0;  // before folding, the setup agent's not counted
};

// What a trace is read against.
struct Reading {
  const machine::Machine& machine;
  const std::vector<std::string>& inputs;
  Sources& sources;
  const Names& names;
  const Interest& interest;
};

Trace trace(const Reading& reading, const Replay& run);

// The same for a run that is shown beside an answer: of the stem only its last lines.
Trace trace_in_short(const Reading& reading, const Replay& run);

// The same for programs to read: nothing is folded or left out, and what the strips show counts as
// a change.
Trace trace_in_full(const Reading& reading, const Replay& run);

// The transition of a step that tells most.
const Moment& telling(const Reading& reading, const Stride& stride);

// "f.c:17", or the agent's location for a transition without a place.
std::string where(const Reading& reading, const Stride& stride);

// A location of lowering's ("my_write:12.3") in words ("in my_write"); others keep their names.
std::string location_in_words(const std::string& name);

// Whether the setup agent made the first step.
bool begins_with_setup(const machine::Machine& machine, const Replay& run);

}  // namespace headway::report

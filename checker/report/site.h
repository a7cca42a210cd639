// A place on a run by name: what is called there and the line ("fault_in_readable (loop.c:41)"),
// so that sentences can speak of it.
#pragma once

#include <string>

#include "checker/report/trace.h"

namespace headway::report {

// A transition as one moment of its agent. `said` is the file named last in the sentence: the same
// one is then left out (":47"). It becomes the file of this place.
std::string site_name(const Reading& reading, machine::AgentId agent,
                      machine::TransitionId transition, std::string& said);
std::string site_name(const Reading& reading, machine::AgentId agent,
                      machine::TransitionId transition);

// The name without the place; empty where nothing is called and no label stands there.
std::string called_at(const Reading& reading, machine::AgentId agent,
                      machine::TransitionId transition);

// What a step says of itself: its notes, in order; empty where it has none.
std::string happening(const Reading& reading, const Stride& stride);

// Around which an agent's moments on the loop lie, each with the number of its step.
struct OnLoop {
  std::size_t step = 0;  // index into Replay::loop
  machine::AgentId agent{};
  const Moment* moment = nullptr;
};
std::vector<OnLoop> moments_of_loop(const Replay& run);

// "step 3", "steps 3 and 8" of the loop, counted from 1.
std::string steps_in_words(const std::vector<std::size_t>& indices);

}  // namespace headway::report

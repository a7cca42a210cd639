#include "checker/report/site.h"

#include <algorithm>

#include "model/machine/step.h"

namespace headway::report {

std::string called_at(const Reading& reading, machine::AgentId agent,
                      machine::TransitionId transition) {
  const machine::Agent& who = reading.machine.at(agent);
  const machine::Transition& taken = who.at(transition);
  const Spot spot = user_spot(taken.origin.get(), reading.inputs);
  // The environment's inner functions say nothing to a person.
  if (!spot.callee.empty() && !spot.callee.starts_with("hw_")) return spot.callee;
  if (taken.call) return taken.call->role;
  return who.at(taken.from).label;
}

std::string site_name(const Reading& reading, machine::AgentId agent,
                      machine::TransitionId transition, std::string& said) {
  const machine::Agent& who = reading.machine.at(agent);
  const machine::Transition& taken = who.at(transition);
  const Spot spot = user_spot(taken.origin.get(), reading.inputs);
  const std::string name = called_at(reading, agent, transition);
  std::string place = short_name(spot);
  if (place.empty()) return name.empty() ? location_in_words(who.at(taken.from).name) : name;
  if (spot.file == said) place = ":" + std::to_string(spot.line);
  said = spot.file;
  return name.empty() ? place : name + " (" + place + ")";
}

std::string site_name(const Reading& reading, machine::AgentId agent,
                      machine::TransitionId transition) {
  std::string said;
  return site_name(reading, agent, transition, said);
}

std::string happening(const Reading& reading, const Stride& stride) {
  const machine::Layout layout(reading.machine);
  std::string text, last;
  for (const Moment& moment : stride.moments) {
    const machine::Transition& transition = reading.machine.at(stride.agent).at(moment.transition);
    if (!transition.note) continue;
    const std::string note = render_note(
        *transition.note, {reading.machine, layout, moment.before, moment.choice.value_or(0)});
    if (note != last) text += (text.empty() ? "" : "; ") + note;
    last = note;
  }
  return text;
}

std::vector<OnLoop> moments_of_loop(const Replay& run) {
  std::vector<OnLoop> all;
  for (std::size_t step = 0; step < run.loop.size(); ++step) {
    for (const Moment& moment : run.loop[step].moments)
      all.push_back({step, run.loop[step].agent, &moment});
  }
  return all;
}

std::string steps_in_words(const std::vector<std::size_t>& indices) {
  std::vector<std::string> numbers;
  for (const std::size_t index : indices) numbers.push_back(std::to_string(index + 1));
  return (numbers.size() == 1 ? "step " : "steps ") + listed(numbers);
}

}  // namespace headway::report

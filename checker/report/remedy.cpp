#include "checker/report/remedy.h"

#include <algorithm>

#include "checker/report/site.h"

namespace headway::report {
namespace {

using property::Livelock;

bool is_adversary_edge(const Reading& reading, const OnLoop& at) {
  const machine::Agent& agent = reading.machine.at(at.agent);
  return agent.kind == machine::AgentKind::adversary || agent.kind == machine::AgentKind::signal ||
         agent.at(at.moment->transition).favour == machine::Favour::unfavourable;
}

// A transition that chooses stands for all that it may choose.
bool stands_for_several(const machine::Transition& transition) {
  if (transition.choice) return true;
  if (!transition.note) return false;
  const auto varies = [](const machine::Expr& argument) {
    return !std::holds_alternative<machine::Constant>(argument.node());
  };
  return std::any_of(transition.note->arguments.begin(), transition.note->arguments.end(), varies);
}

std::string sentence(const Reading& reading, const Replay& run, const Livelock& livelock,
                     const Livelock::Act& act) {
  std::vector<std::size_t> steps;
  const std::string what = act_in_words(reading, run, act, steps);
  const machine::Agent& agent = reading.machine.at(act.agent);
  const machine::Agent& thread = reading.machine.at(livelock.agent);
  const machine::Transition& transition = agent.at(act.transition);
  const bool whim = transition.favour == machine::Favour::unfavourable;
  std::string text = "if " + agent.name + (whim ? " never met “" : " never did “") + what + "”";
  if (!whim && stands_for_several(transition)) text += " or the like";
  if (!steps.empty()) text += " (" + steps_in_words(steps) + ")";
  return text + ", " + thread.name + (thread.ends ? " would return" : " would get on");
}

}  // namespace

std::string act_in_words(const Reading& reading, const Replay& run, const Livelock::Act& act,
                         std::vector<std::size_t>& steps) {
  const machine::Transition& transition = reading.machine.at(act.agent).at(act.transition);
  std::vector<std::string> notes;
  for (const OnLoop& at : moments_of_loop(run)) {
    if (at.agent != act.agent || at.moment->transition != act.transition) continue;
    if (steps.empty() || steps.back() != at.step) steps.push_back(at.step);
    const std::string note = happening(reading, run.loop[at.step]);
    if (!note.empty() && std::find(notes.begin(), notes.end(), note) == notes.end())
      notes.push_back(note);
  }
  if (transition.favour == machine::Favour::unfavourable) return transition.whim;
  if (!notes.empty()) return listed(notes);
  return site_name(reading, act.agent, act.transition);
}

std::vector<std::string> what_would_break_it(const Reading& reading, const Replay& run,
                                             const Livelock& livelock) {
  const std::vector<OnLoop> moments = moments_of_loop(run);
  const auto hostile = [&](const OnLoop& at) { return is_adversary_edge(reading, at); };
  if (std::none_of(moments.begin(), moments.end(), hostile)) return {};
  if (livelock.broken_by.empty())
    return {"no single step: whichever one of the adversaries' is withheld, a livelock remains"};
  std::vector<std::string> lines;
  for (const Livelock::Act& act : livelock.broken_by)
    lines.push_back(sentence(reading, run, livelock, act));
  return lines;
}

}  // namespace headway::report

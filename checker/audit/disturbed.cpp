// One micro-step after the other, each mark a sentence of the definition.
#include "checker/audit/disturbed.h"

#include <algorithm>
#include <optional>

#include "model/machine/evaluate.h"
#include "model/machine/step.h"
#include "model/source/error.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::Context;
using machine::Evaluation;
using machine::Fault;
using machine::Favour;
using machine::Layout;
using machine::Machine;
using machine::State;
using machine::Step;
using machine::Transition;

namespace {

std::string words(const source::Span& span) {
  return span.file_name() + ":" + std::to_string(span.line) + ":" + std::to_string(span.column) +
         "-" + std::to_string(span.end_column);
}

std::string call_path(const Transition& transition) {
  if (!transition.origin) return "location " + std::to_string(index_of(transition.from));
  std::string path = words(transition.origin->span);
  for (const source::Frame& frame : transition.origin->stack)
    path += " in " + frame.function + " from " + words(frame.call_site);
  return path;
}

std::string name_of(const MarkedPlace& place) {
  return std::to_string(index_of(place.agent)) + " " + place.what + " " + place.call_path;
}

// All places of the thread's attempts; of this kind only, if one is given.
std::set<MarkedPlace> places(const Machine& machine, AgentId thread,
                             const std::optional<std::string>& kind) {
  std::set<MarkedPlace> all;
  for (const Transition& transition : machine.at(thread).transitions) {
    if (transition.attempt && (!kind || transition.attempt == kind))
      all.insert(attempt_place(thread, transition));
  }
  return all;
}

void clear(Memory& memory, const MarkedPlace& place) {
  memory.withheld.erase(place);
  std::erase_if(memory.taken, [&](const auto& raised) { return raised.first == place; });
}

std::set<std::size_t> cells(const Machine& machine, const Layout& layout,
                            const machine::Prepare& prepare, const Context& context) {
  const Evaluation first = evaluate(prepare.first, context);
  const Evaluation last = evaluate(prepare.last, context);
  std::set<std::size_t> all;
  if (first.fault != Fault::none || last.fault != Fault::none) return all;
  for (std::int64_t cell = 0; cell < std::int64_t{machine.at(prepare.variable).extent}; ++cell) {
    if (first.value <= cell && cell <= last.value)
      all.insert(layout.slot(prepare.variable) + static_cast<std::size_t>(cell));
  }
  return all;
}

Attempt attempt(Memory& memory, AgentId thread, const Transition& transition, bool withholds) {
  Attempt made;
  made.place = attempt_place(thread, transition);
  made.members = memory.prepared[{thread, *transition.attempt}];
  const bool withheld = memory.withheld.contains(made.place);
  const bool taken = std::any_of(memory.taken.begin(), memory.taken.end(),
                                 [&](const auto& raised) { return raised.first == made.place; });
  made.disturbed = withholds || (!made.members.empty() && (withheld || taken));
  for (const std::size_t cell : made.members) {
    if (withholds || withheld || memory.taken.contains({made.place, cell}))
      made.disturbed_members.insert(cell);
  }
  clear(memory, made.place);
  return made;
}

void prepare(const Machine& machine, const Layout& layout, Memory& memory, AgentId thread,
             const machine::Prepare& prepare, const Context& context) {
  std::set<std::size_t>& set = memory.prepared[{thread, prepare.kind}];
  if (!prepare.also) {
    set.clear();
    for (const MarkedPlace& place : places(machine, thread, prepare.kind)) clear(memory, place);
  }
  set.merge(cells(machine, layout, prepare, context));
}

// Places of the whims that this favourable branch grants: its own, and those of the unfavourable
// branches beside it.
void grant(const machine::Agent& agent, AgentId id, const Transition& transition,
           Happened& happened) {
  happened.granted.insert(whim_place(id, transition));
  for (const Transition& sibling : agent.transitions) {
    if (sibling.from == transition.from && sibling.whim == transition.whim &&
        sibling.favour == Favour::unfavourable) {
      happened.granted.insert(whim_place(id, sibling));
    }
  }
}

void disturb(const Machine& machine, Memory& memory, const State& before, const State& after) {
  for (const auto& [set, members] : memory.prepared) {
    for (const std::size_t cell : members) {
      if (before.cells[cell] != 1 || after.cells[cell] == 1) continue;
      for (const MarkedPlace& place : places(machine, set.first, set.second))
        memory.taken.emplace(place, cell);
    }
  }
}

}  // namespace

MarkedPlace attempt_place(AgentId agent, const Transition& transition) {
  return {agent, *transition.attempt, call_path(transition)};
}

MarkedPlace whim_place(AgentId agent, const Transition& transition) {
  return {agent, transition.whim, call_path(transition)};
}

Happened remember(const Machine& machine, const Layout& layout, Memory& memory, const State& before,
                  const Step& step, const State& after) {
  Happened happened;
  const machine::Agent& agent = machine.at(step.agent);
  const bool thread = agent.kind == AgentKind::thread;
  const bool owed = thread || agent.kind == AgentKind::daemon;
  if (!owed) {
    disturb(machine, memory, before, after);
    return happened;
  }
  const bool withholds =
      std::any_of(step.micro.begin(), step.micro.end(), [&](const machine::MicroStep& micro) {
        return agent.at(micro.transition).favour == Favour::unfavourable;
      });
  State state = before;
  for (const machine::MicroStep& micro : step.micro) {
    const Transition& transition = agent.at(micro.transition);
    if (thread && transition.attempt)
      happened.attempts.push_back(attempt(memory, step.agent, transition, withholds));
    if (transition.favour == Favour::favourable) grant(agent, step.agent, transition, happened);
    if (transition.favour == Favour::unfavourable) {
      happened.withheld.insert(whim_place(step.agent, transition));
      if (thread) memory.withheld.merge(places(machine, step.agent, std::nullopt));
    }
    if (thread && transition.prepare) {
      prepare(machine, layout, memory, step.agent, *transition.prepare,
              Context{machine, layout, state, micro.choice.value_or(0)});
    }
    const auto fired = fire(machine, layout, state, step.agent, micro.transition, micro.choice);
    CHECK(fired, "a step that can not be taken");
    state = fired->to;
  }
  return happened;
}

Asked asked_by(const Happened& happened, bool by_member) {
  Asked asked;
  for (const Attempt& made : happened.attempts) {
    const std::string place = "attempt " + name_of(made.place);
    if (!by_member) {
      asked.asks.emplace(place, place);
      if (!made.disturbed) asked.grants.insert(place);
      continue;
    }
    for (const std::size_t cell : made.members) {
      const std::string member = place + " " + std::to_string(cell);
      asked.asks.emplace(member, place);
      if (!made.disturbed_members.contains(cell)) asked.grants.insert(member);
    }
    if (!made.disturbed) asked.grants.insert(place);
  }
  for (const MarkedPlace& whim : happened.withheld)
    asked.asks.emplace("whim " + name_of(whim), "whim " + name_of(whim));
  for (const MarkedPlace& whim : happened.granted) asked.grants.insert("whim " + name_of(whim));
  return asked;
}

}  // namespace headway::audit

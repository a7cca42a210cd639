// Matching of reasons. Every word is looked up in what the run really did: its transitions, with
// the calls that they were inlined from, and its states, replayed by the audit's interpreter. A
// word that names nothing in the model is unmet, never ignored.
#include "checker/cli/because.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "checker/audit/replay.h"
#include "model/machine/evaluate.h"
#include "model/machine/state.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

using machine::Machine;
using machine::Step;

struct Evidence {
  const Machine& machine;
  const property::Counterexample& counterexample;

  [[nodiscard]] const machine::Path& stem() const {
    if (const machine::Lasso* run = lasso()) return run->stem;
    if (const auto* deadlock = std::get_if<property::Deadlock>(&counterexample))
      return deadlock->path;
    if (const auto* inversion = std::get_if<property::Inversion>(&counterexample))
      return inversion->chains.front().path;
    return std::get<property::Failed>(counterexample).path;
  }
  [[nodiscard]] const std::vector<Step>* loop() const {
    const machine::Lasso* run = lasso();
    return run == nullptr ? nullptr : &run->loop;
  }
  [[nodiscard]] const machine::Lasso* lasso() const {
    if (const auto* livelock = std::get_if<property::Livelock>(&counterexample))
      return &livelock->lasso;
    if (const auto* spin = std::get_if<property::Spin>(&counterexample)) return &spin->lasso;
    if (const auto* unkillable = std::get_if<property::Unkillable>(&counterexample))
      return &unkillable->lasso;
    const auto* unmet = std::get_if<property::Unmet>(&counterexample);
    return unmet == nullptr ? nullptr : &unmet->lasso;
  }
};

using Words = std::vector<std::string>;

std::string listed(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out.empty() ? "nothing" : out;
}

// A path in C is known by its whole name and by its last members: `iter.count` is also `count`.
bool is_called(std::string_view full, std::string_view word) {
  if (full == word) return true;
  return full.size() > word.size() && full.ends_with(word) &&
         full[full.size() - word.size() - 1] == '.';
}

// ---- Places

void add_places(const machine::Agent& agent, const machine::Transition& transition,
                std::set<std::string>& places) {
  places.insert(agent.name);
  for (const machine::LocationId id : {transition.from, transition.to}) {
    if (!agent.at(id).label.empty()) places.insert(agent.at(id).label);
  }
  if (transition.call) places.insert(transition.call->role);
  if (!transition.origin) return;
  for (const source::Frame& frame : transition.origin->stack) places.insert(frame.function);
}

std::set<std::string> places_of(const Machine& machine, const std::vector<Step>& steps) {
  std::set<std::string> places;
  for (const Step& step : steps) {
    const machine::Agent& agent = machine.at(step.agent);
    for (const machine::MicroStep& micro : step.micro)
      add_places(agent, agent.at(micro.transition), places);
  }
  return places;
}

Words missing(const Words& words, const std::set<std::string>& found, const std::string& what) {
  Words lines;
  for (const std::string& word : words) {
    if (found.count(word) != 0) continue;
    lines.push_back(what + " `" + word + "`, only: " + listed(found));
  }
  return lines;
}

Words loop_visits(const Words& words, const Evidence& evidence) {
  if (evidence.loop() == nullptr) return {"the run has no loop"};
  return missing(words, places_of(evidence.machine, *evidence.loop()), "the loop does not visit");
}

Words path_visits(const Words& words, const Evidence& evidence) {
  std::set<std::string> places = places_of(evidence.machine, evidence.stem().steps);
  if (evidence.loop() != nullptr) places.merge(places_of(evidence.machine, *evidence.loop()));
  return missing(words, places, "the run does not visit");
}

// ---- Messages

Words message(const Words& words, const Evidence& evidence) {
  const auto* failed = std::get_if<property::Failed>(&evidence.counterexample);
  if (failed == nullptr) return {"the run has no message"};
  Words lines;
  for (const std::string& word : words) {
    if (failed->message.find(word) == std::string::npos) {
      lines.push_back("the message does not contain `" + word + "`: " + failed->message);
    }
  }
  return lines;
}

// ---- Values

// The values that a word stands for in one state; empty where it names nothing.
std::vector<std::int64_t> values_of(const std::string& word, const Machine& machine,
                                    const machine::Layout& layout, const machine::State& state) {
  for (const machine::Observable& observable : machine.observables) {
    if (observable.name == word)
      return {machine::evaluate(observable.value, {machine, layout, state}).value};
  }
  std::vector<std::int64_t> values;
  for (std::size_t v = 0; v < machine.variables.size(); ++v) {
    const machine::Variable& variable = machine.variables[v];
    const std::size_t first = layout.slot(static_cast<machine::VariableId>(v));
    for (std::size_t cell = 0; cell < variable.extent; ++cell) {
      const std::string cell_name = variable.name + "[" + std::to_string(cell) + "]";
      if (is_called(variable.name, word) || (variable.is_array && is_called(cell_name, word))) {
        values.push_back(state.cells[first + cell]);
      }
    }
  }
  return values;
}

Words never_changes(const Words& words, const Evidence& evidence) {
  if (evidence.loop() == nullptr) return {"the run has no loop"};
  const machine::Layout layout(evidence.machine);
  const auto stem = audit::replay_path(evidence.machine, layout, evidence.stem(), false);
  const auto loop = audit::replay_steps(evidence.machine, layout, stem.states.back(),
                                        *evidence.loop(), false, "loop");
  Words lines;
  for (const std::string& word : words) {
    const auto first = values_of(word, evidence.machine, layout, loop.states.front());
    const bool changes =
        std::any_of(loop.states.begin(), loop.states.end(), [&](const machine::State& state) {
          return values_of(word, evidence.machine, layout, state) != first;
        });
    if (first.empty()) lines.push_back("nothing is called `" + word + "`");
    if (changes) lines.push_back("`" + word + "` changes on the loop");
  }
  return lines;
}

// ---- Waits

// The roles whose calls each agent is in at the end of the path.
std::vector<std::set<std::string>> open_roles(const Machine& machine, const machine::Path& path) {
  std::vector<std::set<std::string>> open(machine.agents.size());
  for (const Step& step : path.steps) {
    for (const machine::MicroStep& micro : step.micro) {
      const auto& call = machine.at(step.agent).at(micro.transition).call;
      if (!call) continue;
      auto& roles = open[index_of(step.agent)];
      if (call->is_return) {
        roles.erase(call->role);
      } else {
        roles.insert(call->role);
      }
    }
  }
  return open;
}

std::set<std::string> names_of_waits(const Machine& machine, const property::Deadlock& deadlock) {
  std::set<std::string> names;
  const auto roles = open_roles(machine, deadlock.path);
  for (const property::Waiter& waiter : deadlock.waits) {
    const machine::Agent& agent = machine.at(waiter.agent);
    names.insert(agent.name);
    names.insert(roles[index_of(waiter.agent)].begin(), roles[index_of(waiter.agent)].end());
    for (const machine::Transition& transition : agent.transitions) {
      if (transition.from == waiter.location) add_places(agent, transition, names);
    }
    if (!waiter.resource) continue;
    const machine::Variable& variable = machine.at(*waiter.resource);
    names.insert(variable.name);
    if (!variable.label.empty()) names.insert(variable.label);
    if (variable.is_array) names.insert(variable.name + "[" + std::to_string(waiter.cell) + "]");
  }
  return names;
}

Words waits(const Words& words, const Evidence& evidence) {
  const auto* deadlock = std::get_if<property::Deadlock>(&evidence.counterexample);
  if (deadlock == nullptr) return {"the run is no deadlock"};
  return missing(words, names_of_waits(evidence.machine, *deadlock), "the waits do not include");
}

Words wait_cycle(const Words& words, const Evidence& evidence) {
  const auto* deadlock = std::get_if<property::Deadlock>(&evidence.counterexample);
  if (deadlock != nullptr && !deadlock->cycle) return {"the waits are no cycle"};
  return waits(words, evidence);
}

// ---- Spinning

Words polled(const Words& words, const Evidence& evidence) {
  const auto* spin = std::get_if<property::Spin>(&evidence.counterexample);
  if (spin == nullptr) return {"the run is no spinning"};
  std::set<std::string> names;
  for (const property::Spin::Polled& each : spin->polled)
    names.insert(evidence.machine.at(each.variable).name);
  Words lines;
  for (const std::string& word : words) {
    const bool known = std::any_of(names.begin(), names.end(),
                                   [&](const std::string& name) { return is_called(name, word); });
    if (!known) lines.push_back("the loop does not poll `" + word + "`, only: " + listed(names));
  }
  return lines;
}

// ---- Lock order

std::set<std::string> names_of_chains(const Machine& machine,
                                      const property::Inversion& inversion) {
  std::set<std::string> names;
  for (const property::Inversion::Chain& chain : inversion.chains) {
    const machine::Agent& agent = machine.at(chain.agent);
    names.insert(agent.name);
    for (const machine::Transition& transition : agent.transitions) {
      if (transition.from == chain.location) add_places(agent, transition, names);
    }
    const machine::Variable& variable = machine.at(chain.acquires.variable);
    names.insert(variable.name);
    if (variable.is_array)
      names.insert(variable.name + "[" + std::to_string(chain.acquires.cell) + "]");
    if (!variable.label.empty()) names.insert(variable.label);
    const auto roles = open_roles(machine, chain.path);
    names.insert(roles[index_of(chain.agent)].begin(), roles[index_of(chain.agent)].end());
  }
  return names;
}

Words inverted(const Words& words, const Evidence& evidence) {
  const auto* inversion = std::get_if<property::Inversion>(&evidence.counterexample);
  if (inversion == nullptr) return {"the run is no inverted order of locks"};
  return missing(words, names_of_chains(evidence.machine, *inversion), "the chains do not include");
}

// ---- The table

struct Reason {
  const char* key;
  Words (*unmet)(const Words&, const Evidence&);
};

constexpr Reason kReasons[] = {
    {"inverted", inverted},       {"loop_visits", loop_visits},
    {"message", message},         {"never_changes", never_changes},
    {"path_visits", path_visits}, {"polled", polled},
    {"wait_cycle", wait_cycle},   {"waits", waits},
};

}  // namespace

std::set<std::string> because_keys() {
  std::set<std::string> keys;
  for (const Reason& reason : kReasons) keys.insert(reason.key);
  return keys;
}

Words unmet(const std::map<std::string, Words>& because, const Machine& machine,
            const property::Counterexample& counterexample) {
  Words lines;
  for (const auto& [key, words] : because) {
    const auto* reason =
        std::find_if(std::begin(kReasons), std::end(kReasons),
                     [&key = key](const Reason& candidate) { return key == candidate.key; });
    CHECK(reason != std::end(kReasons), key);
    for (std::string& line : reason->unmet(words, {machine, counterexample}))
      lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace headway::cli

// For the tests of this room: a machine as text goes in, answers come out, audited by a replay in
// the reference interpreter so that no test rests on the engine's own word for a path.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "checker/explicit/engine.h"
#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"

namespace headway::explicit_engine {

inline property::Property property_named(const std::string& id, property::Kind kind,
                                         property::Level required = property::Level::finite) {
  property::Property property;
  property.id = id;
  property.kind = kind;
  property.required = required;
  return property;
}

inline machine::Machine parsed(const std::string& text) {
  machine::Machine machine = machine::parse_machine(text, "test.machine");
  const std::vector<std::string> problems = machine::problems(machine);
  EXPECT_TRUE(problems.empty()) << problems.front();
  return machine;
}

// The answers to deadlock, progress, no-spin, killable, locks, lock order alone, ub and every check
// and invariant that the machine names.
class Asked {
 public:
  explicit Asked(const std::string& text, const Options& options = {},
                 property::Level required = property::Level::finite)
      : machine(parsed(text)) {
    std::vector<property::Property> properties{
        property_named("deadlock", property::Kind::deadlock),
        property_named("progress", property::Kind::progress, required),
        property_named("no-spin", property::Kind::no_spin),
        property_named("killable", property::Kind::killable),
        property_named("locks", property::Kind::locks),
        property_named("alone", property::Kind::alone_inverted),
        property_named("ub", property::Kind::check)};
    std::set<std::string> checks;
    for (const machine::Agent& agent : machine.agents) {
      for (const machine::Transition& transition : agent.transitions) {
        for (const machine::Check& check : transition.checks) checks.insert(check.property);
      }
    }
    checks.erase("ub");
    checks.erase("locks");
    for (const std::string& id : checks)
      properties.push_back(property_named(id, property::Kind::check));
    for (const machine::Invariant& invariant : machine.invariants) {
      properties.push_back(property_named(invariant.property, property::Kind::invariant));
    }
    result = check(machine, properties, options);
  }

  [[nodiscard]] const property::Verdict& verdict(const std::string& id) const {
    for (const property::Answer& answer : result.answers) {
      if (answer.property.id == id) return answer.verdict;
    }
    ADD_FAILURE() << "nobody asked for " << id;
    return result.answers.front().verdict;
  }
  [[nodiscard]] bool holds(const std::string& id) const {
    return std::holds_alternative<property::Holds>(verdict(id));
  }
  // The reason why a property is undecided; empty where it is decided.
  [[nodiscard]] std::string undecided(const std::string& id) const {
    const auto* undecided = std::get_if<property::Undecided>(&verdict(id));
    return undecided == nullptr ? "" : undecided->reason;
  }
  // The counterexample; a default one (with a failure) where the property isn't violated that way.
  template <typename Counterexample>
  [[nodiscard]] Counterexample shown(const std::string& id) const {
    const auto* violated = std::get_if<property::Violated>(&verdict(id));
    const auto* shown =
        violated == nullptr ? nullptr : std::get_if<Counterexample>(&violated->counterexample);
    EXPECT_NE(shown, nullptr) << id << " is not violated as expected";
    return shown == nullptr ? Counterexample{} : *shown;
  }
  [[nodiscard]] property::Deadlock deadlock() const {
    return shown<property::Deadlock>("deadlock");
  }
  [[nodiscard]] property::Livelock livelock() const {
    return shown<property::Livelock>("progress");
  }
  [[nodiscard]] property::Failed failed(const std::string& id) const {
    return shown<property::Failed>(id);
  }

  [[nodiscard]] const std::string& name(machine::AgentId agent) const {
    return machine.at(agent).name;
  }
  [[nodiscard]] std::string location(machine::AgentId agent, const machine::State& state) const {
    return machine.at(agent).at(state.locations[index_of(agent)]).name;
  }

  // Takes the steps one by one in the reference interpreter, which must offer each of them.
  [[nodiscard]] machine::State replayed(const machine::State& from,
                                        const std::vector<machine::Step>& steps) const {
    const machine::Layout layout(machine);
    machine::State state = from;
    for (const machine::Step& step : steps) {
      bool offered = false;
      for (const machine::Successor& next : successors(machine, layout, state, step.agent)) {
        if (!(next.step == step)) continue;
        offered = true;
        state = next.to;
        break;
      }
      EXPECT_TRUE(offered) << "a step that is not enabled";
      if (!offered) break;
    }
    return state;
  }
  [[nodiscard]] machine::State end_of(const machine::Path& path) const {
    return replayed(path.initial, path.steps);
  }

  const machine::Machine machine;
  property::Result result;
};

}  // namespace headway::explicit_engine

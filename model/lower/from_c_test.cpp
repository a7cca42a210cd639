// Exploration of small models with the reference semantics, for the tests of this room. Slow and
// obvious.
#include "model/lower/from_c_test.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "model/frontend/frontend.h"
#include "model/machine/step.h"
#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"
#include "model/source/error.h"

namespace headway::lower {

machine::Machine machine_of(const std::string& code, const Options& options) {
  std::string file = ::testing::TempDir() + "lower_XXXXXX.c";
  const int handle = mkstemps(file.data(), 2);
  CHECK(handle >= 0, file);
  std::ofstream(file) << "#include <headway.h>" << (code.starts_with("\n") ? "" : "\n") << code;
  frontend::Options front;
  front.kernel_directory = "model/kernel";
  try {
    const auto program = frontend::parse(file, front);
    std::remove(file.c_str());
    return lower(program, options);
  } catch (...) {
    std::remove(file.c_str());
    throw;
  }
}

Behaviour explore(const machine::Machine& machine) {
  const machine::Layout layout(machine);
  Behaviour seen;
  std::set<machine::State> states;
  std::vector<machine::State> work;
  const auto add = [&](const machine::Successor& successor) {
    for (const auto& failure : successor.failures)
      seen.failures.insert(failure.property + ": " + failure.message);
    if (!successor.cut && states.insert(successor.to).second) work.push_back(successor.to);
  };
  for (const auto& start : machine::initial_states(machine, layout)) add(start);
  while (!work.empty()) {
    CHECK(states.size() < 200000, "a test model this large tests patience");
    const machine::State state = work.back();
    work.pop_back();
    bool moved = false, all_ended = true;
    for (std::size_t k = 0; k < machine.agents.size(); ++k) {
      const auto agent = static_cast<machine::AgentId>(k);
      if (machine.at(agent).kind == machine::AgentKind::thread) {
        all_ended = all_ended && machine::ended(machine, state, agent);
      }
      for (const auto& next : machine::successors(machine, layout, state, agent)) {
        moved = true;
        add(next);
      }
    }
    seen.blocked = seen.blocked || (!moved && !all_ended);
    if (!all_ended) continue;
    std::vector<std::int64_t> values;
    for (const auto& observable : machine.observables) {
      values.push_back(machine::evaluate(observable.value, {machine, layout, state}).value);
    }
    seen.ends.insert(std::move(values));
  }
  seen.states = states.size();
  return seen;
}

machine::Machine passed(machine::Machine machine) {
  for (const auto& pass : passes::all_passes()) machine = pass.run(std::move(machine));
  return machine;
}

Behaviour behaviour_of(const std::string& code, const Options& options) {
  machine::Machine machine = machine_of(code, options);
  for (const std::string& problem : machine::problems(machine)) ADD_FAILURE() << problem;
  const Behaviour plain = explore(machine);
  const std::string before = machine::print_machine(machine);
  for (const auto& pass : passes::all_passes()) {
    machine = pass.run(std::move(machine));
    for (const std::string& problem : machine::problems(machine))
      ADD_FAILURE() << pass.name << ": " << problem;
    const Behaviour after = explore(machine);
    EXPECT_TRUE(after == plain) << pass.name << "\n"
                                << before << "\nafter:\n"
                                << machine::print_machine(machine);
  }
  return plain;
}

std::string refusal_of(const std::string& code, const Options& options) {
  try {
    const auto machine = machine_of(code, options);
    ADD_FAILURE() << "accepted:\n" << machine::print_machine(machine);
  } catch (const source::InputError& error) {
    return std::to_string(error.span().line) + ": " + error.what();
  }
  return "";
}

}  // namespace headway::lower

#include "model/differential/interpreted.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "model/frontend/frontend.h"
#include "model/lower/lower.h"
#include "model/machine/step.h"
#include "model/machine/validate.h"
#include "model/passes/passes.h"
#include "model/source/error.h"

namespace headway::differential {

namespace {

constexpr int kStepLimit = 100000;

class Run {
 public:
  explicit Run(const machine::Machine& machine) : machine_(machine), layout_(machine) {}

  std::map<std::int64_t, OurRun> all(Interpreted* record) {
    record_ = record;
    std::map<std::int64_t, OurRun> runs;
    for (const auto& start : machine::initial_states(machine_, layout_)) {
      OurRun run;
      machine::Successor at = start;
      // Where a run fails the state may not show where it began; so that is looked up first.
      const std::int64_t state = value(machine_.observables.front(), start.to);
      follow(std::move(at), run);
      CHECK(runs.emplace(state, std::move(run)).second, "two initial states " << state);
    }
    return runs;
  }

 private:
  std::int64_t value(const machine::Observable& observable, const machine::State& state) const {
    return machine::evaluate(observable.value, {machine_, layout_, state}).value;
  }

  // One thread and no choice: there is never more than one step.
  void follow(machine::Successor at, OurRun& run) {
    const machine::AgentId thread{0};
    for (int step = 0;; ++step) {
      note(at);
      for (const auto& failure : at.failures)
        run.failures.insert(failure.property + ": " + failure.message);
      if (at.cut) return;
      if (machine::ended(machine_, at.to, thread)) break;
      CHECK(step < kStepLimit, "the program does not end");
      auto next = machine::successors(machine_, layout_, at.to, thread);
      CHECK(next.size() == 1, "steps=" << next.size());
      at = std::move(next.front());
    }
    for (const auto& observable : machine_.observables)
      run.values.push_back(value(observable, at.to));
  }

  void note(const machine::Successor& successor) {
    if (record_ == nullptr) return;
    for (const auto& micro : successor.step.micro) {
      ++record_->transitions;
      const auto& origin = machine_.at(successor.step.agent).at(micro.transition).origin;
      if (origin != nullptr) record_->lines.insert(origin->span.line);
    }
  }

  const machine::Machine& machine_;
  const machine::Layout layout_;
  Interpreted* record_ = nullptr;
};

machine::Machine machine_of(const std::string& code) {
  std::string file = (std::filesystem::temp_directory_path() / "random_XXXXXX.c").string();
  const int handle = mkstemps(file.data(), 2);
  CHECK(handle >= 0, file);
  close(handle);
  std::ofstream(file) << code;
  struct Remove {
    const std::string& file;
    ~Remove() { std::remove(file.c_str()); }
  } const remove{file};
  frontend::Options options;
  options.kernel_directory = HEADWAY_DIFFERENTIAL_DIRECTORY "/../kernel";
  return lower::lower(frontend::parse(file, options), {});
}

void require_sound(const machine::Machine& machine) {
  for (const std::string& problem : machine::problems(machine))
    throw source::InternalError("unsound machine: " + problem);
}

}  // namespace

Interpreted interpret(const std::string& code) {
  Interpreted out;
  try {
    machine::Machine machine = machine_of(code);
    require_sound(machine);
    out.plain = Run(machine).all(&out);
    for (const auto& pass : passes::all_passes()) machine = pass.run(std::move(machine));
    require_sound(machine);
    out.passed = Run(machine).all(nullptr);
  } catch (const source::InputError& error) {
    out.refused = "refused: " + std::string(error.what()) + " (line " +
                  std::to_string(error.span().line) + ")";
  } catch (const source::InternalError& error) {
    out.refused = "internal error: " + std::string(error.what());
  }
  return out;
}

}  // namespace headway::differential

// The next-state generator: a machine compiled so that all steps from a state come quickly. Means
// exactly what machine::successors means, agent by agent, in the same order; a test compares the
// two.
//
// A step is given as the slots that it changes, so that its cost does not grow with the number of
// variables. Never stores a state.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "checker/explicit/bytecode.h"
#include "checker/explicit/packing.h"
#include "model/machine/path.h"
#include "model/machine/step.h"

namespace headway::explicit_engine {

// The cells that a micro-step prepares, as slots; none where first > last.
struct Prepared {
  std::uint32_t first = 1, last = 0;
};

// One step. The spans are good until the next expansion.
struct StepView {
  machine::AgentId agent{};
  bool adversary =
      false;  // an adversary's or signal's, or one that takes the unfavourable branch of a whim
  bool progress = false;  // passes a transition marked so
  bool cut = false;       // a fatal failure ended the run here: no state follows
  std::span<const Change> changes;
  std::span<const machine::MicroStep> micro;
  std::span<const Prepared>
      prepared;  // one for each transition of `micro` with a prepare, in order
  std::span<const machine::Failure> failures;
};

// All steps from one state.
class Steps {
 public:
  [[nodiscard]] std::size_t size() const { return steps_.size(); }
  [[nodiscard]] StepView operator[](std::size_t ordinal) const;
  // Unfinished threads and daemons that have no step although they do not wait: they stand at no
  // wait, or a guard there is true, and each of their chains meets a false assumption.
  [[nodiscard]] std::uint64_t stuck() const { return stuck_; }
  // Agents that have a step (or are stuck) and whom the scheduler holds back; their steps are left
  // out.
  [[nodiscard]] std::uint64_t held() const { return held_; }

 private:
  friend class Successors;
  struct Extent {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  struct Recorded {
    machine::AgentId agent{};
    bool adversary = false, progress = false, cut = false;
    Extent changes, micro, prepared, failures;
  };
  void clear();

  std::vector<Recorded> steps_;
  std::vector<Change> changes_;
  std::vector<machine::MicroStep> micro_;
  std::vector<Prepared> prepared_;
  std::vector<machine::Failure> failures_;
  std::uint64_t stuck_ = 0;
  std::uint64_t held_ = 0;
};

class Successors {
 public:
  // At most 64 agents (throws InputError beyond).
  explicit Successors(const machine::Machine& machine);

  [[nodiscard]] std::size_t slots() const { return slots_; }

  // All steps of all agents from the stable state `values` (every slot), agents ascending. Throws
  // InputError where an unfavourable whim is enabled without its favourable sibling.
  void expand(const std::int64_t* values, Steps& steps);
  // The same as if the scheduler let everybody move.
  void expand_unscheduled(const std::int64_t* values, Steps& steps);
  // The steps of one agent only, whatever the scheduler says.
  void expand(const std::int64_t* values, machine::AgentId agent, Steps& steps);

  // Is the condition true in `values`? A fault comes back in `fault`.
  bool holds(const Compiled& condition, const std::int64_t* values, machine::Fault& fault);
  Compiled compile(const machine::Expr& expr);

 private:
  struct CompiledCheck {
    Compiled condition;
    const machine::Check* check = nullptr;
  };
  struct CompiledAssignment {
    bool scalar = true;
    std::uint32_t slot = 0;  // of the scalar or of the array's first cell
    std::uint32_t extent = 1;
    Compiled index, value;
    const machine::Variable* variable = nullptr;
  };
  struct CompiledTransition {
    machine::TransitionId id{};
    const machine::Transition* transition = nullptr;
    std::uint32_t to = 0;
    bool has_choice = false;
    bool committed = false;  // the location it leads to
    Compiled guard, low, high;
    Compiled first_prepared, last_prepared;
    std::vector<CompiledCheck> checks;
    std::vector<CompiledAssignment> assignments;
  };
  struct CompiledAgent {
    machine::AgentKind kind = machine::AgentKind::thread;
    std::uint32_t slot = 0;               // of its location
    std::uint64_t rivals = 0;             // who shares its processor
    std::uint64_t betters = 0;            // of these, those of greater priority
    std::optional<std::uint32_t> runner;  // nonpreempt: the slot that says who runs there
    std::int64_t initial = 0;             // where it is not ready
    std::vector<bool> asleep;             // by location: at a timed wait
    std::vector<std::vector<CompiledTransition>> by_location;
  };
  struct Write {
    std::uint32_t slot = 0;
    std::int64_t before = 0;
  };
  enum class Outcome { disabled, cut, taken };  // from worst to best

  CompiledTransition compile(const machine::Agent& agent, machine::TransitionId id);
  void load(const std::int64_t* values);
  void walk(machine::AgentId agent);
  void place(machine::AgentId agent);
  void hold_back(Steps& steps) const;
  void visit(std::uint32_t location);
  void require_favourable(const std::vector<CompiledTransition>& transitions);
  template <typename Each>
  bool for_each_choice(const CompiledTransition& transition, machine::Fault& fault, Each each);
  Outcome probe(const CompiledTransition& transition);
  Outcome try_choices(const CompiledTransition& transition);
  Outcome take(const CompiledTransition& transition, const machine::MicroStep& micro);
  Outcome fire(const CompiledTransition& transition);
  Prepared prepare(const CompiledTransition& transition);
  bool passes_checks(const CompiledTransition& transition);
  bool assign(const CompiledTransition& transition);
  bool evaluate(const Compiled& code, machine::Fault& fault);
  void fail(const CompiledTransition& transition, machine::Fault fault, const std::string& about);
  void write(std::uint32_t slot, std::int64_t value);
  void undo(std::size_t writes);
  void record(bool cut);

  const machine::Machine& machine_;
  const machine::Layout layout_;
  const std::size_t slots_;
  Bytecode bytecode_;
  std::vector<CompiledAgent> agents_;
  std::vector<std::int64_t> frame_;

  // The chain being walked.
  Steps* steps_ = nullptr;
  machine::AgentId agent_{};
  bool any_guard_ = false;
  std::vector<Write> writes_;
  std::vector<Change> pending_;
  std::vector<machine::MicroStep> micro_;
  std::vector<Prepared> prepared_;
  std::vector<machine::Failure> failures_;
};

}  // namespace headway::explicit_engine

// The order of judgement: explore; remove what only false assumptions lead on from; say who is
// deadlocked where; look for livelocks in the rest. A limit may end this between any two phases:
// what was found violated until then stands, and everything else is Undecided. The limit on memory
// counts the arrays of judgement before they are made.
#include "checker/explicit/engine.h"

#include <optional>
#include <utility>

#include "checker/explicit/assumption.h"
#include "checker/explicit/budget.h"
#include "checker/explicit/deadlock.h"
#include "checker/explicit/explore.h"
#include "checker/explicit/lock_order.h"
#include "checker/explicit/progress.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/walk.h"

namespace headway::explicit_engine {

using property::Kind;
using property::Property;
using property::Verdict;

namespace {

// What walks, components and the search for a loop take at most, per state.
constexpr std::uint64_t kJudgingBytes = 96;

class Run {
 public:
  Run(const machine::Machine& machine, const Options& options)
      : budget_(options), successors_(machine), graph_(machine), tracer_(graph_, successors_) {
    explored_ = explore(machine, successors_, graph_, budget_);
    if (goes_on(0)) explored_.coverage.removed_by_assumption = remove_false_assumptions(graph_);
  }

  Verdict judge(const Property& property) {
    const auto failing = explored_.failing.find(property.id);
    const bool by_failure = property.kind == Kind::check || property.kind == Kind::invariant ||
                            property.kind == Kind::locks;
    if (by_failure && failing != explored_.failing.end()) {
      return property::Violated{
          property::Failed{tracer_.path(failing->second), failing->second.message}, {}};
    }
    if (property.kind == Kind::locks || property.kind == Kind::alone_inverted)
      return judge_lock_order(property.kind);
    if (by_failure) return goes_on(0) ? Verdict(property::Holds{}) : undecided();
    if (!goes_on(kJudgingBytes)) return undecided();
    if (!deadlocked_) {
      reachable_ = walk(graph_, Adversaries::act);
      Unscheduled unscheduled(graph_, successors_, budget_);
      deadlocked_.emplace(graph_, reachable_, &unscheduled);
    }
    if (!goes_on(kJudgingBytes)) return undecided();
    return property.kind == Kind::deadlock ? judge_deadlock() : judge_progress(property);
  }

  property::Result result() {
    property::Result result;
    result.coverage = std::move(explored_.coverage);
    result.statistics.states = graph_.parents.size();
    result.statistics.transitions = explored_.transitions;
    result.statistics.depth = explored_.depth;
    result.statistics.bytes = graph_.bytes();
    result.statistics.seconds = budget_.seconds();
    return result;
  }

 private:
  // The reason to stop may come up between any two phases. `bytes_per_state` is what the next one
  // needs besides.
  bool goes_on(std::uint64_t bytes_per_state) {
    const std::uint64_t states = graph_.store.size();
    return budget_.lasts(states, 0, graph_.bytes() + states * bytes_per_state);
  }

  Verdict undecided() const { return property::Undecided{*budget_.exceeded()}; }

  Verdict judge_lock_order(Kind kind) {
    if (!lock_order_) lock_order_.emplace(graph_);
    auto found = lock_order_->inversion(
        kind == Kind::locks ? Chains::of_different_agents : Chains::of_one_agent, tracer_);
    if (found) return property::Violated{*std::move(found), {}};
    return goes_on(0) ? Verdict(property::Holds{}) : undecided();
  }

  Verdict judge_deadlock() {
    auto found = find_deadlock(graph_, *deadlocked_, reachable_, tracer_);
    if (!found) return property::Holds{};
    return property::Violated{*std::move(found), {}};
  }

  Verdict judge_progress(const Property& property) {
    auto found = find_livelock(graph_, *deadlocked_, reachable_, property.required, tracer_);
    if (found) return property::Violated{std::move(found->livelock), std::move(found->notes)};
    if (property.required > property::Level::finite) {
      return property::Undecided{"progress is not yet judged beyond finitely many adversary steps"};
    }
    return property::Holds{};
  }

  Budget budget_;
  Successors successors_;
  StateGraph graph_;
  Tracer tracer_;
  Explored explored_;
  std::optional<LockOrder> lock_order_;
  Walk reachable_;
  std::optional<Deadlocked> deadlocked_;
};

}  // namespace

property::Result check(const machine::Machine& machine, const std::vector<Property>& properties,
                       const Options& options) {
  Run run(machine, options);
  std::vector<property::Answer> answers;
  for (const Property& property : properties) answers.push_back({property, run.judge(property)});
  property::Result result = run.result();
  result.answers = std::move(answers);
  return result;
}

}  // namespace headway::explicit_engine

// The order of judgement: explore; remove what only false assumptions lead on from; say who is
// deadlocked where; look for livelocks in the rest. A limit may end this between any two phases:
// what was found violated until then stands, and everything else is Undecided. The limit on memory
// counts the arrays of judgement before they are made.
#include "checker/explicit/engine.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "checker/explicit/assumption.h"
#include "checker/explicit/attempts.h"
#include "checker/explicit/budget.h"
#include "checker/explicit/deadlock.h"
#include "checker/explicit/explore.h"
#include "checker/explicit/killable.h"
#include "checker/explicit/levels.h"
#include "checker/explicit/lock_order.h"
#include "checker/explicit/no_spin.h"
#include "checker/explicit/retry_bound.h"
#include "checker/explicit/state_graph.h"
#include "checker/explicit/successors.h"
#include "checker/explicit/temporal.h"
#include "checker/explicit/trace.h"
#include "checker/explicit/walk.h"

namespace headway::explicit_engine {

using property::Kind;
using property::Level;
using property::Property;
using property::Verdict;

namespace {

// What walks, components and the search for a loop take at most, per state.
constexpr std::uint64_t kJudgingBytes = 96;

class Run {
 public:
  // `at_most` is the highest level to be judged.
  Run(const machine::Machine& machine, const Options& options, Level at_most)
      : budget_(options),
        presumed_(options.fairness),
        at_most_(at_most),
        whole_products_(options.whole_products),
        successors_(machine),
        graph_(machine),
        tracer_(graph_, successors_) {
    if (at_most > Level::finite) effects_.emplace(machine);
    explored_ = explore(machine, successors_, graph_, budget_, effects_ ? &*effects_ : nullptr);
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
    if (reachable_.depth.empty()) reachable_ = walk(graph_, Adversaries::act);
    if (property.kind == Kind::no_spin) return judge_spin();
    if (property.kind == Kind::killable) return judge_killable(property.most_attempts);
    if (property.kind == Kind::temporal) return judge_temporal_formula(property);
    if (!deadlocked_) {
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
    judge_bounds(result);
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

  // Nothing where the graph is not whole.
  void judge_bounds(property::Result& result) {
    if (!goes_on(kJudgingBytes)) return;
    if (reachable_.depth.empty()) reachable_ = walk(graph_, Adversaries::act);
    if (!attempts_) attempts_.emplace(graph_, successors_);
    result.bounds = retry_bounds(graph_, reachable_, *attempts_);
  }

  Verdict judge_spin() {
    auto found = find_spin(graph_, reachable_, tracer_);
    if (!found) return property::Holds{};
    found->spin.hinders = hindered_level(graph_, reachable_, *found);
    return property::Violated{std::move(found->spin), std::move(found->notes)};
  }

  // Whoever goes on for ever is shown before who tries too often.
  Verdict judge_killable(std::uint32_t most_attempts) {
    if (!attempts_) attempts_.emplace(graph_, successors_);
    const auto& agents = graph_.machine().agents;
    for (const bool for_ever : {true, false}) {
      for (std::uint32_t a = 0; a < agents.size(); ++a) {
        const machine::AgentId thread{a};
        if (agents[a].kind != machine::AgentKind::thread || !agents[a].fatal) continue;
        const Killed killed(graph_, successors_, thread);
        if (!killed.ever()) continue;
        auto found = for_ever ? find_undying(graph_, reachable_, *attempts_, thread, killed,
                                             presumed_, tracer_)
                              : find_overlong(graph_, reachable_, *attempts_, thread, killed,
                                              most_attempts, tracer_);
        if (found) return property::Violated{std::move(found->unkillable), std::move(found->notes)};
      }
    }
    return property::Holds{};
  }

  Verdict judge_deadlock() {
    auto found = find_deadlock(graph_, *deadlocked_, reachable_, tracer_);
    if (!found) return property::Holds{};
    return property::Violated{*std::move(found), {}};
  }

  // All levels are judged at once, for the first who asks.
  Verdict judge_progress(const Property& property) {
    if (!levels_) {
      levels_ = judge_levels({graph_, *deadlocked_, reachable_, effects_ ? &*effects_ : nullptr,
                              presumed_, tracer_, whole_products_, limit()},
                             at_most_);
    }
    const std::optional<Hindered>& found = levels_->found;
    if (found && found->livelock.level <= property.required)
      return property::Violated{found->livelock, found->notes, levels_->holds};
    if (!levels_->undecided.empty() && levels_->holds < property.required)
      return property::Undecided{levels_->undecided};
    property::Holds holds{levels_->holds, nullptr, {}};
    if (!levels_->undecided.empty())
      holds.notes.push_back("the level above was not decided: " + levels_->undecided);
    if (!found) return holds;
    holds.next = std::make_shared<const property::Counterexample>(found->livelock);
    holds.notes.insert(holds.notes.end(), found->notes.begin(), found->notes.end());
    return holds;
  }

  Verdict judge_temporal_formula(const Property& property) {
    return judge_temporal(
        {graph_, successors_, tracer_, effects_ ? &*effects_ : nullptr, presumed_, limit()},
        property, std::max(at_most_, property.required));
  }

  // Why so many more bytes than now can't be had, or time is up.
  std::function<std::string(std::uint64_t)> limit() {
    const std::uint64_t now = graph_.bytes() + graph_.size() * kJudgingBytes;
    return [this, now](std::uint64_t more) { return budget_.limit(graph_.size(), now + more); };
  }

  Budget budget_;
  const property::Fairness presumed_;
  const Level at_most_;
  const bool whole_products_;
  std::optional<Effects> effects_;
  Successors successors_;
  StateGraph graph_;
  Tracer tracer_;
  Explored explored_;
  std::optional<LockOrder> lock_order_;
  std::optional<Attempts> attempts_;
  Walk reachable_;
  std::optional<Deadlocked> deadlocked_;
  std::optional<Judged> levels_;
};

// The highest level that is asked for, or shown beyond what is asked.
Level highest_level(const std::vector<Property>& properties, Level shown) {
  Level level = Level::none;
  for (const Property& property : properties) {
    if (property.kind == Kind::progress || property.kind == Kind::temporal)
      level = std::max({level, property.required, shown});
  }
  return level;
}

}  // namespace

property::Result check(const machine::Machine& machine, const std::vector<Property>& properties,
                       const Options& options) {
  Run run(machine, options, highest_level(properties, options.level));
  std::vector<property::Answer> answers;
  for (const Property& property : properties) answers.push_back({property, run.judge(property)});
  property::Result result = run.result();
  result.answers = std::move(answers);
  result.fairness = options.fairness;
  return result;
}

}  // namespace headway::explicit_engine

// The toy's answer is the expected one; what the engine says is held against it item by item, and
// each violation that it shows goes through the audit as it does in every run.
#include "checker/audit/differential.h"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include "checker/audit/audit.h"
#include "checker/audit/toy_checker.h"

namespace headway::audit {

using machine::Machine;
using property::Answer;
using property::Kind;
using property::Property;
using property::Result;

namespace {

// What the answer shows of progress, at the required level or above.
const property::Livelock* livelock_of(const Answer& answer) {
  if (const auto* violated = std::get_if<property::Violated>(&answer.verdict))
    return std::get_if<property::Livelock>(&violated->counterexample);
  const auto* holds = std::get_if<property::Holds>(&answer.verdict);
  return holds == nullptr || holds->next == nullptr
             ? nullptr
             : std::get_if<property::Livelock>(holds->next.get());
}

class Judge {
 public:
  Judge(const Machine& machine, const ToyResult& toy, const Result& result,
        std::vector<std::string>& disagreements)
      : machine_(machine), toy_(toy), result_(result), disagreements_(disagreements) {}

  void counts() {
    equal("states", result_.statistics.states, toy_.states);
    equal("states removed by assumptions", result_.coverage.removed_by_assumption, toy_.removed);
    for (std::uint32_t cover = 0; cover < machine_.covers.size(); ++cover) {
      const bool met = cover < result_.coverage.covers.size() && result_.coverage.covers[cover];
      equal("cover " + machine_.covers[cover].name, met, toy_.covers[cover]);
    }
    for (std::uint32_t a = 0; a < machine_.agents.size(); ++a) {
      for (std::uint32_t t = 0; t < machine_.agents[a].transitions.size(); ++t) {
        const auto& taken = result_.coverage.taken;
        const bool was = a < taken.size() && t < taken[a].size() && taken[a][t];
        equal("taken: transition " + std::to_string(t) + " of " + machine_.agents[a].name, was,
              toy_.taken.contains({machine::AgentId{a}, machine::TransitionId{t}}));
      }
    }
  }

  void bounds() {
    equal("sites of attempts", result_.bounds.size(), toy_.bounds.size());
    for (const property::RetryBound& bound : result_.bounds) {
      const auto found = toy_.bounds.find({bound.agent, bound.attempt});
      if (found == toy_.bounds.end()) {
        complain("a bound of no site");
        continue;
      }
      for (std::size_t n = 0; n < found->second.size(); ++n) {
        const auto number = [](const std::optional<std::uint64_t>& most) {
          return most.value_or(~std::uint64_t{0});
        };
        equal("bound of transition " + std::to_string(index_of(bound.attempt)) + " of " +
                  machine_.at(bound.agent).name + " with " + std::to_string(n) + " acts",
              n < bound.most.size() ? number(bound.most[n]) : 0, number(found->second[n]));
      }
    }
  }

  void answer(const Answer& answer, const Property& asked, const ToyAnswer& expected) {
    const std::string& id = asked.id;
    if (answer.property.id != id) complain(id + ": answered as " + answer.property.id);
    if (std::holds_alternative<property::Undecided>(answer.verdict))
      return complain(id + ": undecided");
    const auto* violated = std::get_if<property::Violated>(&answer.verdict);
    // The toy did not come to the level that is required.
    if (asked.kind == Kind::progress && asked.required > property::Level::finite &&
        !expected.all_levels && !expected.violated) {
      return;
    }
    equal(id + " violated", violated != nullptr, expected.violated);
    if (asked.kind == Kind::progress && expected.all_levels) levels(answer, expected);
    if (violated == nullptr || !expected.violated) return;
    const auto& shown = violated->counterexample;
    if (const auto* livelock = std::get_if<property::Livelock>(&shown)) {
      equal(id + " level", static_cast<unsigned>(livelock->level),
            static_cast<unsigned>(expected.level));
    } else if (const auto* deadlock = std::get_if<property::Deadlock>(&shown)) {
      equal(id + " length", deadlock->path.steps.size() - deadlock->closing, expected.length);
    } else if (const auto* inversion = std::get_if<property::Inversion>(&shown)) {
      std::size_t length = 0;
      for (const auto& chain : inversion->chains) length += chain.path.steps.size();
      equal(id + " chains", inversion->chains.size(), expected.chains);
      equal(id + " length", length, expected.length);
    } else if (const auto* unkillable = std::get_if<property::Unkillable>(&shown)) {
      const auto& [stem, loop] = unkillable->lasso;
      equal(id + " length", loop.empty() ? stem.steps.size() : 0, expected.length);
    } else if (const auto* spin = std::get_if<property::Spin>(&shown)) {
      equal(id + " loop", spin->lasso.loop.size(), expected.loop);
      equal(id + " length", spin->lasso.stem.steps.size(), expected.length);
      hinders(*spin);
    } else {
      equal(id + " length", std::get<property::Failed>(shown).path.steps.size(), expected.length);
    }
  }

  // Of the livelock shown, each adversary's transition on the loop: does the thread go on without
  // it? Returns whether one of them was confirmed to break it.
  bool what_breaks(const property::Livelock& livelock, std::size_t max_states) {
    std::set<std::pair<machine::AgentId, machine::TransitionId>> tried;
    bool confirmed = false;
    for (const machine::Step& step : livelock.lasso.loop) {
      const machine::TransitionId transition = step.micro.front().transition;
      if (machine_.at(step.agent).kind != machine::AgentKind::adversary ||
          !tried.emplace(step.agent, transition).second) {
        continue;
      }
      Machine without = machine_;
      std::vector<machine::Transition>& all = without.agents[index_of(step.agent)].transitions;
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(index_of(transition)));
      const auto hinders =
          toy_hinders(without, livelock.agent, livelock.level, max_states, result_.fairness);
      if (!hinders) continue;
      const bool said =
          std::find(livelock.broken_by.begin(), livelock.broken_by.end(),
                    property::Livelock::Act{step.agent, transition}) != livelock.broken_by.end();
      equal("transition " + std::to_string(index_of(transition)) + " of " +
                machine_.at(step.agent).name + " breaks the livelock",
            said, !*hinders);
      confirmed = confirmed || said;
    }
    return confirmed;
  }

 private:
  void levels(const Answer& answer, const ToyAnswer& expected) {
    const property::Livelock* livelock = livelock_of(answer);
    const auto word = [](std::optional<property::Level> level) {
      return level ? 1 + static_cast<unsigned>(*level) : 0U;
    };
    equal(answer.property.id + " weakest level",
          word(livelock == nullptr ? std::nullopt : std::optional(livelock->level)),
          word(expected.weakest));
    const auto* violated = std::get_if<property::Violated>(&answer.verdict);
    const auto up_to = violated ? violated->up_to : std::get<property::Holds>(answer.verdict).up_to;
    const unsigned most = 1 + static_cast<unsigned>(property::Level::unrestricted);
    equal(answer.property.id + " holds up to", word(up_to),
          expected.weakest ? word(expected.weakest) - 1 : most);
  }

  // Spinning that is said to hinder progress: somebody's progress is violated at that level.
  void hinders(const property::Spin& spin) {
    if (!spin.hinders) return;
    for (std::size_t i = 0; i < result_.answers.size(); ++i) {
      const ToyAnswer& toy = toy_.answers[i];
      if (result_.answers[i].property.kind != Kind::progress) continue;
      if (result_.answers[i].property.required < *spin.hinders) continue;
      if (!toy.violated || toy.level > *spin.hinders)
        complain("spinning is said to hinder progress, which holds");
    }
  }

  void complain(const std::string& what) { disagreements_.push_back(what); }

  template <typename Engine, typename Toy>
  void equal(const std::string& what, Engine engine, Toy toy) {
    if (static_cast<std::uint64_t>(engine) == static_cast<std::uint64_t>(toy)) return;
    complain(what + ": engine " + std::to_string(engine) + ", toy " + std::to_string(toy));
  }

  const Machine& machine_;
  const ToyResult& toy_;
  const Result& result_;
  std::vector<std::string>& disagreements_;
};

void note_kinds(const std::vector<Property>& properties, const ToyResult& toy, Comparison& found) {
  for (std::size_t i = 0; i < properties.size(); ++i) {
    if (properties[i].id == "progress") found.weakest = toy.answers[i].weakest;
    if (!toy.answers[i].violated) continue;
    found.violated = true;
    if (toy.answers[i].chains != 0) found.inversion = true;
    if (properties[i].kind == Kind::deadlock) found.deadlock = true;
    if (properties[i].kind == Kind::no_spin) found.spins = true;
    if (properties[i].kind == Kind::killable)
      (toy.answers[i].length == 0 ? found.undying : found.overlong) = true;
    if (properties[i].kind != Kind::progress) continue;
    found.progress = true;
    if (toy.answers[i].level == property::Level::finite) found.progress_with_adversaries = true;
  }
}

// The engine's livelock is a loop with steps. (One without is where nobody is enabled.)
bool shows_loop(const property::Answer& answer) {
  const auto* violated = std::get_if<property::Violated>(&answer.verdict);
  if (violated == nullptr) return false;
  const auto* livelock = std::get_if<property::Livelock>(&violated->counterexample);
  return livelock != nullptr && !livelock->lasso.loop.empty();
}

}  // namespace

Comparison compare(const Machine& machine, const std::vector<Property>& properties,
                   const EngineUnderTest& engine, std::size_t max_states,
                   property::Fairness presumed) {
  Comparison found;
  const auto toy = toy_check(machine, properties, max_states, presumed);
  found.too_large = !toy;
  if (!toy) return found;
  found.states = toy->states;
  note_kinds(properties, *toy, found);
  try {
    const Result result = engine(machine, properties);
    Judge judge(machine, *toy, result, found.disagreements);
    judge.counts();
    judge.bounds();
    if (result.answers.size() != properties.size()) {
      found.disagreements.push_back("not one answer per property");
      return found;
    }
    for (std::size_t i = 0; i < properties.size(); ++i) {
      judge.answer(result.answers[i], properties[i], toy->answers[i]);
      found.fair_cycle |= shows_loop(result.answers[i]);
      const property::Livelock* livelock = livelock_of(result.answers[i]);
      if (livelock != nullptr && livelock->level > property::Level::finite)
        found.breakable |= judge.what_breaks(*livelock, max_states);
    }
    found.replayed_steps = audit(machine, result).replayed_steps;
  } catch (const std::exception& error) {
    found.disagreements.push_back(error.what());
  }
  return found;
}

}  // namespace headway::audit

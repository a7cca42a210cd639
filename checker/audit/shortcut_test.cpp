// The quick look at `fair` and `page-fair` (ghost_sets.h) may be wrong on one side only. Its labels
// against those of the whole product, edge by edge, and a proof that this would find wrong ones;
// and every verdict and loop with the quick look and without.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <variant>

#include "checker/audit/random_disturbed.h"
#include "checker/audit/random_machine.h"
#include "checker/explicit/assumption.h"
#include "checker/explicit/engine.h"
#include "checker/explicit/explore.h"
#include "checker/explicit/ghost_sets.h"
#include "checker/explicit/level_graph.h"
#include "model/machine/text.h"

namespace headway::explicit_engine {
namespace {

using machine::Machine;
using property::Level;
using property::Livelock;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

bool contains(const std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// A fault seeded into the labels.
using Fault = EdgeLabel (*)(EdgeLabel);

EdgeLabel none(EdgeLabel label) { return label; }
// An attempt counts as disturbed whatever was.
EdgeLabel never_granting(EdgeLabel label) {
  label.grants.clear();
  return label;
}
// What is asked is asked of the next pair too.
EdgeLabel asking_more(EdgeLabel label) {
  if (!label.asks.empty()) label.asks.push_back(label.asks.back() + 1);
  return label;
}

struct Found {
  std::uint64_t edges = 0;
  std::uint64_t wrong = 0;  // edges that ask more, or grant less, than in the product
  std::uint64_t rough = 0;  // edges of which the product knows more
};

Found compare_labels(const Machine& machine, Level level, Fault fault) {
  Options options;
  Budget budget(options);
  Successors successors(machine);
  Effects effects(machine);
  StateGraph graph(machine);
  explore(machine, successors, graph, budget, &effects);
  remove_false_assumptions(graph);
  std::vector<std::uint8_t> all(graph.size());
  for (std::uint32_t s = 0; s < graph.size(); ++s) all[s] = graph.is_removed(StateId{s}) ? 0 : 1;
  const std::function<bool(std::uint64_t)> lasts = [](std::uint64_t) { return true; };
  Disturbance apart(effects, level), whole(effects, level);
  const GhostSets sets(graph, effects, apart, all, lasts);
  const LevelGraph product(graph, whole, all, lasts);
  EXPECT_TRUE(sets.finished() && product.finished());
  const std::vector<AgentSet> enabled = enabled_sets(graph, true);
  const CycleGraph quick = sets.cycles(enabled), exact = product.cycles(enabled);
  Found found;
  for (const Node node : product.reachable().order) {
    const StateId state = exact.state(node);
    const auto steps = graph.edges(state);
    std::vector<std::size_t> place(steps.size());  // of each step in the quick graph
    std::size_t places = 0;
    for (std::size_t n = 0; n < steps.size(); ++n) {
      place[n] = places;
      if (steps[n].leads_on() && all[index_of(steps[n].target)] != 0) ++places;
    }
    EXPECT_EQ(places, quick.edges(state).size());
    for (std::uint32_t n = 0; n < exact.edges(node).size(); ++n) {
      const EdgeLabel& true_label = *exact.label(exact.edges(node)[n]);
      const Edge& edge = quick.edges(state)[place[exact.ordinal(node, n)]];
      EXPECT_EQ(edge.target, exact.state(exact.edges(node)[n].target));
      const EdgeLabel label = fault(*quick.label(edge));
      ++found.edges;
      if (!contains(true_label.asks, label.asks) || !contains(label.grants, true_label.grants))
        ++found.wrong;
      if (label.asks != true_label.asks || label.grants != true_label.grants) ++found.rough;
    }
  }
  return found;
}

TEST(Shortcut, AsksNoMoreAndGrantsNoLess) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000) / 10;
  Found sum;
  for (std::uint64_t next = seed; next < seed + wanted && !HasFailure(); ++next) {
    for (const Level level : {Level::fair, Level::page_fair}) {
      const Machine machine = audit::random_disturbed_machine(next);
      const Found found = compare_labels(machine, level, none);
      EXPECT_EQ(found.wrong, 0U) << "seed " << next << '\n' << print_machine(machine);
      sum.edges += found.edges;
      sum.rough += found.rough;
    }
  }
  std::cout << sum.edges << " edges from seed " << seed << ", " << sum.rough << " rough\n";
  if (wanted < 200) return;
  EXPECT_LE(sum.rough * 2, sum.edges);
}

TEST(Shortcut, WrongLabelsAreFound) {
  for (const Fault fault : {never_granting, asking_more}) {
    std::uint64_t seed = 1;
    while (seed < 1000 &&
           compare_labels(audit::random_disturbed_machine(seed), Level::fair, fault).wrong == 0) {
      ++seed;
    }
    EXPECT_LT(seed, 1000U);
  }
}

// What there is to say about progress, loop and all.
std::string progress(const Machine& machine, bool whole, property::Fairness presumed) {
  property::Property asked;
  asked.id = "progress";
  asked.kind = property::Kind::progress;
  asked.required = Level::none;
  Options options;
  options.whole_products = whole;
  options.fairness = presumed;
  options.limits.max_states = 2000;
  const property::Verdict verdict = check(machine, {asked}, options).answers.front().verdict;
  const Livelock* livelock = nullptr;
  std::string text;
  if (const auto* holds = std::get_if<property::Holds>(&verdict)) {
    text = "holds up to " + std::to_string(static_cast<int>(*holds->up_to));
    for (const std::string& note : holds->notes) text += "; " + note;
    if (holds->next) livelock = &std::get<Livelock>(*holds->next);
  } else if (const auto* violated = std::get_if<property::Violated>(&verdict)) {
    text = "violated";
    livelock = &std::get<Livelock>(violated->counterexample);
  } else {
    return "undecided: " + std::get<property::Undecided>(verdict).reason;
  }
  if (livelock == nullptr) return text;
  text += "; agent " + std::to_string(index_of(livelock->agent)) + " at level " +
          std::to_string(static_cast<int>(livelock->level));
  const auto add = [&](const std::vector<machine::Step>& steps) {
    text += ";";
    for (const machine::Step& step : steps) {
      text += " " + std::to_string(index_of(step.agent));
      for (const machine::MicroStep& micro : step.micro)
        text += "." + std::to_string(index_of(micro.transition));
    }
  };
  add(livelock->lasso.stem.steps);
  add(livelock->lasso.loop);
  text += "; broken by";
  for (const Livelock::Act& act : livelock->broken_by)
    text +=
        " " + std::to_string(index_of(act.agent)) + "." + std::to_string(index_of(act.transition));
  return text;
}

TEST(Shortcut, ChangesNothing) {
  const std::uint64_t seed = from_environment("HEADWAY_RANDOM_SEED", 1);
  const std::uint64_t wanted = from_environment("HEADWAY_RANDOM_MACHINES", 20000) / 5;
  std::map<std::string, std::uint64_t> levels;
  for (std::uint64_t next = seed; next < seed + wanted && !HasFailure(); ++next) {
    const Machine machine =
        next % 4 == 0 ? audit::random_machine(next) : audit::random_disturbed_machine(next);
    const auto presumed = next % 7 == 0   ? property::Fairness::none
                          : next % 5 == 0 ? property::Fairness::weak
                                          : property::Fairness::strong;
    const std::string whole = progress(machine, true, presumed);
    EXPECT_EQ(progress(machine, false, presumed), whole) << "seed " << next << '\n'
                                                         << print_machine(machine);
    ++levels[whole.substr(0, whole.find(';'))];
  }
  for (const auto& [level, count] : levels) std::cout << count << " " << level << "\n";
  if (wanted < 500) return;
  for (const char* level : {"holds up to 1", "holds up to 3"})
    EXPECT_GE(levels[level] * 50, wanted);
}

}  // namespace
}  // namespace headway::explicit_engine

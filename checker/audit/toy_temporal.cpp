// Strongly connected parts by walking forwards and backwards from a node and cutting the rest in
// three (Fleischer, Hendrickson, Pinar 2000): slow, short, and not what the engine does.
#include "checker/audit/toy_temporal.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "checker/audit/classify.h"
#include "checker/audit/disturbed.h"
#include "checker/audit/toy_graph.h"
#include "checker/audit/toy_turns.h"
#include "model/machine/evaluate.h"

namespace headway::audit {

using machine::AgentId;
using machine::AgentKind;
using machine::LocationId;
using property::Fairness;
using property::Formula;
using property::Level;
using Op = Formula::Op;

namespace {

bool is_temporal(const Formula& f) {
  return f.op == Op::always || f.op == Op::eventually || f.op == Op::until || f.op == Op::release;
}

class Tableau {
 public:
  Tableau(const ToyGraph& graph, const Formula& formula, Fairness fairness, Level level,
          std::size_t most_nodes)
      : graph_(graph), machine_(graph.machine), fairness_(fairness), level_(level) {
    collect(formula);
    for (const std::size_t s : level == Level::none ? graph.undisturbed : graph.initial) {
      for (Guesses guesses = 0; guesses < all(); ++guesses) {
        if (graph.kept.contains(s) && !truth(formula, s, guesses)) arrive(s, {}, guesses);
      }
    }
    for (std::size_t from = 0; from < nodes_.size() && nodes_.size() <= most_nodes; ++from)
      go_on(from);
    finished_ = nodes_.size() <= most_nodes;
  }

  [[nodiscard]] bool finished() const { return finished_; }
  [[nodiscard]] bool has_fair_run() {
    std::vector<std::pair<States, Pairs>> work(1);
    for (std::size_t n = 0; n < nodes_.size(); ++n) work[0].first.insert(n);
    while (!work.empty()) {
      const States part = std::move(work.back().first);
      forbidden_ = std::move(work.back().second);
      work.pop_back();
      if (part.empty()) continue;
      const States forwards = reach(*part.begin(), part, true);
      const States backwards = reach(*part.begin(), part, false);
      States component, ahead, behind, rest;
      for (const std::size_t n : part) {
        const bool f = forwards.contains(n), b = backwards.contains(n);
        (f && b ? component : f ? ahead : b ? behind : rest).insert(n);
      }
      States fed;
      Pairs in_vain;
      if (is_fair(component, fed, in_vain)) return true;
      for (States* more : {&ahead, &behind, &rest}) work.emplace_back(std::move(*more), forbidden_);
      if (fed.size() < component.size() || !in_vain.empty()) {
        in_vain.insert(forbidden_.begin(), forbidden_.end());
        work.emplace_back(std::move(fed), std::move(in_vain));
      }
    }
    return false;
  }

 private:
  using Pairs = std::set<std::string>;
  using Guesses = std::uint32_t;  // bit n: temporal subformula n is true from here on
  struct Edge {
    std::size_t to = 0;
    std::optional<AgentId> agent;  // nothing: the run stays
    bool on_cycles = true;
    Asked asked;
  };
  struct Node {
    std::size_t state = 0;
    Memory memory;
    Guesses guesses = 0;
    std::vector<Edge> edges;
    std::vector<std::size_t> from;
  };

  void collect(const Formula& f) {
    if (f.left) collect(*f.left);
    if (f.right) collect(*f.right);
    if (is_temporal(f)) temporal_.push_back(&f);
  }
  [[nodiscard]] Guesses all() const { return Guesses{1} << temporal_.size(); }
  [[nodiscard]] bool guessed(std::size_t n, Guesses guesses) const {
    return (guesses >> n & 1U) != 0;
  }

  [[nodiscard]] bool truth(const Formula& f, std::size_t state, Guesses guesses) const {
    const auto of = [&](const property::FormulaPtr& g) { return truth(*g, state, guesses); };
    switch (f.op) {
      case Op::truth:
        return true;
      case Op::falsity:
        return false;
      case Op::atom:
        return evaluate(machine_.atoms[f.atom].condition,
                        machine::Context{machine_, graph_.layout, graph_.nodes[state].state})
                   .value != 0;
      case Op::negation:
        return !of(f.left);
      case Op::conjunction:
        return of(f.left) && of(f.right);
      case Op::disjunction:
        return of(f.left) || of(f.right);
      case Op::implication:
        return !of(f.left) || of(f.right);
      default:
        break;
    }
    const auto at = std::find(temporal_.begin(), temporal_.end(), &f);
    return guessed(static_cast<std::size_t>(at - temporal_.begin()), guesses);
  }

  // What each temporal subformula says of this state and of the next agrees.
  [[nodiscard]] bool agree(std::size_t state, Guesses now, Guesses next) const {
    for (std::size_t n = 0; n < temporal_.size(); ++n) {
      const Formula& f = *temporal_[n];
      const bool left = truth(*f.left, state, now), then = guessed(n, next);
      const bool right = f.right && truth(*f.right, state, now);
      const bool law = f.op == Op::always       ? left && then
                       : f.op == Op::eventually ? left || then
                       : f.op == Op::until      ? right || (left && then)
                                                : right && (left || then);
      if (guessed(n, now) != law) return false;
    }
    return true;
  }

  // Where the guess for subformula n may rest: `until` is false, or its right side true; `release`
  // is true, or its right side false.
  [[nodiscard]] bool keeps_word(std::size_t n, const Node& node) const {
    const Formula& f = *temporal_[n];
    const bool greatest = f.op == Op::always || f.op == Op::release;
    const Formula& goal = f.right ? *f.right : *f.left;
    return guessed(n, node.guesses) == greatest ||
           truth(goal, node.state, node.guesses) != greatest;
  }

  [[nodiscard]] bool enabled(std::size_t state, AgentId agent) const {
    const ToyNode& node = graph_.nodes[state];
    return owed_fairness(machine_.at(agent)) &&
           (level_ <= Level::finite ? node.enabled : node.able).contains(agent);
  }

  std::size_t arrive(std::size_t state, const Memory& memory, Guesses guesses) {
    const auto [known, fresh] = numbers_.emplace(std::tuple(state, memory, guesses), nodes_.size());
    if (fresh) nodes_.push_back({state, memory, guesses, {}, {}});
    return known->second;
  }

  void go_on(std::size_t from) {
    const auto [state, memory, now, edges, sources] = nodes_[from];
    const bool between = level_ == Level::fair || level_ == Level::page_fair;
    const auto lead = [&](Edge edge, std::size_t to, const Memory& after) {
      for (Guesses next = 0; next < all(); ++next) {
        if (!agree(state, now, next)) continue;
        edge.to = arrive(to, after, next);
        nodes_[from].edges.push_back(edge);
        nodes_[edge.to].from.push_back(from);
      }
    };
    for (const ToyEdge& edge : graph_.nodes[state].edges) {
      if (!graph_.kept.contains(edge.to) || (edge.adversary && level_ == Level::none)) continue;
      const bool signal = machine_.at(edge.step.agent).kind == AgentKind::signal;
      Edge made{0, edge.step.agent, !edge.adversary || (level_ > Level::finite && !signal), {}};
      Memory after = memory;
      if (between) {
        const Happened happened =
            remember(machine_, graph_.layout, after, graph_.nodes[state].state, edge.step,
                     graph_.nodes[edge.to].state);
        made.asked = asked_by(happened, level_ == Level::page_fair);
      }
      lead(std::move(made), edge.to, after);
    }
    const bool nobody = std::none_of(graph_.agents.begin(), graph_.agents.end(),
                                     [&](AgentId agent) { return enabled(state, agent); });
    if (nobody) lead({0, std::nullopt, true, {}}, state, memory);
  }

  [[nodiscard]] bool usable(const Edge& edge) const {
    return edge.on_cycles &&
           std::none_of(edge.asked.asks.begin(), edge.asked.asks.end(),
                        [&](const auto& pair) { return forbidden_.contains(pair.first); });
  }

  [[nodiscard]] States reach(std::size_t root, const States& inside, bool forwards) const {
    States found{root};
    std::vector<std::size_t> rest{root};
    const auto visit = [&](std::size_t to) {
      if (inside.contains(to) && found.insert(to).second) rest.push_back(to);
    };
    while (!rest.empty()) {
      const std::size_t n = rest.back();
      rest.pop_back();
      if (forwards) {
        for (const Edge& edge : nodes_[n].edges) {
          if (usable(edge)) visit(edge.to);
        }
        continue;
      }
      for (const std::size_t source : nodes_[n].from) {
        if (std::any_of(nodes_[source].edges.begin(), nodes_[source].edges.end(),
                        [&](const Edge& edge) { return usable(edge) && edge.to == n; }))
          visit(source);
      }
    }
    return found;
  }

  // `fed` becomes the nodes without those where a thread is enabled at an acquire that it never
  // takes inside, or somebody may be picked who is passed over; all of them where nothing is to be
  // done. `in_vain`: pairs that are asked inside and never granted.
  [[nodiscard]] bool is_fair(const States& component, States& fed, Pairs& in_vain) const {
    std::map<std::string, std::string> asks;
    Pairs grants;
    std::set<AgentId> moved;
    std::set<std::pair<AgentId, LocationId>> taken;
    bool cycle = false;
    fed = component;
    const auto location = [&](std::size_t n, AgentId agent) {
      return graph_.nodes[nodes_[n].state].state.locations[index_of(agent)];
    };
    for (const std::size_t n : component) {
      for (const Edge& edge : nodes_[n].edges) {
        if (!usable(edge) || !component.contains(edge.to)) continue;
        cycle = true;
        asks.insert(edge.asked.asks.begin(), edge.asked.asks.end());
        grants.insert(edge.asked.grants.begin(), edge.asked.grants.end());
        if (!edge.agent) continue;
        moved.insert(*edge.agent);
        taken.emplace(*edge.agent, location(n, *edge.agent));
      }
    }
    if (!cycle) return false;
    for (std::size_t f = 0; f < temporal_.size(); ++f) {
      if (std::none_of(component.begin(), component.end(),
                       [&](std::size_t n) { return keeps_word(f, nodes_[n]); }))
        return false;
    }
    for (const AgentId agent : graph_.agents) {
      const bool always = std::all_of(component.begin(), component.end(), [&](std::size_t n) {
        return enabled(nodes_[n].state, agent);
      });
      if (fairness_ != Fairness::none && always && !moved.contains(agent)) return false;
    }
    for (const auto& [pair, stands_for_it] : asks) {
      if (!grants.contains(pair) && !grants.contains(stands_for_it)) in_vain.insert(pair);
    }
    if (fairness_ == Fairness::none) return in_vain.empty();
    const std::set<AgentId> neglected = passed_over(
        graph_, component, moved, [&](std::size_t n) { return nodes_[n].state; },
        [&](std::size_t n, AgentId agent) { return enabled(nodes_[n].state, agent); });
    std::erase_if(fed, [&](std::size_t n) {
      return std::any_of(graph_.agents.begin(), graph_.agents.end(), [&](AgentId agent) {
        if (neglected.contains(agent) && enabled(nodes_[n].state, agent)) return true;
        const LocationId at = location(n, agent);
        const auto& wait = machine_.at(agent).at(at).wait;
        return fairness_ == Fairness::strong && machine_.at(agent).kind == AgentKind::thread &&
               wait && wait->acquire && enabled(nodes_[n].state, agent) &&
               !taken.contains({agent, at});
      });
    });
    return fed.size() == component.size() && in_vain.empty();
  }

  const ToyGraph& graph_;
  const machine::Machine& machine_;
  const Fairness fairness_;
  const Level level_;
  std::vector<const Formula*> temporal_;
  std::vector<Node> nodes_;
  std::map<std::tuple<std::size_t, Memory, Guesses>, std::size_t> numbers_;
  Pairs forbidden_;  // in the part being judged
  bool finished_ = false;
};

}  // namespace

std::optional<ToyUnmet> toy_unmet(const machine::Machine& machine, const Formula& formula,
                                  Fairness fairness, std::size_t max_states,
                                  std::size_t most_nodes) {
  ToyGraph graph(machine);
  if (!graph.explore(initial_states(machine, graph.layout), max_states)) return std::nullopt;
  graph.remove_false_assumptions();
  ToyUnmet unmet;
  unmet.states = graph.nodes.size();
  for (std::size_t level = 0; level < unmet.at.size(); ++level) {
    Tableau tableau(graph, formula, fairness, static_cast<Level>(level), most_nodes);
    if (!tableau.finished()) return std::nullopt;
    unmet.at[level] = tableau.has_fair_run();
  }
  return unmet;
}

}  // namespace headway::audit

// The first step or state of the loop that will do.
#include "checker/explicit/obligations.h"

#include <algorithm>
#include <bit>

#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Obligation;

namespace {

class Loop {
 public:
  Loop(const StateGraph& graph, const Fairness& fairness) : graph_(graph), fairness_(fairness) {}

  [[nodiscard]] std::vector<Obligation> obligations(StateId first,
                                                    const std::vector<Parent>& steps) const;

 private:
  [[nodiscard]] Obligation weak(AgentId agent, const std::vector<StateId>& states,
                                const std::vector<Parent>& steps) const;
  [[nodiscard]] std::optional<Obligation> strong(std::size_t acquire,
                                                 const std::vector<StateId>& states,
                                                 const std::vector<Parent>& steps) const;
  [[nodiscard]] AgentId agent_of(const Parent& step) const {
    return graph_.edges(step.state)[step.ordinal].agent();
  }

  const StateGraph& graph_;
  const Fairness& fairness_;
};

std::vector<Obligation> Loop::obligations(StateId first, const std::vector<Parent>& steps) const {
  std::vector<StateId> states;  // each the one before the step of its number
  for (const Parent& step : steps) states.push_back(step.state);
  if (states.empty()) states.push_back(first);
  std::vector<Obligation> all;
  for (AgentSet rest = graph_.threads_and_daemons(); rest != 0; rest &= rest - 1) {
    all.push_back(weak(AgentId{static_cast<std::uint32_t>(std::countr_zero(rest))}, states, steps));
  }
  for (std::size_t acquire = 0; acquire < fairness_.acquires().size(); ++acquire) {
    if (const auto obligation = strong(acquire, states, steps)) all.push_back(*obligation);
  }
  return all;
}

Obligation Loop::weak(AgentId agent, const std::vector<StateId>& states,
                      const std::vector<Parent>& steps) const {
  Obligation obligation{agent, Obligation::Kind::weak, Obligation::Met::steps, 0, std::nullopt};
  const auto step = std::find_if(steps.begin(), steps.end(),
                                 [&](const Parent& taken) { return agent_of(taken) == agent; });
  if (step != steps.end()) {
    obligation.where = static_cast<std::size_t>(step - steps.begin());
    return obligation;
  }
  const auto disabled = [&](StateId state) { return (graph_.enabled(state) & only(agent)) == 0; };
  obligation.where = static_cast<std::size_t>(std::find_if(states.begin(), states.end(), disabled) -
                                              states.begin());
  CHECK(obligation.where < states.size(), "the loop is unfair to agent " << index_of(agent));
  const bool never = std::all_of(states.begin(), states.end(), disabled);
  obligation.met = never ? Obligation::Met::never_enabled : Obligation::Met::disabled;
  return obligation;
}

// Nothing where the thread never stands at the acquire.
std::optional<Obligation> Loop::strong(std::size_t acquire, const std::vector<StateId>& states,
                                       const std::vector<Parent>& steps) const {
  const auto [agent, location] = fairness_.acquires()[acquire];
  const auto stands = [&](StateId state) { return graph_.location(state, agent) == location; };
  if (std::none_of(states.begin(), states.end(), stands)) return std::nullopt;
  Obligation obligation{agent, Obligation::Kind::strong, Obligation::Met::steps, 0, location};
  for (const Parent& step : steps) {
    if (stands(step.state) && agent_of(step) == agent) return obligation;
    ++obligation.where;
  }
  obligation.where = 0;
  obligation.met = Obligation::Met::never_enabled;
  CHECK(std::none_of(states.begin(), states.end(),
                     [&](StateId state) {
                       return stands(state) && (graph_.enabled(state) & only(agent)) != 0;
                     }),
        "the loop starves agent " << index_of(agent));
  return obligation;
}

}  // namespace

std::vector<Obligation> obligations(const StateGraph& graph, const Fairness& fairness,
                                    StateId first, const std::vector<Parent>& steps) {
  return Loop(graph, fairness).obligations(first, steps);
}

}  // namespace headway::explicit_engine

// What must hold in reachable states, found by walking each agent's micro-steps from one stable
// state.
#include <set>

#include "model/machine/step.h"
#include "model/machine/validate.h"

namespace headway::machine {

namespace {

// Every state after firing `id` in `state`, one per choice that its guard admits; cut runs left
// out.
std::vector<State> after(const Machine& machine, const Layout& layout, const State& state,
                         AgentId agent, TransitionId id) {
  std::vector<State> states;
  const auto add = [&](std::optional<std::int64_t> choice) {
    auto fired = fire(machine, layout, state, agent, id, choice);
    if (fired && !fired->cut) states.push_back(std::move(fired->to));
  };
  const auto& choice = machine.at(agent).at(id).choice;
  if (!choice) {
    add(std::nullopt);
    return states;
  }
  const Context context{machine, layout, state, 0};
  const Evaluation low = evaluate(choice->low, context);
  const Evaluation high = evaluate(choice->high, context);
  if (low.fault != Fault::none || high.fault != Fault::none || low.value > high.value)
    return states;
  for (std::int64_t value = low.value;; ++value) {
    add(value);
    if (value == high.value) return states;
  }
}

// One agent's committed chains from one stable state: at each place, whims and their enabled
// branches.
class WhimWalk {
 public:
  WhimWalk(const Machine& machine, const Layout& layout, AgentId agent,
           std::set<std::string>& problems)
      : machine_(machine),
        layout_(layout),
        id_(agent),
        agent_(machine.at(agent)),
        problems_(problems) {}

  void visit(const State& state) {
    const LocationId here = state.locations[index_of(id_)];
    std::set<std::string> favourable, unfavourable;
    for (std::size_t i = 0; i < agent_.transitions.size(); ++i) {
      const Transition& transition = agent_.transitions[i];
      if (transition.from != here) continue;
      const auto states = after(machine_, layout_, state, id_, static_cast<TransitionId>(i));
      if (!states.empty() && transition.favour == Favour::favourable)
        favourable.insert(transition.whim);
      if (!states.empty() && transition.favour == Favour::unfavourable)
        unfavourable.insert(transition.whim);
      if (!agent_.at(transition.to).committed) continue;
      for (const State& next : states) visit(next);
    }
    for (const std::string& whim : unfavourable) {
      if (favourable.count(whim) != 0) continue;
      problems_.insert("agent " + agent_.name + " at " + agent_.at(here).name + ": the whim \"" +
                       whim +
                       "\" can only withhold progress, its favourable branch is not enabled");
    }
  }

 private:
  const Machine& machine_;
  const Layout& layout_;
  const AgentId id_;
  const Agent& agent_;
  std::set<std::string>& problems_;
};

}  // namespace

std::vector<std::string> problems_in(const Machine& machine, const Layout& layout,
                                     const State& state) {
  std::set<std::string> problems;
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    WhimWalk(machine, layout, static_cast<AgentId>(a), problems).visit(state);
  }
  return {problems.begin(), problems.end()};
}

bool stuck(const Machine& machine, const Layout& layout, const State& state, AgentId id) {
  const Agent& agent = machine.at(id);
  if (agent.kind != AgentKind::thread && agent.kind != AgentKind::daemon) return false;
  if (ended(machine, state, id) || !successors(machine, layout, state, id).empty()) return false;
  const LocationId here = state.locations[index_of(id)];
  if (!agent.at(here).wait) return true;
  for (std::size_t i = 0; i < agent.transitions.size(); ++i) {
    if (agent.transitions[i].from != here) continue;
    if (!after(machine, layout, state, id, static_cast<TransitionId>(i)).empty()) return true;
  }
  return false;
}

}  // namespace headway::machine

// States are numbered breadth-first, so that the first one that shows a chain ends its shortest
// run. Different chains are few; their cycles are found by trying, shortest first.
#include "checker/explicit/lock_order.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "model/machine/evaluate.h"

namespace headway::explicit_engine {

using machine::AgentId;
using property::Lock;

namespace {

bool same_lock(const Lock& a, const Lock& b) {
  return a.variable == b.variable && a.cell == b.cell;
}

// Does the holder of one keep out the other?
bool conflict(const Lock& a, const Lock& b) {
  return same_lock(a, b) && (a.exclusive || b.exclusive);
}

bool conflict(const std::vector<Lock>& locks, const Lock& lock) {
  return std::any_of(locks.begin(), locks.end(),
                     [&](const Lock& one) { return conflict(one, lock); });
}

bool conflict(const std::vector<Lock>& some, const std::vector<Lock>& others) {
  return std::any_of(others.begin(), others.end(),
                     [&](const Lock& lock) { return conflict(some, lock); });
}

// How the agent holds the lock whose cell has this value; nothing where it does not.
std::optional<bool> held_exclusively(const machine::Variable& variable, std::int64_t value,
                                     AgentId agent, std::size_t agents) {
  const auto bit = [&](std::size_t number) {
    return number < 64 && ((static_cast<std::uint64_t>(value) >> number) & 1U) != 0;
  };
  if (variable.holder == machine::Holder::owner) {
    if (value == std::int64_t{index_of(agent)} + 1) return true;
  } else if (bit(index_of(agent))) {
    return bit(agents);
  }
  return std::nullopt;
}

// Whether two chains may stand at the same time, but for their agents (I3).
template <typename Chain>
bool together(const Chain& a, const Chain& b) {
  return a.sizes == b.sizes && !conflict(a.held, b.held);
}

}  // namespace

LockOrder::LockOrder(const StateGraph& graph) : graph_(graph) {
  const machine::Machine& machine = graph.machine();
  for (std::uint32_t v = 0; v < machine.variables.size(); ++v) {
    const machine::VariableId id{v};
    const machine::Variable& variable = machine.at(id);
    if (variable.holder != machine::Holder::none) locks_.push_back(id);
    for (std::uint32_t cell = 0; variable.parameter && cell < variable.extent; ++cell) {
      sizes_.push_back(graph.layout().slot(id) + cell);
    }
  }
  if (!locks_.empty()) look_through();
}

std::vector<Lock> LockOrder::held_by(StateId state, AgentId agent) const {
  const machine::Machine& machine = graph_.machine();
  std::vector<Lock> held;
  for (const machine::VariableId id : locks_) {
    const machine::Variable& variable = machine.at(id);
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell) {
      const std::int64_t value = graph_.store.get(state, graph_.layout().slot(id) + cell);
      const auto exclusively = held_exclusively(variable, value, agent, machine.agents.size());
      if (exclusively) held.push_back({id, std::int64_t{cell}, *exclusively});
    }
  }
  return held;
}

std::optional<Lock> LockOrder::acquired(StateId state, const machine::Wait& wait) const {
  const machine::Place& place = *wait.resource;
  const bool exclusively = !wait.shared;
  if (!place.index) return Lock{place.variable, 0, exclusively};
  const machine::State values = graph_.state(state);
  const auto slot =
      slot_of(place.variable, &*place.index, {graph_.machine(), graph_.layout(), values});
  if (slot.fault != machine::Fault::none) return std::nullopt;
  const auto first = static_cast<std::int64_t>(graph_.layout().slot(place.variable));
  return Lock{place.variable, slot.value - first, exclusively};
}

void LockOrder::look_through() {
  const machine::Machine& machine = graph_.machine();
  // By agent and location: the acquire there.
  std::vector<std::pair<AgentId, std::vector<const machine::Wait*>>> acquires;
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    std::vector<const machine::Wait*> waits;
    bool any = false;
    for (const machine::Location& location : machine.agents[a].locations) {
      const auto& wait = location.wait;
      const bool takes = wait && wait->acquire && wait->resource &&
                         machine.at(wait->resource->variable).holder != machine::Holder::none;
      waits.push_back(takes ? &*wait : nullptr);
      any = any || takes;
    }
    if (any) acquires.emplace_back(AgentId{a}, std::move(waits));
  }
  using Key =
      std::tuple<AgentId, machine::LocationId, Lock, std::vector<Lock>, std::vector<std::int64_t>>;
  std::map<Key, StateId> first;
  // A limit may leave a last state in the store that has no parent.
  for (std::uint32_t s = 0; s < graph_.parents.size() && !acquires.empty(); ++s) {
    const StateId state{s};
    for (const auto& [agent, waits] : acquires) {
      const machine::LocationId at = graph_.location(state, agent);
      const machine::Wait* wait = waits[index_of(at)];
      if (wait == nullptr) continue;
      std::vector<Lock> held = held_by(state, agent);
      if (held.empty()) continue;
      const std::optional<Lock> lock = acquired(state, *wait);
      if (!lock || conflict(held, *lock)) continue;  // I4
      std::vector<std::int64_t> sizes;
      for (const std::size_t slot : sizes_) sizes.push_back(graph_.store.get(state, slot));
      first.try_emplace(Key{agent, at, *lock, std::move(held), std::move(sizes)}, state);
    }
  }
  for (const auto& [key, state] : first) {
    const auto& [agent, location, lock, held, sizes] = key;
    std::uint64_t depth = 0;
    for (StateId at = state; graph_.parents[index_of(at)].state != at; ++depth) {
      at = graph_.parents[index_of(at)].state;
    }
    chains_.push_back({agent, location, lock, held, sizes, state, depth});
  }
}

// All cycles of a given number of chains, depth first; keeps the one with the shortest runs.
class LockOrder::Search {
 public:
  Search(const std::vector<Chain>& chains, Chains whose) : chains_(chains), whose_(whose) {}

  std::vector<const Chain*> cycle_of(std::size_t length) {
    for (const Chain& chain : chains_) extend(chain, chain.depth, length);
    return best_;
  }

 private:
  void extend(const Chain& chain, std::uint64_t depth, std::size_t length) {
    if (!best_.empty() && depth >= least_) return;
    if (!fits(chain)) return;
    cycle_.push_back(&chain);
    if (cycle_.size() < length) {
      for (const Chain& next : chains_) {
        if (conflict(next.held, chain.acquires)) extend(next, depth + next.depth, length);
      }
    } else if (conflict(cycle_.front()->held, chain.acquires)) {
      best_ = cycle_;
      least_ = depth;
    }
    cycle_.pop_back();
  }

  // I3; a cycle begins with the agent of the least number, so that each is found once.
  [[nodiscard]] bool fits(const Chain& chain) const {
    return std::all_of(cycle_.begin(), cycle_.end(), [&](const Chain* other) {
      const bool agents = (chain.agent != other->agent) == (whose_ == Chains::of_different_agents);
      return agents && together(chain, *other) && !(chain.agent < cycle_.front()->agent);
    });
  }

  const std::vector<Chain>& chains_;
  const Chains whose_;
  std::vector<const Chain*> cycle_, best_;
  std::uint64_t least_ = 0;
};

std::optional<property::Inversion> LockOrder::inversion(Chains whose, Tracer& tracer) const {
  const std::size_t most = whose == Chains::of_one_agent ? 2 : graph_.machine().agents.size();
  for (std::size_t length = 2; length <= most; ++length) {
    const std::vector<const Chain*> cycle = Search(chains_, whose).cycle_of(length);
    if (cycle.empty()) continue;
    property::Inversion inversion;
    for (const Chain* chain : cycle) {
      inversion.chains.push_back({tracer.path(graph_.parents, chain->state, Adversaries::act),
                                  chain->agent, chain->location, chain->acquires, chain->held});
    }
    return inversion;
  }
  return std::nullopt;
}

}  // namespace headway::explicit_engine

// A *duty* is one obligation that the component doesn't rule out by itself. A loop may start
// anywhere, so the exact search lets each loop start at the state that is first in rank (nearest to
// the initial states) and leaves out the states before it. It prunes where more agents still have
// to step than steps are left.
#include "checker/explicit/fair_loop.h"

#include <algorithm>
#include <bit>
#include <unordered_set>

#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

constexpr std::size_t kMostExact = 12;            // obligations
constexpr std::uint64_t kAllowance = 20'000'000;  // edges looked at by the exact search
constexpr std::size_t kGreedyComponents = 64;
constexpr std::uint32_t kOffered = 16;  // offset of the bits "is enabled at the acquire here"

struct Duty {
  enum class Kind { weak, strong, moves } kind = Kind::weak;
  AgentId agent{};
  std::size_t acquire = 0;    // strong
  bool only_by_step = false;  // the agent is enabled throughout, or must move
};

class LoopSearch {
 public:
  LoopSearch(const CycleEdges& edges, const Fairness& fairness,
             const std::vector<const FairComponent*>& components, std::optional<AgentId> mover,
             const Walk& reachable);
  FairLoop run();

 private:
  struct Node {
    StateId state{};
    std::uint32_t bits = 0;
    std::uint32_t parent = 0;  // position in the queue
    std::uint32_t ordinal = 0;
    std::uint32_t depth = 0;
  };

  std::vector<Duty> duties_of(const FairComponent& component, std::optional<AgentId> mover) const;
  [[nodiscard]] bool met_here(const Duty& duty, StateId state) const;
  [[nodiscard]] bool met_by(const Duty& duty, StateId from, const Edge& edge) const;
  [[nodiscard]] std::uint32_t state_bits(StateId state) const;
  [[nodiscard]] std::uint32_t edge_bits(StateId from, const Edge& edge) const;
  [[nodiscard]] bool all_met(std::size_t component, std::uint32_t bits) const;
  [[nodiscard]] bool too_far(std::size_t component, std::uint32_t bits,
                             std::uint32_t steps_left) const;
  [[nodiscard]] bool before(StateId a, StateId b) const;
  [[nodiscard]] bool inside(const Edge& edge, std::size_t component) const;
  [[nodiscard]] std::size_t component_of(StateId state) const {
    return member_[index_of(state)] - 1;
  }

  std::vector<Parent> exact();
  std::vector<Parent> loop_from(StateId start, std::uint32_t length);
  std::vector<Parent> greedy(std::size_t component);
  template <typename Goal>
  StateId go(StateId from, std::size_t component, std::vector<Parent>& steps, Goal goal);

  const CycleEdges& edges_;
  const StateGraph& graph_;
  const Fairness& fairness_;
  const std::vector<const FairComponent*>& components_;
  const Walk& reachable_;
  std::vector<std::vector<Duty>> duties_;  // by component
  std::vector<std::uint32_t> member_;      // by state: number of its component + 1
  std::vector<StateId> starts_;            // all states of all components, in rank
  std::vector<std::uint32_t> state_bits_;  // by state, for the exact search
  std::vector<Node> queue_;
  std::unordered_set<std::uint64_t> seen_;
  std::uint64_t looked_at_ = 0;
  std::vector<std::uint32_t> visit_;  // by state: the last walk of `go` that saw it
  std::vector<Parent> came_by_;       // by state, in that walk
  std::uint32_t walks_ = 0;
};

LoopSearch::LoopSearch(const CycleEdges& edges, const Fairness& fairness,
                       const std::vector<const FairComponent*>& components,
                       std::optional<AgentId> mover, const Walk& reachable)
    : edges_(edges),
      graph_(edges.graph),
      fairness_(fairness),
      components_(components),
      reachable_(reachable),
      member_(graph_.size()),
      visit_(graph_.size()),
      came_by_(graph_.size()) {
  for (std::size_t number = 0; number < components.size(); ++number) {
    const std::vector<StateId>& states = components[number]->states;
    for (const StateId state : states)
      member_[index_of(state)] = static_cast<std::uint32_t>(number + 1);
    starts_.insert(starts_.end(), states.begin(), states.end());
    duties_.push_back(duties_of(*components[number], mover));
  }
  std::sort(starts_.begin(), starts_.end(), [&](StateId a, StateId b) { return before(a, b); });
}

bool LoopSearch::before(StateId a, StateId b) const {
  const std::uint32_t depth_a = reachable_.depth[index_of(a)],
                      depth_b = reachable_.depth[index_of(b)];
  return depth_a != depth_b ? depth_a < depth_b : a < b;
}

bool LoopSearch::inside(const Edge& edge, std::size_t component) const {
  return edges_.admit(edge) && member_[index_of(edge.target)] == component + 1;
}

std::vector<Duty> LoopSearch::duties_of(const FairComponent& component,
                                        std::optional<AgentId> mover) const {
  AgentSet always = graph_.threads_and_daemons();
  AgentSet ever = 0;
  std::vector<bool> offered(fairness_.acquires().size());
  std::vector<std::size_t> acquires;
  for (const StateId state : component.states) {
    const AgentSet enabled = graph_.enabled(state) & graph_.threads_and_daemons();
    always &= enabled;
    ever |= enabled;
    fairness_.enabled_acquires(state, enabled, acquires);
    for (const std::size_t acquire : acquires) offered[acquire] = true;
  }
  std::vector<Duty> duties;
  for (AgentSet rest = ever; rest != 0; rest &= rest - 1) {
    const AgentId agent{static_cast<std::uint32_t>(std::countr_zero(rest))};
    duties.push_back({Duty::Kind::weak, agent, 0, (always & only(agent)) != 0});
  }
  for (std::size_t acquire = 0; acquire < offered.size(); ++acquire) {
    if (offered[acquire]) {
      duties.push_back({Duty::Kind::strong, fairness_.acquires()[acquire].agent, acquire, false});
    }
  }
  if (mover && (always & only(*mover)) == 0) duties.push_back({Duty::Kind::moves, *mover, 0, true});
  return duties;
}

bool LoopSearch::met_here(const Duty& duty, StateId state) const {
  if (duty.kind == Duty::Kind::strong) return fairness_.met_in(duty.acquire, state);
  return duty.kind == Duty::Kind::weak && (graph_.enabled(state) & only(duty.agent)) == 0;
}

bool LoopSearch::met_by(const Duty& duty, StateId from, const Edge& edge) const {
  if (edge.agent() != duty.agent) return false;
  return duty.kind != Duty::Kind::strong || fairness_.met_by_step(duty.acquire, from, duty.agent);
}

// Bit n: duty n is met; bit kOffered + n: its acquire was on offer.
std::uint32_t LoopSearch::state_bits(StateId state) const {
  const std::vector<Duty>& duties = duties_[component_of(state)];
  const AgentSet enabled = graph_.enabled(state);
  std::vector<std::size_t> acquires;
  fairness_.enabled_acquires(state, enabled, acquires);
  std::uint32_t bits = 0;
  for (std::uint32_t n = 0; n < duties.size(); ++n) {
    if (met_here(duties[n], state)) bits |= 1U << n;
    if (duties[n].kind == Duty::Kind::strong &&
        std::find(acquires.begin(), acquires.end(), duties[n].acquire) != acquires.end()) {
      bits |= 1U << (kOffered + n);
    }
  }
  return bits;
}

std::uint32_t LoopSearch::edge_bits(StateId from, const Edge& edge) const {
  const std::vector<Duty>& duties = duties_[component_of(from)];
  std::uint32_t bits = 0;
  for (std::uint32_t n = 0; n < duties.size(); ++n)
    bits |= met_by(duties[n], from, edge) ? 1U << n : 0;
  return bits;
}

bool LoopSearch::all_met(std::size_t component, std::uint32_t bits) const {
  const std::vector<Duty>& duties = duties_[component];
  for (std::uint32_t n = 0; n < duties.size(); ++n) {
    const bool met = (bits >> n & 1U) != 0;
    const bool offered = duties[n].kind != Duty::Kind::strong || (bits >> (kOffered + n) & 1U) != 0;
    if (offered && !met) return false;
  }
  return true;
}

bool LoopSearch::too_far(std::size_t component, std::uint32_t bits,
                         std::uint32_t steps_left) const {
  std::uint32_t missing = 0;
  const std::vector<Duty>& duties = duties_[component];
  for (std::uint32_t n = 0; n < duties.size(); ++n)
    missing += duties[n].only_by_step && (bits >> n & 1U) == 0;
  return missing > steps_left;
}

// A fair loop of at most `length` steps whose first state in rank is `start`; empty if there is
// none.
std::vector<Parent> LoopSearch::loop_from(StateId start, std::uint32_t length) {
  const std::size_t component = component_of(start);
  queue_.clear();
  seen_.clear();
  queue_.push_back({start, state_bits_[index_of(start)], 0, 0, 0});
  for (std::uint32_t next = 0; next < queue_.size() && looked_at_ < kAllowance; ++next) {
    const Node node = queue_[next];
    if (node.depth == length || too_far(component, node.bits, length - node.depth)) continue;
    const auto edges = graph_.edges(node.state);
    for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
      ++looked_at_;
      const Edge& edge = edges[ordinal];
      if (!inside(edge, component) || before(edge.target, start)) continue;
      const std::uint32_t bits =
          node.bits | edge_bits(node.state, edge) | state_bits_[index_of(edge.target)];
      if (edge.target == start && all_met(component, bits)) {
        std::vector<Parent> steps{{node.state, ordinal}};
        for (std::uint32_t at = next; at != 0; at = queue_[at].parent) {
          steps.push_back({queue_[queue_[at].parent].state, queue_[at].ordinal});
        }
        std::reverse(steps.begin(), steps.end());
        return steps;
      }
      if (seen_.insert(std::uint64_t{bits} << 32 | index_of(edge.target)).second) {
        queue_.push_back({edge.target, bits, next, ordinal, node.depth + 1});
      }
    }
  }
  return {};
}

std::vector<Parent> LoopSearch::exact() {
  state_bits_.resize(graph_.size());
  for (const StateId state : starts_) state_bits_[index_of(state)] = state_bits(state);
  for (std::uint32_t length = 1; looked_at_ < kAllowance; ++length) {
    for (const StateId start : starts_) {
      std::vector<Parent> loop = loop_from(start, length);
      if (!loop.empty()) return loop;
      if (looked_at_ >= kAllowance) break;
    }
  }
  return {};
}

// Walks inside the component to the nearest place where `goal(from, edge)` is true, over that edge,
// and appends the steps. Returns where it ends.
template <typename Goal>
StateId LoopSearch::go(StateId from, std::size_t component, std::vector<Parent>& steps, Goal goal) {
  ++walks_;
  std::vector<StateId> queue{from};
  visit_[index_of(from)] = walks_;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const StateId state = queue[next];
    const auto edges = graph_.edges(state);
    for (std::uint32_t ordinal = 0; ordinal < edges.size(); ++ordinal) {
      const Edge& edge = edges[ordinal];
      if (!inside(edge, component)) continue;
      if (goal(state, edge)) {
        const std::size_t before_these = steps.size();
        steps.push_back({state, ordinal});
        for (StateId at = state; at != from; at = came_by_[index_of(at)].state) {
          steps.push_back(came_by_[index_of(at)]);
        }
        std::reverse(steps.begin() + static_cast<std::ptrdiff_t>(before_these), steps.end());
        return edge.target;
      }
      if (visit_[index_of(edge.target)] == walks_) continue;
      visit_[index_of(edge.target)] = walks_;
      came_by_[index_of(edge.target)] = {state, ordinal};
      queue.push_back(edge.target);
    }
  }
  CHECK(false, "a fair component does not meet its obligations");
}

// Every acquire on offer in the component is taken on this loop, whether the loop comes by the
// offer or not.
std::vector<Parent> LoopSearch::greedy(std::size_t component) {
  std::vector<Duty> unmet = duties_[component];
  const std::vector<StateId>& states = components_[component]->states;
  const StateId start = *std::min_element(states.begin(), states.end(),
                                          [&](StateId a, StateId b) { return before(a, b); });
  std::vector<Parent> steps;
  StateId at = start;
  std::size_t settled = 0;  // steps whose contribution was counted
  for (std::erase_if(unmet, [&](const Duty& duty) { return met_here(duty, start); });
       !unmet.empty();) {
    at = go(at, component, steps, [&](StateId from, const Edge& edge) {
      return std::any_of(unmet.begin(), unmet.end(), [&](const Duty& duty) {
        return met_by(duty, from, edge) || met_here(duty, edge.target);
      });
    });
    for (; settled < steps.size(); ++settled) {
      const auto [from, ordinal] = steps[settled];
      const Edge& edge = graph_.edges(from)[ordinal];
      std::erase_if(unmet, [&](const Duty& duty) {
        return met_by(duty, from, edge) || met_here(duty, edge.target);
      });
    }
  }
  if (at != start || steps.empty()) {
    go(at, component, steps, [&](StateId, const Edge& edge) { return edge.target == start; });
  }
  return steps;
}

FairLoop LoopSearch::run() {
  const bool few = std::all_of(duties_.begin(), duties_.end(), [](const std::vector<Duty>& duties) {
    return duties.size() <= kMostExact;
  });
  if (few) {
    std::vector<Parent> steps = exact();
    if (!steps.empty()) return {std::move(steps), true};
  }
  FairLoop best{{}, false};
  std::vector<bool> tried(components_.size());
  std::size_t left = kGreedyComponents;
  for (auto start = starts_.begin(); start != starts_.end() && left != 0; ++start) {
    const std::size_t component = component_of(*start);
    if (tried[component]) continue;
    tried[component] = true;
    --left;
    std::vector<Parent> steps = greedy(component);
    if (best.steps.empty() || steps.size() < best.steps.size()) best.steps = std::move(steps);
  }
  return best;
}

}  // namespace

FairLoop shortest_fair_loop(const CycleEdges& edges, const Fairness& fairness,
                            const std::vector<const FairComponent*>& components,
                            std::optional<AgentId> mover, const Walk& reachable) {
  CHECK(!components.empty());
  return LoopSearch(edges, fairness, components, mover, reachable).run();
}

}  // namespace headway::explicit_engine

// The bound adds up, agent by agent, the way back in the graph of locations that the component's
// edges draw. It is what makes a loop of a dozen steps among a hundred thousand nodes findable.
#include "checker/explicit/exact_loop.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

constexpr std::uint32_t kNever = 1U << 20;    // no way
constexpr std::size_t kMostLocations = 1024;  // of an agent, for its table of distances
constexpr std::size_t kMostKept = 16;         // agents whose locations are kept by node

// Steps of one agent between its locations, as the edges inside the components allow. A location is
// as far from itself as its shortest cycle.
class Distances {
 public:
  explicit Distances(std::size_t locations)
      : locations_(locations > kMostLocations ? 0 : locations),
        next_(locations_),
        steps_(locations_ * locations_, kNever) {}

  void add(std::uint32_t from, std::uint32_t to) {
    if (locations_ == 0 || steps_[from * locations_ + to] == 1) return;
    steps_[from * locations_ + to] = 1;
    next_[from].push_back(to);
  }
  void close() {
    for (std::uint32_t from = 0; from < locations_; ++from) search(from);
  }
  [[nodiscard]] std::uint32_t at_least_one(std::uint32_t from, std::uint32_t to) const {
    return locations_ == 0 ? 1 : steps_[from * locations_ + to];
  }
  [[nodiscard]] std::uint32_t any(std::uint32_t from, std::uint32_t to) const {
    return from == to ? 0 : at_least_one(from, to);
  }

 private:
  void search(std::uint32_t from) {
    std::uint32_t* steps = &steps_[from * locations_];
    std::vector<std::uint32_t> queue = next_[from];
    for (std::size_t next = 0; next < queue.size(); ++next) {
      for (const std::uint32_t to : next_[queue[next]]) {
        if (steps[to] != kNever) continue;
        steps[to] = steps[queue[next]] + 1;
        queue.push_back(to);
      }
    }
  }

  std::size_t locations_;  // 0: too many for a table
  std::vector<std::vector<std::uint32_t>> next_;
  std::vector<std::uint32_t> steps_;
};

// Pairs seen in one walk; starting another is cheap.
class Seen {
 public:
  void clear() {
    ++walk_;
    size_ = 0;
  }
  // True the first time.
  bool insert(std::uint64_t key) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    Slot& slot = find(key);
    if (slot.walk == walk_) return false;
    slot = {key, walk_};
    ++size_;
    return true;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t walk = 0;
  };
  Slot& find(std::uint64_t key) {
    std::size_t at = (key * 0x9E3779B97F4A7C15U) >> 20U & (slots_.size() - 1);
    while (slots_[at].walk == walk_ && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return slots_[at];
  }
  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(1024, 2 * slots_.size()));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.walk == walk_) find(slot.key) = slot;
    }
  }
  std::vector<Slot> slots_;
  std::size_t size_ = 0;
  std::uint32_t walk_ = 1;
};

class ExactSearch {
 public:
  ExactSearch(const CycleEdges& edges, std::span<const FairComponent> components,
              std::span<const LoopDuties> duties, std::span<const Node> starts,
              std::span<const std::uint32_t> member, std::uint64_t allowance);
  std::optional<std::vector<Parent>> run();

 private:
  struct Reached {
    Node node{};
    std::uint32_t bits = 0;
    std::uint32_t parent = 0;  // position in the queue
    std::uint32_t place = 0;   // of the edge that led here
    std::uint32_t depth = 0;
  };

  void measure();
  void keep_locations();
  // Of a node in a component.
  [[nodiscard]] std::uint32_t location(Node node, std::size_t agent) const {
    if (!locations_.empty())
      return locations_[std::size_t{rank_[index_of(node)]} * distances_.size() + agent];
    return index_of(
        graph_.base().location(graph_.state(node), AgentId{static_cast<std::uint32_t>(agent)}));
  }
  [[nodiscard]] std::uint32_t way_back(Node node, std::uint32_t least) const;
  [[nodiscard]] std::uint32_t still_to_go(Node node, std::uint32_t bits, std::uint32_t least) const;
  void begin(Node start);
  bool walk(Node start, std::uint32_t length);
  [[nodiscard]] std::vector<Parent> steps_to(std::uint32_t position, std::uint32_t place) const;

  const CycleEdges& edges_;
  const CycleGraph& graph_;
  const std::span<const FairComponent> components_;
  const std::span<const LoopDuties> duties_;
  const std::span<const Node> starts_;
  const std::span<const std::uint32_t> member_;
  const std::uint64_t allowance_;
  std::uint64_t looked_at_ = 0;
  std::vector<Distances> distances_;      // by agent
  std::vector<std::uint32_t> rank_;       // by node
  std::vector<std::uint32_t> bits_at_;    // by node
  std::vector<std::uint16_t> locations_;  // by rank and agent; empty: too many to keep
  // Of the walk that goes on.
  std::size_t component_ = 0;
  std::vector<std::uint32_t> home_;  // by agent: its location at the start
  std::vector<Reached> queue_;
  Seen seen_;
  std::vector<Parent> loop_;
};

ExactSearch::ExactSearch(const CycleEdges& edges, std::span<const FairComponent> components,
                         std::span<const LoopDuties> duties, std::span<const Node> starts,
                         std::span<const std::uint32_t> member, std::uint64_t allowance)
    : edges_(edges),
      graph_(edges.graph),
      components_(components),
      duties_(duties),
      starts_(starts),
      member_(member),
      allowance_(allowance),
      rank_(graph_.size()),
      bits_at_(graph_.size()) {
  for (std::uint32_t rank = 0; rank < starts.size(); ++rank) {
    const Node node = starts[rank];
    rank_[index_of(node)] = rank;
    bits_at_[index_of(node)] = duties_[member_[index_of(node)] - 1].bits_at(node);
  }
  keep_locations();
  measure();
}

// States are packed: what is asked for again and again is unpacked once.
void ExactSearch::keep_locations() {
  const std::vector<machine::Agent>& agents = graph_.base().machine().agents;
  if (agents.size() > kMostKept || std::any_of(agents.begin(), agents.end(), [](const auto& agent) {
        return agent.locations.size() > std::numeric_limits<std::uint16_t>::max();
      })) {
    return;
  }
  std::vector<std::uint16_t> locations;
  locations.reserve(starts_.size() * agents.size());
  for (const Node node : starts_) {
    for (std::size_t agent = 0; agent < agents.size(); ++agent)
      locations.push_back(static_cast<std::uint16_t>(location(node, agent)));
  }
  locations_ = std::move(locations);
}

void ExactSearch::measure() {
  for (const machine::Agent& agent : graph_.base().machine().agents)
    distances_.emplace_back(agent.locations.size());
  for (const Node node : starts_) {
    for (const Edge& edge : graph_.edges(node)) {
      const std::size_t agent = edge.agent_number;
      if (member_[index_of(edge.target)] != member_[index_of(node)] || !edges_.admit(edge) ||
          edge.is(Edge::stays)) {
        continue;
      }
      distances_[agent].add(location(node, agent), location(edge.target, agent));
    }
  }
  for (Distances& table : distances_) table.close();
}

// Steps that a loop has still before it at least; exact only where it says more than `least`.
std::uint32_t ExactSearch::still_to_go(Node node, std::uint32_t bits, std::uint32_t least) const {
  AgentSet must_step = 0;
  const std::vector<Duty>& duties = duties_[component_].all();
  for (std::uint32_t n = 0; n < duties.size(); ++n) {
    const bool met = (bits >> n & 1U) != 0;
    const bool asked = (bits >> (LoopDuties::kAsked + n) & 1U) != 0;
    if (!met && (duties[n].only_by_step || (asked && duties[n].by_step_if_asked)))
      must_step |= only(duties[n].agent);
  }
  std::uint32_t sum = 0;
  for (std::size_t agent = 0; agent < distances_.size() && sum <= least; ++agent) {
    const std::uint32_t here = location(node, agent);
    sum += (must_step >> agent & 1U) != 0 ? distances_[agent].at_least_one(here, home_[agent])
                                          : distances_[agent].any(here, home_[agent]);
  }
  return sum;
}

// The same whatever duties are met: cheaper, and never more.
std::uint32_t ExactSearch::way_back(Node node, std::uint32_t least) const {
  std::uint32_t sum = 0;
  for (std::size_t agent = 0; agent < distances_.size() && sum <= least; ++agent)
    sum += distances_[agent].any(location(node, agent), home_[agent]);
  return sum;
}

void ExactSearch::begin(Node start) {
  component_ = member_[index_of(start)] - 1;
  home_.clear();
  for (std::size_t agent = 0; agent < distances_.size(); ++agent)
    home_.push_back(location(start, agent));
}

std::vector<Parent> ExactSearch::steps_to(std::uint32_t position, std::uint32_t place) const {
  std::vector<Parent> steps{{queue_[position].node, place}};
  for (std::uint32_t at = position; at != 0; at = queue_[at].parent)
    steps.push_back({queue_[queue_[at].parent].node, queue_[at].place});
  std::reverse(steps.begin(), steps.end());
  return steps;
}

// Is there a fair loop of at most `length` steps whose first node in rank is `start`?
bool ExactSearch::walk(Node start, std::uint32_t length) {
  const LoopDuties& duties = duties_[component_];
  const FairComponent& component = components_[component_];
  const std::uint32_t first = rank_[index_of(start)];
  queue_.clear();
  seen_.clear();
  queue_.push_back({start, bits_at_[index_of(start)], 0, 0, 0});
  for (std::uint32_t next = 0; next < queue_.size() && looked_at_ < allowance_; ++next) {
    const Reached from = queue_[next];
    const std::uint32_t left = length - from.depth - 1;
    const auto edges = graph_.edges(from.node);
    for (std::uint32_t place = 0; place < edges.size(); ++place) {
      ++looked_at_;
      const Edge& edge = edges[place];
      if (rank_[index_of(edge.target)] < first ||
          member_[index_of(edge.target)] != component_ + 1 || !edges_.admit(edge) ||
          !component.allows(edge)) {
        continue;
      }
      if (edge.target != start && (left == 0 || way_back(edge.target, left) > left)) continue;
      const std::uint32_t bits =
          LoopDuties::joined(LoopDuties::joined(from.bits, duties.bits_by(from.node, edge)),
                             bits_at_[index_of(edge.target)]);
      if (edge.target == start && duties.all_met(bits)) {
        loop_ = steps_to(next, place);
        return true;
      }
      if (left == 0 || still_to_go(edge.target, bits, left) > left) continue;
      if (seen_.insert(std::uint64_t{bits} << 32U | index_of(edge.target)))
        queue_.push_back({edge.target, bits, next, place, from.depth + 1});
    }
  }
  return false;
}

std::optional<std::vector<Parent>> ExactSearch::run() {
  std::vector<std::uint32_t> at_least(starts_.size());
  for (std::size_t rank = 0; rank < starts_.size(); ++rank) {
    begin(starts_[rank]);
    at_least[rank] = still_to_go(starts_[rank], bits_at_[index_of(starts_[rank])], kNever);
  }
  for (std::uint32_t length = 1; looked_at_ < allowance_; ++length) {
    for (std::size_t rank = 0; rank < starts_.size() && looked_at_ < allowance_; ++rank) {
      if (at_least[rank] > length) continue;
      begin(starts_[rank]);
      if (walk(starts_[rank], length)) return loop_;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<Parent>> exact_loop(const CycleEdges& edges,
                                              std::span<const FairComponent> components,
                                              std::span<const LoopDuties> duties,
                                              std::span<const Node> starts,
                                              std::span<const std::uint32_t> member,
                                              std::uint64_t edges_to_look_at) {
  return ExactSearch(edges, components, duties, starts, member, edges_to_look_at).run();
}

}  // namespace headway::explicit_engine

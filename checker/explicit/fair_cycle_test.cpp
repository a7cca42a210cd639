// Fair cycles on every small graph, against trying every set of edges: a set is the edges of a
// cycle (walked round and round) exactly if it is strongly connected; it is fair if each pair that
// one of its edges asks is granted by one of its edges. HEADWAY_ALL_GRAPHS=1 takes the larger
// scope: two pairs over all graphs of four states.
#include "checker/explicit/fair_cycle.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>

#include "checker/explicit/fair_loop.h"
#include "model/machine/text.h"

namespace headway::explicit_engine {
namespace {

using EdgeMask = std::uint32_t;  // bit from * states + to

struct PairMask {
  EdgeMask asks = 0, grants = 0;
};

// By mask: are these edges strongly connected, all that they touch included?
std::vector<bool> strongly_connected(std::uint32_t states) {
  std::vector<bool> all(std::size_t{1} << (states * states));
  for (EdgeMask mask = 1; mask < all.size(); ++mask) {
    std::vector<std::uint32_t> reach(states);
    std::uint32_t touched = 0;
    for (std::uint32_t e = 0; e < states * states; ++e) {
      if ((mask >> e & 1U) == 0) continue;
      reach[e / states] |= 1U << (e % states);
      touched |= 1U << (e / states) | 1U << (e % states);
    }
    for (std::uint32_t k = 0; k < states; ++k) {
      for (std::uint32_t s = 0; s < states; ++s)
        reach[s] |= (reach[s] >> k & 1U) != 0 ? reach[k] : 0;
    }
    bool connected = true;
    for (std::uint32_t s = 0; s < states; ++s)
      connected = connected && ((touched >> s & 1U) == 0 || (reach[s] & touched) == touched);
    all[mask] = connected;
  }
  return all;
}

// By mask of a graph's edges: has it a fair cycle?
std::vector<bool> by_definition(std::uint32_t states, const std::vector<bool>& connected,
                                const std::array<PairMask, 2>& pairs) {
  std::vector<bool> has(connected.size());
  for (EdgeMask mask = 1; mask < connected.size(); ++mask) {
    bool fair = connected[mask];
    for (const PairMask& pair : pairs)
      fair = fair && ((mask & pair.asks) == 0 || (mask & pair.grants) != 0);
    has[mask] = fair;
  }
  for (std::uint32_t e = 0; e < states * states; ++e) {
    for (EdgeMask mask = 0; mask < has.size(); ++mask) {
      if ((mask >> e & 1U) != 0 && has[mask ^ (1U << e)]) has[mask] = true;
    }
  }
  return has;
}

class SmallGraphs {
 public:
  explicit SmallGraphs(std::uint32_t states)
      : states_(states),
        machine_(machine::parse_machine(
            "machine small daemon d { init A A -> A } thread t ends { init A end B A -> B }",
            "small.machine")),
        connected_(strongly_connected(states)),
        enabled_(states) {
    for (std::uint32_t s = 0; s < states; ++s) nodes_.push_back(Node{s});
    for (EdgeMask mask = 0; mask < connected_.size(); ++mask) add(mask);
  }

  // Every graph with these pairs. Returns how many have a fair cycle.
  std::uint64_t compare(const std::array<PairMask, 2>& pairs) {
    std::vector<EdgeLabel> labels(std::size_t{states_} * states_ + 1);
    for (std::uint32_t e = 0; e < states_ * states_; ++e) {
      for (std::uint32_t p = 0; p < pairs.size(); ++p) {
        if ((pairs[p].asks >> e & 1U) != 0) labels[e + 1].asks.push_back(p);
        if ((pairs[p].grants >> e & 1U) != 0) labels[e + 1].grants.push_back(p);
      }
    }
    const std::vector<bool> expected = by_definition(states_, connected_, pairs);
    std::uint64_t fair = 0;
    for (EdgeMask mask = 0; mask < graphs_.size(); ++mask) {
      CycleGraph cycles(*graphs_[mask]);
      cycles.enabled_in = enabled_;
      cycles.labels = labels;
      cycles.pairs.resize(pairs.size());
      const Fairness none(*graphs_[mask], property::Fairness::none);
      const bool found = !fair_components({cycles}, none, nodes_).empty();
      EXPECT_EQ(found, expected[mask]) << states_ << " states, edges " << mask;
      if (found != expected[mask]) return fair;
      fair += found ? 1 : 0;
    }
    return fair;
  }
  [[nodiscard]] std::uint64_t size() const { return graphs_.size(); }

 private:
  void add(EdgeMask mask) {
    auto graph = std::make_unique<StateGraph>(machine_);
    for (std::uint32_t from = 0; from < states_; ++from) {
      graph->begin_state();
      for (std::uint32_t to = 0; to < states_; ++to) {
        const std::uint32_t e = from * states_ + to;
        if ((mask >> e & 1U) != 0)
          graph->add({StateId{to}, 0, 0, static_cast<std::uint16_t>(e + 1)});
      }
    }
    graph->finish();
    graphs_.push_back(std::move(graph));
  }

  std::uint32_t states_;
  machine::Machine machine_;
  std::vector<bool> connected_;
  std::vector<AgentSet> enabled_;
  std::vector<Node> nodes_;
  std::vector<std::unique_ptr<StateGraph>> graphs_;  // by mask
};

EdgeMask leaving(std::uint32_t state, std::uint32_t states) {
  return ((1U << states) - 1) << (state * states);
}

struct Tally {
  std::uint64_t cases = 0, fair = 0;
  void print(const char* what) const {
    std::cout << what << ": " << cases << " cases, " << fair << " with a fair cycle\n";
    EXPECT_GT(fair, cases / 10);
    EXPECT_LT(fair, cases);
  }
};

// Two pairs, each asked by one edge and granted by one edge.
TEST(FairCycle, TwoPairsOverEveryGraphOfUpToThreeStates) {
  Tally tally;
  for (std::uint32_t states = 1; states <= 3; ++states) {
    SmallGraphs graphs(states);
    const std::uint32_t edges = states * states;
    for (std::uint32_t some = 0; some < edges * edges; ++some) {
      for (std::uint32_t other = some; other < edges * edges; ++other) {
        tally.fair += graphs.compare({PairMask{1U << (some / edges), 1U << (some % edges)},
                                      PairMask{1U << (other / edges), 1U << (other % edges)}});
        tally.cases += graphs.size();
        ASSERT_FALSE(HasFailure());
      }
    }
  }
  tally.print("up to 3 states, two pairs of edges");
}

// One pair, asked and granted by the edges that leave a state; with HEADWAY_ALL_GRAPHS a second
// one.
TEST(FairCycle, PairsOverEveryGraphOfFourStates) {
  const bool two = std::getenv("HEADWAY_ALL_GRAPHS") != nullptr;
  SmallGraphs graphs(4);
  Tally tally;
  for (std::uint32_t some = 0; some < 16; ++some) {
    for (std::uint32_t other = some; other < (two ? 16 : some + 1); ++other) {
      tally.fair += graphs.compare({PairMask{leaving(some / 4, 4), leaving(some % 4, 4)},
                                    PairMask{leaving(other / 4, 4), leaving(other % 4, 4)}});
      tally.cases += graphs.size();
      ASSERT_FALSE(HasFailure());
    }
  }
  tally.print(two ? "4 states, two pairs of states" : "4 states, one pair of states");
}

}  // namespace
}  // namespace headway::explicit_engine

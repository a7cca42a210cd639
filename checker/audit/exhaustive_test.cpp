// All small graphs: a thread that moves a token as one relation says and a daemon that moves it as
// a function says, over up to three states (four for the thread alone). Three answers must agree:
// the definition of a fair run by trying every set of states, the toy checker, and the explicit
// engine.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "checker/audit/differential.h"
#include "checker/audit/random_machine.h"
#include "checker/audit/toy_checker.h"
#include "checker/explicit/engine.h"

namespace headway::audit {
namespace {

using machine::Expr;
using machine::LocationId;
using machine::Transition;
using machine::VariableId;

struct Graph {
  std::uint32_t states = 0;
  std::vector<std::vector<bool>> thread;  // from, to
  std::vector<std::vector<bool>> daemon;
  bool acquire = false;  // the thread's wait is a blocking acquire

  [[nodiscard]] bool edge(std::uint32_t from, std::uint32_t to) const {
    return thread[from][to] || daemon[from][to];
  }
};

machine::Agent mover(machine::AgentKind kind, const std::vector<std::vector<bool>>& edges,
                     bool acquire) {
  machine::Agent agent;
  agent.kind = kind;
  agent.name = kind == machine::AgentKind::thread ? "walker" : "pager";
  machine::Location wait{"W", "", false, machine::Wait{}};
  wait.wait->acquire = acquire;
  wait.wait->idle = kind == machine::AgentKind::daemon;
  agent.locations = {wait};
  if (kind == machine::AgentKind::thread) {
    agent.ends = true;
    agent.locations.push_back({"END", "", false, std::nullopt});
    agent.end = LocationId{1};
  }
  const machine::IntType type{8, false};
  for (std::uint32_t from = 0; from < edges.size(); ++from) {
    for (std::uint32_t to = 0; to < edges.size(); ++to) {
      if (!edges[from][to]) continue;
      Transition move;
      move.guard = Expr::binary(machine::BinaryOp::eq, Expr::load(VariableId{0}, type),
                                Expr::constant(from, type));
      move.assignments = {{{VariableId{0}, std::nullopt}, Expr::constant(to, type)}};
      agent.transitions.push_back(move);
    }
  }
  return agent;
}

machine::Machine as_machine(const Graph& graph) {
  machine::Machine machine;
  machine.name = "graph";
  machine::Variable token;
  token.name = "token";
  token.type = {8, false};
  token.initial = {0};
  machine.variables = {token};
  machine.agents = {mover(machine::AgentKind::thread, graph.thread, graph.acquire),
                    mover(machine::AgentKind::daemon, graph.daemon, false)};
  return machine;
}

std::uint32_t reach(const Graph& graph, std::uint32_t from, std::uint32_t inside) {
  std::uint32_t found = 1U << from;
  for (std::uint32_t old = 0; old != found;) {
    old = found;
    for (std::uint32_t s = 0; s < graph.states; ++s) {
      for (std::uint32_t t = 0; t < graph.states; ++t) {
        if ((found >> s & 1U) != 0 && (inside >> t & 1U) != 0 && graph.edge(s, t)) found |= 1U << t;
      }
    }
  }
  return found;
}

bool moves(const std::vector<std::vector<bool>>& edges, std::uint32_t state, std::uint32_t inside) {
  for (std::uint32_t to = 0; to < edges.size(); ++to) {
    if ((inside >> to & 1U) != 0 && edges[state][to]) return true;
  }
  return false;
}

// Is going round this set for ever, along all of its edges, a fair run?
bool fair_set(const Graph& graph, std::uint32_t set) {
  const std::uint32_t all = (1U << graph.states) - 1;
  bool thread_moves = false, thread_rests = false, thread_may = false;
  bool daemon_moves = false, daemon_rests = false;
  for (std::uint32_t s = 0; s < graph.states; ++s) {
    if ((set >> s & 1U) == 0) continue;
    if (reach(graph, s, set) != set) return false;  // not strongly connected
    thread_moves = thread_moves || moves(graph.thread, s, set);
    daemon_moves = daemon_moves || moves(graph.daemon, s, set);
    thread_may = thread_may || moves(graph.thread, s, all);
    thread_rests = thread_rests || !moves(graph.thread, s, all);
    daemon_rests = daemon_rests || !moves(graph.daemon, s, all);
  }
  const bool weak = (thread_moves || thread_rests) && (daemon_moves || daemon_rests);
  const bool strong = !graph.acquire || thread_moves || !thread_may;
  return (thread_moves || daemon_moves) && weak && strong;
}

struct Expected {
  std::uint32_t states = 0;
  bool deadlock = false;
  bool livelock = false;
};

Expected by_definition(const Graph& graph) {
  const std::uint32_t all = (1U << graph.states) - 1;
  const std::uint32_t reachable = reach(graph, 0, all);
  Expected expected;
  std::uint32_t judged = 0;  // where the thread is not deadlocked
  for (std::uint32_t s = 0; s < graph.states; ++s) {
    if ((reachable >> s & 1U) == 0) continue;
    ++expected.states;
    bool may_move = false;
    for (std::uint32_t t = 0; t < graph.states; ++t) {
      may_move = may_move || ((reach(graph, s, all) >> t & 1U) != 0 && moves(graph.thread, t, all));
    }
    if (may_move) judged |= 1U << s;
  }
  expected.deadlock = judged != reachable;
  for (std::uint32_t set = 1; set <= all; ++set) {
    if ((set & ~judged) == 0 && fair_set(graph, set)) expected.livelock = true;
  }
  return expected;
}

std::vector<std::vector<bool>> relation(std::uint32_t states, std::uint32_t bits) {
  std::vector<std::vector<bool>> edges(states, std::vector<bool>(states));
  for (std::uint32_t i = 0; i < states * states; ++i)
    edges[i / states][i % states] = (bits >> i & 1U) != 0;
  return edges;
}

// Digit `states` means that the function is undefined there.
std::vector<std::vector<bool>> function(std::uint32_t states, std::uint32_t digits) {
  std::vector<std::vector<bool>> edges(states, std::vector<bool>(states));
  for (std::uint32_t from = 0; from < states; ++from, digits /= states + 1) {
    if (digits % (states + 1) < states) edges[from][digits % (states + 1)] = true;
  }
  return edges;
}

struct Tally {
  std::uint64_t graphs = 0;
  std::uint64_t deadlocks = 0;
  std::uint64_t livelocks = 0;
};

// False after the first disagreement, which is printed.
bool agree(const Graph& graph, Tally& tally) {
  const Expected expected = by_definition(graph);
  const machine::Machine machine = as_machine(graph);
  std::vector<property::Property> properties = random_machine_properties();
  properties.resize(2);  // deadlock, progress
  const auto toy = toy_check(machine, properties, 10);
  const Comparison engine = compare(
      machine, properties,
      [](const machine::Machine& m, const std::vector<property::Property>& p) {
        return explicit_engine::check(m, p, {});
      },
      10);
  ++tally.graphs;
  tally.deadlocks += expected.deadlock ? 1 : 0;
  tally.livelocks += expected.livelock ? 1 : 0;
  EXPECT_EQ(toy->states, expected.states);
  EXPECT_EQ(toy->answers[0].violated, expected.deadlock);
  EXPECT_EQ(toy->answers[1].violated, expected.livelock);
  for (const std::string& disagreement : engine.disagreements) ADD_FAILURE() << disagreement;
  return !::testing::Test::HasFailure();
}

TEST(Exhaustive, ThreadAndDaemonOverThreeStates) {
  Tally tally;
  for (std::uint32_t states = 1; states <= 3; ++states) {
    std::uint32_t functions = 1;
    for (std::uint32_t s = 0; s < states; ++s) functions *= states + 1;
    for (std::uint32_t bits = 0; bits < 1U << (states * states); ++bits) {
      for (std::uint32_t digits = 0; digits < functions; ++digits) {
        const Graph graph{states, relation(states, bits), function(states, digits),
                          (bits + digits) % 2 == 0};
        ASSERT_TRUE(agree(graph, tally))
            << states << " states, relation " << bits << ", function " << digits;
      }
    }
  }
  EXPECT_GT(tally.deadlocks, 100U);
  EXPECT_GT(tally.livelocks, 100U);
  EXPECT_LT(tally.livelocks, tally.graphs);
}

TEST(Exhaustive, ThreadAloneOverFourStates) {
  Tally tally;
  for (std::uint32_t bits = 0; bits < 1U << 16U; ++bits) {
    const Graph graph{4, relation(4, bits), function(4, 624),
                      bits % 2 == 0};  // the daemon never moves
    ASSERT_TRUE(agree(graph, tally)) << "relation " << bits;
  }
}

}  // namespace
}  // namespace headway::audit

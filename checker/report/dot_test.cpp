// Pictures of small machines: what becomes a box, what an arrow says, and how that is written down.
#include "checker/report/dot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "model/machine/text.h"

namespace headway::report {
namespace {

// The user's file; the machines below point at its lines.
const char* const kLoop =
    "void loop(void)\n"
    "{\n"
    "\tint left = 3, n;\n"
    "\tn = 0;\n"
    "again:\n"
    "\tif (!trylock(&lock)) {\n"
    "\t\tn++;\n"
    "\t\tgoto again;\n"
    "\t}\n"
    "\twork(n);  /* may fail */\n"
    "\tunlock(&lock);\n"
    "}\n";

// trylock, work and unlock are the environment's. Lowering gives a test's true side first; the
// front end tests what stands under `!`.
const char* const kMachine = R"(machine small
shared lock: 0..1 = 0 holder owner label "the lock"
thread t ends { var n: i32 = 0; var taken: bool = false; var `f.%1`: bool = false
  init A; end Z
  location TOP label "again"
  A -> B: do n := 3 @ "FILE":3:6
  B -> TOP: do n := 0 @ "FILE":4:2
  TOP -> T1: when lock == 0 do lock := 1, taken := true @ "env.h":7:1 via trylock @ "FILE":6:7
  TOP -> T1: when lock != 0 do taken := false @ "env.h":8:1 via trylock @ "FILE":6:7
  T1 -> W: when taken @ "FILE":6:7-21
  T1 -> N: when !taken @ "FILE":6:7-21
  N -> G: do n := n + 1 @ "FILE":7:3
  G -> TOP: @ "FILE":8:3
  W -> W1: do taken := taken @ "env.h":20:1 via work @ "FILE":10:2
  W1 -> W2: when n < 2 note "{n} done" @ "env.h":21:1 via work @ "FILE":10:2
  W1 -> W1: when n >= 2 do n := n - 1 @ "env.h":21:1 via work @ "FILE":10:2
  W2 -> U: @ "env.h":22:1 via work @ "FILE":10:2
  U -> E: do lock := 0 @ "env.h":30:1 via unlock @ "FILE":11:2
  E -> Z: @ "FILE":12:1 }
adversary thief { init A; A -> A: when lock == 0 do n := 1 note "stolen {n}" }
)";

class Picture : public testing::Test {
 protected:
  Picture() : file_(testing::TempDir() + "picture.c") { std::ofstream(file_) << kLoop; }

  machine::Machine parse(std::string text) const {
    for (std::size_t at; (at = text.find("FILE")) != std::string::npos;) text.replace(at, 4, file_);
    return machine::parse_machine(text, "small.machine");
  }
  std::vector<Flow> drawn(const std::string& text, bool environment = false) const {
    return flows(parse(text), {{file_}, environment});
  }

  std::string file_;
};

// One line a box, "[3 4] again: 6 …", and one line an arrow, between the numbers of first lines.
std::string shown(const Flow& flow) {
  std::string text;
  const auto name = [&](std::size_t number) {
    const FlowNode& node = flow.nodes[number];
    if (node.kind == FlowNode::Kind::start) return std::string("start");
    if (node.kind == FlowNode::Kind::end) return std::string("end");
    const FlowLine& first = node.lines.front();
    return first.line == 0 ? first.text : std::to_string(first.line);
  };
  for (const FlowNode& node : flow.nodes) {
    if (node.kind != FlowNode::Kind::box) continue;
    text += "box";
    for (const FlowLine& line : node.lines)
      text += " " + (line.label.empty() ? "" : line.label + ": ") + std::to_string(line.line);
    for (const std::string& mark : node.marks) text += " (" + mark + ")";
    text += "\n";
  }
  for (const FlowArrow& arrow : flow.arrows) {
    text += name(arrow.from) + " -> " + name(arrow.to);
    for (const std::string& word : arrow.words) text += " | " + word;
    for (const std::string& lock : arrow.acquired) text += " | +" + lock;
    for (const std::string& lock : arrow.released) text += " | -" + lock;
    text += "\n";
  }
  return text;
}

TEST_F(Picture, BoxesAreLinesAndTheirCallsArrowsWhatComesOfThem) {
  const std::vector<Flow> both = drawn(kMachine);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(shown(both[0]),
            "box 3 4\n"
            "box again: 6\n"
            "box 10\n"
            "box 7\n"
            "box 11\n"
            "start -> 3\n"
            "3 -> 6\n"
            // Each way on has its own outcome: who has the lock goes to work.
            "6 -> 10 | no | +the lock\n"
            "6 -> 7 | yes\n"
            "10 -> 11 | … done\n"
            "7 -> 6 | goto again;\n"
            "11 -> end | -the lock\n");
}

TEST_F(Picture, AMachineWithoutPlacesShowsWhatItDoes) {
  EXPECT_EQ(shown(drawn(R"(machine m
shared n: 0..3 = 0
thread t ends { init TOP; end DONE
  TOP -> TOP: when n < 3 do n := n + 1
  TOP -> DONE: when n == 3 }
)")
                      .front()),
            "box 0\n"
            "start -> TOP\n"
            "TOP -> TOP | n < 3: n := n + 1\n"
            "TOP -> end | n == 3\n");
}

TEST_F(Picture, ALongChainIsSeveralBoxes) {
  std::string text = "machine m\nshared n: u8 = 0\nthread t ends { init L0; end Z\n";
  for (int i = 0; i < 12; ++i) {
    const std::string from = "L" + std::to_string(i);
    const std::string to = i == 11 ? "Z" : "L" + std::to_string(i + 1);
    text +=
        "  " + from + " -> " + to + ": do n := n + 1 @ \"x.c\":" + std::to_string(i + 1) + ":1\n";
  }
  const Flow flow = drawn(text + "}\n").front();
  std::size_t lines = 0;
  for (const FlowNode& node : flow.nodes) {
    EXPECT_LE(node.lines.size(), 7u);
    if (node.kind == FlowNode::Kind::box) lines += node.lines.size();
  }
  EXPECT_EQ(lines, 12u);
  EXPECT_LE(flow.nodes.size(), 5u);
}

TEST_F(Picture, ALoopThatDoesNothingKeepsItsArrow) {
  EXPECT_EQ(shown(drawn("machine m\nthread t ends { init A; end Z; A -> A: @ \"FILE\":4:2\n"
                        "A -> Z: when false }\n")
                      .front()),
            "box 4\nstart -> 4\n4 -> 4\n");
}

TEST_F(Picture, TheEnvironmentIsDrawnWhenAsked) {
  const Flow with = drawn(kMachine, true).front();
  const Flow without = drawn(kMachine).front();
  EXPECT_GT(with.nodes.size(), without.nodes.size());
  const auto is_work = [](const FlowCluster& cluster) { return cluster.name.starts_with("work"); };
  EXPECT_TRUE(std::any_of(with.clusters.begin(), with.clusters.end(), is_work));
  EXPECT_TRUE(std::none_of(without.clusters.begin(), without.clusters.end(), is_work));
}

TEST_F(Picture, AsText) {
  const std::string text = render_dot(parse(R"(machine m
shared n: 0..3 = 0
shared l: 0..1 = 0 holder owner label "a <lock>"
thread t ends { init TOP; end DONE; location TOP wait acquire for l
  TOP -> DONE: when n < 3 do l := 1 }
adversary x { init A; A -> A: when n == 0 do n := 0 note "\"x\" & y" }
)"),
                                      {{file_}, false});
  const std::size_t begin = text.find("  subgraph");
  const std::size_t end = text.find("  \"legend\"");
  ASSERT_NE(end, std::string::npos);
  EXPECT_EQ(text.substr(begin, end - begin), R"(  subgraph "cluster_a0_0" {
    label="thread t" style="rounded" color="#333333"
    "a0_0" [fillcolor="#ffffff" label=<TOP<br align="left"/><font face="Helvetica" point-size="9" color="#20508f">may wait for a &lt;lock&gt;</font><br align="left"/>>]
    "a0_1" [shape=doublecircle label="" width=0.13 fillcolor=black tooltip="end"]
    "a0_2" [shape=circle label="" width=0.16 fillcolor=black]
  }
  "a0_2" -> "a0_0"
  "a0_0" -> "a0_1" [label=< n &lt; 3: l := 1<br align="left"/> <b><font color="#00692b">+ a &lt;lock&gt;</font></b><br align="left"/>> penwidth=2 color="#00692b"]
  subgraph "cluster_a1_0" {
    label="adversary x" style="rounded,dashed" color="#9c2a00"
    "a1_0" [fillcolor="#fdf0ea" label=<A<br align="left"/>>]
    "a1_1" [shape=circle label="" width=0.16 fillcolor=black]
  }
  "a1_1" -> "a1_0"
  "a1_0" -> "a1_0" [label=< n == 0: n := 0<br align="left"/> &quot;x&quot; &amp; y<br align="left"/>>]
)");
}

}  // namespace
}  // namespace headway::report

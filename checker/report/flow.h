// A machine as a picture that a person can follow: for each agent a flow chart of source lines.
//
// A machine has a location for every small step, most of them inside the environment. Here a box is
// a place of the user's text, together with all that happens in the environment below it, and an
// arrow is one way to go on: what was tested, which locks changed hands, what the environment says
// of it. Several lines in a row with nothing to see become one box.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/machine/machine.h"

namespace headway::report {

struct FlowLine {
  std::uint32_t line = 0;  // 0: no place known
  std::string text;
  std::string label;  // the C label in front of it
};

struct FlowNode {
  enum class Kind { start, box, end } kind = Kind::box;
  std::size_t cluster = 0;
  std::vector<FlowLine> lines;
  std::vector<std::string> marks;  // "prepares range", "may wait for mmap_lock"
};

struct FlowArrow {
  std::size_t from = 0, to = 0;
  std::vector<std::string> words;               // what was tested, notes, the jump
  std::vector<std::string> acquired, released;  // locks
};

// The lines of one call of a function, within those of its caller.
struct FlowCluster {
  std::string name;
  std::optional<std::size_t> parent;
};

struct Flow {
  std::string agent;
  machine::AgentKind kind{};
  std::vector<FlowCluster> clusters;  // the first is the agent's own body
  std::vector<FlowNode> nodes;
  std::vector<FlowArrow> arrows;
  bool cut_short = false;  // calls too deep for the picture are drawn as one box
};

struct FlowOptions {
  std::vector<std::string> inputs;  // the user's own files
  bool environment = false;         // draw what lies below the user's lines as well
};

// All agents but the one that only makes initial choices, in the machine's order.
std::vector<Flow> flows(const machine::Machine& machine, const FlowOptions& options);

// Boxes with one way in and one way out, and nothing to see on the arrow between, become one.
void fold_chains(Flow& flow);

}  // namespace headway::report

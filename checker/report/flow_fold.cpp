// Chains of boxes become one box: where an arrow says nothing, is the only one out of the upper box
// and the only one into the lower, and the upper box has nothing to see but its lines.
#include <algorithm>
#include <map>
#include <numeric>

#include "checker/report/flow.h"

namespace headway::report {
namespace {

constexpr std::size_t kMostLines = 7;  // in one box

bool is_plain(const FlowArrow& arrow) {
  return arrow.words.empty() && arrow.acquired.empty() && arrow.released.empty();
}

// The arrow whose ends can become one box.
const FlowArrow* find_chain(const Flow& flow) {
  std::vector<std::size_t> out(flow.nodes.size()), in(flow.nodes.size());
  for (const FlowArrow& arrow : flow.arrows) {
    ++out[arrow.from];
    ++in[arrow.to];
  }
  for (const FlowArrow& arrow : flow.arrows) {
    const FlowNode& upper = flow.nodes[arrow.from];
    const FlowNode& lower = flow.nodes[arrow.to];
    if (arrow.from != arrow.to && is_plain(arrow) && out[arrow.from] == 1 && in[arrow.to] == 1 &&
        upper.kind == FlowNode::Kind::box && lower.kind == FlowNode::Kind::box &&
        upper.cluster == lower.cluster && upper.marks.empty() &&
        upper.lines.size() + lower.lines.size() <= kMostLines)
      return &arrow;
  }
  return nullptr;
}

void remove_node(Flow& flow, std::size_t node) {
  flow.nodes.erase(flow.nodes.begin() + static_cast<std::ptrdiff_t>(node));
  for (FlowArrow& arrow : flow.arrows) {
    if (arrow.from > node) --arrow.from;
    if (arrow.to > node) --arrow.to;
  }
}

}  // namespace

void fold_chains(Flow& flow) {
  while (const FlowArrow* chain = find_chain(flow)) {
    const std::size_t from = chain->from, to = chain->to;
    FlowNode& upper = flow.nodes[from];
    const FlowNode& lower = flow.nodes[to];
    for (const FlowLine& line : lower.lines) {
      if (line.line == 0 || line.line != upper.lines.back().line) upper.lines.push_back(line);
    }
    upper.marks = lower.marks;
    flow.arrows.erase(flow.arrows.begin() + (chain - flow.arrows.data()));
    for (FlowArrow& arrow : flow.arrows) {
      if (arrow.from == to) arrow.from = from;
    }
    remove_node(flow, to);
  }
}

}  // namespace headway::report

#include "checker/report/dot.h"

#include <algorithm>
#include <map>

#include "checker/report/page.h"

namespace headway::report {
namespace {

constexpr std::size_t kBoxWidth = 52;     // columns of a line of source
constexpr std::size_t kArrowWidth = 30;   // of words on an arrow
constexpr std::size_t kMostOnAPage = 70;  // boxes of one agent
constexpr const char* kTaken = "#00692b";
constexpr const char* kDropped = "#9c2a00";
constexpr const char* kFaint = "#555555";

// Text within an HTML-like label.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return result;
}

// A name within quotes.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return result + "\"";
}

std::string colored(const char* color, const std::string& text) {
  if (text.empty()) return "";  // an empty <font> is an error
  return std::string("<font color=\"") + color + "\">" + escaped(text) + "</font>";
}

struct Look {
  const char* kind;
  const char* cluster;  // attributes of the agent's cluster
  const char* fill;     // of its boxes
};

Look look_of(machine::AgentKind kind) {
  switch (kind) {
    case machine::AgentKind::thread:
      return {"thread", "style=\"rounded\" color=\"#333333\"", "#ffffff"};
    case machine::AgentKind::daemon:
      return {"daemon", "style=\"rounded\" color=\"#20508f\"", "#eef4fc"};
    case machine::AgentKind::adversary:
      return {"adversary", "style=\"rounded,dashed\" color=\"#9c2a00\"", "#fdf0ea"};
    case machine::AgentKind::signal:
      return {"signal", "style=\"rounded,dashed\" color=\"#7a4b9c\"", "#f6effa"};
    case machine::AgentKind::setup:
      return {"setup", "style=\"rounded\"", "#ffffff"};
  }
  return {"", "", ""};
}

// The node that will be drawn lowest: that of the longest way from the start, where arrows back
// don't count (those to a node that the depth-first search is still below).
class Lowest {
 public:
  explicit Lowest(const Flow& flow) : out_(flow.nodes.size()), depth_(flow.nodes.size()) {
    for (const FlowArrow& arrow : flow.arrows) out_[arrow.from].push_back(arrow.to);
    state_.resize(flow.nodes.size());
    visit(flow.nodes.size() - 1);  // the start
    for (auto node = order_.rbegin(); node != order_.rend(); ++node) {
      for (const std::size_t to : forward_[*node])
        depth_[to] = std::max(depth_[to], depth_[*node] + 1);
    }
  }
  [[nodiscard]] std::size_t node() const {
    return static_cast<std::size_t>(std::max_element(depth_.begin(), depth_.end()) -
                                    depth_.begin());
  }

 private:
  enum class State { fresh, open, done };

  void visit(std::size_t node) {
    state_[node] = State::open;
    for (const std::size_t to : out_[node]) {
      if (state_[to] == State::fresh) visit(to);
      if (state_[to] == State::done) forward_[node].push_back(to);
    }
    state_[node] = State::done;
    order_.push_back(node);
  }

  std::vector<std::vector<std::size_t>> out_;
  std::map<std::size_t, std::vector<std::size_t>> forward_;
  std::vector<std::size_t> depth_, order_;
  std::vector<State> state_;
};

class Dot {
 public:
  explicit Dot(const machine::Machine& machine) : machine_(machine) {}

  std::string draw(const std::vector<Flow>& flows) {
    line("digraph " + quoted(machine_.name) + " {");
    // A4 upright with a margin; a small picture is not blown up, and one that can't be read so
    // small is left as large as it is.
    const bool a_page = std::all_of(flows.begin(), flows.end(), [](const Flow& flow) {
      return flow.nodes.size() <= kMostOnAPage;
    });
    line(std::string("  graph [") + (a_page ? "size=\"7.5,10.9\" " : "") +
         "fontname=\"Helvetica\" fontsize=12 labeljust=l rankdir=TB");
    line("         nodesep=0.25 ranksep=0.3 newrank=true]");
    line("  node [shape=box style=\"rounded,filled\" fontname=\"Courier\" fontsize=10");
    line("        margin=\"0.09,0.05\" height=0.25 fillcolor=\"#ffffff\"]");
    line("  edge [fontname=\"Helvetica\" fontsize=9 arrowsize=0.6]");
    bool cut_short = false;
    for (std::size_t i = 0; i < flows.size(); ++i) {
      agent(flows[i], "a" + std::to_string(i));
      cut_short = cut_short || flows[i].cut_short;
    }
    legend(cut_short);
    stack(flows);
    line("}");
    return text_;
  }

 private:
  void line(const std::string& text) { text_ += text + "\n"; }

  void agent(const Flow& flow, const std::string& id) {
    cluster(flow, id, 0, "  ");
    for (const FlowArrow& each : flow.arrows) arrow(each, id);
    const std::size_t lowest = Lowest(flow).node();
    for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
      // The end belongs at the bottom, however early an arrow leads there.
      if (flow.nodes[i].kind == FlowNode::Kind::end && i != lowest)
        line("  " + quoted(id + "_" + std::to_string(lowest)) + " -> " +
             quoted(id + "_" + std::to_string(i)) + " [style=invis]");
    }
  }

  // A cluster with its boxes, and those of the calls within.
  void cluster(const Flow& flow, const std::string& id, std::size_t number,
               const std::string& indent) {
    const Look look = look_of(flow.kind);
    line(indent + "subgraph " + quoted("cluster_" + id + "_" + std::to_string(number)) + " {");
    if (number == 0) {
      line(indent + "  label=" + quoted(std::string(look.kind) + " " + flow.agent) + " " +
           look.cluster);
    } else {
      line(indent + "  label=" + quoted(flow.clusters[number].name) +
           " fontsize=10 style=\"rounded,filled\" color=\"#bbbbbb\" fillcolor=\"#f6f6f6\"");
    }
    for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
      if (flow.nodes[i].cluster == number)
        box(flow.nodes[i], id + "_" + std::to_string(i), look, indent + "  ");
    }
    for (std::size_t i = 1; i < flow.clusters.size(); ++i) {
      if (flow.clusters[i].parent == number) cluster(flow, id, i, indent + "  ");
    }
    line(indent + "}");
  }

  void box(const FlowNode& node, const std::string& id, const Look& look,
           const std::string& indent) {
    if (node.kind == FlowNode::Kind::start) {
      line(indent + quoted(id) + " [shape=circle label=\"\" width=0.16 fillcolor=black]");
      return;
    }
    if (node.kind == FlowNode::Kind::end) {
      line(indent + quoted(id) +
           " [shape=doublecircle label=\"\" width=0.13 fillcolor=black tooltip=\"end\"]");
      return;
    }
    std::string label;
    const auto row = [&](const std::string& html) { label += html + "<br align=\"left\"/>"; };
    for (const FlowLine& each : node.lines) {
      if (!each.label.empty()) row("<b>" + escaped(each.label) + ":</b>");
      const std::string number = each.line == 0 ? "" : std::to_string(each.line) + "  ";
      bool first = true;
      for (const std::string& part : filled(each.text, kBoxWidth)) {
        row((first ? colored(kFaint, number) : std::string(number.size() + 2, ' ')) +
            escaped(part.empty() ? " " : part));
        first = false;
      }
    }
    for (const std::string& mark : node.marks) {
      for (const std::string& part : filled(mark, kBoxWidth))
        row("<font face=\"Helvetica\" point-size=\"9\" color=\"#20508f\">" + escaped(part) +
            "</font>");
    }
    line(indent + quoted(id) + " [fillcolor=" + quoted(look.fill) + " label=<" + label + ">]");
  }

  void arrow(const FlowArrow& each, const std::string& id) {
    std::string label;
    const auto row = [&](const std::string& html) {
      label += (label.empty() ? " " : "<br align=\"left\"/> ") + html;
    };
    for (const std::string& word : each.words) {
      for (const std::string& part : filled(word, kArrowWidth)) row(escaped(part));
    }
    for (const std::string& lock : each.acquired)
      row("<b>" + colored(kTaken, "+ " + lock) + "</b>");
    for (const std::string& lock : each.released)
      row("<b>" + colored(kDropped, "− " + lock) + "</b>");
    std::string attributes;
    if (!label.empty()) attributes += " label=<" + label + "<br align=\"left\"/>>";
    if (!each.acquired.empty()) {
      attributes += std::string(" penwidth=2 color=\"") + kTaken + "\"";
    } else if (!each.released.empty()) {
      attributes += std::string(" penwidth=2 color=\"") + kDropped + "\"";
    }
    line("  " + quoted(id + "_" + std::to_string(each.from)) + " -> " +
         quoted(id + "_" + std::to_string(each.to)) +
         (attributes.empty() ? "" : " [" + attributes.substr(1) + "]"));
  }

  // Threads stand side by side; everything else, and the legend, below: a page is higher than wide.
  void stack(const std::vector<Flow>& flows) {
    const auto is_thread = [](const Flow& flow) { return flow.kind == machine::AgentKind::thread; };
    const auto thread = std::find_if(flows.begin(), flows.end(), is_thread);
    if (thread == flows.end()) return;
    std::size_t last = 0;
    for (std::size_t i = 0; i < thread->nodes.size(); ++i) {
      if (thread->nodes[i].kind == FlowNode::Kind::end) last = i;
    }
    const std::string above =
        "a" + std::to_string(thread - flows.begin()) + "_" + std::to_string(last);
    std::string above_legend = above;
    for (std::size_t i = 0; i < flows.size(); ++i) {
      if (is_thread(flows[i])) continue;
      // The start is the last node of a flow.
      above_legend = "a" + std::to_string(i) + "_" + std::to_string(flows[i].nodes.size() - 1);
      line("  " + quoted(above) + " -> " + quoted(above_legend) + " [style=invis]");
    }
    line("  " + quoted(above_legend) + " -> \"legend\" [style=invis]");
  }

  void legend(bool cut_short) {
    std::string rows;
    const auto row = [&](const std::string& sign, const std::string& meaning) {
      rows += "<tr><td align=\"left\">" + sign + "</td><td align=\"left\">" + escaped(meaning) +
              "</td></tr>";
    };
    row("●  ◎", "where an agent begins, and ends");
    row("12  code", "a box: a line of the source and what the environment does for it");
    row("yes / no", "an arrow: what its test said, a note, the jump");
    row("<b>" + colored(kTaken, "+ lock") + "</b>", "the lock is held from here on");
    row("<b>" + colored(kDropped, "− lock") + "</b>", "the lock is given back");
    row("<font color=\"#20508f\">may wait for</font>", "locks that are waited for inside");
    row("<font color=\"#20508f\">prepares / attempts</font>",
        "makes sure that memory is there / relies on it");
    row("dashed frame", "an adversary or a signal: may strike at any moment, or never");
    if (cut_short) row("…", "the deepest calls are drawn as one box");
    line(
        "  \"legend\" [shape=plain style=\"\" fontname=\"Helvetica\" fontsize=9 label=<<table "
        "border=\"1\" color=\"#bbbbbb\" cellborder=\"0\" cellspacing=\"0\">" +
        rows + "</table>>]");
  }

  const machine::Machine& machine_;
  std::string text_;
};

}  // namespace

std::string render_dot(const machine::Machine& machine, const FlowOptions& options) {
  return Dot(machine).draw(flows(machine, options));
}

}  // namespace headway::report

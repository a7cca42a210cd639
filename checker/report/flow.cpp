// Boxes are the places of control_points.h, arrows what outcomes.h says of the ways out of them.
#include "checker/report/flow.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "checker/report/control_points.h"
#include "checker/report/outcomes.h"
#include "checker/report/page.h"
#include "model/machine/text.h"

namespace headway::report {
namespace {

using machine::Agent;
using machine::LocationId;
using machine::Machine;
using machine::Transition;
using machine::TransitionId;

constexpr std::size_t kMostBoxes = 60;                // that still make a page
constexpr std::size_t kMostBoxesOfEnvironment = 400;  // that dot lays out in seconds
constexpr std::size_t kMostWords = 4;                 // on one arrow
constexpr std::size_t kMostNotes = 3;                 // in one box
constexpr std::size_t kLongWord = 48;

void add(std::vector<std::string>& list, const std::string& item) {
  if (!item.empty() && std::find(list.begin(), list.end(), item) == list.end())
    list.push_back(item);
}

// "a, b", of which no more than so many are said.
std::string enumerated(const std::set<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

class Chart {
 public:
  Chart(const Machine& machine, const Agent& agent, const Names& names, const FlowOptions& options,
        Sources& sources, const Depth& depth)
      : machine_(machine),
        agent_(agent),
        names_(names),
        options_(options),
        sources_(sources),
        depth_(depth),
        points_(machine, agent, options.inputs, depth) {}

  [[nodiscard]] std::size_t size() const { return points_.places(); }

  Flow draw() {
    flow_.agent = agent_.name;
    flow_.kind = agent_.kind;
    flow_.clusters.push_back({agent_.name, std::nullopt});
    for (std::size_t place = 0; place < points_.places(); ++place) add_box(place);
    find_entries();
    flow_.nodes.push_back({FlowNode::Kind::start, 0, {}, {}});
    add_arrow(
        {flow_.nodes.size() - 1, place_of(agent_.initial), jump_texts(agent_.initial), {}, {}});
    for (std::size_t place = 0; place < points_.places(); ++place) add_arrows(place);
    return std::move(flow_);
  }

 private:
  [[nodiscard]] std::size_t place_of(LocationId location) const {
    return points_.place(points_.landing(location));
  }

  // ---- boxes

  std::size_t cluster_of(const Position& position) {
    std::size_t cluster = 0;
    std::string path;
    for (const source::Frame& frame : position.calls) {
      // What HW_HARNESS and HW_CALL wrap around the call is no function of anybody's.
      if (!depth_.environment && frame.function.starts_with("hw_")) continue;
      path += frame.function + "@" + frame.call_site.file_name() + ":" +
              std::to_string(frame.call_site.line) + ":" + std::to_string(frame.call_site.column) +
              ";";
      const auto [found, fresh] = clusters_.try_emplace(path, flow_.clusters.size());
      if (fresh) {
        const std::string line = frame.call_site.known() && !flow_.clusters[cluster].parent
                                     ? ""
                                     : ", called in line " + std::to_string(frame.call_site.line);
        flow_.clusters.push_back({frame.function + line, cluster});
      }
      cluster = found->second;
    }
    return cluster;
  }

  void add_box(std::size_t place) {
    const Position& position = points_.position(place);
    FlowNode node;
    node.cluster = cluster_of(position);
    const LocationId first = points_.members(place).front();
    if (agent_.end && first == points_.landing(*agent_.end)) node.kind = FlowNode::Kind::end;
    FlowLine line{position.span.known() ? position.span.line : 0, text_of(position.span), ""};
    if (line.text.empty() && node.kind == FlowNode::Kind::box) line.text = agent_.at(first).name;
    node.lines.push_back(std::move(line));
    flow_.nodes.push_back(std::move(node));
  }

  // Labels stand where a jump to them ends; entries are where the agent comes from elsewhere.
  void find_entries() {
    entries_.resize(points_.places());
    entries_[place_of(agent_.initial)].insert(points_.landing(agent_.initial));
    for (std::size_t place = 0; place < points_.places(); ++place) {
      for (const LocationId here : points_.members(place)) {
        for (const TransitionId id : points_.out(here)) {
          const LocationId to = points_.landing(agent_.at(id).to);
          if (points_.place(to) != place) entries_[points_.place(to)].insert(to);
        }
      }
    }
    for (std::uint32_t number = 0; number < agent_.locations.size(); ++number) {
      const machine::Location& location = agent_.locations[number];
      const std::size_t place = place_of(LocationId{number});
      if (location.label.empty() || place >= points_.places()) continue;
      FlowNode& node = flow_.nodes[place];
      if (node.kind == FlowNode::Kind::box && is_shown(location.label))
        node.lines.front().label = location.label;
    }
  }

  // Labels of the environment and of macros say nothing to a person.
  static bool is_shown(const std::string& label) { return !label.starts_with("hw_"); }

  std::string text_of(const source::Span& span) {
    if (!span.known()) return "";
    std::string text = sources_.text({span.file_name(), span.line, true, "", ""});
    if (const std::size_t comment = text.find("/*"); comment != std::string::npos)
      text.erase(comment);
    while (text.ends_with(' ') || text.ends_with('\t') || text.ends_with('{')) text.pop_back();
    return text;
  }

  // ---- arrows

  void add_arrows(std::size_t place) {
    const Outcomes outcomes = outcomes_of(agent_, names_, points_, place, entries_[place]);
    std::set<std::size_t> targets;
    for (const Exit& exit : outcomes.exits) targets.insert(place_of(agent_.at(exit.transition).to));
    const bool one_way = targets.size() <= 1;
    mark(place, outcomes, one_way);
    const std::size_t tests = tests_on(place, outcomes);
    for (const Exit& exit : outcomes.exits) {
      const Transition& transition = agent_.at(exit.transition);
      for (const Outcome& outcome : exit.outcomes) {
        FlowArrow arrow{place, place_of(transition.to), {}, {}, {}};
        add(arrow.words, tested(exit, tests));
        if (transition.call) add(arrow.words, called(*transition.call));
        if (!transition.origin) add(arrow.words, cut(action(transition), kLongWord));
        if (one_way || !transition.origin) add(arrow.words, outcome.note);
        for (const std::string& jump : jump_texts(transition.to)) add(arrow.words, jump);
        for (const auto& [lock, net] : outcome.locks)
          (net > 0 ? arrow.acquired : arrow.released).push_back(lock);
        add_arrow(std::move(arrow));
      }
    }
  }

  // Arrows that differ in words only are one.
  void add_arrow(FlowArrow arrow) {
    const auto same = [&](const FlowArrow& other) {
      return std::tie(other.from, other.to, other.acquired, other.released) ==
             std::tie(arrow.from, arrow.to, arrow.acquired, arrow.released);
    };
    const auto found = std::find_if(flow_.arrows.begin(), flow_.arrows.end(), same);
    if (found == flow_.arrows.end()) {
      flow_.arrows.push_back(std::move(arrow));
      return;
    }
    for (const std::string& word : arrow.words) {
      if (found->words.size() < kMostWords) {
        add(found->words, word);
      } else if (std::find(found->words.begin(), found->words.end(), word) == found->words.end()) {
        found->words.back() = "…";
      }
    }
  }

  static std::string called(const machine::CallMark& call) {
    return call.role + (call.is_return ? " returns" : " is called");
  }

  // What a transition without a place in a file does.
  std::string action(const Transition& transition) {
    std::string text;
    if (!transition.guard.is_constant(1)) text = print_expr(machine_, transition.guard);
    std::string effects;
    for (const machine::Assignment& assignment : transition.assignments) {
      effects += (effects.empty() ? "" : ", ") + machine_.at(assignment.place.variable).name;
      if (assignment.place.index)
        effects += "[" + print_expr(machine_, *assignment.place.index) + "]";
      effects += " := " + print_expr(machine_, assignment.value);
    }
    return text + (text.empty() || effects.empty() ? "" : ": ") + effects;
  }

  // The jumps of the user's own lines that lead from there to the next box.
  std::vector<std::string> jump_texts(LocationId location) {
    std::vector<std::string> texts;
    for (const source::Span& span : points_.jumps(location)) {
      const std::vector<std::string>& own = options_.inputs;
      if (!depth_.environment && std::find(own.begin(), own.end(), span.file_name()) == own.end())
        continue;
      const std::string text = text_of(span);
      const auto begins = [&](const char* word) { return text.starts_with(word); };
      if (begins("goto ") || begins("break;") || begins("continue;") || begins("return;"))
        add(texts, text);
    }
    return texts;
  }

  // ---- tests

  // A test on a line of the picture, not in a call below it: lowering gives its true side first.
  [[nodiscard]] bool is_test(LocationId here) const {
    const std::vector<TransitionId>& out = points_.out(here);
    if (out.size() != 2) return false;
    const Transition& first = agent_.at(out[0]);
    const Transition& second = agent_.at(out[1]);
    return first.origin && second.origin && *first.origin == *second.origin &&
           !first.guard.is_constant() && first.assignments.empty() && !agent_.at(here).wait &&
           position_of(first.origin.get(), options_.inputs, depth_).callee.empty();
  }

  std::size_t tests_on(std::size_t place, const Outcomes& outcomes) const {
    std::set<LocationId> tests;
    for (const Exit& exit : outcomes.exits) {
      if (is_test(exit.from)) tests.insert(exit.from);
    }
    for (const LocationId here : points_.members(place)) {
      if (is_test(here)) tests.insert(here);
    }
    return tests.size();
  }

  // "yes", or "copied: yes" where a line has several tests.
  std::string tested(const Exit& exit, std::size_t tests) {
    if (!is_test(exit.from)) return "";
    bool yes = exit.transition == points_.out(exit.from)[0];
    const source::Span& span = agent_.at(exit.transition).origin->span;
    const std::string line = line_of(span);
    if (tests > 1 && span.end_column > span.column && span.end_column <= line.size() + 1) {
      const std::string piece = line.substr(span.column - 1, span.end_column - span.column);
      return cut(piece, kLongWord) + (yes ? ": yes" : ": no");
    }
    if (tests == 1 && negated(line.substr(0, std::min<std::size_t>(span.column - 1, line.size()))))
      yes = !yes;
    return yes ? "yes" : "no";
  }

  // The line with its blanks: columns count them.
  std::string line_of(const source::Span& span) {
    return sources_.whole({span.file_name(), span.line, true, "", ""});
  }

  // Whether what follows stands under an odd number of `!`: the front end looks through them.
  static bool negated(std::string before) {
    bool result = false;
    while (true) {
      while (before.ends_with(' ') || before.ends_with('(')) before.pop_back();
      if (before.ends_with('!')) {
        result = !result;
        before.pop_back();
      } else if (before.ends_with("likely")) {  // unlikely, too
        before.erase(before.size() - (before.ends_with("unlikely") ? 8 : 6));
      } else {
        return result;
      }
    }
  }

  // ---- marks

  void mark(std::size_t place, const Outcomes& outcomes, bool one_way) {
    std::vector<std::string>& marks = flow_.nodes[place].marks;
    std::set<std::string> waits, notes, prepares, attempts;
    for (const LocationId here : points_.members(place)) {
      if (const auto& wait = agent_.at(here).wait; wait)
        waits.insert(wait->resource ? names_.lock_kind(wait->resource->variable)
                                    : std::string("a condition"));
      for (const TransitionId id : points_.out(here)) {
        const Transition& transition = agent_.at(id);
        if (transition.prepare) prepares.insert(transition.prepare->kind);
        if (transition.attempt) attempts.insert(*transition.attempt);
        if (transition.progress) add(marks, "progress");
        if (transition.favour == machine::Favour::unfavourable && !transition.whim.empty())
          notes.insert(transition.whim);
      }
    }
    for (const Exit& exit : outcomes.exits) {
      for (const Outcome& outcome : exit.outcomes) {
        if (!one_way && agent_.at(exit.transition).origin && !outcome.note.empty())
          notes.insert(outcome.note);
      }
    }
    // Locks that are tried, not waited for, and that no arrow speaks of.
    std::set<std::string> tried = outcomes.taken;
    for (const std::string& lock : waits) tried.erase(lock);
    for (const Exit& exit : outcomes.exits) {
      for (const Outcome& outcome : exit.outcomes) {
        for (const auto& [lock, net] : outcome.locks) tried.erase(lock);
      }
    }
    if (!tried.empty()) add(marks, "may take " + enumerated(tried));
    if (!waits.empty()) add(marks, "may wait for " + enumerated(waits));
    if (!prepares.empty()) add(marks, "prepares: " + enumerated(prepares));
    if (!attempts.empty()) add(marks, "attempts: " + enumerated(attempts));
    std::size_t said = 0;
    for (const std::string& note : notes) {
      if (++said <= kMostNotes) add(marks, "may be: " + note);
    }
  }

  const Machine& machine_;
  const Agent& agent_;
  const Names& names_;
  const FlowOptions& options_;
  Sources& sources_;
  Depth depth_;
  ControlPoints points_;
  Flow flow_;
  std::map<std::string, std::size_t> clusters_;
  std::vector<std::set<LocationId>> entries_;
};

std::size_t deepest(const Agent& agent) {
  std::size_t most = 0;
  for (const Transition& transition : agent.transitions) {
    if (transition.origin) most = std::max(most, transition.origin->stack.size());
  }
  return most;
}

}  // namespace

std::vector<Flow> flows(const Machine& machine, const FlowOptions& options) {
  const Names names(machine);
  Sources sources;
  std::vector<Flow> result;
  const std::size_t most = options.environment ? kMostBoxesOfEnvironment : kMostBoxes;
  for (const Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::setup) continue;
    Depth depth{options.environment, deepest(agent)};
    bool cut_short = false;
    // Calls are left out from the deepest, until the picture is small enough.
    while (depth.most > 0 && Chart(machine, agent, names, options, sources, depth).size() > most) {
      --depth.most;
      cut_short = true;
    }
    Flow flow = Chart(machine, agent, names, options, sources, depth).draw();
    flow.cut_short = cut_short;
    fold_chains(flow);
    result.push_back(std::move(flow));
  }
  return result;
}

}  // namespace headway::report

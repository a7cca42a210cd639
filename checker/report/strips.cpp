// Signs for enumerators, and what to draw for a state.
#include "checker/report/strips.h"

#include <algorithm>
#include <set>

#include "checker/report/page.h"

namespace headway::report {
namespace {

using machine::Machine;
using machine::State;
using machine::Variable;
using machine::VariableId;

// The names without the beginning up to "_" that they all share (PAGE_RES, PAGE_BAD → RES, BAD).
std::string shared_prefix(const std::set<std::string>& names) {
  if (names.size() < 2) return "";
  std::string prefix = *names.begin();
  for (const std::string& name : names) {
    const auto differ = std::mismatch(prefix.begin(), prefix.end(), name.begin(), name.end()).first;
    prefix.erase(differ, prefix.end());
  }
  return prefix.substr(0, prefix.rfind('_') == std::string::npos ? 0 : prefix.rfind('_') + 1);
}

// Each name's shortest beginning that no other name begins with.
std::map<std::string, std::string> signs_for(const std::set<std::string>& names) {
  const std::string prefix = shared_prefix(names);
  std::map<std::string, std::string> signs;
  for (const std::string& name : names) {
    const std::string bare = name.substr(prefix.size());
    std::size_t length = 1;
    const auto ambiguous = [&](const std::string& other) {
      return other != name && other.compare(prefix.size(), length, bare, 0, length) == 0;
    };
    while (length < bare.size() && std::any_of(names.begin(), names.end(), ambiguous)) ++length;
    signs[name] = bare.substr(0, length);
  }
  return signs;
}

// "folio lock" stands under "locks" as "folio".
std::string bare_lock(std::string name) {
  const std::string word = " lock";
  const std::size_t at = name.find(word);
  if (at != std::string::npos) name.erase(at, word.size());
  return name;
}

}  // namespace

Strips::Strips(const Machine& machine, const Names& names, const Run& run, std::size_t room)
    : machine_(machine), names_(names), layout_(machine) {
  std::size_t actors = 0;
  for (const machine::Agent& agent : machine.agents) {
    if (agent.kind == machine::AgentKind::thread || agent.kind == machine::AgentKind::daemon)
      ++actors;
  }
  name_holders_ = actors > 1;
  collect_pages(run);
  retire_constants(run);
  collect_locks(run);
  measure(run, room);
}

void Strips::measure(const Run& run, std::size_t room) {
  for (const PageStrip& strip : pages_) columns_.push_back({strip.title, 0});
  if (!locks_.empty()) columns_.push_back({"locks", 0});
  for (Column& column : columns_) column.width = report::columns(column.title);
  for (const State* state : run) {
    const std::vector<std::string> texts = draw(*state);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].width = std::max(columns_[i].width, report::columns(texts[i]));
    }
  }
  // Strips stand beside the run: they may not squeeze it out. The widest gives way first.
  const auto total = [&] {
    std::size_t sum = 0;
    for (const Column& column : columns_) sum += column.width + 2;
    return sum;
  };
  const auto narrower = [](const Column& a, const Column& b) { return a.width < b.width; };
  while (!columns_.empty() && total() > room) {
    Column& widest = *std::max_element(columns_.begin(), columns_.end(), narrower);
    if (widest.width <= 4) break;
    --widest.width;
  }
}

void Strips::collect_locks(const Run& run) {
  for (std::uint32_t id = 0; id < machine_.variables.size(); ++id) {
    const Variable& variable = machine_.variables[id];
    if (variable.holder == machine::Holder::none) continue;
    for (std::uint32_t i = 0; i < variable.extent; ++i) {
      const Cell cell{VariableId{id}, i};
      const auto is_held = [&](const State* state) { return value_of(layout_, *state, cell) != 0; };
      if (std::any_of(run.begin(), run.end(), is_held)) locks_.push_back(cell);
    }
  }
}

void Strips::collect_pages(const Run& run) {
  for (std::uint32_t id = 0; id < machine_.variables.size(); ++id) {
    const Variable& variable = machine_.variables[id];
    if (variable.strip.empty() || variable.holder != machine::Holder::none) continue;
    const auto same = [&](const PageStrip& strip) { return strip.title == variable.strip; };
    auto strip = std::find_if(pages_.begin(), pages_.end(), same);
    if (strip == pages_.end())
      strip = pages_.insert(pages_.end(), PageStrip{variable.strip, {}, {}, {}, false});
    strip->variables.push_back(VariableId{id});
  }
  for (PageStrip& strip : pages_) {
    std::set<std::string> names;
    for (const VariableId id : strip.variables) {
      for (const auto& enumerator : machine_.at(id).enumerators) names.insert(enumerator.second);
    }
    strip.signs = signs_for(names);
    const auto is_long = [](const auto& entry) { return entry.second.size() > 1; };
    strip.spaced = std::any_of(strip.signs.begin(), strip.signs.end(), is_long);
    note_seen(strip, run);
  }
}

void Strips::retire_constants(const Run& run) {
  for (std::size_t i = 1; i < pages_.size();) {
    const std::string first = draw(pages_[i], *run.front());
    const auto same = [&](const State* state) { return draw(pages_[i], *state) == first; };
    if (!std::all_of(run.begin(), run.end(), same)) {
      ++i;
      continue;
    }
    throughout_.push_back(pages_[i].title + ": " + first + " throughout");
    pages_.erase(pages_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Strips::note_seen(PageStrip& strip, const Run& run) const {
  for (const VariableId id : strip.variables) {
    for (const auto& [value, name] : machine_.at(id).enumerators) {
      const auto occurs = [&, number = value](const State* state) {
        const auto first = state->cells.begin() + static_cast<std::ptrdiff_t>(layout_.slot(id));
        const auto last = first + machine_.at(id).extent;
        return std::find(first, last, number) != last;
      };
      const std::pair<std::string, std::string> entry{strip.signs.at(name), name};
      const bool known = std::find(strip.seen.begin(), strip.seen.end(), entry) != strip.seen.end();
      if (!known && std::any_of(run.begin(), run.end(), occurs)) strip.seen.push_back(entry);
    }
  }
}

std::string Strips::sign(const PageStrip& strip, VariableId variable, std::int64_t value) const {
  if (machine_.at(variable).enumerators.empty() && machine_.at(variable).type == machine::kBool) {
    return value != 0 ? "1" : "0";
  }
  const std::string name = value_text(machine_, variable, value);
  const auto found = strip.signs.find(name);
  return found == strip.signs.end() ? name : found->second;
}

std::string Strips::draw(const PageStrip& strip, const State& state) const {
  std::string text;
  bool spaced = strip.spaced;
  std::vector<std::vector<std::string>> groups;
  for (const VariableId id : strip.variables) {
    groups.emplace_back();
    for (std::uint32_t i = 0; i < machine_.at(id).extent; ++i) {
      groups.back().push_back(sign(strip, id, value_of(layout_, state, {id, i})));
      spaced = spaced || groups.back().back().size() > 1;
    }
  }
  for (std::size_t group = 0; group < groups.size(); ++group) {
    if (group > 0) text += ' ';
    for (std::size_t i = 0; i < groups[group].size(); ++i) {
      if (spaced && i > 0) text += ' ';
      text += groups[group][i];
    }
  }
  return text;
}

std::string Strips::draw_locks(const State& state) const {
  std::string text;
  for (const Cell& cell : locks_) {
    const std::int64_t value = value_of(layout_, state, cell);
    if (value == 0) continue;
    text += (text.empty() ? "" : ", ") + bare_lock(names_.lock(cell));
    if (name_holders_) text.append(":").append(value_text(machine_, cell.variable, value));
  }
  return text.empty() ? "–" : text;
}

std::vector<std::string> Strips::draw(const State& state) const {
  std::vector<std::string> texts;
  for (const PageStrip& strip : pages_) texts.push_back(draw(strip, state));
  if (!locks_.empty()) texts.push_back(draw_locks(state));
  return texts;
}

std::vector<std::string> Strips::legend() const {
  std::vector<std::string> lines;
  for (const PageStrip& strip : pages_) {
    std::string text;
    for (const auto& [letters, name] : strip.seen) {
      if (name != letters) text += (text.empty() ? "" : ", ") + letters + " " + name;
    }
    if (!text.empty()) lines.push_back(strip.title + ": " + text);
  }
  lines.insert(lines.end(), throughout_.begin(), throughout_.end());
  return lines;
}

}  // namespace headway::report

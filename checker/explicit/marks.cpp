// A site is live at a location if some way from there comes to it before a prepare of its kind has
// begun anew: a backward fixpoint over the thread's own graph. What is not live need not be
// remembered.
#include "checker/explicit/marks.h"

#include <algorithm>
#include <optional>

namespace headway::explicit_engine {

using machine::Agent;
using machine::AgentId;
using machine::AgentKind;
using machine::Favour;
using machine::LocationId;
using machine::Machine;
using machine::Transition;
using machine::TransitionId;

namespace {

bool same_call_path(const Transition& some, const Transition& other) {
  if (!some.origin || !other.origin)
    return !some.origin && !other.origin && some.from == other.from;
  return *some.origin == *other.origin;
}

}  // namespace

Marks::Marks(const Machine& machine) : live_(machine.agents.size()) {
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    const AgentId id{a};
    transitions_.emplace_back(machine.at(id).transitions.size());
    if (machine.at(id).kind == AgentKind::thread) number_sites(machine, id);
    if (machine.at(id).kind == AgentKind::thread || machine.at(id).kind == AgentKind::daemon)
      number_whims(machine, id);
  }
  find_members(machine);
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) find_live(machine, AgentId{a});
}

std::uint32_t Marks::set_of(AgentId thread, const std::string& kind) {
  const auto found = std::find_if(sets_.begin(), sets_.end(), [&](const PreparedSet& set) {
    return set.thread == thread && set.kind == kind;
  });
  const auto number = static_cast<std::uint32_t>(found - sets_.begin());
  if (found == sets_.end()) sets_.push_back({thread, kind});
  return number;
}

void Marks::number_sites(const Machine& machine, AgentId id) {
  const Agent& agent = machine.at(id);
  const auto first = static_cast<std::ptrdiff_t>(sites_.size());
  for (std::uint32_t t = 0; t < agent.transitions.size(); ++t) {
    const Transition& transition = agent.transitions[t];
    OfTransition& marks = transitions_[index_of(id)][t];
    if (transition.prepare) {
      marks.prepares = set_of(id, transition.prepare->kind);
      marks.also = transition.prepare->also;
    }
    if (!transition.attempt) continue;
    const auto found = std::find_if(sites_.begin() + first, sites_.end(), [&](const Site& site) {
      const Transition& known = agent.at(site.transition);
      return known.attempt == transition.attempt && same_call_path(known, transition);
    });
    marks.attempts = static_cast<std::uint32_t>(found - sites_.begin());
    if (found == sites_.end())
      sites_.push_back({id, TransitionId{t}, set_of(id, *transition.attempt)});
  }
}

// A favourable branch belongs to the whim of its own call path and text, and to that of each
// unfavourable branch beside it.
void Marks::number_whims(const Machine& machine, AgentId id) {
  const Agent& agent = machine.at(id);
  const std::size_t first = whims_.size();
  std::vector<OfTransition>& all = transitions_[index_of(id)];
  for (std::uint32_t t = 0; t < agent.transitions.size(); ++t) {
    const Transition& transition = agent.transitions[t];
    if (transition.favour != Favour::unfavourable) continue;
    std::size_t number = first;
    for (; number < whims_.size(); ++number) {
      const Transition& known = agent.at(whims_[number].transition);
      if (known.whim == transition.whim && same_call_path(known, transition)) break;
    }
    if (number == whims_.size()) whims_.push_back({id, TransitionId{t}});
    all[t].withholds = static_cast<std::uint32_t>(number);
  }
  for (std::uint32_t good = 0; good < agent.transitions.size(); ++good) {
    const Transition& transition = agent.transitions[good];
    if (transition.favour != Favour::favourable) continue;
    std::vector<std::uint32_t>& grants = all[good].grants;
    for (std::uint32_t bad = 0; bad < agent.transitions.size(); ++bad) {
      const Transition& other = agent.transitions[bad];
      if (other.favour != Favour::unfavourable || other.whim != transition.whim) continue;
      if (other.from == transition.from || same_call_path(other, transition))
        grants.push_back(all[bad].withholds);
    }
    std::sort(grants.begin(), grants.end());
    grants.erase(std::unique(grants.begin(), grants.end()), grants.end());
  }
}

void Marks::find_members(const Machine& machine) {
  const machine::Layout layout(machine);
  member_numbers_.assign(layout.cells(), kNone);
  for (std::uint32_t a = 0; a < machine.agents.size(); ++a) {
    for (std::uint32_t t = 0; t < machine.agents[a].transitions.size(); ++t) {
      if (transitions_[a][t].prepares == kNone) continue;
      const machine::VariableId id = machine.agents[a].transitions[t].prepare->variable;
      for (std::uint32_t cell = 0; cell < machine.at(id).extent; ++cell)
        members_.push_back(static_cast<std::uint32_t>(layout.slot(id)) + cell);
    }
  }
  std::sort(members_.begin(), members_.end());
  members_.erase(std::unique(members_.begin(), members_.end()), members_.end());
  for (std::uint32_t number = 0; number < members_.size(); ++number)
    member_numbers_[members_[number]] = number;
}

void Marks::find_live(const Machine& machine, AgentId id) {
  const bool has_site = std::any_of(sites_.begin(), sites_.end(),
                                    [&](const Site& site) { return site.thread == id; });
  if (!has_site) return;
  const Agent& agent = machine.at(id);
  auto& live = live_[index_of(id)];
  live.assign(agent.locations.size(), std::vector<bool>(sites_.size()));
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t t = 0; t < agent.transitions.size(); ++t) {
      const Transition& transition = agent.transitions[t];
      const OfTransition& marks = transitions_[index_of(id)][t];
      const bool begins = marks.prepares != kNone && !marks.also;
      for (std::uint32_t site = 0; site < sites_.size(); ++site) {
        const bool kept =
            live[index_of(transition.to)][site] && !(begins && sites_[site].set == marks.prepares);
        if ((!kept && marks.attempts != site) || live[index_of(transition.from)][site]) continue;
        live[index_of(transition.from)][site] = true;
        changed = true;
      }
    }
  }
}

}  // namespace headway::explicit_engine

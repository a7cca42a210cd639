// A ghost is words: the members of each set as bits, then for each site one word that is 1 if the
// attempt would be disturbed as a whole, at page_fair followed by bits of the members that were
// invalidated. Once it is disturbed as a whole, members no longer matter.
#include "checker/explicit/disturbance.h"

#include <algorithm>
#include <limits>

namespace headway::explicit_engine {

using machine::AgentId;
using machine::LocationId;
using property::Obligation;

namespace {

constexpr std::size_t kBits = 64;
constexpr std::size_t kMostEntries = 1U << 22U;  // in rows
constexpr std::uint32_t kUnknown = 0xffffffff;

bool has(const std::uint64_t* words, std::uint32_t bit) {
  return (words[bit / kBits] >> (bit % kBits) & 1U) != 0;
}

void add(std::uint64_t* words, std::uint32_t bit) {
  words[bit / kBits] |= std::uint64_t{1} << (bit % kBits);
}

bool any(const std::uint64_t* words, std::size_t width) {
  return std::any_of(words, words + width, [](std::uint64_t word) { return word != 0; });
}

}  // namespace

std::size_t Disturbance::HashWords::operator()(const Words& words) const {
  std::uint64_t hash = 0;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29U;
  }
  return hash;
}

Disturbance::Disturbance(const Effects& effects, property::Level level)
    : effects_(effects),
      by_member_(level == property::Level::page_fair),
      width_((effects.marks().members().size() + kBits - 1) / kBits),
      labels_(1),
      acts_(1) {
  const Marks& marks = effects.marks();
  label_numbers_.emplace(decltype(label_numbers_)::key_type{}, 0);
  number_of(Words(site_at(static_cast<std::uint32_t>(marks.sites().size()))));
  for (const Site& site : marks.sites()) {
    const PairOf pair{Obligation::Kind::attempt, site.thread, site.transition, std::nullopt};
    if (!by_member_) pairs_.push_back(pair);
    for (std::size_t m = 0; by_member_ && m < marks.members().size(); ++m) {
      pairs_.push_back(pair);
      pairs_.back().slot = marks.members()[m];
    }
  }
  for (const WhimSite& whim : marks.whims())
    pairs_.push_back({Obligation::Kind::whim, whim.agent, whim.transition, std::nullopt});
}

std::uint32_t Disturbance::pair_of_whim(std::uint32_t whim) const {
  return static_cast<std::uint32_t>(pairs_.size() - effects_.marks().whims().size()) + whim;
}

Disturbance::Next Disturbance::step(std::uint32_t ghost, std::uint16_t effect) {
  if (effect == 0) return {ghost, 0};
  if (Next* known = row(ghost)) {
    if (known[effect].ghost == kUnknown) {
      const Next next = make(ghost, effect);
      known[effect] = next;
    }
    return known[effect];
  }
  const std::uint64_t key = std::uint64_t{ghost} << 16U | effect;
  if (const auto found = known_.find(key); found != known_.end()) return found->second;
  const Next next = make(ghost, effect);
  known_.emplace(key, next);
  return next;
}

// Of the ghost, by effect; null: there are too many.
Disturbance::Next* Disturbance::row(std::uint32_t ghost) {
  if (ghost >= rows_.size()) rows_.resize(ghosts_.size());
  std::vector<Next>& row = rows_[ghost];
  if (row.empty()) {
    if (entries_ + effects_.size() > kMostEntries) return nullptr;
    entries_ += effects_.size();
    row.assign(effects_.size(), {kUnknown, 0});
  }
  return row.data();
}

Disturbance::Next Disturbance::make(std::uint32_t ghost, std::uint16_t effect) {
  const Effect& operations = effects_[effect];
  const bool withheld = std::any_of(
      operations.begin(), operations.end(),
      [](const Operation& operation) { return operation.kind == Operation::Kind::withholds; });
  Words after = ghosts_[ghost];
  Outcome outcome;
  for (const Operation& operation : operations) apply(operation, withheld, after, outcome);
  return {number_of(std::move(after)), number_of(std::move(outcome))};
}

std::uint32_t Disturbance::part(std::uint32_t ghost, AgentId thread) {
  const Marks& marks = effects_.marks();
  Words words = ghosts_[ghost];
  for (std::uint32_t set = 0; set < marks.sets().size(); ++set) {
    if (marks.sets()[set].thread != thread)
      std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(set_at(set)), width_, 0);
  }
  for (std::uint32_t site = 0; site < marks.sites().size(); ++site) {
    if (marks.sites()[site].thread != thread) clear(site, words);
  }
  return number_of(std::move(words));
}

void Disturbance::apply(const Operation& operation, bool withheld, Words& ghost,
                        Outcome& outcome) const {
  const Marks& marks = effects_.marks();
  const auto sites = static_cast<std::uint32_t>(marks.sites().size());
  const std::uint32_t number = operation.number;
  switch (operation.kind) {
    case Operation::Kind::attempts:
      return attempt(number, withheld, ghost, outcome);
    case Operation::Kind::withholds:
      // Where nobody prepares, an attempt is disturbed only by a whim in its own step.
      for (std::uint32_t site = 0; site < sites && width_ != 0; ++site) {
        if (marks.sites()[site].thread != marks.whims()[number].agent) continue;
        clear(site, ghost);
        ghost[site_at(site)] = 1;
      }
      outcome.pairs.asks.push_back(pair_of_whim(number));
      return;
    case Operation::Kind::grants:
      outcome.pairs.grants.push_back(pair_of_whim(number));
      return;
    case Operation::Kind::prepares:
      std::fill_n(ghost.begin() + static_cast<std::ptrdiff_t>(set_at(number)), width_, 0);
      for (std::uint32_t site = 0; site < sites; ++site) {
        if (marks.sites()[site].set == number) clear(site, ghost);
      }
      [[fallthrough]];
    case Operation::Kind::adds:
      for (std::uint32_t m = operation.first; m <= operation.last; ++m)
        add(&ghost[set_at(number)], m);
      return;
    case Operation::Kind::invalidates:
      return invalidate(number, ghost);
    case Operation::Kind::moves:
      return forget(AgentId{number}, LocationId{operation.first}, ghost);
    case Operation::Kind::acts:
      outcome.acts.push_back({AgentId{number}, machine::TransitionId{operation.first}});
      return;
  }
}

// An attempt reads and clears only its own bits.
void Disturbance::attempt(std::uint32_t site, bool withheld, Words& ghost, Outcome& outcome) const {
  const std::uint64_t* set = ghost.data() + set_at(effects_.marks().sites()[site].set);
  const std::uint64_t* raised = ghost.data() + site_at(site);
  const bool whole = *raised != 0;
  const bool nothing = !any(set, width_);
  const bool disturbed =
      withheld || (!nothing && (whole || (by_member_ && any(raised + 1, width_))));
  const auto members = static_cast<std::uint32_t>(effects_.marks().members().size());
  EdgeLabel& pairs = outcome.pairs;
  if (!by_member_) {
    pairs.asks.push_back(site);
    if (!disturbed) pairs.grants.push_back(site);
  }
  for (std::uint32_t m = 0; by_member_ && m < members; ++m) {
    const std::uint32_t pair = site * members + m;
    if (has(set, m)) pairs.asks.push_back(pair);
    const bool own = has(set, m) && !withheld && !whole && !has(raised + 1, m);
    if (own || !disturbed) pairs.grants.push_back(pair);
  }
  clear(site, ghost);
}

void Disturbance::invalidate(std::uint32_t member, Words& ghost) const {
  const Marks& marks = effects_.marks();
  for (std::uint32_t site = 0; site < marks.sites().size(); ++site) {
    if (!has(&ghost[set_at(marks.sites()[site].set)], member)) continue;
    std::uint64_t* raised = &ghost[site_at(site)];
    if (!by_member_) {
      *raised = 1;
    } else if (*raised == 0) {
      add(raised + 1, member);
    }
  }
}

void Disturbance::clear(std::uint32_t site, Words& ghost) const {
  const auto from = static_cast<std::ptrdiff_t>(site_at(site));
  const auto to = static_cast<std::ptrdiff_t>(site_at(site + 1));
  std::fill(ghost.begin() + from, ghost.begin() + to, 0);
}

// A set is of no use where none of its sites is.
void Disturbance::forget(AgentId thread, LocationId at, Words& ghost) const {
  const Marks& marks = effects_.marks();
  std::vector<bool> used(marks.sets().size());
  for (std::uint32_t site = 0; site < marks.sites().size(); ++site) {
    if (marks.sites()[site].thread != thread) continue;
    if (marks.is_live(thread, at, site)) {
      used[marks.sites()[site].set] = true;
    } else {
      clear(site, ghost);
    }
  }
  for (std::uint32_t set = 0; set < marks.sets().size(); ++set) {
    if (marks.sets()[set].thread == thread && !used[set])
      std::fill_n(ghost.begin() + static_cast<std::ptrdiff_t>(set_at(set)), width_, 0);
  }
}

std::uint32_t Disturbance::number_of(Words ghost) {
  const auto [found, fresh] =
      ghost_numbers_.emplace(ghost, static_cast<std::uint32_t>(ghosts_.size()));
  if (fresh) ghosts_.push_back(std::move(ghost));
  return found->second;
}

std::uint16_t Disturbance::number_of(Outcome outcome) {
  constexpr std::uint32_t kBetween = Marks::kNone;
  decltype(label_numbers_)::key_type key;
  for (std::vector<std::uint32_t>* list : {&outcome.pairs.asks, &outcome.pairs.grants}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  key.first = outcome.pairs.asks;
  if (!outcome.pairs.grants.empty()) key.first.push_back(kBetween);
  key.first.insert(key.first.end(), outcome.pairs.grants.begin(), outcome.pairs.grants.end());
  for (const property::Livelock::Act& act : outcome.acts)
    key.second.push_back(std::uint64_t{index_of(act.agent)} << 32U | index_of(act.transition));
  if (const auto found = label_numbers_.find(key); found != label_numbers_.end())
    return found->second;
  if (labels_.size() > std::numeric_limits<std::uint16_t>::max()) {
    too_many_ = true;
    return 0;
  }
  const auto number = static_cast<std::uint16_t>(labels_.size());
  labels_.push_back(std::move(outcome.pairs));
  acts_.push_back(std::move(outcome.acts));
  label_numbers_.emplace(std::move(key), number);
  return number;
}

std::uint64_t Disturbance::bytes() const {
  constexpr std::uint64_t kMapEntry = 48;
  return ghosts_.size() * (2 * (sizeof(Words) + site_at(static_cast<std::uint32_t>(
                                                    effects_.marks().sites().size())) *
                                                    sizeof(std::uint64_t)) +
                           kMapEntry) +
         rows_.capacity() * sizeof(rows_[0]) + entries_ * sizeof(Next) + known_.size() * kMapEntry;
}

}  // namespace headway::explicit_engine

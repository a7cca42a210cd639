// Tables do the work: an edge costs a look-up per thread that it concerns and one per thread to
// join, and both are made only for the sets that come up.
#include "checker/explicit/ghost_sets.h"

#include <algorithm>
#include <iterator>

#include "checker/explicit/release.h"
#include "checker/explicit/walk.h"
#include "model/source/error.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

constexpr std::uint32_t kBetweenLooks = 4096;    // states between two looks at limits
constexpr std::size_t kMostSets = 2048;          // of one thread
constexpr std::size_t kMostGhosts = 256;         // in one set
constexpr std::size_t kMostEntries = 1U << 21U;  // of one thread's table of effects

// Threads whose ghosts the operation may change.
bool concerns(const Operation& operation, const Marks& marks, AgentId thread) {
  switch (operation.kind) {
    case Operation::Kind::attempts:
      return marks.sites()[operation.number].thread == thread;
    case Operation::Kind::withholds:
      return marks.whims()[operation.number].agent == thread;
    case Operation::Kind::prepares:
    case Operation::Kind::adds:
      return marks.sets()[operation.number].thread == thread;
    case Operation::Kind::moves:
      return AgentId{operation.number} == thread;
    case Operation::Kind::invalidates:
      return true;
    case Operation::Kind::grants:
    case Operation::Kind::acts:
      return false;
  }
  return true;
}

}  // namespace

GhostSets::GhostSets(const StateGraph& base, const Effects& effects, Disturbance& disturbance,
                     const std::vector<std::uint8_t>& cyclic,
                     const std::function<bool(std::uint64_t)>& lasts)
    : base_(base),
      effects_(effects),
      disturbance_(disturbance),
      cyclic_(cyclic),
      lasts_(lasts),
      useful_(leading_to(base, cyclic)),
      news_(base.size()),
      pairs_(disturbance.pairs().size()) {
  label_numbers_.emplace(decltype(label_numbers_)::key_type{}, 0);
  make_columns();
  sets_.assign(std::size_t{base.size()} * columns_.size(), kUnreached);
  flow();
  release(news_);
  release(useful_);
  if (!too_many_) label_edges();
  release(sets_);
  finished_ = !too_many_ && !disturbance.too_many();
}

void GhostSets::make_columns() {
  const Marks& marks = effects_.marks();
  column_of_.resize(base_.machine().agents.size());
  for (const Site& site : marks.sites()) {
    if (column_of_[index_of(site.thread)] != 0) continue;
    Column column;
    column.thread = site.thread;
    column.effect.resize(effects_.size());
    for (std::size_t number = 0; number < effects_.size(); ++number) {
      const Effect& effect = effects_[static_cast<std::uint16_t>(number)];
      if (std::any_of(effect.begin(), effect.end(), [&](const Operation& operation) {
            return concerns(operation, marks, site.thread);
          })) {
        column.effect[number] = static_cast<std::uint16_t>(column.effects++);
      }
    }
    CHECK(number_of(column, {}) == kUnreached && number_of(column, {0}) == kBeginning);
    columns_.push_back(std::move(column));
    column_of_[index_of(site.thread)] = static_cast<std::uint32_t>(columns_.size());
  }
  scratch_.resize(columns_.size());
}

bool GhostSets::goes_on() {
  if (until_look_-- == 0) {
    until_look_ = kBetweenLooks;
    too_many_ = too_many_ || !lasts_(bytes());
  }
  return !too_many_;
}

// Breadth-first numbers make most edges lead on: a sweep in their order takes most news to its end.
void GhostSets::flow() {
  const std::size_t width = columns_.size();
  for (const Start& start : base_.starts) {
    if (useful_[index_of(start.state)] == 0) continue;
    std::fill_n(sets_.begin() + static_cast<std::ptrdiff_t>(index_of(start.state) * width), width,
                kBeginning);
    news_[index_of(start.state)] = 1;
  }
  for (bool again = true; again;) {
    again = false;
    for (std::uint32_t state = 0; state < base_.size(); ++state) {
      if (news_[state] == 0) continue;
      news_[state] = 0;
      if (!goes_on()) return;
      again = pass_on(state) || again;
    }
  }
}

// True if a state that the sweep has passed by has news now.
bool GhostSets::pass_on(std::uint32_t state) {
  const std::size_t width = columns_.size();
  std::copy_n(sets_.data() + state * width, width, scratch_.begin());  // an edge may lead back here
  bool behind = false;
  for (const Edge& edge : base_.edges(StateId{state})) {
    const std::uint32_t to = index_of(edge.target);
    if (!edge.leads_on() || useful_[to] == 0 || base_.is_removed(edge.target)) continue;
    Number* target = sets_.data() + to * width;
    for (std::size_t n = 0; n < width; ++n) {
      Column& column = columns_[n];
      const std::uint16_t effect = column.effect[edge.label];
      const Number set = effect == 0 ? scratch_[n] : after(column, scratch_[n], edge.label);
      if (set == target[n]) continue;
      const Number both = joined(column, target[n], set);
      if (both == target[n]) continue;
      target[n] = both;
      news_[to] = 1;
      behind = behind || to <= state;
    }
  }
  return behind;
}

GhostSets::Number GhostSets::after(Column& column, Number set, std::uint16_t effect) {
  std::vector<Number>& known = column.after[set];
  if (known.empty()) known.assign(column.effects, kUnknown);
  Number& result = known[column.effect[effect]];
  if (result != kUnknown) return result;
  std::vector<std::uint32_t> ghosts;
  for (const std::uint32_t ghost : column.sets[set])
    ghosts.push_back(disturbance_.part(disturbance_.step(ghost, effect).ghost, column.thread));
  const Number number = number_of(column, std::move(ghosts));
  return column.after[set][column.effect[effect]] = number;
}

GhostSets::Number GhostSets::joined(Column& column, Number some, Number more) {
  if (some == kUnreached) return more;
  std::vector<Number>& known = column.joined[some];
  if (known.size() <= more) known.resize(column.sets.size(), kUnknown);
  if (known[more] != kUnknown) return known[more];
  std::vector<std::uint32_t> ghosts;
  std::set_union(column.sets[some].begin(), column.sets[some].end(), column.sets[more].begin(),
                 column.sets[more].end(), std::back_inserter(ghosts));
  const Number number = number_of(column, std::move(ghosts));
  return column.joined[some][more] = number;
}

GhostSets::Number GhostSets::number_of(Column& column, std::vector<std::uint32_t> set) {
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
  if (const auto found = column.numbers.find(set); found != column.numbers.end())
    return found->second;
  if (column.sets.size() >= kMostSets || set.size() > kMostGhosts ||
      column.sets.size() * column.effects > kMostEntries) {
    too_many_ = true;
    return kBeginning;  // whatever: nothing is made of it
  }
  const auto number = static_cast<Number>(column.sets.size());
  column.numbers.emplace(set, number);
  column.sets.push_back(std::move(set));
  column.after.emplace_back();
  column.joined.emplace_back();
  column.labels.emplace_back();
  return number;
}

void GhostSets::label_edges() {
  const auto kept = [&](const Edge& edge) {
    return edge.leads_on() && cyclic_[index_of(edge.target)] != 0;
  };
  first_.reserve(std::size_t{base_.size()} + 1);
  std::uint64_t count = 0;
  for (std::uint32_t state = 0; state < base_.size(); ++state) {
    first_.push_back(count);
    if (cyclic_[state] == 0) continue;
    const auto edges = base_.edges(StateId{state});
    count += static_cast<std::uint64_t>(std::count_if(edges.begin(), edges.end(), kept));
  }
  first_.push_back(count);
  if (!lasts_(bytes() + count * sizeof(Edge))) {
    too_many_ = true;
    return;
  }
  edges_.reserve(count);
  for (std::uint32_t state = 0; state < base_.size(); ++state) {
    if (cyclic_[state] == 0) continue;
    for (Edge edge : base_.edges(StateId{state})) {
      if (!kept(edge)) continue;
      edge.label = label_of(edge, sets_.data() + state * columns_.size());
      edges_.push_back(edge);
    }
  }
}

std::uint16_t GhostSets::label_of(const Edge& edge, const Number* sets) {
  if (edge.label == 0) return 0;
  const std::uint32_t number = column_of_[edge.agent_number];
  if (number == 0) return label_of({0}, edge.label);  // whims alone, whatever the ghost is
  Column& column = columns_[number - 1];
  const Number set = sets[number - 1];
  std::vector<std::uint16_t>& known = column.labels[set];
  if (known.empty()) known.assign(column.effects, kUnknown);
  Number& label = known[column.effect[edge.label]];
  if (label == kUnknown) label = label_of(column.sets[set], edge.label);
  return label;
}

// Asked beside every ghost, granted beside any. Labels list their pairs in ascending order.
std::uint16_t GhostSets::label_of(const std::vector<std::uint32_t>& ghosts, std::uint16_t effect) {
  EdgeLabel all;
  bool first = true;
  for (const std::uint32_t ghost : ghosts) {
    const EdgeLabel& one = disturbance_.labels()[disturbance_.step(ghost, effect).label];
    std::vector<std::uint32_t> asks, grants;
    std::set_intersection(all.asks.begin(), all.asks.end(), one.asks.begin(), one.asks.end(),
                          std::back_inserter(asks));
    std::set_union(all.grants.begin(), all.grants.end(), one.grants.begin(), one.grants.end(),
                   std::back_inserter(grants));
    all.asks = first ? one.asks : std::move(asks);
    all.grants = std::move(grants);
    first = false;
  }
  return number_of(std::move(all));
}

std::uint16_t GhostSets::number_of(EdgeLabel label) {
  const auto [found, fresh] = label_numbers_.try_emplace(
      {label.asks, label.grants}, static_cast<std::uint16_t>(labels_.size()));
  if (!fresh) return found->second;
  too_many_ = too_many_ || labels_.size() >= kUnknown;
  labels_.push_back(std::move(label));
  return found->second;
}

std::uint64_t GhostSets::bytes() const {
  std::uint64_t tables = 0;
  for (const Column& column : columns_) {
    for (std::size_t set = 0; set < column.sets.size(); ++set) {
      tables += 2 * column.sets[set].size() * sizeof(std::uint32_t) +
                (column.after[set].capacity() + column.joined[set].capacity() +
                 column.labels[set].capacity()) *
                    sizeof(Number);
    }
  }
  return tables + useful_.capacity() + news_.capacity() + sets_.capacity() * sizeof(Number) +
         first_.capacity() * sizeof(std::uint64_t) + edges_.capacity() * sizeof(Edge) +
         disturbance_.bytes();
}

CycleGraph GhostSets::cycles(std::span<const AgentSet> enabled) const {
  CycleGraph graph(base_, first_, edges_, {}, cyclic_);
  graph.enabled_in = enabled;
  graph.labels = labels_;
  graph.pairs.resize(pairs_);
  return graph;
}

}  // namespace headway::explicit_engine

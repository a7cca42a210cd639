// Nodes are numbered as they are found, so that the queue is the range of numbers not yet expanded.
#include "checker/explicit/automaton_product.h"

#include "checker/explicit/release.h"

namespace headway::explicit_engine {

namespace {

constexpr std::uint32_t kBetweenLooks = 4096;  // expansions between two looks at limits
constexpr std::uint64_t kMostNodes = std::uint64_t{1} << 31U;

}  // namespace

AutomatonProduct::AutomatonProduct(const CycleGraph& arena, std::span<const Node> starts,
                                   Adversaries adversaries, const property::Buchi& automaton,
                                   std::span<const std::uint64_t> letters,
                                   const std::function<bool(std::uint64_t)>& lasts)
    : arena_(arena), adversaries_(adversaries), automaton_(automaton), letters_(letters) {
  const std::uint64_t most = std::uint64_t{arena.size()} * automaton.states.size();
  if (most >= kMostNodes || !lasts(most * sizeof(std::uint32_t))) return;
  numbers_.resize(most);
  for (const Node start : starts) {
    const Node own{static_cast<std::uint32_t>(arena_nodes_.size())};
    if (most != 0) arrive(start, 0, {own, 0});
  }
  for (std::uint32_t next = 0; next < arena_nodes_.size(); ++next) {
    if (next % kBetweenLooks == 0 && !lasts(bytes())) return;
    expand(Node{next});
    if (too_many_labels_) return;
  }
  first_.push_back(edges_.size());
  release(numbers_);
  finished_ = true;
}

void AutomatonProduct::expand(Node from) {
  first_.push_back(edges_.size());
  const Node here = arena_nodes_[index_of(from)];
  const StateId state = states_[index_of(from)];
  const std::span<const Edge> steps = arena_.edges(here);
  for (const auto& transition : automaton_.states[at_[index_of(from)]]) {
    if (!transition.reads(letters_[index_of(state)])) continue;
    for (std::uint32_t place = 0; place < steps.size(); ++place) {
      Edge edge = steps[place];
      if (!edge.leads_on() || arena_.base().is_removed(arena_.state(edge.target)) ||
          (adversaries_ == Adversaries::rest && edge.is(Edge::adversary))) {
        continue;
      }
      const std::uint32_t ordinal = arena_.ordinal(here, place);
      edge.label = label(arena_.label(edge) == nullptr ? 0 : edge.label, transition.marks);
      edge.target = arrive(edge.target, transition.to, {from, ordinal});
      edges_.push_back(edge);
      ordinals_.push_back(ordinal);
    }
    if (arena_.enabled(here) != 0) continue;
    const Node to = arrive(here, transition.to, {from, kStays});
    edges_.push_back({to, 0, Edge::stays, label(0, transition.marks)});
    ordinals_.push_back(kStays);
  }
}

Node AutomatonProduct::arrive(Node in_arena, std::uint32_t at, Parent parent) {
  std::uint32_t& number = numbers_[index_of(in_arena) * automaton_.states.size() + at];
  if (number == 0) {
    arena_nodes_.push_back(in_arena);
    at_.push_back(at);
    states_.push_back(arena_.state(in_arena));
    number = static_cast<std::uint32_t>(arena_nodes_.size());
    walk_.order.push_back(Node{number - 1});
    walk_.parents.push_back(parent);
  }
  return Node{number - 1};
}

std::uint16_t AutomatonProduct::label(std::uint16_t in_arena, std::uint64_t marks) {
  const auto known = label_numbers_.find({in_arena, marks});
  if (known != label_numbers_.end()) return known->second;
  if (labels_.size() > std::numeric_limits<std::uint16_t>::max()) {
    too_many_labels_ = true;
    return 0;
  }
  EdgeLabel both = in_arena < arena_.labels.size() ? arena_.labels[in_arena] : EdgeLabel{};
  for (std::uint32_t mark = 0; mark < automaton_.marks; ++mark) {
    if ((marks >> mark & 1U) != 0)
      both.grants.push_back(static_cast<std::uint32_t>(arena_.pairs.size()) + mark);
  }
  const auto number = static_cast<std::uint16_t>(labels_.size());
  labels_.push_back(std::move(both));
  label_numbers_.emplace(LabelKey{in_arena, marks}, number);
  return number;
}

std::uint64_t AutomatonProduct::bytes() const {
  return numbers_.capacity() * sizeof(std::uint32_t) +
         arena_nodes_.capacity() * (sizeof(Node) + sizeof(std::uint32_t) + sizeof(StateId)) +
         first_.capacity() * sizeof(std::uint64_t) + edges_.capacity() * sizeof(Edge) +
         ordinals_.capacity() * sizeof(std::uint32_t) +
         walk_.parents.capacity() * (sizeof(Parent) + sizeof(Node));
}

CycleGraph AutomatonProduct::cycles() const {
  CycleGraph graph(arena_.base(), first_, edges_, states_, ordinals_);
  graph.enabled_in = arena_.enabled_in;
  graph.labels = labels_;
  graph.pairs = arena_.pairs;
  graph.pairs.resize(arena_.pairs.size() + automaton_.marks, Pair{true});
  return graph;
}

}  // namespace headway::explicit_engine

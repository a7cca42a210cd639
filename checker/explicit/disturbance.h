// What was prepared and what was disturbed since, beside a state: the memory that the levels `fair`
// and `page_fair` need. A *ghost* is one value of all of it: for each set its members, for each
// site whether its attempt would be disturbed (at page_fair: by which member). Ghosts have numbers;
// number 0 is the beginning, when nothing is prepared.
//
// A step's effect changes the ghost and gives the edge its label: which pairs it asks and grants.
//   fair       one pair per site: an attempt asks it, an undisturbed one grants it;
//   page_fair  one pair per site and member of the set: an attempt asks those of all members in the
//              set, and grants those whose own bit is not raised; an undisturbed one grants them
//              all, so that what is fair is page-fair too;
//   both       one pair per whim.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "checker/explicit/cycle_graph.h"
#include "checker/explicit/effects.h"
#include "checker/property/property.h"

namespace headway::explicit_engine {

// What a pair is about.
struct PairOf {
  property::Obligation::Kind kind = property::Obligation::Kind::attempt;
  machine::AgentId agent{};
  machine::TransitionId transition{};
  std::optional<std::uint32_t> slot = {};  // page_fair: of the member
};

class Disturbance {
 public:
  // `level` is fair or page_fair.
  Disturbance(const Effects& effects, property::Level level);

  struct Next {
    std::uint32_t ghost = 0;
    std::uint16_t label = 0;
  };
  Next step(std::uint32_t ghost, std::uint16_t effect);
  // The ghost without the sets and sites of other threads. What a step does to a thread's part, and
  // what its attempts ask and grant, do not depend on the rest.
  std::uint32_t part(std::uint32_t ghost, machine::AgentId thread);

  [[nodiscard]] const std::vector<EdgeLabel>& labels() const { return labels_; }
  // By label: the adversary's transitions, as agent and transition.
  [[nodiscard]] const std::vector<std::vector<property::Livelock::Act>>& acts() const {
    return acts_;
  }
  [[nodiscard]] const std::vector<PairOf>& pairs() const { return pairs_; }
  [[nodiscard]] bool too_many() const { return too_many_; }
  [[nodiscard]] std::uint64_t bytes() const;

 private:
  using Words = std::vector<std::uint64_t>;
  struct HashWords {
    std::size_t operator()(const Words& words) const;
  };
  struct Outcome {  // of one step
    EdgeLabel pairs;
    std::vector<property::Livelock::Act> acts;
  };

  Next make(std::uint32_t ghost, std::uint16_t effect);
  Next* row(std::uint32_t ghost);
  [[nodiscard]] std::size_t set_at(std::uint32_t set) const { return set * width_; }
  [[nodiscard]] std::size_t site_at(std::uint32_t site) const {
    return effects_.marks().sets().size() * width_ + site * (1 + (by_member_ ? width_ : 0));
  }
  void apply(const Operation& operation, bool withheld, Words& ghost, Outcome& outcome) const;
  void attempt(std::uint32_t site, bool withheld, Words& ghost, Outcome& outcome) const;
  void invalidate(std::uint32_t member, Words& ghost) const;
  void clear(std::uint32_t site, Words& ghost) const;
  void forget(machine::AgentId thread, machine::LocationId at, Words& ghost) const;
  std::uint32_t number_of(Words ghost);
  std::uint16_t number_of(Outcome outcome);
  [[nodiscard]] std::uint32_t pair_of_whim(std::uint32_t whim) const;

  const Effects& effects_;
  const bool by_member_;
  const std::size_t width_;  // words of a set of members
  std::vector<Words> ghosts_;
  std::unordered_map<Words, std::uint32_t, HashWords> ghost_numbers_;  // never iterated
  // What is known of steps: by ghost and effect, as long as that does not take too much; then by
  // both.
  std::vector<std::vector<Next>> rows_;
  std::size_t entries_ = 0;                        // in rows
  std::unordered_map<std::uint64_t, Next> known_;  // never iterated
  std::vector<EdgeLabel> labels_;
  std::vector<std::vector<property::Livelock::Act>> acts_;
  std::map<std::pair<std::vector<std::uint32_t>, std::vector<std::uint64_t>>, std::uint16_t>
      label_numbers_;
  std::vector<PairOf> pairs_;
  bool too_many_ = false;
};

}  // namespace headway::explicit_engine

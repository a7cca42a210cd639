// Rounds are taken until one begins with a memory that an earlier one began with; from that one on
// the run repeats itself, and only these rounds count.
#include "checker/audit/audit_pairs.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "checker/audit/disturbed.h"

namespace headway::audit {

using machine::Machine;
using machine::State;
using machine::Step;
using property::Obligation;

namespace {

constexpr std::size_t kMostRounds = 10000;

using Round = std::vector<Happened>;  // by step

class Rounds {
 public:
  Rounds(const Machine& machine, const machine::Layout& layout, const machine::Lasso& lasso,
         property::Level level, const std::vector<Obligation>& listed)
      : machine_(machine), layout_(layout), lasso_(lasso), level_(level), listed_(listed) {}

  void take(const std::vector<State>& stem, const std::vector<State>& loop) {
    Memory memory;
    round(lasso_.stem.steps, stem, memory);
    std::vector<Memory> beginnings;
    while (std::find(beginnings.begin(), beginnings.end(), memory) == beginnings.end()) {
      require(beginnings.size() < kMostRounds, "what the loop remembers does not come round");
      beginnings.push_back(memory);
      rounds_.push_back(round(lasso_.loop, loop, memory));
    }
    rounds_.erase(rounds_.begin(),
                  rounds_.begin() + (std::find(beginnings.begin(), beginnings.end(), memory) -
                                     beginnings.begin()));
  }

  // Every pair that is asked is granted, and listed.
  void require_granted() const {
    std::map<std::string, std::string> asks;
    std::set<std::string> grants;
    for (const Round& round : rounds_) {
      for (const Happened& happened : round) {
        const Asked asked = asked_by(happened, by_member());
        asks.insert(asked.asks.begin(), asked.asks.end());
        grants.insert(asked.grants.begin(), asked.grants.end());
      }
    }
    for (const auto& [pair, stands_for_it] : asks) {
      require(grants.contains(pair) || grants.contains(stands_for_it),
              "the loop asks for ever, and never gets: " + pair);
    }
    for (const Round& round : rounds_) {
      for (const Happened& happened : round) require_listed(happened);
    }
  }

  void require_true(const Obligation& claim) const {
    require(claim.transition && index_of(claim.agent) < machine_.agents.size() &&
                index_of(*claim.transition) < machine_.at(claim.agent).transitions.size(),
            "an obligation of no transition");
    require(truthful(claim), "a listed obligation is not met as it says");
  }

 private:
  [[nodiscard]] bool by_member() const { return level_ == property::Level::page_fair; }

  // The states are those before and after each step.
  Round round(const std::vector<Step>& steps, const std::vector<State>& states,
              Memory& memory) const {
    Round happened;
    const std::size_t first = states.size() - steps.size() - 1;
    for (std::size_t n = 0; n < steps.size(); ++n) {
      happened.push_back(
          remember(machine_, layout_, memory, states[first + n], steps[n], states[first + n + 1]));
    }
    return happened;
  }

  [[nodiscard]] std::size_t cell_of(const Obligation& claim) const {
    return layout_.slot(*claim.member) + static_cast<std::size_t>(claim.cell);
  }
  [[nodiscard]] MarkedPlace place_of(const Obligation& claim) const {
    const machine::Transition& transition = machine_.at(claim.agent).at(*claim.transition);
    return claim.kind == Obligation::Kind::attempt ? attempt_place(claim.agent, transition)
                                                   : whim_place(claim.agent, transition);
  }

  void require_listed(const Happened& happened) const {
    const auto listed = [&](const MarkedPlace& place, Obligation::Kind kind,
                            std::optional<std::size_t> cell) {
      return std::any_of(listed_.begin(), listed_.end(), [&](const Obligation& claim) {
        return claim.kind == kind && claim.transition && claim.met != Obligation::Met::never_made &&
               place_of(claim) == place && (!cell || (claim.member && cell_of(claim) == *cell));
      });
    };
    for (const Attempt& made : happened.attempts) {
      if (!by_member())
        require(listed(made.place, Obligation::Kind::attempt, std::nullopt),
                "no obligation is listed for an attempt");
      for (const std::size_t cell : made.members) {
        require(!by_member() || listed(made.place, Obligation::Kind::attempt, cell),
                "no obligation is listed for a member of an attempt");
      }
    }
    for (const MarkedPlace& whim : happened.withheld)
      require(listed(whim, Obligation::Kind::whim, std::nullopt),
              "no obligation is listed for a whim");
  }

  // Does it hold of this step?
  [[nodiscard]] bool met_by(const Obligation& claim, const Happened& happened) const {
    const MarkedPlace place = place_of(claim);
    if (claim.kind == Obligation::Kind::whim) return happened.granted.contains(place);
    return std::any_of(happened.attempts.begin(), happened.attempts.end(),
                       [&](const Attempt& made) {
                         if (made.place != place) return false;
                         if (!claim.member || !made.disturbed) return !made.disturbed;
                         return made.members.contains(cell_of(claim)) &&
                                !made.disturbed_members.contains(cell_of(claim));
                       });
  }
  [[nodiscard]] bool asked_in(const Obligation& claim, const Happened& happened) const {
    const MarkedPlace place = place_of(claim);
    if (claim.kind == Obligation::Kind::whim) return happened.withheld.contains(place);
    return std::any_of(happened.attempts.begin(), happened.attempts.end(),
                       [&](const Attempt& made) { return made.place == place; });
  }
  // An attempt at page_fair of a site whose sets are always empty asks for no member.
  [[nodiscard]] bool truthful(const Obligation& claim) const {
    if (claim.met == Obligation::Met::never_made) {
      return std::none_of(rounds_.begin(), rounds_.end(), [&](const Round& round) {
        return std::any_of(round.begin(), round.end(),
                           [&](const Happened& happened) { return asked_in(claim, happened); });
      });
    }
    const bool attempt = claim.kind == Obligation::Kind::attempt;
    if (claim.met != (attempt ? Obligation::Met::undisturbed : Obligation::Met::favourable))
      return false;
    if (by_member() && attempt && !claim.member) return false;
    return std::any_of(rounds_.begin(), rounds_.end(), [&](const Round& round) {
      return claim.where < round.size() && met_by(claim, round[claim.where]);
    });
  }

  const Machine& machine_;
  const machine::Layout& layout_;
  const machine::Lasso& lasso_;
  const property::Level level_;
  const std::vector<Obligation>& listed_;
  std::vector<Round> rounds_;
};

}  // namespace

void require_pairs(const Machine& machine, const machine::Layout& layout,
                   const machine::Lasso& lasso, property::Level level,
                   const std::vector<Obligation>& listed, const std::vector<State>& stem,
                   const std::vector<State>& loop) {
  Rounds rounds(machine, layout, lasso, level, listed);
  rounds.take(stem, loop);
  rounds.require_granted();
  for (const Obligation& claim : listed) {
    if (claim.kind == Obligation::Kind::attempt || claim.kind == Obligation::Kind::whim)
      rounds.require_true(claim);
  }
}

}  // namespace headway::audit

// What a machine marks for the levels above `finite`, numbered: *sets* of prepared cells, one per
// thread and kind; *sites* of attempts, one per thread, kind and call path; *whims*, one per thread
// or daemon, call path and text. Where a transition has no origin, its location stands for the call
// path.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "model/machine/state.h"

namespace headway::explicit_engine {

struct PreparedSet {
  machine::AgentId thread{};
  std::string kind;
};

struct Site {
  machine::AgentId thread{};
  machine::TransitionId transition{};  // one that attempts there
  std::uint32_t set = 0;
};

struct WhimSite {
  machine::AgentId agent{};
  machine::TransitionId transition{};  // one that withholds there
};

class Marks {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  struct OfTransition {
    std::uint32_t prepares = kNone;  // a set
    bool also = false;
    std::uint32_t attempts = kNone;       // a site
    std::uint32_t withholds = kNone;      // a whim, unfavourably
    std::vector<std::uint32_t> grants{};  // whims, favourably
    [[nodiscard]] bool any() const {
      return prepares != kNone || attempts != kNone || withholds != kNone || !grants.empty();
    }
  };

  explicit Marks(const machine::Machine& machine);

  [[nodiscard]] const std::vector<PreparedSet>& sets() const { return sets_; }
  [[nodiscard]] const std::vector<Site>& sites() const { return sites_; }
  [[nodiscard]] const std::vector<WhimSite>& whims() const { return whims_; }
  [[nodiscard]] bool prepares() const { return !members_.empty(); }
  [[nodiscard]] const OfTransition& at(machine::AgentId agent, machine::TransitionId t) const {
    return transitions_[index_of(agent)][index_of(t)];
  }
  // Slots of the cells that somebody may prepare, ascending; and the number of one in this list.
  [[nodiscard]] const std::vector<std::uint32_t>& members() const { return members_; }
  [[nodiscard]] std::uint32_t member_at(std::uint32_t slot) const {
    return slot < member_numbers_.size() ? member_numbers_[slot] : kNone;
  }
  // Whether the thread has a site at all, and whether it may come to this one from a location
  // before everything about it is forgotten.
  [[nodiscard]] bool has_site(machine::AgentId thread) const {
    return !live_[index_of(thread)].empty();
  }
  [[nodiscard]] bool is_live(machine::AgentId thread, machine::LocationId at,
                             std::uint32_t site) const {
    return live_[index_of(thread)][index_of(at)][site];
  }

 private:
  void number_sites(const machine::Machine& machine, machine::AgentId id);
  void number_whims(const machine::Machine& machine, machine::AgentId id);
  void find_members(const machine::Machine& machine);
  void find_live(const machine::Machine& machine, machine::AgentId id);
  std::uint32_t set_of(machine::AgentId thread, const std::string& kind);

  std::vector<PreparedSet> sets_;
  std::vector<Site> sites_;
  std::vector<WhimSite> whims_;
  std::vector<std::vector<OfTransition>> transitions_;  // by agent
  std::vector<std::uint32_t> members_;
  std::vector<std::uint32_t> member_numbers_;         // by slot
  std::vector<std::vector<std::vector<bool>>> live_;  // by agent, location, site
};

}  // namespace headway::explicit_engine

// What a loop in one fair component has to meet. A *duty* is one obligation that the component does
// not rule out by itself. Some are asked by every loop there; others (an acquire, a pair) only by
// loops that come by an offer, or take a step that asks. Up to `kMost` of them are written as bits:
// bit n says that duty n is met, bit kAsked + n that it is asked and not met.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "checker/explicit/fair_cycle.h"

namespace headway::explicit_engine {

struct Duty {
  enum class Kind { weak, strong, moves, pair } kind = Kind::weak;
  machine::AgentId agent{};
  std::size_t number = 0;         // strong: of the acquire; pair: of the pair
  bool only_by_step = false;      // the agent is enabled throughout, or must move
  bool always = true;             // every loop is asked
  bool by_step_if_asked = false;  // once asked only a step of the agent meets it
};

class LoopDuties {
 public:
  static constexpr std::size_t kMost = 16;
  static constexpr std::uint32_t kAsked = 16;

  // `mover`, if there is one, must take a step.
  LoopDuties(const CycleEdges& edges, const Fairness& fairness, const FairComponent& component,
             std::optional<machine::AgentId> mover);

  [[nodiscard]] const std::vector<Duty>& all() const { return duties_; }
  [[nodiscard]] bool met_at(const Duty& duty, Node node) const;
  [[nodiscard]] bool met_by(const Duty& duty, Node from, const Edge& edge) const;

  [[nodiscard]] std::uint32_t bits_at(Node node) const;
  [[nodiscard]] std::uint32_t bits_by(Node from, const Edge& edge) const;
  // What two parts of a loop meet and ask together.
  [[nodiscard]] static std::uint32_t joined(std::uint32_t some, std::uint32_t more) {
    const std::uint32_t bits = some | more;
    return bits & ~(bits << kAsked);
  }
  [[nodiscard]] bool all_met(std::uint32_t bits) const {
    return (bits & always_) == always_ && bits >> kAsked == 0;
  }

 private:
  const CycleGraph& graph_;
  const Fairness& fairness_;
  std::vector<Duty> duties_;
  std::uint32_t always_ = 0;  // bits of the duties that every loop must meet
  // Bits of the duties that a step of the agent meets, and that one from the acquire meets.
  std::vector<std::uint32_t> by_agent_, by_acquire_;
  std::uint32_t first_pair_ = 0;  // duties from here on are about pairs
};

}  // namespace headway::explicit_engine

// What steps do to what is prepared, as labels of edges: exploration sees the marks and values of a
// step once, and writes down a small number instead. Label 0 is no effect.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "checker/explicit/marks.h"
#include "checker/explicit/successors.h"

namespace headway::explicit_engine {

struct Operation {
  enum class Kind : std::uint8_t {
    attempts,     // at site `number`
    withholds,    // whim `number`, unfavourably
    grants,       // whim `number`, favourably
    prepares,     // set `number` begins anew with the members first..last
    adds,         // set `number` has them too
    invalidates,  // an adversary or a signal took member `number`
    moves,        // agent `number` comes to location `first`: what is not live there is forgotten
    acts,         // an adversary edge: transition `first` of agent `number`
  } kind{};
  std::uint32_t number = 0;
  std::uint32_t first = 1, last = 0;  // members; none where first > last
  auto operator<=>(const Operation&) const = default;
};

using Effect = std::vector<Operation>;  // in the order in which they happen

class Effects {
 public:
  explicit Effects(const machine::Machine& machine) : machine_(machine), marks_(machine) {}

  [[nodiscard]] const Marks& marks() const { return marks_; }
  // The label of a step from the state `before`, which no failure cut.
  std::uint16_t label(const StepView& step, const std::int64_t* before);
  [[nodiscard]] std::size_t size() const { return effects_.size(); }
  [[nodiscard]] const Effect& operator[](std::uint16_t label) const { return effects_[label]; }
  // There are more effects than labels: nothing may be concluded from labels.
  [[nodiscard]] bool too_many() const { return too_many_; }

 private:
  void micro_steps(const StepView& step);
  void take_from_sets(const StepView& step, const std::int64_t* before);

  const machine::Machine& machine_;
  const Marks marks_;
  std::vector<Effect> effects_{Effect{}};
  std::map<Effect, std::uint16_t> numbers_{{Effect{}, 0}};
  bool too_many_ = false;
  Effect effect_;  // being made
};

}  // namespace headway::explicit_engine

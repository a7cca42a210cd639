// Which locations of an agent are one place to a person: those with the same line below the same
// calls, joined by transitions. A line that is come back to, after a call of another function of
// the user's, is two places.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checker/report/places.h"
#include "model/machine/machine.h"

namespace headway::report {

// A line and the calls above it.
struct Position {
  std::vector<source::Frame> calls;  // outermost first
  source::Span span;                 // unknown for a machine that was given without places
  std::string callee;                // called from there on the way to the transition; may be empty

  [[nodiscard]] std::string key() const;
};

// How far into calls a picture goes.
struct Depth {
  bool environment = false;  // also below the user's own files
  std::size_t most = 0;      // no more calls than that
};

// Where `origin` is shown, at that depth; `origin` may be null.
Position position_of(const source::Origin* origin, const std::vector<std::string>& inputs,
                     const Depth& depth);

class ControlPoints {
 public:
  ControlPoints(const machine::Machine& machine, const machine::Agent& agent,
                const std::vector<std::string>& inputs, const Depth& depth);

  // Where an agent at this location goes at once, without doing anything: the far end of jumps.
  [[nodiscard]] machine::LocationId landing(machine::LocationId location) const {
    return landing_[index_of(location)];
  }
  // The jumps (goto, break, …) on the way there.
  [[nodiscard]] std::vector<source::Span> jumps(machine::LocationId location) const;

  // The place of a landing; places are numbered in the order in which the agent may reach them.
  [[nodiscard]] std::size_t place(machine::LocationId landing) const {
    return place_[index_of(landing)];
  }
  [[nodiscard]] std::size_t places() const { return members_.size(); }
  // The locations of a place, in order.
  [[nodiscard]] const std::vector<machine::LocationId>& members(std::size_t place) const {
    return members_[place];
  }
  [[nodiscard]] const Position& position(std::size_t place) const { return positions_[place]; }
  [[nodiscard]] const std::vector<machine::TransitionId>& out(machine::LocationId location) const {
    return out_[index_of(location)];
  }

 private:
  [[nodiscard]] bool silent(machine::LocationId location) const;
  void find_landings();
  void find_places(const std::vector<std::string>& inputs, const Depth& depth);

  const machine::Machine& machine_;
  const machine::Agent& agent_;
  std::vector<std::vector<machine::TransitionId>> out_;
  std::vector<machine::LocationId> landing_;
  std::vector<std::size_t> place_;
  std::vector<std::vector<machine::LocationId>> members_;
  std::vector<Position> positions_;
};

}  // namespace headway::report

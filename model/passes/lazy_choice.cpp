// Lazy choice: a cell that may start with any value of a range starts with the value "not chosen
// yet" instead, and whoever is about to look at it chooses first. Runs that never look at a cell
// are then explored once rather than once per value. The chooser's step is the looker's own: a
// location with such a look gets a chain of committed locations before its transitions, one per
// cell that they read; its place in C is theirs.
//
// At a wait the choice must be a step of its own: were it part of the waiting step, a value under
// which the agent stays blocked would never be chosen. A variable that a property looks at in every
// state keeps its eager choice, as does one whose cells are picked by an index that may fault, or
// whose range leaves no value free.
#include <algorithm>

#include "model/passes/passes.h"
#include "model/passes/rebuild.h"
#include "model/passes/touches.h"

namespace headway::passes {

using machine::Agent;
using machine::Expr;
using machine::index_of;
using machine::IntType;
using machine::Location;
using machine::LocationId;
using machine::Machine;
using machine::Place;
using machine::Range;
using machine::Transition;
using machine::Variable;
using machine::VariableId;

namespace {

struct Lazy {
  Range range;             // of the choice
  std::int64_t unset = 0;  // stands for "not chosen yet"
};
using LazyVariables = std::vector<std::optional<Lazy>>;  // by variable

// A value that the variable never holds otherwise, if there is one.
std::optional<std::int64_t> free_value(const Variable& variable) {
  if (variable.range) {
    const std::int64_t next = variable.range->high + 1;
    if (variable.range->high == INT64_MAX || machine::wrap(next, variable.type) != next)
      return std::nullopt;
    return next;
  }
  if (variable.type.bits < 8) return std::nullopt;
  const std::int64_t ones = machine::wrap(-1, variable.type);
  if (ones >= variable.initial_any->low && ones <= variable.initial_any->high) return std::nullopt;
  return ones;
}

// The cells of lazy variables that a transition reads.
void collect_reads(const Transition& transition, const LazyVariables& lazy,
                   std::vector<Place>& reads) {
  for_each_expr(transition, [&](const Expr& expr) {
    machine::for_each_load(expr, [&](const machine::Load& load) {
      if (!lazy[index_of(load.variable)]) return;
      Place place{load.variable, load.index ? std::optional(*load.index) : std::nullopt};
      if (std::find(reads.begin(), reads.end(), place) == reads.end())
        reads.push_back(std::move(place));
    });
  });
}

bool mentions_choice(const Expr& expr) {
  bool found = false;
  machine::substitute(expr, [&](const Expr& leaf) -> std::optional<Expr> {
    if (std::holds_alternative<machine::ChoiceValue>(leaf.node())) found = true;
    return std::nullopt;
  });
  return found;
}

bool mentions_lazy(const Expr& expr, const LazyVariables& lazy) {
  bool found = false;
  machine::for_each_load(
      expr, [&](const machine::Load& load) { found |= lazy[index_of(load.variable)].has_value(); });
  return found;
}

// One read per cell where the index is the transition's choice: any cell may be the one.
std::vector<Place> spread(const Machine& machine, const std::vector<Place>& reads) {
  std::vector<Place> result;
  const auto add = [&](Place place) {
    if (std::find(result.begin(), result.end(), place) == result.end())
      result.push_back(std::move(place));
  };
  for (const Place& read : reads) {
    if (!read.index || !mentions_choice(*read.index)) {
      add(read);
      continue;
    }
    for (std::uint32_t cell = 0; cell < machine.at(read.variable).extent; ++cell) {
      add({read.variable, Expr::constant(cell)});
    }
  }
  return result;
}

// Puts a chain before `location`, one link per cell, and moves its transitions behind the chain.
class Chain {
 public:
  Chain(const Machine& machine, const LazyVariables& lazy, Agent& agent)
      : machine_(machine), lazy_(lazy), agent_(agent) {}

  void put_before(LocationId location, const std::vector<Place>& reads) {
    const bool waits = agent_.at(location).wait.has_value();
    const std::shared_ptr<const source::Origin> origin = origin_of(location);
    LocationId last = location;
    for (std::size_t i = 0; i < reads.size(); ++i) {
      const bool at_wait = waits && i + 1 == reads.size();
      last = add_location(agent_.at(location), at_wait);
    }
    for (Transition& transition : agent_.transitions) {
      if (transition.from == location) transition.from = last;
    }
    LocationId here = location;
    for (std::size_t i = 0; i < reads.size(); ++i) {
      const auto next = static_cast<LocationId>(agent_.locations.size() - reads.size() + i);
      link(here, next, reads[i], origin);
      here = next;
    }
    if (waits) agent_.locations[index_of(location)].wait.reset();
  }

 private:
  LocationId add_location(const Location& before, bool at_wait) {
    Location location;
    location.name = before.name + "_chosen" + std::to_string(++added_);
    location.committed = !at_wait;
    if (at_wait) location.wait = before.wait;
    agent_.locations.push_back(std::move(location));
    return static_cast<LocationId>(agent_.locations.size() - 1);
  }

  // Where the looker stands.
  [[nodiscard]] std::shared_ptr<const source::Origin> origin_of(LocationId location) const {
    for (const Transition& transition : agent_.transitions) {
      if (transition.from == location && transition.origin) return transition.origin;
    }
    return nullptr;
  }

  void link(LocationId from, LocationId to, const Place& read,
            const std::shared_ptr<const source::Origin>& origin) {
    const Variable& variable = machine_.at(read.variable);
    const Lazy& lazy = *lazy_[index_of(read.variable)];
    const Expr value = read.index ? Expr::load(read.variable, *read.index, variable.type)
                                  : Expr::load(read.variable, variable.type);
    Expr unset =
        Expr::binary(machine::BinaryOp::eq, value, Expr::constant(lazy.unset, variable.type));
    if (read.index) unset = inside(*read.index, variable) && unset;
    Transition choose;
    choose.from = from;
    choose.to = to;
    choose.guard = unset;
    choose.origin = origin;
    choose.choice = {Expr::constant(lazy.range.low), Expr::constant(lazy.range.high)};
    choose.assignments.push_back({read, Expr::convert(Expr::choice(), variable.type)});
    Transition skip;
    skip.from = from;
    skip.to = to;
    skip.guard = !unset;
    skip.origin = origin;
    agent_.transitions.push_back(std::move(choose));
    agent_.transitions.push_back(std::move(skip));
  }

  const Machine& machine_;
  const LazyVariables& lazy_;
  Agent& agent_;
  std::size_t added_ = 0;
};

LazyVariables candidates(const Machine& machine) {
  const std::vector<Touches> touched = touches(machine);
  LazyVariables lazy(machine.variables.size());
  for (std::size_t i = 0; i < machine.variables.size(); ++i) {
    const Variable& variable = machine.variables[i];
    if (!variable.initial_any || !variable.lazy || touched[i].by_property) continue;
    if (const auto unset = free_value(variable)) lazy[i] = Lazy{*variable.initial_any, *unset};
  }
  return lazy;
}

// Variables that are read through an index that may fault, or that depends on a lazy cell itself,
// are left eager.
void exclude_hard_reads(const Machine& machine, LazyVariables& lazy) {
  const auto exclude = [&](const Expr& expr) {
    machine::for_each_load(
        expr, [&](const machine::Load& load) { lazy[index_of(load.variable)].reset(); });
  };
  for (const Agent& agent : machine.agents) {
    // Who holds what is read in any state, chosen or not.
    for (const Location& location : agent.locations) {
      if (location.wait && location.wait->resource && location.wait->resource->index) {
        exclude(*location.wait->resource->index);
      }
    }
    for (const Transition& transition : agent.transitions) {
      std::vector<Place> reads;
      collect_reads(transition, lazy, reads);
      for (const Place& read : reads) {
        if (!read.index) continue;
        if (may_fault(machine, *read.index) || mentions_lazy(*read.index, lazy)) {
          lazy[index_of(read.variable)].reset();
        }
      }
    }
  }
}

}  // namespace

Machine choose_lazily(Machine machine) {
  LazyVariables lazy = candidates(machine);
  exclude_hard_reads(machine, lazy);
  if (std::none_of(lazy.begin(), lazy.end(), [](const auto& entry) { return entry.has_value(); }))
    return machine;

  for (Agent& agent : machine.agents) {
    Chain chain(machine, lazy, agent);
    const std::size_t locations = agent.locations.size();
    for (std::size_t i = 0; i < locations; ++i) {
      std::vector<Place> reads;
      for (const Transition& transition : agent.transitions) {
        if (index_of(transition.from) == i) collect_reads(transition, lazy, reads);
      }
      reads = spread(machine, reads);
      if (!reads.empty()) chain.put_before(static_cast<LocationId>(i), reads);
    }
  }
  for (std::size_t i = 0; i < lazy.size(); ++i) {
    if (!lazy[i]) continue;
    Variable& variable = machine.variables[i];
    variable.initial.assign(variable.extent, lazy[i]->unset);
    variable.initial_any.reset();
    variable.lazy = false;
    if (variable.range) variable.range->high = lazy[i]->unset;
    variable.enumerators.emplace_back(lazy[i]->unset, "?");
    std::sort(variable.enumerators.begin(), variable.enumerators.end());
  }
  return machine;
}

}  // namespace headway::passes

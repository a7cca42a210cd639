// Each thread is a list of acts, one location each; at most three locks are held at a time.
#include "checker/audit/random_locks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "checker/audit/random_machine.h"

namespace headway::audit {

using machine::BinaryOp;
using machine::Expr;
using machine::Holder;
using machine::LocationId;
using machine::Place;
using machine::Variable;
using machine::VariableId;

namespace {

class Builder {
 public:
  explicit Builder(std::uint64_t seed) : dice_(seed) {
    machine_.name = "random_locks_" + std::to_string(seed);
  }

  machine::Machine build() {
    threads_ = 2 + dice_.below(2);
    add_locks();
    for (me_ = 0; me_ < threads_; ++me_) add_thread();
    return std::move(machine_);
  }

 private:
  void add_locks() {
    const std::uint32_t count = 2 + dice_.below(2);
    for (std::uint32_t number = 0; number < count; ++number) {
      Variable lock;
      lock.name = "lock" + std::to_string(number);
      lock.type = {8, false};
      lock.holder = dice_.percent(35) ? Holder::mask : Holder::owner;
      lock.is_array = dice_.percent(20);
      lock.extent = lock.is_array ? 2 : 1;
      lock.initial.assign(lock.extent, 0);
      for (std::uint32_t cell = 0; cell < lock.extent; ++cell) {
        locks_.push_back({VariableId{number},
                          lock.is_array ? std::optional(Expr::constant(cell)) : std::nullopt});
      }
      machine_.variables.push_back(lock);
    }
    ended_ = VariableId{count};
    Variable ended;
    ended.name = "ended";
    ended.type = machine::kBool;
    ended.initial = {0};
    machine_.variables.push_back(ended);
    if (!dice_.percent(20)) return;
    Variable size = machine_.variables.front();
    size.name = "size";
    size.holder = Holder::none;
    size.is_array = false;
    size.extent = 1;
    size.initial.clear();
    size.initial_any = machine::Range{1, 2};
    size.parameter = true;
    size_ = VariableId{count + 1};
    machine_.variables.push_back(size);
  }

  void add_thread() {
    machine::Agent agent;
    agent.name = "thread" + std::to_string(me_);
    agent.ends = true;
    agent_ = &agent;
    add_location();
    Expr start = Expr::boolean(true);
    if (me_ > 0 && dice_.percent(25)) start = Expr::load(ended_, machine::kBool);
    if (size_ && dice_.percent(40)) {
      start = start && Expr::binary(BinaryOp::eq, Expr::load(*size_, {8, false}),
                                    Expr::constant(1 + dice_.below(2), {8, false}));
    }
    next(start).assignments.clear();
    std::vector<std::size_t> held;
    for (std::uint32_t acts = 3 + dice_.below(4); acts > 0 || !held.empty();) {
      const std::size_t lock = dice_.below(static_cast<std::uint32_t>(locks_.size()));
      const bool mine = std::find(held.begin(), held.end(), lock) != held.end();
      if (acts > 0 && held.size() < 3 && (!mine || dice_.percent(5)) && dice_.percent(65)) {
        take(lock);
        if (!mine) held.push_back(lock);
      } else if (!held.empty()) {
        const std::uint32_t which = dice_.below(static_cast<std::uint32_t>(held.size()));
        give_back(held[which]);
        held.erase(held.begin() + which);
      }
      if (acts > 0) --acts;
    }
    agent.transitions.back().assignments.push_back({{ended_, std::nullopt}, Expr::boolean(true)});
    agent.end = LocationId{static_cast<std::uint32_t>(agent.locations.size() - 1)};
    machine_.agents.push_back(std::move(agent));
  }

  void take(std::size_t lock) {
    const Place& place = locks_[lock];
    const bool mask = machine_.at(place.variable).holder == Holder::mask;
    const bool reader = mask && dice_.percent(50);
    const auto number = [](std::int64_t value) { return Expr::constant(value, {8, false}); };
    const Expr free = reader ? Expr::binary(BinaryOp::lt, load(place), number(1 << threads_))
                             : Expr::binary(BinaryOp::eq, load(place), number(0));
    machine::Wait wait;
    wait.acquire = dice_.percent(92);
    wait.shared = reader && wait.acquire;
    wait.resource = place;
    const LocationId here = last();
    machine::Transition& taken = next(free);
    const Expr mine = number(mask ? 1 << me_ : me_ + 1);
    taken.assignments.push_back({place, reader ? Expr::binary(BinaryOp::bit_or, load(place), mine)
                                        : mask ? number((1 << me_) + (1 << threads_))
                                               : mine});
    if (!dice_.percent(10)) {
      agent_->locations[index_of(here)].wait = wait;
      return;
    }
    machine::Transition fails = taken;  // trylock: and goes on without
    fails.guard = !free;
    fails.assignments.clear();
    agent_->transitions.push_back(fails);
  }

  void give_back(std::size_t lock) {
    const Place& place = locks_[lock];
    const bool mask = machine_.at(place.variable).holder == Holder::mask;
    const Expr others =
        Expr::binary(BinaryOp::bit_and, load(place),
                     Expr::constant(255 - (1 << me_) - (1 << threads_), {8, false}));
    next(Expr::boolean(true))
        .assignments.push_back({place, mask ? others : Expr::constant(0, {8, false})});
  }

  [[nodiscard]] Expr load(const Place& place) const {
    return place.index ? Expr::load(place.variable, *place.index, {8, false})
                       : Expr::load(place.variable, {8, false});
  }
  [[nodiscard]] LocationId last() const {
    return LocationId{static_cast<std::uint32_t>(agent_->locations.size() - 1)};
  }
  void add_location() {
    machine::Location location;
    location.name = "L" + std::to_string(agent_->locations.size());
    agent_->locations.push_back(location);
  }
  // A transition from the last location to a new one.
  machine::Transition& next(Expr guard) {
    machine::Transition transition;
    transition.from = last();
    add_location();
    transition.to = last();
    transition.guard = std::move(guard);
    agent_->transitions.push_back(std::move(transition));
    return agent_->transitions.back();
  }

  Dice dice_;
  machine::Machine machine_;
  std::vector<Place> locks_;
  VariableId ended_{};
  std::optional<VariableId> size_;
  machine::Agent* agent_ = nullptr;
  std::uint32_t threads_ = 0, me_ = 0;
};

}  // namespace

machine::Machine random_lock_machine(std::uint64_t seed) { return Builder(seed).build(); }

}  // namespace headway::audit

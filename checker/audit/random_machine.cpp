// Agents, made of statements. Tempers and odds are tuned so that about half of all machines violate
// something.
#include <algorithm>
#include <string>

#include "checker/audit/random_builder.h"
#include "model/source/error.h"

namespace headway::audit {

using machine::Agent;
using machine::AgentId;
using machine::AgentKind;
using machine::BinaryOp;
using machine::Expr;
using machine::LocationId;
using machine::Machine;
using machine::Place;
using machine::Transition;

std::uint64_t Dice::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::uint32_t Dice::below(std::uint32_t bound) {
  return static_cast<std::uint32_t>(next() % bound);
}

std::int64_t Dice::between(std::int64_t low, std::int64_t high) {
  return low + std::int64_t{below(static_cast<std::uint32_t>(high - low + 1))};
}

void MachineBuilder::choose_temper() {
  switch (dice_.below(6)) {
    case 0:
      temper_ = {.retry = 10, .forget = 0, .disorder = 0, .sloppy = 0, .waits = 3, .assumes = 3};
      break;
    case 1:
      temper_ = {.retry = 50, .forget = 0, .disorder = 0, .sloppy = 6, .waits = 3, .assumes = 3};
      break;
    case 2:
      temper_ = {.retry = 5, .forget = 15, .disorder = 60, .sloppy = 6, .waits = 18, .assumes = 6};
      break;
    default:
      temper_ = {.sloppy = 18};
      break;
  }
}
// Statements one after the other, locks taken and released between them.
void MachineBuilder::add_program(AgentKind kind) {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.kind = kind;
  agent.name = numbered(kind == AgentKind::thread ? "writer" : "pager", index_of(me_));
  agent_ = &agent;
  entries_.clear();
  if (dice_.percent(25)) add_scalar(agent.name + ".local", me_);
  const bool loops = kind == AgentKind::thread ? dice_.percent(15) : dice_.percent(75);
  agent.ends = kind == AgentKind::thread && !loops;
  std::vector<std::uint32_t> held;
  std::uint32_t left = 1 + dice_.below(4);
  entries_.push_back(add_location());
  if (kind == AgentKind::daemon && dice_.percent(70)) {
    const LocationId next = add_location();
    wait_statement(entries_.back(), next);
    agent.locations[0].wait->idle = true;
    entries_.push_back(next);
  }
  while (left > 0 || !held.empty()) {
    const LocationId from = entries_.back();
    const LocationId to = add_location();
    const auto lock = locks_.empty() ? 0 : dice_.below(static_cast<std::uint32_t>(locks_.size()));
    const bool may_take = !locks_.empty() && left > 0 &&
                          std::find(held.begin(), held.end(), lock) == held.end() &&
                          (held.empty() || lock > held.back() || dice_.percent(temper_.disorder));
    if (may_take && dice_.percent(35)) {
      acquire(from, to, lock);
      held.push_back(lock);
    } else if (!held.empty() && (left == 0 || dice_.percent(25))) {
      if (dice_.percent(temper_.forget)) {
        assign_statement(from, to);
      } else {
        release(from, to, held.back());
      }
      held.pop_back();
    } else {
      statement(from, to);
    }
    if (left > 0) --left;
    entries_.push_back(to);
  }
  if (loops) {
    Transition& again = add_transition(entries_.back(), entries_.front());
    if (kind == AgentKind::thread && dice_.percent(70)) again.progress = true;
  } else {
    agent.end = entries_.back();
  }
  machine_.agents.push_back(std::move(agent));
}

void MachineBuilder::add_adversary() {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.name = "reclaim";
  agent.kind = AgentKind::adversary;
  agent_ = &agent;
  entries_ = {add_location()};
  if (dice_.percent(20)) entries_.push_back(add_location());
  for (const LocationId from : entries_) {
    for (std::uint32_t left = 1 + dice_.below(2); left > 0; --left) {
      const LocationId to = entries_[dice_.below(static_cast<std::uint32_t>(entries_.size()))];
      const Place place = random_place();
      if (machine_.at(place.variable).type == machine::kBool && dice_.percent(50)) {
        add_transition(from, to).assignments.push_back({place, Expr::boolean(false)});
        if (dice_.percent(50)) agent.transitions.back().guard = load(place);
      } else if (dice_.percent(30)) {
        choose_statement(from, to);
      } else {
        assign_statement(from, to);
        agent.transitions.back().guard = condition();
      }
    }
  }
  machine_.agents.push_back(std::move(agent));
}

void MachineBuilder::add_signal() {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.name = "kill";
  agent.kind = AgentKind::signal;
  agent_ = &agent;
  const LocationId start = add_location();
  const LocationId end = add_location();
  entries_ = {start};
  assign_statement(start, end);
  agent.end = end;
  machine_.agents.push_back(std::move(agent));
}

void MachineBuilder::add_setup() {
  me_ = AgentId{static_cast<std::uint32_t>(machine_.agents.size())};
  Agent agent;
  agent.name = "setup";
  agent.kind = AgentKind::setup;
  agent_ = &agent;
  const LocationId start = add_location(true);
  const LocationId middle = add_location(true);
  const LocationId end = add_location();
  entries_ = {end};  // nothing goes back
  const std::uint32_t retry = temper_.retry;
  temper_.retry = 0;
  const std::uint32_t kind = dice_.below(5);
  if (kind == 0) {  // both branches of the whim lead on
    entries_ = {middle};
    whim_statement(start, middle);
    entries_ = {end};
  } else if (kind < 3) {
    choose_statement(start, middle);
  } else {
    assign_statement(start, middle);
  }
  assign_statement(middle, end);
  if (dice_.percent(30)) agent.transitions.back().guard = condition();
  temper_.retry = retry;
  agent.end = end;
  machine_.agents.push_back(std::move(agent));
}

void MachineBuilder::add_questions() {
  me_ =
      AgentId{static_cast<std::uint32_t>(machine_.agents.size())};  // nobody: shared variables only
  if (dice_.percent(30)) {
    const Expr test = condition();
    const bool sloppy = dice_.percent(temper_.sloppy * 3);
    machine_.invariants.push_back(
        {"ORDER", sloppy ? test : Expr::binary(BinaryOp::logical_or, test, Expr::boolean(true))});
  }
  if (dice_.percent(30)) machine_.covers.push_back({"seen", "It was seen.", condition()});
  if (dice_.percent(20)) machine_.observables.push_back({"count", load(random_place())});
  if (dice_.percent(10)) machine_.constants.push_back({"PAGE_SIZE", 2, 4096});
  if (dice_.percent(5)) machine_.approximations.push_back("a stub stands for helper()");
}

Machine MachineBuilder::build() {
  choose_temper();
  const bool setup = dice_.percent(15);
  const std::uint32_t threads = 1 + dice_.below(2);
  const std::uint32_t daemons = dice_.percent(40) ? 1 : 0;
  const std::uint32_t adversaries = dice_.percent(45) ? 1 : 0;
  const std::uint32_t signals = dice_.percent(15) ? 1 : 0;
  agents_ = threads + daemons + adversaries + signals + (setup ? 1 : 0);
  add_variables(agents_);
  if (setup) add_setup();
  for (std::uint32_t left = threads; left > 0; --left) add_program(AgentKind::thread);
  for (std::uint32_t left = daemons; left > 0; --left) add_program(AgentKind::daemon);
  for (std::uint32_t left = adversaries; left > 0; --left) add_adversary();
  for (std::uint32_t left = signals; left > 0; --left) add_signal();
  add_questions();
  return std::move(machine_);
}

Machine random_machine(std::uint64_t seed) { return MachineBuilder(seed).build(); }

std::vector<property::Property> random_machine_properties() {
  using property::Kind;
  using property::Level;
  return {{"deadlock", "", "Nobody waits for what can never come.", Kind::deadlock, Level::finite},
          {"progress", "", "Every thread ends.", Kind::progress, Level::finite},
          {"calm", "", "Every thread ends when nobody disturbs it.", Kind::progress, Level::none},
          {"no-spin", "", "Nobody goes round alone.", Kind::no_spin, Level::finite},
          {"killable", "", "Who is killed ends.", Kind::killable, Level::finite, false, 1},
          {"ub", "", "Nothing undefined happens.", Kind::check, Level::finite},
          {"assert", "", "Assertions hold.", Kind::check, Level::finite},
          {"EXACT", "", "The result says what was done.", Kind::check, Level::finite},
          {"ORDER", "", "The order is kept.", Kind::invariant, Level::finite},
          {"locks", "", "Locks are taken in one order.", Kind::locks, Level::finite},
          {"alone", "", "Nobody alone takes locks in both orders.", Kind::alone_inverted,
           Level::finite}};
}

}  // namespace headway::audit

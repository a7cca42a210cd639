// The search itself is `run`: states are numbered as they are found, so that the queue of
// breadth-first search is the range of numbers not yet expanded.
#include "checker/explicit/explore.h"

#include <utility>
#include <vector>

#include "model/machine/state.h"

namespace headway::explicit_engine {

using machine::AgentId;

namespace {

constexpr std::uint32_t kBetweenLooks = 256;  // expansions between two looks at time and memory

class Exploration {
 public:
  Exploration(const machine::Machine& machine, Successors& successors, StateGraph& graph,
              Budget& budget, Effects* effects);
  Explored run();

 private:
  struct Condition {
    Compiled code;
    std::size_t number = 0;  // in the machine
  };

  bool start();
  bool set_up(std::size_t raw, AgentId setup);
  bool begin_with(const StepView& step, Start start);
  bool expand(StateId from);
  std::optional<StateId> arrive(const StepView& step, std::optional<StateId> from,
                                std::uint32_t ordinal);
  void enter(StateId state, Start start);
  void note(const StepView& step, Failing where);
  void fail(const std::string& property, Failing where);
  void judge(StateId state);
  bool has_room();

  const machine::Machine& machine_;
  Successors& successors_;
  StateGraph& graph_;
  Budget& budget_;
  Effects* effects_;  // null: edges get no labels
  Explored found_;
  std::vector<Condition> invariants_;  // not yet violated
  std::vector<Condition> covers_;      // not yet met
  std::vector<std::int64_t> values_;
  std::vector<Change> all_slots_;
  std::map<StateId, bool> entered_;  // initial states; true: only by an adversary edge so far
  std::uint64_t first_length_ = 0;   // of the runs to initial states
  Steps steps_;
};

Exploration::Exploration(const machine::Machine& machine, Successors& successors, StateGraph& graph,
                         Budget& budget, Effects* effects)
    : machine_(machine),
      successors_(successors),
      graph_(graph),
      budget_(budget),
      effects_(effects),
      values_(successors.slots()) {
  for (std::size_t i = 0; i < machine.invariants.size(); ++i) {
    invariants_.push_back({successors.compile(machine.invariants[i].condition), i});
  }
  for (std::size_t i = 0; i < machine.covers.size(); ++i) {
    covers_.push_back({successors.compile(machine.covers[i].condition), i});
  }
  for (const machine::Agent& agent : machine.agents)
    found_.coverage.taken.emplace_back(agent.transitions.size());
  found_.coverage.covers.resize(machine.covers.size());
}

Explored Exploration::run() {
  bool goes_on = start();
  std::uint32_t level_end = graph_.store.size();
  for (std::uint32_t next = 0; goes_on && next < graph_.store.size(); ++next) {
    if (next == level_end) {
      level_end = graph_.store.size();
      ++found_.depth;
    }
    goes_on = expand(StateId{next}) && (next % kBetweenLooks != 0 || has_room());
  }
  graph_.finish();
  return std::move(found_);
}

bool Exploration::has_room() {
  const std::uint32_t states = graph_.store.size();
  return budget_.lasts(states, states - graph_.size(), graph_.bytes());
}

// The state `from` becomes by the step, unless the run was cut. Nothing also when it is one state
// too many.
std::optional<StateId> Exploration::arrive(const StepView& step, std::optional<StateId> from,
                                           std::uint32_t ordinal) {
  const auto [id, is_new] =
      graph_.store.insert(from, from ? step.changes : std::span<const Change>(all_slots_));
  if (is_new) {
    if (budget_.too_many(graph_.store.size())) {
      budget_.out_of_states();
      return std::nullopt;
    }
    graph_.parents.push_back({from.value_or(id), ordinal});
  }
  return id;
}

bool Exploration::expand(StateId from) {
  const std::uint64_t length = first_length_ + found_.depth;
  graph_.begin_state();
  graph_.store.get(from, values_.data());
  judge(from);
  successors_.expand(values_.data(), steps_);
  for (std::uint32_t ordinal = 0; ordinal < steps_.size(); ++ordinal) {
    const StepView step = steps_[ordinal];
    note(step, {length + 1, "", from, ordinal, 0});
    Edge edge;
    edge.agent_number = static_cast<std::uint8_t>(index_of(step.agent));
    edge.flags = static_cast<std::uint8_t>((step.adversary ? Edge::adversary : 0) |
                                           (step.progress ? Edge::progress : 0) |
                                           (step.cut ? Edge::cut : 0));
    if (!step.cut) {
      const std::optional<StateId> target = arrive(step, from, ordinal);
      if (!target) return false;
      edge.target = *target;
      if (effects_ != nullptr) edge.label = effects_->label(step, values_.data());
      ++found_.transitions;
    }
    graph_.add(edge);
  }
  for (std::uint8_t agent = 0; agent < machine_.agents.size(); ++agent) {
    for (const auto& [agents, mark] :
         {std::pair(steps_.stuck(), Edge::stuck), std::pair(steps_.held(), Edge::held)}) {
      if ((agents & only(AgentId{agent})) != 0) graph_.add({StateId{0}, agent, mark, 0});
    }
  }
  return true;
}

// Coverage and failures of one step.
void Exploration::note(const StepView& step, Failing where) {
  std::vector<bool>& taken = found_.coverage.taken[index_of(step.agent)];
  for (const machine::MicroStep& micro : step.micro) taken[index_of(micro.transition)] = true;
  for (const machine::Failure& failure : step.failures) {
    where.message = failure.message;
    fail(failure.property, where);
  }
}

// Levels are expanded in order, but a state is judged after the steps of its level's earlier
// states: hence the look at lengths.
void Exploration::fail(const std::string& property, Failing where) {
  const auto [found, fresh] = found_.failing.emplace(property, where);
  if (!fresh && where.length < found->second.length) found->second = std::move(where);
}

void Exploration::judge(StateId state) {
  std::erase_if(covers_, [&](const Condition& cover) {
    machine::Fault fault = machine::Fault::none;
    if (!successors_.holds(cover.code, values_.data(), fault)) return false;
    found_.coverage.covers[cover.number] = true;
    return true;
  });
  std::erase_if(invariants_, [&](const Condition& invariant) {
    machine::Fault fault = machine::Fault::none;
    if (successors_.holds(invariant.code, values_.data(), fault)) return false;
    const std::string message =
        fault == machine::Fault::none ? "the invariant does not hold" : machine::describe(fault);
    fail(machine_.invariants[invariant.number].property,
         {first_length_ + found_.depth, message, state, std::nullopt, 0});
    return true;
  });
}

void Exploration::enter(StateId state, Start start) {
  const auto [found, fresh] = entered_.emplace(state, start.adversary);
  if (!fresh && (start.adversary || !found->second)) return;
  found->second = start.adversary;
  start.state = state;
  graph_.starts.push_back(start);
}

bool Exploration::start() {
  const std::vector<machine::State> raw = raw_initial_states(machine_);
  std::optional<AgentId> setup;
  for (std::uint32_t a = 0; a < machine_.agents.size(); ++a) {
    if (machine_.agents[a].kind == machine::AgentKind::setup) setup = AgentId{a};
  }
  first_length_ = setup ? 1 : 0;
  for (std::size_t number = 0; number < raw.size(); ++number) {
    all_slots_.clear();
    for (std::size_t slot = 0; slot < values_.size(); ++slot) {
      const std::size_t cells = raw[number].cells.size();
      values_[slot] = slot < cells ? raw[number].cells[slot]
                                   : std::int64_t{index_of(raw[number].locations[slot - cells])};
      all_slots_.push_back({static_cast<std::uint32_t>(slot), values_[slot]});
    }
    if (setup ? !set_up(number, *setup) : !begin_with(StepView{}, {{}, number, 0, false}))
      return false;
    if (number % kBetweenLooks == 0 && !has_room()) return false;
  }
  return true;
}

bool Exploration::set_up(std::size_t raw, AgentId setup) {
  successors_.expand(values_.data(), setup, steps_);
  for (std::uint32_t ordinal = 0; ordinal < steps_.size(); ++ordinal) {
    const StepView step = steps_[ordinal];
    note(step, {first_length_, "", std::nullopt, ordinal, raw});
    if (!step.cut && !begin_with(step, {{}, raw, ordinal, step.adversary})) return false;
  }
  return true;
}

bool Exploration::begin_with(const StepView& step, Start start) {
  all_slots_.resize(values_.size());
  all_slots_.insert(all_slots_.end(), step.changes.begin(), step.changes.end());
  const std::optional<StateId> state = arrive(step, std::nullopt, start.ordinal);
  if (state) enter(*state, start);
  return state.has_value();
}

}  // namespace

Explored explore(const machine::Machine& machine, Successors& successors, StateGraph& graph,
                 Budget& budget, Effects* effects) {
  return Exploration(machine, successors, graph, budget, effects).run();
}

}  // namespace headway::explicit_engine

// Static well-formedness: one look at everything in a machine, in the order in which it is
// declared.
#include "model/machine/validate.h"

#include <set>

#include "model/machine/evaluate.h"
#include "model/machine/schedule.h"

namespace headway::machine {

namespace {

constexpr const char* kKinds[] = {"thread", "daemon", "adversary", "signal", "setup"};

bool valid(IntType type) {
  const int bits = type.bits;
  return bits == 8 || bits == 16 || bits == 32 || bits == 64 || (bits == 1 && !type.is_signed);
}

bool environment(AgentKind kind) {
  return kind == AgentKind::adversary || kind == AgentKind::signal;
}

class Validator {
 public:
  explicit Validator(const Machine& machine) : machine_(machine) {}

  std::vector<std::string> run() {
    variables();
    agents();
    agent_.reset();
    where_ = "observable ";
    for (const Observable& observable : machine_.observables)
      expr(observable.value, observable.name, nullptr);
    where_ = "invariant ";
    for (const Invariant& invariant : machine_.invariants)
      condition(invariant.condition, invariant.property, nullptr);
    where_ = "cover ";
    for (const Cover& cover : machine_.covers) condition(cover.condition, cover.name, nullptr);
    where_ = "atom ";
    atoms();
    where_.clear();
    for (const std::string& what : runner_problems(machine_)) problem(what);
    return std::move(problems_);
  }

 private:
  void problem(const std::string& what) { problems_.push_back(where_ + what); }
  void require(bool condition, const std::string& what) {
    if (!condition) problem(what);
  }

  void atoms() {
    std::set<std::string> names;
    for (const Atom& atom : machine_.atoms) {
      require(!atom.name.empty(), "has no name");
      require(names.insert(atom.name).second, atom.name + ": there is another one of this name");
      condition(atom.condition, atom.name, nullptr);
    }
  }

  // ---- Variables

  void variables() {
    std::set<std::string> names;
    for (const Variable& variable : machine_.variables) {
      where_ = "variable " + variable.name + ": ";
      require(!variable.name.empty(), "has no name");
      require(names.insert(variable.name).second, "there is another one of this name");
      require(!variable.owner || index_of(*variable.owner) < machine_.agents.size(),
              "its owner does not exist");
      require(variable.extent >= 1 && (variable.is_array || variable.extent == 1),
              "has the wrong number of cells");
      require(!variable.lazy || variable.initial_any, "is lazy but has no free initial value");
      if (valid(variable.type)) {
        values(variable);
      } else {
        problem("has no valid type");
      }
    }
  }

  void range(const Range& range, IntType type, const char* which) {
    const bool fits = wrap(range.low, type) == range.low && wrap(range.high, type) == range.high;
    require(fits, std::string(which) + " does not fit its type");
    const bool ordered = type.is_signed ? range.low <= range.high
                                        : static_cast<std::uint64_t>(range.low) <=
                                              static_cast<std::uint64_t>(range.high);
    require(ordered, std::string(which) + " is empty");
  }

  void values(const Variable& variable) {
    if (variable.range) range(*variable.range, variable.type, "its range");
    if (variable.initial_any)
      range(*variable.initial_any, variable.type, "its range of initial values");
    const bool counted = variable.initial.size() == variable.extent ||
                         (variable.initial_any && variable.initial.empty());
    require(counted, "has " + std::to_string(variable.initial.size()) + " initial values for " +
                         std::to_string(variable.extent) + " cells");
    bool inside = true;
    const auto look = [&](std::int64_t value) {
      inside = inside && wrap(value, variable.type) == value &&
               (!variable.range || within(*variable.range, variable.type, value));
    };
    for (const std::int64_t value : variable.initial) look(value);
    if (variable.initial_any) {
      look(variable.initial_any->low);
      look(variable.initial_any->high);
    }
    require(inside, "starts outside its range or type");
    for (const auto& [value, name] : variable.enumerators) {
      require(wrap(value, variable.type) == value,
              "the value named " + name + " does not fit its type");
    }
  }

  // ---- Agents

  void agents() {
    std::set<std::string> names;
    int setups = 0;
    for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
      const Agent& agent = machine_.agents[a];
      agent_ = static_cast<AgentId>(a);
      about_ = std::string(kKinds[static_cast<int>(agent.kind)]) + " " + agent.name;
      where_ = about_ + ": ";
      require(!agent.name.empty(), "has no name");
      require(names.insert(agent.name).second, "there is another agent of this name");
      if (agent.kind == AgentKind::setup)
        require(++setups == 1, "there is another setup agent (I1)");
      if (shape(agent)) {
        locations(agent);
        committed_chains(agent);
        transitions(agent);
      }
    }
  }

  // Ids in range, so that what follows may use them.
  bool shape(const Agent& agent) {
    const std::size_t count = agent.locations.size();
    bool sound = index_of(agent.initial) < count && (!agent.end || index_of(*agent.end) < count);
    for (const Transition& transition : agent.transitions) {
      sound = sound && index_of(transition.from) < count && index_of(transition.to) < count;
    }
    require(sound, "names a location that does not exist");
    return sound;
  }

  void locations(const Agent& agent) {
    const bool setup = agent.kind == AgentKind::setup;
    require(
        agent.at(agent.initial).committed == setup,
        setup ? "does not start at a committed location" : "starts at a committed location (I1)");
    require(!agent.ends || (agent.kind == AgentKind::thread && agent.end),
            "must end, but has no end or is no thread");
    require(!agent.end || !agent.at(*agent.end).committed, "its end is a committed location");
    placement(agent);
    std::set<std::string> names;
    for (const Location& location : agent.locations) {
      where_ = about_ + ", location " + location.name + ": ";
      require(!location.name.empty(), "has no name");
      require(names.insert(location.name).second, "there is another one of this name");
      if (location.wait) wait(agent, location);
    }
  }

  void placement(const Agent& agent) {
    const bool runs = agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon;
    require(runs || (!agent.cpu && agent.priority == 0),
            "only threads and daemons have a processor and a priority");
    if (!agent.fatal) return;
    require(agent.kind == AgentKind::thread, "only a thread has a fatal signal");
    condition(*agent.fatal, "its fatal signal", nullptr);
    for_each_load(*agent.fatal, [&](const Load& load) {
      const bool known = index_of(load.variable) < machine_.variables.size();
      require(!known || !machine_.at(load.variable).owner, "its fatal signal depends on a local");
    });
  }

  void wait(const Agent& agent, const Location& location) {
    require(!location.committed, "is both committed and a wait");
    require(agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon,
            "only threads and daemons wait");
    require(!location.wait->idle || agent.kind == AgentKind::daemon, "only a daemon may be idle");
    require(!location.wait->shared || location.wait->acquire, "only an acquire may be shared");
    require(!location.wait->timed || !location.wait->acquire, "an acquire has no time");
    if (location.wait->resource) place(*location.wait->resource, "its resource", nullptr);
  }

  // I2, by depth-first search over committed locations: 1 is on the way, 2 is done.
  void committed_chains(const Agent& agent) {
    std::vector<int> marks(agent.locations.size(), 0);
    const auto by_location = outgoing(agent);
    bool cyclic = false;
    const auto visit = [&](const auto& self, LocationId at) -> void {
      marks[index_of(at)] = 1;
      for (const TransitionId id : by_location[index_of(at)]) {
        const LocationId to = agent.at(id).to;
        if (!agent.at(to).committed) continue;
        if (marks[index_of(to)] == 1) cyclic = true;
        if (marks[index_of(to)] == 0) self(self, to);
      }
      marks[index_of(at)] = 2;
    };
    for (std::size_t i = 0; i < agent.locations.size(); ++i) {
      if (agent.locations[i].committed && marks[i] == 0) visit(visit, static_cast<LocationId>(i));
    }
    where_ = about_ + ": ";
    require(!cyclic, "its committed locations form a cycle (I2)");
  }

  // ---- Transitions

  void transitions(const Agent& agent) {
    for (std::size_t i = 0; i < agent.transitions.size(); ++i) {
      const Transition& transition = agent.transitions[i];
      where_ = about_ + ", transition " + std::to_string(i) + " (" +
               agent.at(transition.from).name + " -> " + agent.at(transition.to).name + "): ";
      require(agent.end != transition.from, "leaves the end");
      const bool after_setup =
          agent.kind == AgentKind::setup && !agent.at(transition.from).committed;
      require(!after_setup, "setup takes one step only");
      conditions(transition);
      assignments(agent, transition);
      whim(agent, transition);
      marks(agent, transition);
    }
  }

  void conditions(const Transition& transition) {
    condition(transition.guard, "its guard", &transition);
    if (transition.choice) {
      for (const Expr* bound : {&transition.choice->low, &transition.choice->high}) {
        expr(*bound, "its choice", nullptr);
        require(bound->type() == kI64, "its choice is not of type i64");
      }
    }
    for (const Check& check : transition.checks) {
      require(!check.property.empty(), "a check belongs to no property");
      condition(check.condition, "its check " + check.property, &transition);
    }
  }

  void assignments(const Agent& agent, const Transition& transition) {
    const auto& all = transition.assignments;
    for (std::size_t i = 0; i < all.size(); ++i) {
      expr(all[i].value, "an assigned value", &transition);
      if (!place(all[i].place, "an assigned place", &transition)) continue;
      const Variable& target = machine_.at(all[i].place.variable);
      require(all[i].value.type() == target.type,
              "the value for " + target.name + " is of another type");
      require(!target.parameter, "assigns the parameter " + target.name);
      require(!environment(agent.kind) || target.holder == Holder::none,
              "changes who holds " + target.name + ", which adversaries and signals must not");
      for (std::size_t j = 0; j < i; ++j) {
        require(all[j].place != all[i].place, "assigns " + target.name + " twice");
      }
    }
  }

  void whim(const Agent& agent, const Transition& transition) {
    require((transition.favour == Favour::none) == transition.whim.empty(),
            "is half a whim: text and branch go together");
    if (transition.favour != Favour::unfavourable) return;
    bool sibling = false;
    for (const Transition& other : agent.transitions) {
      sibling = sibling || (other.from == transition.from && other.favour == Favour::favourable &&
                            other.whim == transition.whim);
    }
    require(sibling, "its whim \"" + transition.whim + "\" has no favourable branch");
  }

  void marks(const Agent& agent, const Transition& transition) {
    const bool attempts = transition.prepare || transition.attempt || transition.progress ||
                          transition.call || transition.yields;
    require(!attempts || agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon,
            "only threads and daemons prepare, attempt, progress, call and yield");
    if (transition.prepare) {
      require(index_of(transition.prepare->variable) < machine_.variables.size(),
              "prepares no variable");
      expr(transition.prepare->first, "its prepared range", &transition);
      expr(transition.prepare->last, "its prepared range", &transition);
    }
    if (transition.call) {
      require(!transition.call->role.empty(), "its call has no role");
      require(transition.call->is_return || !transition.call->result,
              "has a result where the call begins");
      if (transition.call->result) expr(*transition.call->result, "its result", &transition);
    }
    if (!transition.note) return;
    std::size_t slots = 0;
    const std::string& text = transition.note->text;
    for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + 2))
      ++slots;
    require(transition.note->arguments.size() <= slots,
            "its note has more arguments than places for them");
    for (const Expr& argument : transition.note->arguments) expr(argument, "its note", &transition);
  }

  // ---- Expressions. `transition` is where a choice may be looked at; null where there is none.

  void condition(const Expr& condition, const std::string& what, const Transition* transition) {
    expr(condition, what, transition);
    require(condition.type() == kBool, what + " is no condition");
  }

  void expr(const Expr& expr, const std::string& what, const Transition* transition) {
    for_each_node(expr, [&](const Expr& node) {
      if (std::holds_alternative<ChoiceValue>(node.node())) {
        require(transition != nullptr && transition->choice,
                what + " looks at a choice that is not made");
      }
      if (const auto* load = std::get_if<Load>(&node.node())) {
        if (!touches(load->variable, load->index != nullptr, what)) return;
        const Variable& variable = machine_.at(load->variable);
        require(node.type() == variable.type,
                what + " reads " + variable.name + " as another type");
      }
    });
  }

  bool place(const Place& place, const std::string& what, const Transition* transition) {
    if (place.index) expr(*place.index, what, transition);
    return touches(place.variable, place.index.has_value(), what);
  }

  bool touches(VariableId id, bool indexed, const std::string& what) {
    if (index_of(id) >= machine_.variables.size()) {
      problem(what + " names a variable that does not exist");
      return false;
    }
    const Variable& variable = machine_.at(id);
    require(variable.is_array == indexed,
            what + " takes " + variable.name + (indexed ? " for an array" : " for a scalar"));
    // Observables, invariants and covers look at everything.
    require(!agent_ || !variable.owner || variable.owner == agent_,
            what + " touches " + variable.name + ", a local of another agent");
    return true;
  }

  const Machine& machine_;
  std::vector<std::string> problems_;
  std::string where_;  // begins each sentence
  std::string about_;  // the agent at hand
  std::optional<AgentId> agent_;
};

}  // namespace

std::vector<std::string> problems(const Machine& machine) { return Validator(machine).run(); }

}  // namespace headway::machine

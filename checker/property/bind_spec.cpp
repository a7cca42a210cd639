// Binding a spec to a machine: each of its properties becomes something that an engine decides.
//
//   progress               says what the built-in property is to mean: its sentence, its level
//   killable(N)            the same of the built-in property `killable`: required, at most N
//                          attempts
//   always C               an invariant, judged in every stable state
//   at return of ROLE: C   a check on each transition that returns from a call by that role, judged
//                          before it, where `result` still stands; it never ends the run, so that
//                          several can fail in one run
//   a temporal formula     a formula over atoms that are added to the machine
//   old(x)                 a variable of the agent, set on each transition that enters such a call
//   ghost                  a variable (bind_ghosts.h)
//   count(E) <= n          a ghost that counts to n + 1 and no further, and the invariant that it
//                          does not get there
//   cover C                a condition that some stable state should meet
//
// Passes run afterwards and keep checks, invariants and the ghosts that feed them. Binding never
// removes anything from the machine.
#include <algorithm>
#include <set>
#include <utility>

#include "checker/property/bind_ghosts.h"
#include "checker/property/bind_term.h"
#include "checker/property/spec.h"
#include "checker/property/spec_formula.h"
#include "checker/property/spec_tree.h"
#include "model/source/error.h"

namespace headway::property {

namespace {

using machine::Expr;
using source::InputError;
using source::Span;

// The values that calls by one role began with, kept per agent: two threads may be inside such a
// call at once.
class Ghosts {
 public:
  Ghosts(machine::Machine& machine, std::string role) : machine_(machine), role_(std::move(role)) {}

  Expr value(machine::AgentId agent, const Bound& operand, const std::string& name) {
    for (const Kept& kept : kept_) {
      if (kept.agent == agent && kept.operand == operand.expr) return load(kept.variable);
    }
    const machine::VariableId variable = declare(agent, operand, name);
    for (machine::Transition& transition : machine_.agents[index_of(agent)].transitions) {
      if (transition.call && transition.call->role == role_ && !transition.call->is_return) {
        transition.assignments.push_back({machine::Place{variable, std::nullopt}, operand.expr});
      }
    }
    kept_.push_back({agent, operand.expr, variable});
    return load(variable);
  }

 private:
  struct Kept {
    machine::AgentId agent;
    Expr operand;
    machine::VariableId variable;
  };

  [[nodiscard]] Expr load(machine::VariableId id) const {
    return Expr::load(id, machine_.at(id).type);
  }

  machine::VariableId declare(machine::AgentId agent, const Bound& operand,
                              const std::string& name) {
    const std::string stem = machine_.at(agent).name + ".old_" +
                             (name.empty() ? std::string("value") : name) + "_of_" + role_;
    const machine::VariableId id = declare_ghost(machine_, stem, operand.expr.type(), 0);
    machine_.variables[index_of(id)].owner = agent;
    return id;
  }

  machine::Machine& machine_;
  std::string role_;
  std::vector<Kept> kept_;
};

// One agent's return: `result` is what this transition returns, `old` reads the agent's ghosts.
class AtReturn : public Reading {
 public:
  AtReturn(Ghosts& ghosts, machine::AgentId agent, std::optional<Expr> result, std::string role)
      : ghosts_(ghosts), agent_(agent), result_(std::move(result)), role_(std::move(role)) {}

  Expr result(const Span& span) override {
    if (!result_) throw InputError(span, "the call by role `" + role_ + "` returns nothing");
    return *result_;
  }
  Expr old(const Bound& operand, const std::string& name, const Span&) override {
    return ghosts_.value(agent_, operand, name);
  }

 private:
  Ghosts& ghosts_;
  machine::AgentId agent_;
  std::optional<Expr> result_;
  std::string role_;
};

// Accepts everything that some call would give a meaning: for terms that nobody has used yet.
class AnyCall : public Reading {
 public:
  Expr result(const Span&) override { return Expr::constant(0); }
  Expr old(const Bound& operand, const std::string&, const Span&) override { return operand.expr; }
};

std::set<std::string> roles_of(const machine::Machine& machine) {
  std::set<std::string> roles;
  for (const machine::Agent& agent : machine.agents) {
    for (const machine::Transition& transition : agent.transitions) {
      if (transition.call) roles.insert(transition.call->role);
    }
  }
  return roles;
}

// The triggers of one property, made of those of its places one after another.
class Triggers {
 public:
  explicit Triggers(std::string property) : property_(std::move(property)) {}

  void add(const std::vector<Asked>& asked, const Trigger::Place* where) {
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (i == made_.size()) made_.push_back({property_, asked[i].text, {}, std::nullopt});
      if (where == nullptr) {
        made_[i].anywhere = asked[i].when;
      } else {
        made_[i].places.push_back({where->agent, where->transition, asked[i].when});
      }
    }
  }
  void move_to(std::vector<Trigger>& all) {
    for (Trigger& trigger : made_) all.push_back(std::move(trigger));
  }

 private:
  std::string property_;
  std::vector<Trigger> made_;
};

void bind_at_return(const tree::Ask& ask, const tree::AtReturnBody& body, const Names& names,
                    machine::Machine& machine, std::vector<Trigger>& triggers) {
  const std::set<std::string> roles = roles_of(machine);
  if (roles.count(body.role) == 0) {
    std::string known;
    for (const std::string& role : roles) known += (known.empty() ? "" : ", ") + role;
    throw InputError(body.role_span, "the model calls nothing by the role `" + body.role + "`",
                     known.empty() ? "it has no HW_CALL(ROLE, f(…))" : "its roles are: " + known);
  }
  // A condition is checked for names and types even where no return is left in the machine.
  AnyCall anywhere;
  names.condition(*body.condition, anywhere);
  Ghosts ghosts(machine, body.role);
  Triggers made(ask.id);
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    const auto agent = static_cast<machine::AgentId>(a);
    // By index: declaring a ghost adds assignments to transitions of this agent, never transitions.
    for (std::size_t t = 0; t < machine.agents[a].transitions.size(); ++t) {
      const std::optional<machine::CallMark> call = machine.agents[a].transitions[t].call;
      if (!call || !call->is_return || call->role != body.role) continue;
      AtReturn reading(ghosts, agent, call->result, body.role);
      Expr condition = names.condition(*body.condition, reading);
      machine.agents[a].transitions[t].checks.push_back(
          {ask.id, std::move(condition), "false " + ask.text, false});
      std::vector<Asked> asked = names.asked(*body.condition, reading);
      asked.insert(asked.begin(), Asked{"", Expr::boolean(true)});
      const Trigger::Place here{agent, static_cast<machine::TransitionId>(t), Expr()};
      made.add(asked, &here);
    }
  }
  made.move_to(triggers);
}

void bind_always(const tree::Ask& ask, const tree::AlwaysBody& body, const Names& names,
                 machine::Machine& machine, std::vector<Trigger>& triggers) {
  AnyState reading("an `always`");
  machine.invariants.push_back({ask.id, names.condition(*body.condition, reading)});
  Triggers made(ask.id);
  made.add(names.asked(*body.condition, reading), nullptr);
  made.move_to(triggers);
}

// Of several specs the strictest level counts, with its sentence.
void bind_progress(const tree::Ask& ask, std::vector<Property>& properties) {
  const Level level = ask.level.value_or(Level::finite);
  const auto built_in = built_in_properties();
  const auto is_progress = [](const Property& property) { return property.kind == Kind::progress; };
  const auto original = std::find_if(built_in.begin(), built_in.end(), is_progress);
  const auto found = std::find_if(properties.begin(), properties.end(), is_progress);
  if (found == properties.end()) {
    properties.push_back({"progress", "", ask.sentence, Kind::progress, level, false});
    return;
  }
  const bool untouched = found->sentence == original->sentence;
  if (!untouched && found->required >= level) return;
  found->sentence = ask.sentence;
  found->required = level;
}

Property temporal_property(const tree::Ask& ask, const tree::FormulaBody& body, const Names& names,
                           machine::Machine& machine, std::vector<Trigger>& triggers) {
  Property property;
  property.id = ask.id;
  property.sentence = ask.sentence;
  property.kind = Kind::temporal;
  property.required = ask.level.value_or(Level::finite);
  property.formula = bind_formula(*body.formula, names, machine);
  AnyState reading("a temporal formula");
  Triggers made(ask.id);
  made.add(names.asked(*body.formula, reading), nullptr);
  made.move_to(triggers);
  return property;
}

// Of several specs the one with the fewest attempts counts.
void bind_killable(const tree::Ask& ask, const tree::KillableBody& body,
                   std::vector<Property>& properties) {
  const auto found =
      std::find_if(properties.begin(), properties.end(),
                   [](const Property& property) { return property.kind == Kind::killable; });
  if (found == properties.end()) {
    properties.push_back(
        {"killable", "", ask.sentence, Kind::killable, Level::finite, false, body.attempts});
    return;
  }
  if (!found->note && found->most_attempts <= body.attempts) return;
  found->note = false;
  found->sentence = ask.sentence;
  found->most_attempts = body.attempts;
}

// What a built-in property is to mean says the property of its name, and no other.
std::string built_in_meant(const tree::Ask& ask) {
  if (std::holds_alternative<tree::ProgressBody>(ask.body)) return "progress";
  return std::holds_alternative<tree::KillableBody>(ask.body) ? "killable" : "";
}

void check_id(const tree::Ask& ask, const std::vector<Property>& properties) {
  for (const std::string id : {"progress", "killable"}) {
    if ((built_in_meant(ask) == id) == (ask.id == id)) continue;
    throw InputError(ask.span, "the built-in property is called `" + id + "`, and no other is",
                     "property " + id + " \"…\": " + id);
  }
  if (!built_in_meant(ask).empty()) return;
  const auto same = [&](const Property& property) { return property.id == ask.id; };
  const auto built_in = built_in_properties();
  if (std::any_of(built_in.begin(), built_in.end(), same)) {
    throw InputError(ask.span, "`" + ask.id + "` is a built-in property",
                     "give this one another id");
  }
  if (std::any_of(properties.begin(), properties.end(), same)) {
    throw InputError(ask.span, "there already is a property `" + ask.id + "`",
                     "ids are unique over all specs");
  }
}

}  // namespace

void bind_spec(const Spec& spec, machine::Machine& machine, std::vector<Property>& properties,
               std::vector<Trigger>& triggers) {
  Names names(spec, machine);
  bind_ghosts(spec, names, machine);
  AnyCall anywhere;
  names.check_lets(anywhere);
  const auto add = [&](const tree::Ask& ask, std::string role, Kind kind) {
    properties.push_back({ask.id, std::move(role), ask.sentence, kind, Level::finite, false});
  };
  for (const tree::Item& item : spec.items) {
    if (const auto* cover = std::get_if<tree::Cover>(&item)) {
      AnyState reading("a cover");
      machine.covers.push_back(
          {cover->id, cover->sentence, names.condition(*cover->condition, reading)});
    } else if (const auto* ask = std::get_if<tree::Ask>(&item)) {
      check_id(*ask, properties);
      if (built_in_meant(*ask) == "progress") {
        bind_progress(*ask, properties);
      } else if (const auto* killable = std::get_if<tree::KillableBody>(&ask->body)) {
        bind_killable(*ask, *killable, properties);
      } else if (const auto* always = std::get_if<tree::AlwaysBody>(&ask->body)) {
        bind_always(*ask, *always, names, machine, triggers);
        add(*ask, "", Kind::invariant);
      } else if (const auto* count = std::get_if<tree::CountBody>(&ask->body)) {
        bind_count(*count, ask->id, names, machine);
        add(*ask, "", Kind::invariant);
      } else if (const auto* formula = std::get_if<tree::FormulaBody>(&ask->body)) {
        properties.push_back(temporal_property(*ask, *formula, names, machine, triggers));
      } else {
        const auto& body = std::get<tree::AtReturnBody>(ask->body);
        bind_at_return(*ask, body, names, machine, triggers);
        add(*ask, body.role, Kind::check);
      }
    }
  }
}

void bind_spec(const Spec& spec, machine::Machine& machine, std::vector<Property>& properties) {
  std::vector<Trigger> triggers;
  bind_spec(spec, machine, properties, triggers);
}

}  // namespace headway::property

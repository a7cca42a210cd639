// Writes the text from top to bottom: variables, the C of each transition, tables, ways, then one
// proctype per agent. A stable location is a label, and also the value of the agent's `at_N`, so
// that C can read it; labels that begin with `end` are where SPIN lets an agent rest for ever.
#include "model/promela/promela.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <set>
#include <sstream>

#include "model/machine/evaluate.h"
#include "model/promela/c_transition.h"
#include "model/promela/prelude.h"
#include "model/promela/steps.h"
#include "model/source/error.h"

namespace headway::promela {

using machine::Agent;
using machine::AgentId;
using machine::AgentKind;
using machine::Expr;
using machine::Location;
using machine::LocationId;
using machine::Machine;
using machine::Transition;
using machine::TransitionId;
using machine::Variable;
using machine::VariableId;

namespace {

constexpr std::size_t kMostProperties = 31;       // flags of one int
constexpr std::size_t kMostInitialValues = 4096;  // of one cell
constexpr std::size_t kLongestBlock = 60'000;     // characters of one c_code

std::string number(std::size_t n) { return std::to_string(n); }

class Export {
 public:
  explicit Export(const Machine& machine)
      : machine_(machine), properties_(judged_properties(machine)) {}
  std::string print();

 private:
  void refuse_wide_variables() const;
  void variables();
  void block(const std::string& text);
  void publication();
  void invariants();
  void table(std::size_t agent);
  void agents();
  void ways(std::size_t agent);
  void proctype(std::size_t agent);
  void location(std::size_t agent, LocationId id);
  void start();
  void raw_initial_values();
  void setup_location(std::size_t agent, LocationId id);
  void claim();

  [[nodiscard]] std::uint64_t flag(const std::string& property) const {
    return flag_of(properties_, property);
  }
  [[nodiscard]] std::string asserts(std::uint64_t failing) const;
  [[nodiscard]] std::uint64_t may_fail_from(const Agent& agent, LocationId id) const;
  [[nodiscard]] bool rests(const Agent& agent, LocationId id) const;
  [[nodiscard]] std::string label(const Agent& agent, LocationId id) const;
  [[nodiscard]] std::optional<std::size_t> setup() const;
  [[nodiscard]] std::uint64_t invariant_flags() const;
  [[nodiscard]] std::string c(const Expr& expr) const { return print_c(machine_, expr); }
  [[nodiscard]] std::string name(VariableId id) const { return name_in_c(machine_, id); }

  const Machine& machine_;
  const std::vector<std::string> properties_;
  std::size_t deepest_ = 1;                          // moves of a way
  std::vector<std::vector<std::vector<Way>>> ways_;  // by agent and location
  std::ostringstream out_;
};

std::uint64_t Export::invariant_flags() const {
  std::uint64_t flags = 0;
  for (const machine::Invariant& invariant : machine_.invariants) flags |= flag(invariant.property);
  return flags;
}

std::string Export::asserts(std::uint64_t failing) const {
  std::string text;
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    if ((failing >> i & 1U) != 0) text += " assert(ok_" + number(i) + ");";
  }
  return text;
}

std::optional<std::size_t> Export::setup() const {
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    if (machine_.agents[a].kind == AgentKind::setup) return a;
  }
  return std::nullopt;
}

void Export::refuse_wide_variables() const {
  constexpr std::int64_t kLow = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kHigh = std::numeric_limits<std::int32_t>::max();
  const auto fits = [](std::int64_t value) { return kLow <= value && value <= kHigh; };
  for (const Variable& variable : machine_.variables) {
    if (variable.type.bits < 64) continue;
    const auto range = variable.initial_any ? variable.initial_any : variable.range;
    bool narrow = !range || (fits(range->low) && fits(range->high));
    for (const std::int64_t value : variable.initial) narrow = narrow && fits(value);
    if (narrow) continue;
    throw source::InputError({}, "Promela: the variable " + variable.name + " exceeds 32 bits",
                             "SPIN has no wider ones");
  }
}

void Export::variables() {
  for (std::size_t v = 0; v < machine_.variables.size(); ++v) {
    const Variable& variable = machine_.variables[v];
    const machine::IntType type = variable.type;
    out_ << cell_type(type) << ' ' << name(static_cast<VariableId>(v));
    if (variable.extent > 1) out_ << '[' << variable.extent << ']';
    out_ << ";  /* " << quoted(variable.name) << ": " << (type.is_signed ? 'i' : 'u')
         << static_cast<unsigned>(type.bits) << " */\n";
  }
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    out_ << (machine_.agents[a].locations.size() > 255 ? "short" : "byte") << " at_" << a
         << ";  /* where " << quoted(machine_.agents[a].name) << " stands */\n";
  }
  out_ << "bool ready;    /* the initial state is chosen */\n"
          "bool frozen;   /* adversaries, signals and whims have stopped for ever */\n"
          "bool trapped;  /* a step that no run takes was taken: nobody moves any more */\n"
          "bool passed;   /* the watched agent, which need not end, has just made progress */\n"
          "int pending;   /* properties that setup fails if it comes to an end */\n";
  for (std::size_t i = 0; i < properties_.size(); ++i)
    out_ << "hidden byte ok_" << i << ";  /* " << quoted(properties_[i]) << " */\n";
}

void Export::block(const std::string& text) {
  if (text.size() > kLongestBlock)
    throw source::InputError({}, "Promela: an expression is too long for SPIN");
  out_ << "c_code {\n" << text << "};\n";
}

void Export::publication() {
  std::string text = "static void hw_publish(uhw failed)\n{\n";
  for (std::size_t i = 0; i < properties_.size(); ++i)
    text += "\tok_" + number(i) + " = !(failed >> " + number(i) + " & 1);\n";
  block("static uhw hw_failed; /* what the current step fails, a bit for each property */\n" +
        text + "}\n");
}

void Export::invariants() {
  std::string text = "static void hw_judge(State *s)\n{\n\tconst hw c = 0;\n";
  for (const machine::Invariant& invariant : machine_.invariants) {
    text += "\thw_fault = 0;\n\tif (!" + c(invariant.condition) +
            " || hw_fault) hw_failed |= " + number(flag(invariant.property)) + "ULL;\n";
  }
  block(text + "}\n");
}

bool adversarial(const Agent& agent) {
  return agent.kind == AgentKind::adversary || agent.kind == AgentKind::signal;
}

// By location, for the C that looks at all ways at once.
void Export::table(std::size_t a) {
  const Agent& agent = machine_.agents[a];
  const auto by_location = outgoing(agent);
  std::ostringstream rows, first, waits;
  std::size_t count = 0;
  for (std::size_t l = 0; l < agent.locations.size(); ++l) {
    first << count << ", ";
    const auto& wait = agent.locations[l].wait;
    const bool end = agent.end == static_cast<LocationId>(l);
    waits << (end ? "2, " : !wait ? "0, " : wait->idle ? "2, " : "1, ");
    for (const TransitionId id : by_location[l]) {
      const Transition& t = agent.at(id);
      const machine::Range tried = values_tried(t);
      rows << "\t{ t" << a << '_' << index_of(id) << ", " << index_of(t.to) << ", "
           << agent.at(t.to).committed << ", "
           << (adversarial(agent) || t.favour == machine::Favour::unfavourable) << ", " << tried.low
           << "LL, " << tried.high << "LL },\n";
      ++count;
    }
  }
  std::ostringstream text;
  text << "static const struct hw_transition hw_transitions_" << a << "[] = {\n"
       << rows.str() << "\t{ 0 } };\nstatic const int hw_first_" << a << "[] = { " << first.str()
       << count << " };\nstatic const char hw_waits_" << a << "[] = { " << waits.str()
       << "0 };\nstatic int hw_at_" << a << "(const State *s) { return s->at_" << a << "; }\n";
  block(text.str());
}

void Export::agents() {
  std::ostringstream text;
  text << "static const struct hw_agent hw_agents[] = {\n";
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    const Agent& agent = machine_.agents[a];
    const bool owed = agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon;
    text << "\t{ hw_transitions_" << a << ", hw_first_" << a << ", hw_waits_" << a << ", hw_at_"
         << a << ", " << (agent.end ? static_cast<std::int64_t>(index_of(*agent.end)) : -1) << ", "
         << adversarial(agent) << ", " << owed << " },\n";
  }
  text << "};\nenum { HW_DEEPEST = " << deepest_ << " };\n";
  block(text.str());
}

void Export::ways(std::size_t a) {
  const Agent& agent = machine_.agents[a];
  for (std::size_t l = 0; l < agent.locations.size(); ++l) {
    std::string text;
    for (std::size_t w = 0; w < ways_[a][l].size(); ++w) {
      text +=
          "static int w" + number(a) + "_" + number(l) + "_" + number(w) + "(State *s) { return ";
      std::string joint;
      for (const Move& move : ways_[a][l][w].moves) {
        text += joint + "t" + number(a) + "_" + number(index_of(move.transition)) + "(s, " +
                std::to_string(move.choice) + "LL) == HW_ON";
        joint = " && ";
      }
      text += "; }\n";
      if (text.size() > kLongestBlock / 2) {
        block(text);
        text.clear();
      }
    }
    if (!text.empty()) block(text);
  }
}

// Where nothing more need happen: the end, an idle wait, and wherever somebody stands who owes
// nothing to anybody.
bool Export::rests(const Agent& agent, LocationId id) const {
  if (agent.kind != AgentKind::thread && agent.kind != AgentKind::daemon) return true;
  return agent.end == id || (agent.at(id).wait && agent.at(id).wait->idle);
}

std::string Export::label(const Agent& agent, LocationId id) const {
  return (rests(agent, id) ? "end_L" : "L") + number(index_of(id));
}

// Properties of all transitions on ways from here, those included that never arrive.
std::uint64_t Export::may_fail_from(const Agent& agent, LocationId id) const {
  std::uint64_t flags = flag("ub");
  std::set<LocationId> seen{id};
  std::vector<LocationId> open{id};
  while (!open.empty()) {
    const LocationId from = open.back();
    open.pop_back();
    for (const Transition& t : agent.transitions) {
      if (t.from != from) continue;
      for (const machine::Check& check : t.checks) flags |= flag(check.property);
      if (agent.at(t.to).committed && seen.insert(t.to).second) open.push_back(t.to);
    }
  }
  return flags;
}

void Export::location(std::size_t a, LocationId id) {
  const Agent& agent = machine_.agents[a];
  const std::vector<Way>& ways = ways_[a][index_of(id)];
  const std::string me = number(a);
  out_ << label(agent, id) << ":  /* " << quoted(agent.at(id).name) << " */\n";
  out_ << "  if\n";
  for (std::size_t w = 0; w < ways.size(); ++w) {
    bool adversary = adversarial(agent), progress = false;
    std::uint64_t failing = invariant_flags();
    for (const Move& move : ways[w].moves) {
      const Transition& t = agent.at(move.transition);
      adversary = adversary || t.favour == machine::Favour::unfavourable;
      progress = progress || (t.progress && !agent.ends);
      for (const machine::Check& check : t.checks) {
        if (!check.fatal) failing |= flag(check.property);
      }
    }
    const std::string way = "w" + me + "_" + number(index_of(id)) + "_" + number(w);
    out_ << "  :: d_step { c_expr { (hw_can(" << me << ", " << way << ", " << adversary
         << ")) }; c_code { hw_go(" << me << ", " << way << ", " << progress << "); };"
         << asserts(failing) << " } goto " << label(agent, ways[w].to) << '\n';
  }
  out_ << "  :: d_step { c_expr { (hw_leads_nowhere(" << me << ")) }; c_code { hw_go_nowhere(" << me
       << "); };" << asserts(may_fail_from(agent, id)) << " } goto " << label(agent, id)
       << "\n  fi;\n";
}

void Export::proctype(std::size_t a) {
  const Agent& agent = machine_.agents[a];
  out_ << "\nactive proctype p" << a << "()  /* " << quoted(agent.name) << " */\n{\n";
  if (agent.kind == AgentKind::setup) {
    raw_initial_values();
    out_ << "  goto S" << index_of(agent.initial) << ";\n";
    for (std::size_t l = 0; l < agent.locations.size(); ++l)
      setup_location(a, static_cast<LocationId>(l));
  } else {
    out_ << "  goto " << label(agent, agent.initial) << ";\n";
  }
  for (std::size_t l = 0; l < agent.locations.size(); ++l) {
    if (!agent.locations[l].committed) location(a, static_cast<LocationId>(l));
  }
  out_ << "}\n";
}

// While the initial state is being chosen committed locations are states of SPIN, too; the loop
// keeps a contradiction from looking like a deadlock.
void Export::setup_location(std::size_t a, LocationId id) {
  const Agent& agent = machine_.agents[a];
  if (!agent.at(id).committed && agent.initial != id) return;
  out_ << "S" << index_of(id) << ":  /* " << quoted(agent.at(id).name) << " */\n  if\n";
  const auto by_location = outgoing(agent);
  std::uint64_t all = flag("ub") | invariant_flags();
  for (const Transition& t : agent.transitions) {
    for (const machine::Check& check : t.checks) all |= flag(check.property);
  }
  std::size_t row = 0;
  for (std::size_t l = 0; l < index_of(id); ++l) row += by_location[l].size();
  for (const TransitionId transition : by_location[index_of(id)]) {
    const Transition& t = agent.at(transition);
    const machine::Range tried = values_tried(t);
    for (std::int64_t choice = tried.low; choice <= tried.high; ++choice) {
      const std::string what = "&hw_transitions_" + number(a) + "[" + number(row) + "], " +
                               std::to_string(choice) + "LL";
      const bool arrives = !agent.at(t.to).committed;
      const std::string to = arrives ? label(agent, t.to) : "S" + number(index_of(t.to));
      const std::string taken = " }; c_code { hw_set_up(" + what + "); };";
      out_ << "  :: d_step { c_expr { (hw_can_set_up(" << what << ", HW_ON))" << taken
           << asserts(arrives ? all : 0) << " } goto " << to << '\n';
      if (may_be_cut(machine_, t)) {
        out_ << "  :: d_step { c_expr { (hw_can_set_up(" << what << ", HW_CUT))" << taken
             << asserts(all) << " } goto S" << index_of(id) << '\n';
      }
    }
    ++row;
  }
  out_ << "  :: (!ready) -> goto S" << index_of(id) << "\n  fi;\n";
}

void Export::raw_initial_values() {
  std::ostringstream text;
  std::vector<std::pair<std::string, machine::Range>> chosen;
  for (std::size_t v = 0; v < machine_.variables.size(); ++v) {
    const Variable& variable = machine_.variables[v];
    for (std::uint32_t cell = 0; cell < variable.extent; ++cell) {
      std::string place = "now." + name(static_cast<VariableId>(v));
      if (variable.extent > 1) place += "[" + number(cell) + "]";
      if (variable.initial_any) {
        chosen.emplace_back(place, *variable.initial_any);
      } else {
        const std::int64_t value = variable.initial.empty() ? 0 : variable.initial[cell];
        if (value != 0) text << ' ' << place << " = " << value << "LL;";
      }
    }
  }
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    if (index_of(machine_.agents[a].initial) != 0)
      text << " now.at_" << a << " = " << index_of(machine_.agents[a].initial) << ';';
  }
  out_ << "  d_step { c_code {" << text.str() << " }; }\n";
  for (const auto& [place, range] : chosen) {
    if (static_cast<std::uint64_t>(range.high - range.low) >= kMostInitialValues)
      throw source::InputError({}, "Promela: too many initial values of " + place);
    out_ << "  if\n";
    for (std::int64_t value = range.low; value <= range.high; ++value)
      out_ << "  :: d_step { c_code { " << place << " = " << value << "LL; }; }\n";
    out_ << "  fi;\n";
  }
}

// Without a setup agent somebody must still choose the initial values.
void Export::start() {
  if (setup()) return;
  out_ << "\nactive proctype start()\n{\n";
  raw_initial_values();
  out_ << "  if\n  :: d_step { c_expr { (hw_may_start()) }; c_code { hw_start(); };"
       << asserts(invariant_flags()) << " } goto end_started\n  fi;\n"
       << "end_started: false\n}\n";
}

void Export::claim() {
  out_ << "\n/* Adversaries may stop at any time; where nobody moves, nobody is waited for. */\n"
          "active proctype freeze()\n{\nend_F:\n  do\n"
          "  :: d_step { c_expr { (hw_may_freeze()) }; c_code { now.frozen = 1; }; }\n"
          "  :: (trapped)\n  od\n}\n\n"
          "/* From some time on the watched agent is, for ever, as HEADWAY_WATCH says. */\n"
          "never {\nT0:\n  do\n  :: true\n  :: c_expr { (hw_watched()) } -> goto accept_S\n  od;\n"
          "accept_S:\n  do\n  :: c_expr { (hw_watched()) }\n  od\n}\n";
}

std::string Export::print() {
  refuse_wide_variables();
  if (properties_.size() > kMostProperties)
    throw source::InputError(
        {}, "Promela: the machine has more than " + number(kMostProperties) + " properties");
  out_ << "/* Machine " << quoted(machine_.name) << ", for SPIN 6. */\n";
  variables();
  block(arithmetic());
  block(modes());
  publication();
  invariants();
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    const Agent& agent = machine_.agents[a];
    for (std::size_t t = 0; t < agent.transitions.size(); ++t)
      block(print_transition(machine_, a, static_cast<TransitionId>(t), properties_));
    ways_.emplace_back(agent.locations.size());
    for (std::size_t l = 0; l < agent.locations.size(); ++l) {
      if (agent.locations[l].committed) continue;
      ways_[a][l] = ways_from(agent, static_cast<LocationId>(l));
      for (const Way& way : ways_[a][l]) deepest_ = std::max(deepest_, way.moves.size() + 1);
    }
    deepest_ = std::max(deepest_, agent.locations.size() + 1);
  }
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) table(a);
  agents();
  block(stepping());
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) ways(a);
  start();
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) proctype(a);
  claim();
  return out_.str();
}

}  // namespace

std::vector<std::string> judged_properties(const Machine& machine) {
  std::set<std::string> ids{"ub"};
  for (const Agent& agent : machine.agents) {
    for (const Transition& transition : agent.transitions) {
      for (const machine::Check& check : transition.checks) ids.insert(check.property);
    }
  }
  for (const machine::Invariant& invariant : machine.invariants) ids.insert(invariant.property);
  return {ids.begin(), ids.end()};
}

std::string cell_type(machine::IntType type) {
  if (type.bits <= 8 && !type.is_signed) return "byte";
  return type.bits < 16 || (type.bits == 16 && type.is_signed) ? "short" : "int";
}

std::string print_promela(const Machine& machine) { return Export(machine).print(); }

}  // namespace headway::promela

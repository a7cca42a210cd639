// Writes the text from top to bottom: variables, the C of each transition, tables, then one
// proctype per agent and the claim. A stable location is a label, and also the value of the agent's
// `at_N`, so that C can read it; labels that begin with `end` are where SPIN lets an agent rest for
// ever.
#include "model/promela/promela.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <set>
#include <sstream>

#include "model/machine/schedule.h"
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
constexpr std::uint64_t kMostOptions = 16;        // for steps between two locations
constexpr std::uint64_t kMostChoices = 256;       // for one transition of the setup
constexpr std::size_t kLongestBlock = 60'000;     // characters of one c_code

std::string number(std::size_t n) { return std::to_string(n); }

class Export {
 public:
  explicit Export(const Machine& machine)
      : machine_(machine), properties_(judged_properties(machine)) {}
  std::string print(const std::optional<std::string>& other_claim);

 private:
  void refuse_wide_variables() const;
  void variables();
  void block(const std::string& text);
  void invariants();
  void table(std::size_t agent);
  void agents();
  void scheduler();
  void proctype(std::size_t agent);
  void location(std::size_t agent, LocationId id);
  void option(const std::string& guard, const std::string& action, const std::string& to);
  void start();
  void raw_initial_values();
  void setup_location(std::size_t agent, LocationId id);
  void atoms();
  void freezer();
  void claim();

  [[nodiscard]] std::uint64_t flag(const std::string& property) const {
    return flag_of(properties_, property);
  }
  [[nodiscard]] bool rests(const Agent& agent, LocationId id) const;
  [[nodiscard]] std::string label(const Agent& agent, LocationId id) const;
  [[nodiscard]] std::optional<std::size_t> setup() const;
  [[nodiscard]] std::string c(const Expr& expr) const { return print_c(machine_, expr); }
  [[nodiscard]] std::string name(VariableId id) const { return name_in_c(machine_, id); }

  const Machine& machine_;
  const std::vector<std::string> properties_;
  std::ostringstream out_;
};

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
    out_ << "/* property " << i << ": " << quoted(properties_[i]) << " */\n";
  out_ << "hidden byte ok;  /* the step that was just taken fails nothing */\n";
}

void Export::block(const std::string& text) {
  if (text.size() > kLongestBlock)
    throw source::InputError({}, "Promela: an expression is too long for SPIN");
  out_ << "c_code {\n" << text << "};\n";
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
      rows << "\t{ t" << a << '_' << index_of(id) << ", "
           << (t.choice ? "b" + number(a) + "_" + number(index_of(id)) : "0") << ", "
           << index_of(t.to) << ", " << agent.at(t.to).committed << ", "
           << (adversarial(agent) || t.favour == machine::Favour::unfavourable) << ", "
           << t.progress << " },\n";
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
  std::size_t deepest = 0;  // a way passes each committed location once
  text << "static const struct hw_agent hw_agents[] = {\n";
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    const Agent& agent = machine_.agents[a];
    const bool owed = agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon;
    deepest = std::max(deepest, agent.locations.size() + 1);
    text << "\t{ hw_transitions_" << a << ", hw_first_" << a << ", hw_waits_" << a << ", hw_at_"
         << a << ", " << (agent.end ? static_cast<std::int64_t>(index_of(*agent.end)) : -1) << ", "
         << adversarial(agent) << ", " << owed << ", " << agent.ends << " },\n";
  }
  text << "};\nenum { HW_DEEPEST = " << deepest << " };\n";
  block(text.str());
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

void Export::location(std::size_t a, LocationId id) {
  const Agent& agent = machine_.agents[a];
  const std::string me = number(a);
  out_ << label(agent, id) << ":  /* " << quoted(agent.at(id).name) << " */\n  if\n";
  for (const auto& [to, steps] : destinations(agent, id)) {
    const std::string there = me + ", " + number(index_of(to)) + ", ";
    for (std::uint64_t rank = 0; rank < std::min(steps, kMostOptions); ++rank)
      option("hw_can(" + there + number(rank) + ")", "hw_go(" + there + number(rank) + ")",
             label(agent, to));
    if (steps > kMostOptions)
      option("hw_beyond(" + there + number(kMostOptions) + ")", "", label(agent, to));
  }
  option("hw_leads_nowhere(" + me + ")", "hw_go_nowhere(" + me + ")", label(agent, id));
  out_ << "  fi;\n";
}

// SPIN takes a call in c_expr only in parentheses of its own.
void Export::option(const std::string& guard, const std::string& action, const std::string& to) {
  out_ << "  :: d_step { c_expr { (" << guard << ") }; ";
  if (!action.empty()) out_ << "c_code { " << action << "; }; assert(ok); ";
  out_ << "} goto " << to << '\n';
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
  const std::string me = number(a), here = "S" + number(index_of(id));
  out_ << here << ":  /* " << quoted(agent.at(id).name) << " */\n  if\n";
  for (const auto& [to, steps] : next_locations(agent, id)) {
    const bool committed = agent.at(to).committed;
    const std::string there = me + ", " + number(index_of(to)) + ", ";
    const std::string target = committed ? "S" + number(index_of(to)) : label(agent, to);
    for (std::uint64_t rank = 0; rank < std::min(steps, kMostChoices); ++rank)
      option("hw_set_up_step(" + there + number(rank) + ", HW_ON)",
             "hw_set_up(" + there + number(rank) + (committed ? ", 1)" : ", 0)"), target);
    if (steps > kMostChoices)
      option("hw_set_up_beyond(" + there + number(kMostChoices) + ")", "", target);
  }
  option("hw_set_up_cut(" + me + ")", "hw_fail_set_up(" + me + ")", here);
  out_ << "  :: (!ready) -> goto " << here << "\n  fi;\n";
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
  out_ << "  if\n";
  option("hw_may_start()", "hw_start()", "end_started");
  out_ << "  fi;\n"
       << "end_started: false\n}\n";
}

void Export::atoms() {
  std::string text;
  for (std::size_t n = 0; n < machine_.atoms.size(); ++n) {
    text += "static int hw_atom_" + number(n) + "(State *s)  /* " + quoted(machine_.atoms[n].name) +
            " */\n{\n\tconst hw c = 0;\n\t(void)c;\n\treturn " + c(machine_.atoms[n].condition) +
            " != 0;\n}\n";
  }
  if (!text.empty()) block(text);
}

void Export::freezer() {
  out_ << "\n/* Adversaries may stop at any time; where nobody moves, nobody is waited for. */\n"
          "active proctype freeze()\n{\nend_F:\n  do\n"
          "  :: d_step { c_expr { (hw_may_freeze()) }; c_code { now.frozen = 1; }; }\n"
          "  :: d_step { c_expr { (hw_may_forget()) }; c_code { now.passed = 0; }; }\n"
          "  :: (trapped)\n  od\n}\n\n";
}

void Export::claim() {
  out_ << "/* From some time on the watched agent is, for ever, as HEADWAY_WATCH says. */\n"
          "never {\nT0:\n  do\n  :: true\n  :: c_expr { (hw_watched()) } -> goto accept_S\n  od;\n"
          "accept_S:\n  do\n  :: c_expr { (hw_watched()) }\n  od\n}\n";
}

// Who is held back, as model/machine/schedule.h has it.
void Export::scheduler() {
  const bool nonpreempt = machine_.scheduler == machine::Scheduler::nonpreempt;
  std::ostringstream runners, agents;
  if (nonpreempt) {
    for (const std::uint32_t cpu : machine::shared_processors(machine_)) {
      if (const auto runner = machine::runner_of(machine_, cpu))
        runners << "\tif (cpu == " << cpu << ") return now." << name(*runner) << ";\n";
    }
  }
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    const Agent& agent = machine_.agents[a];
    const bool shares = machine_.scheduler != machine::Scheduler::fair && agent.cpu;
    agents << "\t{ " << (shares ? static_cast<std::int64_t>(*agent.cpu) : -1) << ", "
           << (nonpreempt ? 0 : static_cast<std::int64_t>(agent.priority)) << ", "
           << index_of(agent.initial) << ", \"";
    for (const Location& location : agent.locations)
      agents << (location.wait && location.wait->timed ? '1' : '0');
    agents << "\" },\n";
  }
  block("static const struct hw_place hw_places[] = {\n" + agents.str() +
        "};\nenum { HW_AGENTS = " + number(machine_.agents.size()) +
        " };\nstatic int hw_runner(int cpu)  /* 0: nobody; else the agent's number, and 1 */\n{\n" +
        runners.str() + "\t(void)cpu;\n\treturn 0;\n}\n");
}

std::string Export::print(const std::optional<std::string>& other_claim) {
  refuse_wide_variables();
  if (properties_.size() > kMostProperties)
    throw source::InputError(
        {}, "Promela: the machine has more than " + number(kMostProperties) + " properties");
  out_ << "/* Machine " << quoted(machine_.name) << ", for SPIN 6. */\n";
  variables();
  block(arithmetic());
  block(modes());
  block("enum { HW_UB = " + number(flag("ub")) + " };\n");
  invariants();
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) {
    const Agent& agent = machine_.agents[a];
    for (std::size_t t = 0; t < agent.transitions.size(); ++t)
      block(print_transition(machine_, a, static_cast<TransitionId>(t), properties_));
  }
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) table(a);
  agents();
  scheduler();
  block(stepping());
  if (other_claim) atoms();
  start();
  for (std::size_t a = 0; a < machine_.agents.size(); ++a) proctype(a);
  freezer();
  if (other_claim) {
    out_ << *other_claim;
  } else {
    claim();
  }
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

std::string print_promela(const Machine& machine) { return Export(machine).print(std::nullopt); }
std::string print_promela(const Machine& machine, const std::string& claim) {
  return Export(machine).print(claim);
}

}  // namespace headway::promela

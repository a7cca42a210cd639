// One verifier for states, assertions and standstills, a second one with the claim for endless
// runs. The verifier ends with status 0 whatever it finds, so that its output is what counts; a
// run that is cut short by its depth or its time is no answer.
#include "checker/cli/spin.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "checker/cli/child.h"
#include "checker/cli/temporary_directory.h"
#include "checker/explicit/engine.h"
#include "model/machine/schedule.h"
#include "model/promela/promela.h"
#include "model/source/error.h"

namespace headway::cli {

using machine::Agent;
using machine::AgentKind;
using machine::Machine;
using property::Kind;
using property::Level;

namespace {

constexpr const char* kSeconds = "1200";   // of one child
constexpr std::uint64_t kSmall = 20'000;   // states: below, memory is no matter
constexpr std::uint64_t kShort = 300'000;  // states: below, compiling costs more than running
constexpr int kRefused = 1;                // the exported text's own exit status

std::string last_lines(const Said& said) {
  const std::string all = said.out + said.err;
  return all.size() < 500 ? all : all.substr(all.size() - 500);
}

bool owed(const Agent& agent) {
  return agent.kind == AgentKind::thread || agent.kind == AgentKind::daemon;
}

bool may_wait(const Agent& agent) {
  return std::any_of(agent.locations.begin(), agent.locations.end(),
                     [](const machine::Location& l) { return l.wait && !l.wait->idle; });
}

// What the verifier printed.
struct Verified {
  std::uint64_t states = 0;
  std::vector<std::string> errors;   // "assertion violated ok", "acceptance cycle", …
  std::set<std::size_t> properties;  // that fail, by their numbers
};

Verified read_output(const std::string& text) {
  Verified found;
  std::istringstream in(text);
  const std::string kFails = "headway: fails property ";
  bool counted = false;
  for (std::string line; std::getline(in, line);) {
    const std::size_t stored = line.find(" states, stored");
    if (stored != std::string::npos) {
      found.states = static_cast<std::uint64_t>(std::strtod(line.c_str(), nullptr));
      counted = true;
    }
    if (line.find("max search depth too small") != std::string::npos)
      throw std::runtime_error("SPIN's depth was too small");
    if (line.starts_with(kFails)) found.properties.insert(std::stoul(line.substr(kFails.size())));
    const std::size_t colon = line.starts_with("pan:") ? line.find(": ") : std::string::npos;
    const std::size_t depth = line.find(" (at depth");
    if (colon == std::string::npos || depth == std::string::npos) continue;
    found.errors.push_back(line.substr(colon + 2, depth - colon - 2));
  }
  if (!counted) throw std::runtime_error("SPIN counted nothing: " + text);
  return found;
}

// A verifier in a directory of its own.
class Verifier {
 public:
  Verifier(const Machine& machine, std::uint64_t states)
      : states_(states), properties_(promela::judged_properties(machine)) {
    std::ofstream(directory_.path() / "machine.pml") << promela::print_promela(machine);
    const Said said = child({"spin", "-a", "machine.pml"});
    if (said.status == kNoSuchProgram)
      throw std::runtime_error("the program `spin` is missing; install the package `spin`");
    if (said.status != 0) throw std::runtime_error("spin fails: " + last_lines(said));
    std::size_t bytes = 512 + 64 * machine.agents.size();
    for (const machine::Variable& variable : machine.variables)
      bytes += 4 * (std::size_t{variable.extent} + 1);
    vector_ = std::max<std::size_t>(bytes, 1024);
    processes_ = machine.agents.size() + 3;
  }

  // All states; invalid end states are not asked for.
  Verified everything() { return run("safety", "", "", {"-c0", "-E"}); }
  Verified before_the_start() { return run("safety", "start", "", {"-c0", "-E"}); }
  Verified standstills() { return run("safety", "finite", "", {"-c1", "-A"}); }
  // A weakly fair run on which the agent is for ever as `what` says.
  bool endless(const std::string& mode, const std::string& what, std::size_t agent) {
    return !run("liveness", mode, what + std::to_string(agent), {"-a", "-f", "-A"}).errors.empty();
  }

  // SPIN's assertion fails where the text says of some property that it does.
  [[nodiscard]] std::set<std::string> failed(const Verified& verified) const {
    std::set<std::string> ids;
    for (const std::size_t n : verified.properties) ids.insert(properties_.at(n));
    const bool other = std::any_of(verified.errors.begin(), verified.errors.end(),
                                   [](const auto& e) { return e != "assertion violated ok"; });
    if (other || verified.errors.empty() != ids.empty())
      throw std::runtime_error("SPIN's errors and the failed properties don't match");
    return ids;
  }

 private:
  Said child(std::vector<std::string> words) {
    words.insert(words.begin(), {kSeconds, "env", "--chdir=" + directory_.path().string()});
    return run_child("timeout", words);
  }

  void compile(const std::string& kind) {
    std::vector<std::string> words = {"gcc", states_ < kShort ? "-O0" : "-O1", "-w", "-DNOREDUCE",
                                      "-DVECTORSZ=" + std::to_string(vector_)};
    if (kind == "safety") {
      words.insert(words.end(), {"-DSAFETY", "-DNOCLAIM"});
    } else {
      words.push_back("-DNFAIR=" + std::to_string((processes_ + 2) / 8 + 3));
    }
    if (states_ >= kSmall) words.push_back("-DCOLLAPSE");
    words.insert(words.end(), {"-o", kind, "pan.c"});
    const Said said = child(words);
    if (said.status == kNoSuchProgram)
      throw std::runtime_error("the program `gcc` is missing; install the package `gcc`");
    if (said.status != 0) throw std::runtime_error("gcc fails: " + last_lines(said));
    compiled_.insert(kind);
  }

  Verified run(const std::string& kind, const std::string& mode, const std::string& watch,
               const std::vector<std::string>& flags) {
    if (compiled_.count(kind) == 0) compile(kind);
    // Freezing doubles the states, the claim and fairness multiply them, on one path at worst.
    const std::uint64_t factor = kind == "safety" ? 2 : 4 * (processes_ + 2);
    const std::uint64_t depth = std::min<std::uint64_t>(10'000 + states_ * factor, 50'000'000);
    int bits = 12;
    while (bits < 28 && std::uint64_t{1} << bits < states_ * 4) ++bits;
    std::vector<std::string> words = {
        "HEADWAY_MODE=" + mode,       "HEADWAY_WATCH=" + watch,   "./" + kind, "-n",
        "-m" + std::to_string(depth), "-w" + std::to_string(bits)};
    words.insert(words.end(), flags.begin(), flags.end());
    const Said said = child(words);
    const std::size_t refused = said.out.find("headway: refused: ");
    if (said.status == kRefused && refused != std::string::npos) {
      const std::size_t begin = refused + 18;
      throw source::InputError({}, said.out.substr(begin, said.out.find('\n', begin) - begin));
    }
    if (said.status != 0)
      throw std::runtime_error("the verifier ends with status " + std::to_string(said.status) +
                               ": " + last_lines(said));
    return read_output(said.out);
  }

  TemporaryDirectory directory_;
  std::uint64_t states_;
  std::vector<std::string> properties_;
  std::size_t vector_ = 0, processes_ = 0;
  std::set<std::string> compiled_;
};

// Does the mode show a thread that never ends?
bool some_thread_endless(Verifier& verifier, const Machine& machine, const std::string& mode) {
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    if (machine.agents[a].kind == AgentKind::thread && verifier.endless(mode, "ends", a))
      return true;
  }
  return false;
}

bool some_agent_hangs(Verifier& verifier, const Machine& machine) {
  for (std::size_t a = 0; a < machine.agents.size(); ++a) {
    if (owed(machine.agents[a]) && may_wait(machine.agents[a]) &&
        verifier.endless("finite", "blocked", a))
      return true;
  }
  return false;
}

Spun ask_spin(const Machine& machine, std::uint64_t states) {
  Spun spun;
  try {
    Verifier verifier(machine, states);
    const Verified all = verifier.everything();
    spun.states = all.states - verifier.before_the_start().states;
    spun.failed = verifier.failed(all);
    spun.standstill = !verifier.standstills().errors.empty();
    spun.hang = spun.standstill || some_agent_hangs(verifier, machine);
    spun.endless = some_thread_endless(verifier, machine, "finite");
    spun.endless_alone = spun.endless && some_thread_endless(verifier, machine, "none");
  } catch (const source::InputError& error) {
    spun.refused = error.what();
  }
  return spun;
}

std::vector<property::Property> asked_of(const Machine& machine) {
  std::vector<property::Property> asked = {{"deadlock", "", "", Kind::deadlock, Level::finite},
                                           {"progress", "", "", Kind::progress, Level::finite}};
  for (const std::string& id : promela::judged_properties(machine))
    asked.push_back({id, "", "", Kind::check, Level::finite});
  return asked;
}

// Does a setup agent take steps after the one that makes the initial state?
bool moves_later(const Agent& agent) {
  return std::any_of(agent.transitions.begin(), agent.transitions.end(),
                     [&](const machine::Transition& t) { return !agent.at(t.from).committed; });
}

// SPIN knows no strong fairness. It is more than weak fairness only where somebody else can open
// and close a thread's acquire, adversaries aside, or gives up the processor now and then.
bool strongly_fair(const Machine& machine) {
  if (machine.scheduler == machine::Scheduler::nonpreempt &&
      !machine::shared_processors(machine).empty())
    return true;
  std::size_t movers = 0;
  bool acquires = false;
  for (const Agent& agent : machine.agents) {
    const bool moves = agent.kind != AgentKind::adversary && agent.kind != AgentKind::signal;
    movers += moves && (agent.kind != AgentKind::setup || moves_later(agent)) ? 1 : 0;
    for (const machine::Location& location : agent.locations)
      acquires =
          acquires || (agent.kind == AgentKind::thread && location.wait && location.wait->acquire);
  }
  return acquires && movers > 1;
}

std::string listed(const std::set<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id;
  return text.empty() ? "none" : text;
}

struct Ours {
  bool deadlock = false, thread_deadlock = false, progress = false, alone = false;
};

Ours verdicts(const Machine& machine, const property::Result& result) {
  Ours ours;
  for (const property::Answer& answer : result.answers) {
    const auto* violated = std::get_if<property::Violated>(&answer.verdict);
    if (violated == nullptr) continue;
    if (const auto* deadlock = std::get_if<property::Deadlock>(&violated->counterexample)) {
      ours.deadlock = true;
      ours.thread_deadlock = machine.at(deadlock->agent).kind == AgentKind::thread;
    }
    if (const auto* livelock = std::get_if<property::Livelock>(&violated->counterexample)) {
      ours.progress = true;
      ours.alone = livelock->level == Level::none;
    }
  }
  return ours;
}

// Which pairs of answers contradict each other; README.md of model/promela says why.
void judge(const Machine& machine, const Ours& ours, SpinComparison& compared) {
  const Spun& spin = compared.spin;
  const auto differ = [&](bool differs, const std::string& what) {
    if (differs) compared.differences.push_back(what);
  };
  differ(compared.states != spin.states, "states: ours " + std::to_string(compared.states) +
                                             ", SPIN's " + std::to_string(spin.states));
  differ(compared.failed != spin.failed, "assertions violated: ours " + listed(compared.failed) +
                                             ", SPIN's " + listed(spin.failed));
  differ(spin.standstill && !ours.deadlock, "SPIN ends where somebody waits; we see no deadlock");
  differ(ours.deadlock && !spin.hang, "we see a deadlock; for SPIN nobody waits for ever");
  differ(ours.progress && !spin.endless, "we see a thread that never ends; SPIN does not");
  differ(ours.alone && !spin.endless_alone,
         "we see a thread that never ends, all alone; SPIN does not");
  differ(ours.thread_deadlock && !spin.endless, "we see a deadlocked thread; for SPIN all end");
  compared.deadlock_exact = spin.standstill || !spin.hang;
  const bool explained = ours.progress || ours.deadlock;
  compared.progress_exact = !spin.endless || (!strongly_fair(machine) && !ours.deadlock);
  differ(spin.endless && !explained && !strongly_fair(machine),
         "SPIN sees a thread that never ends; we do not");
  differ(spin.endless_alone && !ours.alone && !ours.deadlock && !strongly_fair(machine),
         "SPIN sees a thread that never ends, all alone; we do not");
}

}  // namespace

std::optional<SpinComparison> compare_with_spin(const Machine& machine,
                                                const property::Limits& limits) {
  return compare_with_spin(machine, machine, limits);
}

std::optional<SpinComparison> compare_with_spin(const Machine& machine,
                                                const Machine& given_to_spin,
                                                const property::Limits& limits) {
  const property::Result result = explicit_engine::check(
      machine, asked_of(machine),
      {.limits = limits, .level = property::Level::none, .on_progress = nullptr});
  SpinComparison compared;
  compared.states = result.statistics.states;
  for (const property::Answer& answer : result.answers) {
    if (std::holds_alternative<property::Undecided>(answer.verdict)) return std::nullopt;
    if (answer.property.kind == Kind::check &&
        std::holds_alternative<property::Violated>(answer.verdict))
      compared.failed.insert(answer.property.id);
  }
  const Ours ours = verdicts(machine, result);
  compared.deadlock = ours.deadlock;
  compared.progress = ours.progress;
  compared.spin = ask_spin(given_to_spin, compared.states);
  if (!compared.spin.refused) judge(machine, ours, compared);
  return compared;
}

}  // namespace headway::cli

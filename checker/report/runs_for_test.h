// A small duel and a way to walk it, for the tests of this room: the runs that an engine would
// find, made by hand, so that a report is tested without one.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "checker/report/report.h"
#include "model/machine/step.h"
#include "model/machine/text.h"

namespace headway::report {

// The user's file. Its lines are what the machine below points at.
inline constexpr const char* kLoop =
    "ssize_t my_write(struct iov_iter *i)\n"
    "{\n"
    "retry:\n"
    "\tif (fault_in_readable(i, bytes))\n"
    "\t\treturn -EFAULT;\n"
    "\tfolio = write_begin(pos);\n"
    "\tcopied = copy_folio_from_iter_atomic(folio, offset, bytes, i);\n"
    "\twrite_end(folio, copied);\n"
    "\tif (!copied)\n"
    "\t\tgoto retry;\n"
    "\treturn copied;\n"
    "}\n";

// LOOP stands for the file's name.
inline constexpr const char* kDuel = R"(
machine duel
shared page: u8[3] = {0, 1, 2} strip "pages" names {0: "RES", 1: "EVICT", 2: "BAD"}
shared taken: i32[2] = 0 holder owner label "folio lock"
shared size: u64 = any 1..6 param
shared lost: u32 = 0
constant PAGE_SIZE = 2 real 4096
observe iter_left: left
cover short "a copy stops early": lost == 1
setup start { init S; end T; location S committed
  S -> T: when size == 4 do left := size note "a write of {size} bytes" }
thread writer ends {
  var left: u64 = 0; var copied: u64 = 0
  init TOP; end DONE
  location LOCK wait acquire for taken[0]
  TOP -> LOCK: do page[1] := 0 note "page 1 faulted in" @ "uaccess.h":40:2 via fault_in_readable @ "LOOP":4:6
  TOP -> DONE: when left == 0 @ "LOOP":5:3
  LOCK -> COPY: when taken[0] == 0 do taken[0] := 2 @ "pagemap.h":90:2 via write_begin @ "LOOP":6:10, folio_lock @ "pagemap.h":70:2
  COPY -> PROBE: when page[1] == 1 do copied := 0, lost := 1 - lost @ "uaccess.h":70:2 via copy_folio_from_iter_atomic @ "LOOP":7:11
  COPY -> PROBE: when page[1] == 0 do copied := 2, left := left - 2 @ "uaccess.h":71:2 via copy_folio_from_iter_atomic @ "LOOP":7:11
  PROBE -> END: @ "pagemap.h":118:2 via write_end @ "LOOP":8:2
  END -> CHECK: do taken[0] := 0 @ "pagemap.h":120:2 via write_end @ "LOOP":8:2
  END -> LOCK: note "and again"
  CHECK -> TOP: when copied == 0 check EXACT "nothing is lost": lost == 0 @ "LOOP":9:2
  CHECK -> TOP: when copied != 0 @ "LOOP":11:2
}
daemon flusher { init IDLE; location IDLE wait idle; IDLE -> IDLE: when lost == 7 }
adversary reclaim { init A; A -> A: choose p in 0..1 when page[p] == 0 do page[p] := 1 note "page {p} evicted" @ "harness.h":88:3 }
)";

// A loop over the same lines that one reclaimer alone can keep from ever copying, with the marks of
// attempts, a whim, and a signal.
inline constexpr const char* kPostFault = R"(
machine post_fault
shared page: u8[2] = {0, 1} strip "pages" names {0: "EVICT", 1: "RES"}
shared size: u64 = 4 param
shared killed: bool = false
observe iter_left: left
thread writer ends {
  var left: u64 = 4; var copied: u64 = 0
  init TOP; end DONE; fatal killed
  TOP -> COPY: when left != 0 do page[0] := 1 prepare {page[0..1]} note "page 0 faulted in" @ "uaccess.h":40:2 via fault_in_readable @ "LOOP":4:6
  TOP -> COPY: when left != 0 whim unfavourable "nothing is faulted in" @ "uaccess.h":43:2 via fault_in_readable @ "LOOP":4:6
  TOP -> DONE: when left == 0 @ "LOOP":11:2
  COPY -> CHECK: attempt when page[0] == 0 do copied := 0 @ "uaccess.h":70:2 via copy_folio_from_iter_atomic @ "LOOP":7:11
  COPY -> CHECK: attempt when page[0] == 1 do copied := 2, left := left - 2 @ "uaccess.h":71:2 via copy_folio_from_iter_atomic @ "LOOP":7:11
  CHECK -> TOP: @ "LOOP":9:2
}
adversary reclaim { init A; A -> A: choose p in 0..1 when page[p] == 1 do page[p] := 0 note "page {p} evicted" @ "harness.h":88:3 }
signal kill { init A; A -> B: do killed := true note "a fatal signal arrives" }
)";

class Runs : public testing::Test {
 protected:
  Runs() : file_(testing::TempDir() + "my_write.c") {
    std::ofstream(file_) << kLoop;
    load(kDuel);
  }

  void load(std::string text) {
    for (std::size_t at = text.find("LOOP\""); at != std::string::npos;
         at = text.find("LOOP\"", at + file_.size())) {
      text.replace(at, 4, file_);
    }
    machine_ = machine::parse_machine(text, "duel.hw");
  }

  // Takes a step of the agent: the `which`-th of those that it has here.
  void take(const std::string& agent, std::size_t which = 0) {
    const machine::Layout layout(machine_);
    for (std::uint32_t id = 0; id < machine_.agents.size(); ++id) {
      if (machine_.agents[id].name != agent) continue;
      const auto steps = machine::successors(machine_, layout, state_, machine::AgentId{id});
      ASSERT_LT(which, steps.size()) << agent << " has no such step";
      state_ = steps[which].to;
      walked_.push_back(steps[which].step);
    }
  }

  // Begins a run in the first stable initial state.
  void begin() {
    const machine::Layout layout(machine_);
    for (const machine::State& raw : machine::raw_initial_states(machine_)) {
      state_ = raw;
      walked_.clear();
      if (machine_.agents.front().kind != machine::AgentKind::setup) break;
      const auto steps = machine::successors(machine_, layout, raw, machine::AgentId{0});
      if (steps.empty()) continue;
      initial_ = raw;
      state_ = steps.front().to;
      walked_ = {steps.front().step};
      return;
    }
    initial_ = state_;
  }

  machine::Path path() const { return {initial_, walked_}; }

  // One round of the writer in which reclaim takes the page away.
  void lost_round() {
    take("writer");
    take("reclaim", 1);
    for (int i = 0; i < 5; ++i) take("writer");
  }

  machine::AgentId agent(const std::string& name) const {
    for (std::uint32_t id = 0; id < machine_.agents.size(); ++id) {
      if (machine_.agents[id].name == name) return machine::AgentId{id};
    }
    ADD_FAILURE() << name;
    return {};
  }

  // Two rounds, so that `lost` is what it was.
  property::Livelock livelock() {
    begin();
    take("writer");
    property::Livelock result;
    result.agent = agent("writer");
    result.level = property::Level::unrestricted;
    result.lasso.stem = path();
    walked_.clear();
    for (int round = 0; round < 2; ++round) {
      take("reclaim", 1);
      for (int i = 0; i < 6; ++i) take("writer");
    }
    result.lasso.loop = walked_;
    using property::Obligation;
    result.obligations = {
        {agent("writer"), Obligation::Kind::weak, Obligation::Met::steps, 1, {}},
        {agent("flusher"), Obligation::Kind::weak, Obligation::Met::disabled, 0, {}}};
    result.broken_by = {{agent("reclaim"), machine::TransitionId{0}}};
    return result;
  }

  // Of kPostFault: page 0 is gone whenever the writer comes to copy.
  property::Livelock evicted_each_round() {
    begin();
    take("writer");
    property::Livelock result;
    result.agent = agent("writer");
    result.level = property::Level::unrestricted;
    result.lasso.stem = path();
    walked_.clear();
    take("reclaim");
    for (int i = 0; i < 3; ++i) take("writer");
    result.lasso.loop = walked_;
    using property::Obligation;
    result.obligations = {{agent("writer"), Obligation::Kind::weak, Obligation::Met::steps, 1, {}}};
    result.broken_by = {{agent("reclaim"), machine::TransitionId{0}}};
    return result;
  }

  // The writer comes to the lock with the lock in hand.
  property::Deadlock deadlock() {
    begin();
    take("writer");
    take("reclaim", 1);
    for (int i = 0; i < 3; ++i) take("writer");
    take("writer", 1);
    property::Deadlock result;
    result.path = path();
    result.agent = agent("writer");
    result.cycle = true;
    property::Waiter waiter;
    waiter.agent = result.agent;
    waiter.location = state_.locations[machine::index_of(result.agent)];
    waiter.resource = machine::VariableId{1};
    waiter.holders = {result.agent};
    result.waits = {waiter};
    return result;
  }

  property::Failed failed() {
    begin();
    lost_round();
    return {path(), "nothing is lost"};
  }

  // Exploration met all that there is: nothing is vacuous.
  void all_taken() {
    for (const machine::Agent& one : machine_.agents)
      result_.coverage.taken.emplace_back(one.transitions.size(), true);
  }

  void answer(const property::Property& property, property::Verdict verdict) {
    result_.answers.push_back({property, std::move(verdict)});
  }
  void answer(const property::Property& property, property::Counterexample example) {
    answer(property, property::Verdict{property::Violated{std::move(example), {}}});
  }

  Request request(std::size_t width = 80) {
    Request made{machine_, result_, audit_, {file_}};
    made.width = width;
    return made;
  }

  const property::Property progress_{"progress", "", "Every thread ends.",
                                     property::Kind::progress};
  const property::Property deadlock_{"deadlock", "", "Nobody waits for what can never come.",
                                     property::Kind::deadlock};
  const property::Property exact_{"EXACT", "write", "The result says what was written."};
  std::string file_;
  machine::Machine machine_;
  property::Result result_;
  audit::Report audit_;
  machine::State initial_, state_;
  std::vector<machine::Step> walked_;
};

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The first line that contains `part`, or an empty one.
inline std::string line_with(const std::string& text, const std::string& part) {
  for (const std::string& line : lines_of(text)) {
    if (line.find(part) != std::string::npos) return line;
  }
  return "";
}

}  // namespace headway::report

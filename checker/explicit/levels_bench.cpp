// What judging every level costs beside exploring for safety alone, on three models of over a
// million states: processor time and peak memory, each run in a process of its own. Prints ratios;
// judges nothing.
//
// levels_bench [MODEL]: one of duel, copiers, pager; all without.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "checker/explicit/engine.h"
#include "model/machine/text.h"
#include "model/source/error.h"

namespace headway::explicit_engine {
namespace {

using property::Kind;
using property::Level;

// Locals of each thread are its own: their names get its number.
std::string own(std::string text, const std::string& name, const std::string& me) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
    text.insert(at + name.size(), me);
  return text;
}

// The benchmark 'duel': writers for ever, four pages.
std::string duel() {
  std::string text = "machine duel\nshared page: bool[4]\nshared lock: 0..9[4] holder owner\n";
  for (int w = 1; w <= 4; ++w) {
    const std::string me = std::to_string(w);
    const std::string writer =
        "thread writer" + me +
        " { var pos: 0..3 = 0\n location TOP location WAIT wait acquire for lock[pos] init TOP\n"
        "  TOP -> WAIT: do page[pos] := 1 prepare {page[pos]}\n"
        "  WAIT -> LOOK: when lock[pos] == 0 do lock[pos] := " +
        me +
        "\n"
        "  LOOK -> DONE: attempt when page[pos] @ \"l.c\":1:1\n"
        "  LOOK -> RETRY: attempt when !page[pos] @ \"l.c\":1:1\n"
        "  RETRY -> TOP: do lock[pos] := 0\n"
        "  DONE -> TOP: do lock[pos] := 0, pos := (pos + 1) % 4 progress }\n";
    text += own(writer, "pos", me);
  }
  return text +
         "adversary evict { init A A -> A: choose p in 0..3 when page[p] do page[p] := 0 }\n";
}

// Threads that copy from one page to another and end; sets of two members, and a whim.
std::string copiers() {
  std::string text = "machine copiers\nshared page: bool[4]\n";
  for (int w = 1; w <= 4; ++w) {
    const std::string me = std::to_string(w);
    const std::string copier =
        "thread copier" + me +
        " ends { var pos: 0..6 = 0\n location TOP init TOP end END\n"
        "  TOP -> FROM: when pos < 6 do page[pos % 4] := 1 prepare {page[0..1]}\n"
        "  FROM -> COPY: whim favourable \"fault\" do page[(pos + 1) % 4] := 1\n"
        "  FROM -> TOP: whim unfavourable \"fault\"\n"
        "  COPY -> TOP: attempt when !(page[pos % 4] && page[(pos + 1) % 4]) @ \"l.c\":1:1\n"
        "  COPY -> TOP: attempt when page[pos % 4] && page[(pos + 1) % 4] do pos := pos + 1 @ "
        "\"l.c\":1:1\n"
        "  TOP -> END: when pos == 6 }\n";
    text += own(copier, "pos", me);
  }
  return text +
         "adversary evict { init A A -> A: choose p in 0..3 when page[p] do page[p] := 0 }\n";
}

// Requests that a daemon answers, one lock, and readers that ask again where the page went.
std::string pager() {
  std::string text =
      "machine pager\nshared page: bool[3]\nshared wanted: bool[3]\n"
      "shared lock: 0..9 holder owner\n";
  for (int w = 1; w <= 3; ++w) {
    const std::string me = std::to_string(w);
    const std::string reader =
        "thread reader" + me +
        " ends { var pos: 0..3 = 0 var tries: 0..2 = 0\n"
        " location TOP location LOOK wait location LOCK wait acquire for lock init TOP end END\n"
        "  TOP -> LOOK: when pos < 3 do wanted[pos] := 1 prepare {page[pos]}\n"
        "  LOOK -> LOCK: when page[pos]\n"
        "  LOOK -> TOP: when !page[pos] && !wanted[pos] do tries := (tries + 1) % 3\n"
        "  LOCK -> READ: when lock == 0 do lock := " +
        me +
        "\n"
        "  READ -> FREE: attempt when page[pos] do pos := pos + 1, tries := 0 @ \"l.c\":1:1\n"
        "  READ -> FREE: attempt when !page[pos] @ \"l.c\":1:1\n"
        "  FREE -> TOP: do lock := 0\n"
        "  TOP -> END: when pos == 3 }\n";
    text += own(own(reader, "pos", me), "tries", me);
  }
  return text +
         "daemon io { location I wait idle init I I -> I: choose p in 0..2 when wanted[p] do "
         "page[p] := 1, wanted[p] := 0 }\n"
         "adversary evict { init A A -> A: choose p in 0..2 when page[p] do page[p] := 0 }\n";
}

struct Cost {
  double seconds = 0;
  double megabytes = 0;
};

std::vector<property::Property> properties(bool all) {
  std::vector<property::Property> asked(all ? 3 : 1);
  asked[0].id = "ub";
  if (!all) return asked;
  asked[1].id = "deadlock";
  asked[1].kind = Kind::deadlock;
  asked[2].id = "progress";
  asked[2].kind = Kind::progress;
  asked[2].required = Level::none;
  return asked;
}

void say(const property::Result& result) {
  std::cout << "  " << result.statistics.states << " states";
  for (const property::Answer& answer : result.answers) {
    std::cout << ", " << answer.property.id;
    const auto* holds = std::get_if<property::Holds>(&answer.verdict);
    std::cout << (holds ? " holds" : " does not hold");
    if (holds && holds->up_to) std::cout << " up to level " << static_cast<int>(*holds->up_to);
    if (holds && holds->next) {
      const auto& livelock = std::get<property::Livelock>(*holds->next);
      std::cout << " (loop of " << livelock.lasso.loop.size() << " steps)";
    }
  }
  std::cout << std::endl;
}

// In a process of its own, so that its peak is its own.
Cost run(const std::string& text, bool all, Level level) {
  const pid_t child = fork();
  CHECK(child >= 0, "fork");
  if (child == 0) {
    const machine::Machine machine = machine::parse_machine(text, "bench.machine");
    Options options;
    options.level = level;
    say(check(machine, properties(all), options));
    _exit(0);
  }
  int status = 0;
  rusage used{};
  CHECK(wait4(child, &status, 0, &used) == child && status == 0, "status=" << status);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return {seconds(used.ru_utime) + seconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss) / 1024};
}

void measure(const std::string& name, const std::string& text) {
  std::cout << name << std::endl;
  const Cost safety = run(text, false, Level::none);
  std::cout << "  safety only: " << safety.seconds << " s, " << safety.megabytes << " MB"
            << std::endl;
  Cost before = safety;
  for (const Level level :
       {Level::none, Level::finite, Level::fair, Level::page_fair, Level::unrestricted}) {
    const Cost cost = run(text, true, level);
    std::cout << "  up to level " << static_cast<int>(level) << ": "
              << cost.seconds / safety.seconds << " times the time ("
              << (cost.seconds - before.seconds) / safety.seconds << " more), "
              << cost.megabytes / safety.megabytes << " times the memory" << std::endl;
    before = cost;
  }
}

}  // namespace
}  // namespace headway::explicit_engine

int main(int argc, char** argv) {
  namespace engine = headway::explicit_engine;
  const std::string only = argc > 1 ? argv[1] : "";
  if (only.empty() || only == "duel") engine::measure("duel", engine::duel());
  if (only.empty() || only == "copiers") engine::measure("copiers", engine::copiers());
  if (only.empty() || only == "pager") engine::measure("pager", engine::pager());
  return 0;
}

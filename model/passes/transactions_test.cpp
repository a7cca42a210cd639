// Which locations become committed, and which not for want of a proof.
#include <gtest/gtest.h>

#include <string>

#include "model/machine/text.h"
#include "model/machine/validate.h"
#include "model/passes/lock_sets.h"
#include "model/passes/passes.h"

namespace headway::passes {
namespace {

using machine::Machine;
using machine::parse_machine;

// "t:C u:B": who may be committed now.
std::string committed(const std::string& text) {
  const Machine before = parse_machine(text, "m");
  EXPECT_TRUE(machine::problems(before).empty());
  const Machine after = join_transactions(before);
  EXPECT_TRUE(machine::problems(after).empty());
  std::string all;
  for (const machine::Agent& agent : after.agents) {
    for (const machine::Location& location : agent.locations) {
      if (location.committed) all += (all.empty() ? "" : " ") + agent.name + ":" + location.name;
    }
  }
  return all;
}

// Two threads that take the lock, raise x twice and give the lock back; `u` may be another one.
std::string two_threads(const std::string& variables, const std::string& u = "") {
  const auto thread = [](const std::string& name, const std::string& number) {
    return "thread " + name + " ends { init A; end E\n" +
           "  location A wait acquire for lock\n  A -> B: when lock == 0 do lock := " + number +
           "\n  B -> C: do x := x + 1\n  C -> D: do x := x + 1\n  D -> E: do lock := 0 }\n";
  };
  return "machine m\n" + variables + thread("t", "1") + (u.empty() ? thread("u", "2") : u);
}

constexpr const char* kOwner = "shared lock: u8 = 0 holder owner\nshared x: u8 = 0\n";

TEST(Transactions, JoinWhatTheLockProtects) {
  EXPECT_EQ(committed(two_threads(kOwner)), "t:B t:C u:B u:C");
}

TEST(Transactions, OneAccessWithoutTheLockIsEnough) {
  EXPECT_EQ(committed(two_threads(kOwner, "adversary a { init A; A -> A: do x := 0 }\n")), "");
  EXPECT_EQ(
      committed(two_threads(kOwner, "thread u ends { init A; end E; A -> E: check c: x < 3 }")),
      "");
  EXPECT_EQ(committed(two_threads(kOwner) + "invariant ORDER: x < 9\n"), "");
}

TEST(Transactions, ALockThatAnotherOneMayFreeProtectsNothing) {
  EXPECT_EQ(committed(two_threads(kOwner) + "daemon d { init A; A -> A: do lock := 0 }\n"), "");
}

TEST(Transactions, ALockTakenWithoutLookingProtectsNothing) {
  EXPECT_EQ(committed(two_threads(kOwner, R"(
thread u ends { init A; end E
  A -> B: do lock := 2
  B -> C: do x := 0
  C -> E: do lock := 0 }
)")),
            "");
}

TEST(Transactions, TheOtherLockIsTheWrongOne) {
  EXPECT_EQ(committed(two_threads(std::string(kOwner) + "shared other: u8 = 0 holder owner\n", R"(
thread u ends { init A; end E
  A -> B: when other == 0 do other := 2
  B -> C: do x := 0
  C -> E: do other := 0 }
)")),
            "");
}

TEST(Transactions, HeldOnOneWayOnlyIsNotHeld) {
  EXPECT_EQ(committed(two_threads(kOwner, R"(
thread u ends { init A; end E
  A -> B: when lock == 0 do lock := 2
  A -> B: when !(lock == 0)
  B -> E: do x := 0 }
)")),
            "");
}

// Agents 0 and 1, so that 4 says "held exclusively".
std::string readers(const std::string& in_reader) {
  return R"(
machine m
shared sem: u8 = 0 holder mask
shared x: u8 = 0
thread w ends { init A; end E
  location A wait acquire for sem
  A -> B: when sem == 0 do sem := 5
  B -> C: do x := x + 1
  C -> D: do x := x + 1
  D -> E: do sem := sem & 250 }
thread r ends { var v: u8 = 0; init A; end E
  location A wait acquire shared for sem
  A -> B: when sem < 4 do sem := sem | 2
  B -> C: )" +
         in_reader + R"(
  C -> D: do v := v + x
  D -> E: do sem := sem & 253 }
)";
}

TEST(Transactions, ReadersReadAndWritersWrite) {
  EXPECT_EQ(committed(readers("do v := x")), "w:B w:C r:B r:C");
  EXPECT_EQ(committed(readers("do x := 7")), "");
}

TEST(Transactions, WhetherOneHoldsALockIsOnesOwnAffair) {
  EXPECT_EQ(committed(two_threads(kOwner, R"(
thread u ends { init A; end E
  A -> B
  B -> C: check locks: lock != 2
  C -> D: check locks: lock != 1
  D -> E: check locks: lock != 2 }
)")),
            "u:B u:D");  // x is nobody else's: fusing sees to it
}

TEST(Transactions, AnArrayOfLocksIsKnownCellByCell) {
  EXPECT_EQ(committed(R"(
machine m
shared lock: u8[2] = 0 holder owner
shared x: u8[2] = 0
thread t ends { init A; end E
  A -> B: when lock[0] == 0 do lock[0] := 1
  B -> C: do x[0] := 1
  C -> E: do lock[0] := 0 }
thread u ends { init A; end E
  A -> B: when lock[1] == 0 do lock[1] := 2
  B -> C: do x[1] := 1
  C -> D: do x[0] := 1
  D -> E: do lock[1] := 0 }
)"),
            "u:B");
}

TEST(LockSets, HeldAndGivenBack) {
  const Machine machine = parse_machine(two_threads(kOwner), "m");
  const LockSets sets(machine);
  const auto at = [&](std::uint32_t location) {
    return sets.held(machine::AgentId{0}, machine::LocationId{location}, 0);
  };
  EXPECT_EQ(machine.agents[0].locations[1].name, "E");
  EXPECT_EQ(at(0), Standing::unknown);
  EXPECT_EQ(at(1), Standing::unknown);
  for (const std::uint32_t inside : {2U, 3U, 4U}) EXPECT_EQ(at(inside), Standing::exclusive);
}

}  // namespace
}  // namespace headway::passes

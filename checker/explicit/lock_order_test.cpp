// Inverted lock order: what is one, what keeps chains apart, and what never counts.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

using property::Inversion;

constexpr const char* kLocks =
    "machine m shared a: 0..9 holder owner shared b: 0..9 holder owner shared g: 0..9 holder owner "
    "shared r: u8 holder mask shared once: bool shared size: u8 = any 1..2 param\n";

std::string taking(const std::string& lock, int me) {
  return lock == "r" ? "r := r | " + std::to_string(1 << (me - 1))
                     : lock + " := " + std::to_string(me);
}

// A thread that takes the locks one after the other and gives all back at once; `guard` is for its
// first step.
std::string taker(const std::string& name, int me, const std::vector<std::string>& locks,
                  const std::string& guard = "true", const std::string& how = "acquire") {
  std::string text =
      "thread " + name + " ends {\n location START location DONE init START end DONE";
  for (std::size_t i = 0; i < locks.size(); ++i) {
    text += " location L" + std::to_string(i) + " wait " +
            (locks[i] == "r" && how == "acquire" ? "acquire shared" : how) + " for " + locks[i];
  }
  text += "\n START -> L0: when " + guard + "\n";
  std::string back;
  for (std::size_t i = 0; i < locks.size(); ++i) {
    const std::string to = i + 1 == locks.size() ? "HELD" : "L" + std::to_string(i + 1);
    const std::string free = locks[i] == "r" ? "r < 64" : locks[i] + " == 0";
    text += " L" + std::to_string(i) + " -> " + to + ": when " + free + " do " +
            taking(locks[i], me) + "\n";
    back += (back.empty() ? "" : ", ") + locks[i] +
            (locks[i] == "r" ? " := r & " + std::to_string(255 - (1 << (me - 1))) : " := 0");
  }
  return text + " HELD -> DONE: do " + back + ", once := true }\n";
}

std::size_t chains(const std::string& agents) {
  const Asked asked(kLocks + agents);
  if (asked.holds("locks")) return 0;
  return asked.shown<Inversion>("locks").chains.size();
}

TEST(LockOrder, TwoChainsAreShownWithTheirShortestRuns) {
  const Asked asked(kLocks + taker("t", 1, {"a", "b"}) + taker("u", 2, {"b", "a"}));
  const auto inversion = asked.shown<Inversion>("locks");
  ASSERT_EQ(inversion.chains.size(), 2u);
  for (const Inversion::Chain& chain : inversion.chains) {
    EXPECT_EQ(chain.path.steps.size(), 2u);
    EXPECT_EQ(asked.location(chain.agent, asked.end_of(chain.path)), "L1");
    ASSERT_EQ(chain.held.size(), 1u);
  }
  EXPECT_EQ(inversion.chains[0].acquires, inversion.chains[1].held[0]);
  EXPECT_EQ(inversion.chains[1].acquires, inversion.chains[0].held[0]);
}

TEST(LockOrder, OneOrderIsNone) {
  EXPECT_EQ(chains(taker("t", 1, {"a", "b"}) + taker("u", 2, {"a", "b"})), 0u);
}

// No run deadlocks: the second begins when the first has given its locks back.
TEST(LockOrder, ARunNeedsNotDeadlock) {
  const std::string agents = taker("t", 1, {"a", "b"}) + taker("u", 2, {"b", "a"}, "once");
  EXPECT_EQ(chains(agents), 2u);
  EXPECT_TRUE(Asked(kLocks + agents).holds("deadlock"));
}

TEST(LockOrder, ThreeChainsGoRound) {
  EXPECT_EQ(
      chains(taker("t", 1, {"a", "b"}) + taker("u", 2, {"b", "g"}) + taker("v", 3, {"g", "a"})),
      3u);
}

TEST(LockOrder, AGateKeepsChainsApart) {
  EXPECT_EQ(chains(taker("t", 1, {"g", "a", "b"}) + taker("u", 2, {"g", "b", "a"})), 0u);
}

TEST(LockOrder, AGateHeldForReadingKeepsNobodyApart) {
  EXPECT_EQ(chains(taker("t", 1, {"r", "a", "b"}) + taker("u", 2, {"r", "b", "a"})), 2u);
}

TEST(LockOrder, ReadersDoNotWaitForReaders) {
  EXPECT_EQ(chains(taker("t", 1, {"r", "a"}) + taker("u", 2, {"a", "r"})), 0u);
}

TEST(LockOrder, AWriterWaitsForReaders) {
  const std::string writer = taker("u", 2, {"a", "r"});
  const std::size_t at = writer.find("acquire shared");
  EXPECT_EQ(
      chains(taker("t", 1, {"r", "a"}) + writer.substr(0, at) + "acquire" + writer.substr(at + 14)),
      2u);
}

// Three agents: bit 3 says that the holder is alone.
TEST(LockOrder, AReaderWaitsForAWriter) {
  EXPECT_EQ(chains(taker("t", 1, {"a", "r"}) + R"(
thread u ends { location W wait acquire for r location A wait acquire for a init W end D
  W -> A: when r == 0 do r := 6
  A -> D: when a == 0 do r := 0 }
)"),
            2u);
}

TEST(LockOrder, ATrylockOrdersNothingButIsHeld) {
  const std::string tries = taker("u", 2, {"b", "a"});
  std::string text = tries;
  text.erase(text.find(" location L1 wait acquire for a"), 31);
  EXPECT_EQ(chains(taker("t", 1, {"a", "b"}) + text), 0u);
  text = tries;
  text.erase(text.find(" location L0 wait acquire for b"), 31);
  EXPECT_EQ(chains(taker("t", 1, {"a", "b"}) + text), 2u);
}

TEST(LockOrder, OtherWaitsAreNoAcquires) {
  EXPECT_EQ(chains(taker("t", 1, {"a", "b"}) + taker("u", 2, {"b", "a"}, "true", "killable")), 0u);
}

TEST(LockOrder, DifferentSizesAreDifferentWorlds) {
  EXPECT_EQ(chains(taker("t", 1, {"a", "b"}, "size == 1") + taker("u", 2, {"b", "a"}, "size == 2")),
            0u);
}

TEST(LockOrder, CellsAreLocksOfTheirOwn) {
  const auto agent = [](const std::string& name, int me, const std::string& one,
                        const std::string& other) {
    const std::string number = std::to_string(me);
    return "thread " + name + " ends { var `" + name + ".i`: i64 = " + other +
           " init P end D\n location P wait acquire for p[" + one +
           "] location Q wait acquire for p[`" + name + ".i`] P -> Q: when p[" + one +
           "] == 0 do p[" + one + "] := " + number + " Q -> D: when p[`" + name +
           ".i`] == 0 do p[" + one + "] := 0 }\n";
  };
  const std::string pool = "machine m shared p: u8[3] in 0..2 holder owner\n";
  EXPECT_FALSE(Asked(pool + agent("t", 1, "0", "1") + agent("u", 2, "1", "0")).holds("locks"));
  EXPECT_TRUE(Asked(pool + agent("t", 1, "0", "1") + agent("u", 2, "1", "2")).holds("locks"));
}

TEST(LockOrder, WaitingForOneselfIsAnotherMatter) {
  const std::string itself = R"(
thread t ends { location A wait acquire for a location B wait acquire for b location C wait acquire for a
  init A end D
  A -> B: when a == 0 do a := 1
  B -> C: when b == 0 do b := 1
  C -> D: when a == 0 }
)";
  EXPECT_EQ(chains(itself + taker("u", 2, {"a", "b"})), 0u);
}

// A thread that takes both orders one after the other is no violation, but worth a note.
TEST(LockOrder, OneThreadAloneIsANote) {
  const Asked asked(kLocks + std::string(R"(
thread t ends { location A wait acquire for a location B wait acquire for b
  location C wait acquire for b location E wait acquire for a init A end D
  A -> B: when a == 0 do a := 1
  B -> C: when b == 0 do a := 0
  C -> E: when b == 0 do b := 1
  E -> D: when a == 0 do b := 0 }
)"));
  EXPECT_TRUE(asked.holds("locks"));
  EXPECT_EQ(asked.shown<Inversion>("alone").chains.size(), 2u);
}

TEST(LockOrder, AFailedCheckComesFirst) {
  const Asked asked(kLocks + taker("t", 1, {"a", "b"}) + taker("u", 2, {"b", "a"}) +
                    "thread v ends { init A end B A -> B: check locks \"not held\": false }\n");
  EXPECT_EQ(asked.failed("locks").message, "not held");
}

TEST(LockOrder, ALimitLeavesItUndecidedUnlessFound) {
  Options options;
  options.limits.max_states = 3;
  const std::string one_order = kLocks + taker("t", 1, {"a", "b"}) + taker("u", 2, {"a", "b"});
  EXPECT_NE(Asked(one_order, options).undecided("locks"), "");
  // Whatever the limit, what was found until then stands, and nothing is read beyond it.
  const std::string duel = kLocks + taker("t", 1, {"a", "b"}) + taker("u", 2, {"b", "a"});
  for (options.limits.max_states = 1; options.limits.max_states < 40; ++options.limits.max_states) {
    const Asked asked(duel, options);
    EXPECT_FALSE(asked.holds("locks") && !asked.undecided("deadlock").empty());
  }
}

}  // namespace
}  // namespace headway::explicit_engine

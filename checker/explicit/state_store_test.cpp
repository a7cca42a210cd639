#include "checker/explicit/state_store.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <random>

#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

constexpr const char* kMixed = R"(
machine mixed
shared small: u8 in 3..9 = 3
shared flag: bool
shared signed: i8 in -5..5
shared never: i64 = 77
shared wide: i64
shared pattern: u64 in 0..18446744073709551615
shared cells: i32[3]
thread t { location A location B location C init A
  A -> B: do small := 4, flag := true, signed := 1, wide := 1, pattern := 1u64, cells[0] := 1
  B -> C }
daemon d { init I I -> I }
)";

std::vector<Change> all(const std::vector<std::int64_t>& values) {
  std::vector<Change> changes;
  for (std::size_t slot = 0; slot < values.size(); ++slot) {
    changes.push_back({static_cast<std::uint32_t>(slot), values[slot]});
  }
  return changes;
}

std::vector<std::int64_t> values_of(const StateStore& store, StateId id) {
  std::vector<std::int64_t> values(store.slots());
  store.get(id, values.data());
  return values;
}

// Whatever is put in comes out, under the same number, however often dictionaries have widened
// since.
TEST(StateStore, KeepsEveryStateThroughRepacking) {
  StateStore store(parsed(kMixed));
  ASSERT_EQ(store.slots(), 11u);
  std::mt19937 random(1);
  const auto below = [&](std::uint32_t bound) {
    return static_cast<std::int64_t>(random() % bound);
  };
  std::map<std::vector<std::int64_t>, StateId> expected;
  for (int i = 0; i < 30000; ++i) {
    const std::int64_t wide = (below(2) == 0 ? -1 : 1) * below(3000) * 0x123456789ab;
    const std::vector<std::int64_t> state{
        3 + below(7), below(2),  below(11) - 5,  77,       wide, -below(40),
        below(3),     below(20), below(2) << 31, below(3), 0};
    const auto [id, is_new] = store.insert(std::nullopt, all(state));
    const auto [found, fresh] = expected.emplace(state, id);
    ASSERT_EQ(is_new, fresh);
    ASSERT_EQ(id, found->second);
  }
  EXPECT_EQ(store.size(), expected.size());
  EXPECT_GT(store.size(), 20000u);
  for (const auto& [state, id] : expected) ASSERT_EQ(values_of(store, id), state);
}

TEST(StateStore, ChangesApplyToTheBaseAndTheLastOneWins) {
  StateStore store(parsed(kMixed));
  std::vector<std::int64_t> state{5, 1, -5, 77, std::numeric_limits<std::int64_t>::min(), -1, 0,
                                  0, 0, 2,  0};
  const StateId first = store.insert(std::nullopt, all(state)).id;
  const std::vector<Change> changes{{0, 7}, {4, 12}, {0, 9}, {9, 1}};
  const auto second = store.insert(first, changes);
  EXPECT_TRUE(second.is_new);
  EXPECT_EQ(values_of(store, first), state);
  state[0] = 9;
  state[4] = 12;
  state[9] = 1;
  EXPECT_EQ(values_of(store, second.id), state);
  EXPECT_FALSE(store.insert(second.id, {}).is_new);
  EXPECT_EQ(store.get(second.id, 4), 12);
}

// Variables that never change cost nothing, small ranges their bits only.
TEST(StateStore, PacksTightly) {
  std::string text = "machine tight\n";
  for (int i = 0; i < 90; ++i)
    text += "shared fixed" + std::to_string(i) + ": i64 = " + std::to_string(i) + "\n";
  for (int i = 0; i < 20; ++i) text += "shared bit" + std::to_string(i) + ": bool\n";
  text += "thread t { init A A -> A: do bit0 := !bit0";
  for (int i = 1; i < 20; ++i)
    text += ", bit" + std::to_string(i) + " := bit" + std::to_string(i - 1);
  EXPECT_EQ(Packing(parsed(text + " }")).words(), 1u);
}

}  // namespace
}  // namespace headway::explicit_engine

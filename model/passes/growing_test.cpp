#include "model/passes/growing.h"

#include <gtest/gtest.h>

#include "model/machine/text.h"

namespace headway::passes {
namespace {

std::string growing(const std::string& text) {
  std::string names;
  for (const Growing& one : growing_counters(machine::parse_machine(text, "m")))
    names += one.variable + " ";
  return names;
}

TEST(Growing, ACounterThatIsRead) {
  EXPECT_EQ(growing(R"(
machine m
shared read: u32 = 0
shared more: i64 = 0
shared back: i64 = 0
shared down: u64 = 9
shared small: u8 = 0
shared ranged: i64 in 0..9 = 0
thread t { init A; A -> A: do read := read + 1u32, more := 1 + more, down := down - 1u64, small := small + 1u8
           A -> A: when read > 7u32 && more == more && down > 1u64 && small > 1u8 do back := back + 1
           A -> A: when ranged < 9 && back > 3 do ranged := ranged + 1, back := 0 }
)"),
            "read more ");
}

TEST(Growing, WhatItsOwnStepOrANoteReadsIsNoReader) {
  EXPECT_EQ(growing(R"(
machine m
shared n: i64 = 0
thread t { init A; A -> A: do n := n + 2 note "round {}" with n }
)"),
            "");
}

}  // namespace
}  // namespace headway::passes

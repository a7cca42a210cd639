// How often a loop tries, by the number of adversary edges that it meets.
#include "checker/explicit/asked_test.h"

namespace headway::explicit_engine {
namespace {

// "t: 1 2 -": of each site the agent and the bounds, - where there is none.
std::vector<std::string> bounds(const std::string& text) {
  const Asked asked(text);
  std::vector<std::string> lines;
  for (const property::RetryBound& bound : asked.result.bounds) {
    std::string line = asked.name(bound.agent) + ":";
    for (const auto& most : bound.most) line += most ? " " + std::to_string(*most) : " -";
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

// One attempt, and one more for each time that the page was taken away before it.
TEST(RetryBound, GrowsWithEvictions) {
  EXPECT_EQ(bounds(R"(
machine evicted
shared resident: bool = true
thread t ends { init TOP end DONE
  TOP -> COPY: do resident := true
  COPY -> TOP: attempt when !resident @ "l.c":4:1
  COPY -> DONE: attempt when resident @ "l.c":4:1 }
adversary reclaim { init A A -> A: when resident do resident := false }
)"),
            Lines{"t: 1 2 3"});
}

TEST(RetryBound, ALoopThatGoesRoundByItselfHasNone) {
  EXPECT_EQ(bounds(R"(
machine evicted
shared resident: bool = true
thread t ends { init TOP end DONE
  TOP -> COPY
  COPY -> TOP: attempt when !resident
  COPY -> DONE: attempt when resident }
adversary reclaim { init A A -> A: when resident do resident := false }
)"),
            Lines{"t: 1 - -"});
}

TEST(RetryBound, SitesAreToldApartByCallPathAndKind) {
  EXPECT_EQ(bounds(R"(
machine sites
thread t ends { init A end E
  A -> B: attempt @ "l.c":1:1 via copy @ "l.c":9:1
  B -> C: attempt @ "l.c":1:1 via copy @ "l.c":10:1
  C -> D: attempt exec @ "l.c":1:1 via copy @ "l.c":10:1
  D -> E: attempt @ "l.c":1:1 via copy @ "l.c":9:1
}
)"),
            (Lines{"t: 2 2 2", "t: 1 1 1", "t: 1 1 1"}));
}

TEST(RetryBound, AWhimOfTheStartIsAnActToo) {
  EXPECT_EQ(bounds(R"(
machine start
shared more: bool
setup s { location A committed location B init A end B
  A -> B: whim favourable "luck"
  A -> B: whim unfavourable "luck" do more := true }
thread t ends { init A end C
  A -> B: attempt
  B -> A: when more do more := false
  B -> C: when !more }
)"),
            Lines{"t: 1 2 2"});
}

TEST(RetryBound, SeveralAttemptsInOneStepCountEach) {
  EXPECT_EQ(bounds(R"(
machine chain
thread t ends { location A location B committed location C init A end C
  A -> B: attempt @ "l.c":1:1
  B -> C: attempt @ "l.c":1:1 }
)"),
            Lines{"t: 2 2 2"});
}

TEST(RetryBound, NobodyElsesAttemptsAreBounded) {
  EXPECT_TRUE(bounds("machine d daemon d { init A A -> A: attempt }").empty());
}

}  // namespace
}  // namespace headway::explicit_engine

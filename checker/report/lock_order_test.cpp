// Inverted lock order on the page: both runs, and a sentence for each.
#include "checker/report/page.h"
#include "checker/report/runs_for_test.h"
#include "checker/report/schema_for_test.h"

namespace headway::report {
namespace {

using property::Inversion;
using property::Lock;

class LockOrderTest : public Runs {
 protected:
  void SetUp() override {
    load(R"(machine m
shared fast: u8 in 0..2 holder owner label "folio lock"
shared slow: u8 holder mask label "mmap_lock"
thread writer ends { init A; end D
  location A wait acquire for fast
  location B wait acquire shared for slow
  A -> B: when fast == 0 do fast := 1 @ "pagemap.h":90:2 via write_begin @ "LOOP":6:10, folio_lock @ "pagemap.h":70:2
  B -> D: when slow == 0 do fast := 0 @ "gup.h":12:2 via fault_in_readable @ "LOOP":7:6 }
thread unmapper ends { init A; end D
  location A wait acquire for slow
  location B wait acquire for fast
  A -> B: when slow == 0 do slow := 6 @ "LOOP":8:2
  B -> D: when fast == 0 do slow := 0 @ "LOOP":9:2 })");
    Inversion inversion;
    for (const bool first : {true, false}) {
      begin();
      take(first ? "writer" : "unmapper");
      inversion.chains.push_back({path(),
                                  agent(first ? "writer" : "unmapper"),
                                  machine::LocationId{2},
                                  Lock{machine::VariableId{1}, 0, false},
                                  {Lock{machine::VariableId{0}}}});
    }
    inversion.chains[1].acquires = Lock{machine::VariableId{0}};
    inversion.chains[1].held = {Lock{machine::VariableId{1}}};
    answer({"locks", "", "Every lock is in order.", property::Kind::locks}, inversion);
  }

  static std::string flat(const std::string& text) {
    std::string result;
    std::istringstream in(text);
    for (std::string word; in >> word;) result += (result.empty() ? "" : " ") + word;
    return result;
  }
};

TEST_F(LockOrderTest, BothRunsAreDrawnAndToldInWords) {
  const std::string text = render_text(request());
  const std::string words = flat(text);
  const auto has = [&](const std::string& part) {
    EXPECT_NE(words.find(part), std::string::npos) << "no: " << part << "\n" << text;
  };
  has("locks is violated: locks are taken in inverted order: writer takes mmap_lock while it holds "
      "folio lock, unmapper takes folio lock while it holds mmap_lock");
  has("chain 1: writer");
  has("chain 2: unmapper");
  has("writer holds folio lock (fast), taken at pagemap.h:90 in folio_lock < write_begin (called "
      "from "
      "my_write.c:6), and takes mmap_lock (slow) for reading at gup.h:12 in fault_in_readable "
      "(called "
      "from my_write.c:7).");
  has("unmapper holds mmap_lock (slow), taken at my_write.c:8, and takes folio lock (fast) at "
      "my_write.c:9.");
  has("if these meet, each waits for the next, the last one for the first.");
  for (const std::string& line : lines_of(text)) EXPECT_LE(columns(line), 80U) << line;
}

TEST_F(LockOrderTest, TheJsonReportHasBothRuns) {
  Request made = request();
  made.exit = 1;
  const nlohmann::json report = nlohmann::json::parse(render_json(made));
  EXPECT_EQ(schema_errors(report), "");
  const nlohmann::json& chains = report["properties"][0]["lock_order"]["chains"];
  ASSERT_EQ(chains.size(), 2u);
  EXPECT_EQ(chains[0]["takes"], nlohmann::json({{"lock", "mmap_lock"}, {"exclusive", false}}));
  EXPECT_EQ(chains[1]["holds"][0]["lock"], "mmap_lock");
  EXPECT_EQ(chains[1]["line"], 9);
  EXPECT_EQ(chains[0]["path"]["stem"].size(), 1u);
  EXPECT_EQ(report["properties"][0]["path"], nullptr);
  nlohmann::json bad = report;
  bad["properties"][0]["lock_order"] = nullptr;
  EXPECT_NE(schema_errors(bad), "");
}

TEST_F(LockOrderTest, TerseIsOneLine) {
  Request wanted = request();
  wanted.terse = true;
  const std::vector<std::string> lines = lines_of(render_text(wanted));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with(file_ + ":7: error: locks: locks are taken in inverted order"))
      << lines[0];
}

}  // namespace
}  // namespace headway::report

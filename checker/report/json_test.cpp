// The JSON report of runs made by hand: the schema allows it, forbids what is not one, and each
// fact stands where it belongs.
#include <functional>

#include "checker/report/report.h"
#include "checker/report/runs_for_test.h"
#include "checker/report/schema_for_test.h"

namespace headway::report {
namespace {

using nlohmann::json;

class JsonReport : public Runs {
 protected:
  void everything() {
    answer(progress_, livelock());
    answer(deadlock_, deadlock());
    answer(exact_, failed());
    answer({"NOSPUR", "write", "No spurious error."}, property::Holds{});
    answer({"MAXP", "write", "A prefix."}, property::Undecided{"the limit was reached"});
    loops();
    result_.coverage.covers = {false};
    result_.statistics = {100, 200, 10, 4096, 0.5};
    audit_ = {7, {"progress: replayed"}};
  }
  // What else a lasso may show.
  void loops() {
    property::Holds holds;
    holds.up_to = property::Level::page_fair;
    holds.next = std::make_shared<property::Counterexample>(livelock());
    answer(progress_, property::Verdict{holds});
    const machine::Lasso lasso = livelock().lasso;
    property::Spin spin;
    spin.lasso = lasso;
    spin.agent = agent("writer");
    spin.polled = {{machine::VariableId{0}, {agent("reclaim")}}};
    spin.hinders = property::Level::none;
    answer({"no-spin", "", "No thread spins.", property::Kind::no_spin}, spin);
    property::Unkillable unkillable;
    unkillable.lasso = lasso;
    unkillable.agent = agent("writer");
    unkillable.killed_after = 2;
    unkillable.attempts = 3;
    answer({"killable", "", "It dies.", property::Kind::killable}, unkillable);
    property::Unmet unmet;
    unmet.lasso = lasso;
    unmet.level = property::Level::fair;
    answer({"ANSWER", "", "Who asks is answered.", property::Kind::temporal}, unmet);
    result_.bounds = {{agent("writer"), machine::TransitionId{3}, {4, 5, std::nullopt}}};
  }
  json report() {
    Request made = request();
    made.exit = 1;
    return json::parse(render_json(made));
  }
};

TEST_F(JsonReport, TheSchemaAllowsIt) {
  everything();
  EXPECT_EQ(schema_errors(report()), "");
}

TEST_F(JsonReport, TheSchemaForbidsWhatIsNoReport) {
  everything();
  const json good = report();
  const std::vector<std::pair<const char*, std::function<void(json&)>>> mangled = {
      {"a version unknown", [](json& r) { r["headway"] = 2; }},
      {"no properties", [](json& r) { r.erase("properties"); }},
      {"a name more", [](json& r) { r["verdict"] = "holds"; }},
      {"an exit status that nobody returns", [](json& r) { r["exit"] = 2; }},
      {"a verdict misspelt", [](json& r) { r["properties"][3]["verdict"] = "hold"; }},
      {"holds with a run", [](json& r) { r["properties"][0]["verdict"] = "holds"; }},
      {"violated without a run", [](json& r) { r["properties"][0]["path"] = nullptr; }},
      {"violated without a place", [](json& r) { r["properties"][2]["finding"] = nullptr; }},
      {"a livelock that nobody says is fair",
       [](json& r) { r["properties"][0]["fair_because"] = json::array(); }},
      {"a deadlock without waits", [](json& r) { r["properties"][1]["deadlock"] = nullptr; }},
      {"a deadlock that a check found",
       [](json& r) { r["properties"][2]["deadlock"] = r["properties"][1]["deadlock"]; }},
      {"undecided for no reason", [](json& r) { r["properties"][4]["reason"] = nullptr; }},
      {"a reason for what holds", [](json& r) { r["properties"][3]["reason"] = "so"; }},
      {"a level misspelt", [](json& r) { r["properties"][0]["required"] = "finit"; }},
      {"an answer without scope", [](json& r) { r["properties"][3].erase("scope"); }},
      {"a scope without fairness", [](json& r) { r["properties"][3]["scope"].erase("fairness"); }},
      {"line 0", [](json& r) { r["properties"][0]["path"]["loop"][0]["line"] = 0; }},
      {"a line as text", [](json& r) { r["properties"][0]["path"]["loop"][0]["line"] = "7"; }},
      {"an agent of no kind", [](json& r) { r["properties"][0]["path"]["loop"][0]["kind"] = "x"; }},
      {"a step without its stack",
       [](json& r) { r["properties"][0]["path"]["loop"][0].erase("stack"); }},
      {"a change without its end",
       [](json& r) { r["properties"][0]["path"]["loop"][0]["changes"]["x"] = {1}; }},
      {"time outside of stats", [](json& r) { r["audit"]["seconds"] = 1; }},
      {"fewer than no states", [](json& r) { r["stats"]["states"] = -1; }},
      {"no bounds", [](json& r) { r.erase("bounds"); }},
      {"a bound below nothing", [](json& r) { r["bounds"][0]["most"][0] = -1; }},
      {"a bound as text", [](json& r) { r["bounds"][0]["most"][1] = "unbounded"; }},
      {"a level beyond what fails",
       [](json& r) { r["properties"][0]["next"] = r["properties"][5]["next"]; }},
      {"a next level without its run",
       [](json& r) { r["properties"][5]["next"]["path"] = nullptr; }},
      {"a next level with something more", [](json& r) { r["properties"][5]["next"]["x"] = 1; }},
      {"an act without its steps",
       [](json& r) { r["properties"][0]["broken_by"][0].erase("steps"); }},
      {"spinning without a thread", [](json& r) { r["properties"][6]["spin"].erase("agent"); }},
      {"spinning that progress shows",
       [](json& r) { r["properties"][0]["spin"] = r["properties"][6]["spin"]; }},
      {"going on after a signal that nobody counts",
       [](json& r) { r["properties"][7]["killable"] = nullptr; }},
      {"a formula that fails at no level",
       [](json& r) { r["properties"][8]["temporal"]["level"] = nullptr; }},
      {"no covers", [](json& r) { r["covers"] = nullptr; }},
  };
  for (const auto& [what, mangle] : mangled) {
    json bad = good;
    mangle(bad);
    ASSERT_NE(bad, good) << what;
    EXPECT_NE(schema_errors(bad), "") << what;
  }
}

TEST_F(JsonReport, SaysTheSameTwice) {
  everything();
  EXPECT_EQ(render_json(request()), render_json(request()));
}

TEST_F(JsonReport, ALivelockHasItsLoopAndItsReasons) {
  answer(progress_, livelock());
  const json property = report()["properties"][0];
  EXPECT_EQ(property["verdict"], "violated");
  EXPECT_EQ(property["required"], "finite");
  EXPECT_EQ(property["holds_up_to"], "page-fair");  // it is violated at unrestricted
  const json& path = property["path"];
  EXPECT_EQ(path["sizes"], json::parse(R"({"size": 4})"));
  EXPECT_EQ(path["begins_with"], json::parse(R"(["a write of 4 bytes"])"));
  ASSERT_EQ(path["loop"].size(), 14u);  // every step: nothing is folded
  const json& first = path["loop"][0];
  EXPECT_EQ(first["agent"], "reclaim");
  EXPECT_EQ(first["kind"], "adversary");
  EXPECT_EQ(first["note"], "page 1 evicted");
  EXPECT_EQ(first["changes"], json::parse(R"({"page[1]": ["RES", "EVICT"]})"));
  const json& lock = path["loop"][1];
  EXPECT_EQ(lock["file"], file_);
  EXPECT_EQ(lock["line"], 6);
  EXPECT_EQ(lock["source"], "folio = write_begin(pos);");
  EXPECT_EQ(lock["note"], nullptr);
  EXPECT_EQ(lock["changes"], json::parse(R"({"taken[0]": ["no one", "writer"]})"));
  EXPECT_EQ(lock["stack"],
            json::parse(R"([{"function": null, "file": ")" + file_ + R"(", "line": 6},
                            {"function": "write_begin", "file": "pagemap.h", "line": 70},
                            {"function": "folio_lock", "file": "pagemap.h", "line": 90}])"));
  EXPECT_EQ(property["fair_because"].size(), 2u);
  EXPECT_EQ(property["repeats"].size(), 2u);
  EXPECT_EQ(property["broken_by"],
            json::parse(R"([{"agent": "reclaim", "what": "page 1 evicted", "whim": false,
                             "steps": [1, 8]}])"));
  EXPECT_FALSE(property["never_moves"].empty());
}

TEST_F(JsonReport, WhatHoldsHasTheRunOfTheNextLevel) {
  loops();
  const json all = report();
  const json& property = all["properties"][0];
  EXPECT_EQ(property["verdict"], "holds");
  EXPECT_EQ(property["holds_up_to"], "page-fair");
  EXPECT_EQ(property["path"], nullptr);
  EXPECT_EQ(property["next"]["level"], "unrestricted");
  EXPECT_EQ(property["next"]["path"]["loop"].size(), 14u);
  EXPECT_EQ(property["next"]["broken_by"].size(), 1u);
  EXPECT_EQ(all["bounds"][0]["called"], "copy_folio_from_iter_atomic");
  EXPECT_EQ(all["bounds"][0]["most"], json::parse("[4, 5, null]"));
}

TEST_F(JsonReport, SpinningKillingAndFormulasHaveTheirFacts) {
  loops();
  const json all = report();
  EXPECT_EQ(all["properties"][1]["spin"], json::parse(R"({"agent": "writer",
                            "polled": [{"variable": "page", "writers": ["reclaim"]}],
                            "hinders": "none"})"));
  EXPECT_EQ(all["properties"][2]["killable"],
            json::parse(R"({"agent": "writer", "killed_after": 1, "attempts": 3, "allowed": 2})"));
  EXPECT_EQ(all["properties"][3]["temporal"],
            json::parse(R"({"level": "fair", "formula": null, "fails": []})"));
  EXPECT_EQ(all["properties"][3]["holds_up_to"], "finite");
}

TEST_F(JsonReport, ADeadlockHasItsWaits) {
  answer(deadlock_, deadlock());
  const json property = report()["properties"][0];
  const json& deadlock = property["deadlock"];
  EXPECT_EQ(deadlock["cycle"], true);
  ASSERT_EQ(deadlock["waits"].size(), 1u);
  const json& wait = deadlock["waits"][0];
  EXPECT_EQ(wait["agent"], "writer");
  EXPECT_EQ(wait["resource"], "folio lock 0");
  EXPECT_EQ(wait["holders"], json::parse(R"(["writer"])"));
  EXPECT_EQ(wait["line"], 6);
  EXPECT_EQ(property["path"]["loop"], json::array());
  EXPECT_EQ(property["required"], nullptr);
}

TEST_F(JsonReport, AFailedCheckHasItsMessageAndValues) {
  answer(exact_, failed());
  const json property = report()["properties"][0];
  EXPECT_EQ(property["role"], "write");
  EXPECT_EQ(property["finding"]["message"], "nothing is lost");
  EXPECT_EQ(property["finding"]["line"], 9);
  EXPECT_EQ(property["values"], json::parse(R"(["lost = 1"])"));
}

TEST_F(JsonReport, WhatIsNotMetBeforeALimitIsNotSaidToBeUnmet) {
  answer(exact_, property::Holds{});
  result_.coverage.covers = {false};
  EXPECT_EQ(report()["covers"][0]["met"], false);
  answer({"MAXP", "write", "A prefix."}, property::Undecided{"the limit was reached"});
  const json cut = report();
  EXPECT_EQ(cut["covers"][0]["met"], nullptr);
  EXPECT_EQ(cut["properties"][1]["reason"], "the limit was reached");
}

}  // namespace
}  // namespace headway::report

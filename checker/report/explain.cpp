#include "checker/report/explain.h"

#include <algorithm>

#include "checker/report/fairness.h"
#include "checker/report/killed.h"
#include "checker/report/lanes.h"
#include "checker/report/lock_order.h"
#include "checker/report/polling.h"
#include "checker/report/remedy.h"
#include "checker/report/round.h"
#include "checker/report/scope.h"
#include "checker/report/standing.h"
#include "checker/report/stillness.h"
#include "checker/report/unmet.h"
#include "checker/report/values.h"
#include "checker/report/waits.h"

namespace headway::report {
namespace {

using property::Answer;
using property::Livelock;
using property::Spin;

// The counterexample of one kind that an answer carries; null for another.
template <typename Kind>
const Kind* example_of(const Answer& answer) {
  const auto* violated = std::get_if<property::Violated>(&answer.verdict);
  return violated == nullptr ? nullptr : std::get_if<Kind>(&violated->counterexample);
}

}  // namespace

const Livelock* progress_hindered_by(const property::Result& result, const Spin& spin) {
  if (!spin.hinders) return nullptr;
  for (const Answer& answer : result.answers) {
    if (const auto* livelock = example_of<Livelock>(answer)) return livelock;
  }
  return nullptr;
}

void Explanation::violation(const Answer& answer, const property::Violated& violated) {
  const auto* spin = std::get_if<Spin>(&violated.counterexample);
  if (spin != nullptr && progress_hindered_by(result_, *spin) != nullptr) return;  // a line there
  page_.gap();
  const Finding finding = finding_of(reading_, answer);
  page_.paragraph({answer.property.id + " is violated: ", Style::bad}, finding.message, 2);
  if (violated.up_to)
    page_.paragraph(
        {"  "},
        "it holds " + against(*violated.up_to) + " (level " + level_name(*violated.up_to) + ")", 4);
  std::visit([&](const auto& example) { explain(finding, answer, example); },
             violated.counterexample);
  for (const std::string& note : violated.notes) page_.paragraph({"  note: "}, note, 8);
}

void Explanation::next(const Next& next) {
  const Replay run = replay(reading_.machine, next.lasso->stem, next.lasso->loop);
  sizes(run);
  draw_run(page_, reading_, trace_in_short(reading_, run));
  if (next.livelock == nullptr) return;
  list("what the loop repeats", what_the_loop_repeats(reading_, run, next.livelock->agent));
  list("what would break it", what_would_break_it(reading_, run, *next.livelock));
}

void Explanation::explain(const Finding& finding, const Answer&, const Livelock& livelock) {
  const Replay run = replay(reading_.machine, livelock.lasso.stem, livelock.lasso.loop);
  sizes(run);
  std::optional<Ending> ending;
  if (run.loop.empty())
    ending = Ending{livelock.agent, finding.spot, "nobody can move: it stays so for ever"};
  draw_run(page_, reading_, trace(reading_, run), ending);
  list("what the loop repeats", what_the_loop_repeats(reading_, run, livelock.agent));
  for (const Answer& other : result_.answers) {
    const auto* spin = example_of<Spin>(other);
    if (spin != nullptr && progress_hindered_by(result_, *spin) == &livelock) {
      page_.paragraph({"  " + other.property.id + ": ", Style::strong},
                      spin_in_words(reading_.machine, reading_.names, *spin), 4);
    }
  }
  sentence("what never moves: ", what_never_moves(reading_, run, livelock));
  list("what would break it", what_would_break_it(reading_, run, livelock));
  list("why this is fair", why_fair(reading_, run, livelock.obligations));
}

void Explanation::explain(const Finding& finding, const Answer&,
                          const property::Deadlock& deadlock) {
  const Replay run = replay(reading_.machine, deadlock.path, {});
  sizes(run);
  std::string what = "waits here for ever";
  if (!deadlock.waits.empty() && deadlock.waits.front().resource) {
    const property::Waiter& first = deadlock.waits.front();
    what = "waits for ever for " + reading_.names.lock({*first.resource, first.cell});
  }
  draw_run(page_, reading_, trace(reading_, run), Ending{deadlock.agent, finding.spot, what});
  list(deadlock.cycle ? "who waits for whom" : "the wait", wait_sentences(reading_, run, deadlock));
}

void Explanation::explain(const Finding&, const Answer&, const property::Inversion& inversion) {
  std::vector<Replay> runs;
  for (std::size_t i = 0; i < inversion.chains.size(); ++i) {
    const property::Inversion::Chain& chain = inversion.chains[i];
    runs.push_back(replay(reading_.machine, chain.path, {}));
    const machine::Agent& agent = reading_.machine.at(chain.agent);
    page_.line("  chain " + std::to_string(i + 1) + ": " + agent.name, Style::strong);
    sizes(runs.back());
    draw_run(page_, reading_, trace(reading_, runs.back()),
             Ending{chain.agent, user_spot(origin_at(agent, chain.location), reading_.inputs),
                    chain_ending(reading_, inversion, i)});
  }
  list("the order of locks", inversion_sentences(reading_, runs, inversion));
}

void Explanation::explain(const Finding& finding, const Answer& answer,
                          const property::Failed& failed) {
  const Replay run = replay(reading_.machine, failed.path, {});
  // One return often breaks several promises: the run is drawn once.
  const auto same = [&](const auto& entry) { return *entry.first == failed.path; };
  const auto drawn = std::find_if(drawn_.begin(), drawn_.end(), same);
  if (drawn == drawn_.end()) {
    sizes(run);
    drawn_.emplace_back(&failed.path, answer.property.id);
    std::optional<Ending> ending;
    if (!run.stem.empty())
      ending = Ending{run.stem.back().agent, finding.spot, answer.property.id + " fails here"};
    draw_run(page_, reading_, trace(reading_, run), ending);
  } else {
    page_.line("  in the run of " + drawn->second + ", above");
  }
  sentence("where ", values_involved(reading_, run, answer.property, failed));
}

void Explanation::explain(const Finding&, const Answer&, const Spin& spin) { draw(spin.lasso); }

void Explanation::explain(const Finding&, const Answer& answer,
                          const property::Unkillable& unkillable) {
  const Replay run = draw(unkillable.lasso);
  list("after the signal", after_the_signal(reading_, run, answer.property, unkillable));
  if (run.loop.empty()) return;
  list("what the loop repeats", what_the_loop_repeats(reading_, run, unkillable.agent));
  list("why this is fair", why_fair(reading_, run, unkillable.obligations));
}

void Explanation::explain(const Finding&, const Answer& answer, const property::Unmet& unmet) {
  const std::string formula = formula_in_words(reading_.machine, answer.property);
  if (!formula.empty()) page_.paragraph({"  the formula: ", Style::strong}, formula, 4);
  const Replay run = draw(unmet.lasso);
  list("what fails", what_fails(reading_, run, answer.property));
  list("why this is fair", why_fair(reading_, run, unmet.obligations));
}

Replay Explanation::draw(const machine::Lasso& lasso) {
  Replay run = replay(reading_.machine, lasso.stem, lasso.loop);
  sizes(run);
  draw_run(page_, reading_, trace(reading_, run));
  return run;
}

void Explanation::sizes(const Replay& run) {
  std::vector<std::string> items;
  for (const Size& size : sizes_of(reading_.machine, run))
    items.push_back(size.name + " " + size.low);
  sentence("with ", items);
}

void Explanation::list(const std::string& title, const std::vector<std::string>& items) {
  if (items.empty()) return;
  page_.line("  " + title, Style::strong);
  for (const std::string& item : items) page_.paragraph({"    "}, item, 6);
}

void Explanation::sentence(const std::string& title, const std::vector<std::string>& items) {
  std::string text;
  for (std::string item : items) {
    std::replace(item.begin(), item.end(), ' ', kTie);
    text += (text.empty() ? "" : ", ") + item;
  }
  if (!items.empty()) page_.paragraph({"  " + title, Style::strong}, text, 4);
}

}  // namespace headway::report

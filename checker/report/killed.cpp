#include "checker/report/killed.h"

#include <algorithm>

#include "checker/report/site.h"

namespace headway::report {
namespace {

constexpr const char* kCounted = "range";  // the kind of attempts that killable counts

std::string since_when(const Replay& run, std::size_t killed_after, std::size_t skipped) {
  if (killed_after <= skipped) return "from the beginning";
  if (killed_after > run.stem.size()) return "at the end of the stem";
  return "after step " + std::to_string(killed_after - skipped) + " of the stem";
}

// The thread's attempts behind the signal, as steps of the stem.
struct Attempts {
  std::vector<std::string> sites;
  std::vector<std::size_t> steps;
};

Attempts attempts_after(const Reading& reading, const Replay& run,
                        const property::Unkillable& unkillable, std::size_t skipped) {
  Attempts found;
  std::string said;
  for (std::size_t i = unkillable.killed_after; i < run.stem.size(); ++i) {
    if (run.stem[i].agent != unkillable.agent) continue;
    for (const Moment& moment : run.stem[i].moments) {
      const machine::Transition& transition =
          reading.machine.at(unkillable.agent).at(moment.transition);
      if (transition.attempt != kCounted) continue;
      const std::string site = site_name(reading, unkillable.agent, moment.transition);
      if (std::find(found.sites.begin(), found.sites.end(), site) == found.sites.end())
        found.sites.push_back(site);
      found.steps.push_back(i - skipped);
    }
  }
  return found;
}

}  // namespace

std::vector<std::string> after_the_signal(const Reading& reading, const Replay& run,
                                          const property::Property& property,
                                          const property::Unkillable& unkillable) {
  const std::size_t skipped = begins_with_setup(reading.machine, run) ? 1 : 0;
  const std::string& who = reading.machine.at(unkillable.agent).name;
  std::vector<std::string> lines{"the fatal signal of " + who + " is pending " +
                                 since_when(run, unkillable.killed_after, skipped)};
  const Attempts attempts = attempts_after(reading, run, unkillable, skipped);
  if (!attempts.steps.empty()) {
    lines.push_back(who + " then makes " + counted(attempts.steps.size(), "attempt") + " at " +
                    listed(attempts.sites) + ", in " + steps_in_words(attempts.steps) +
                    " of the stem; allowed are " + std::to_string(property.most_attempts));
  }
  if (!run.loop.empty()) lines.push_back(who + " goes on for ever, in the loop");
  return lines;
}

}  // namespace headway::report

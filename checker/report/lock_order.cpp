#include "checker/report/lock_order.h"

#include <algorithm>

#include "checker/report/standing.h"
#include "checker/report/waits.h"

namespace headway::report {
namespace {

using property::Inversion;
using property::Lock;

Cell cell_of(const Lock& lock) { return {lock.variable, lock.cell}; }

// The lock of this chain that the one before it takes.
const Lock& wanted(const Inversion& inversion, std::size_t chain) {
  const std::size_t count = inversion.chains.size();
  const Lock& taken = inversion.chains[(chain + count - 1) % count].acquires;
  const std::vector<Lock>& held = inversion.chains[chain].held;
  return *std::find_if(held.begin(), held.end(),
                       [&](const Lock& lock) { return cell_of(lock) == cell_of(taken); });
}

std::string for_reading(const Lock& lock) { return lock.exclusive ? "" : " for reading"; }

}  // namespace

std::string chain_ending(const Reading& reading, const Inversion& inversion, std::size_t chain) {
  const Lock& acquires = inversion.chains[chain].acquires;
  return "takes " + reading.names.lock(cell_of(acquires)) + " while it holds " +
         reading.names.lock(cell_of(wanted(inversion, chain)));
}

std::string inversion_in_short(const Reading& reading, const Inversion& inversion) {
  std::string text;
  for (std::size_t i = 0; i < inversion.chains.size(); ++i) {
    text += (i == 0 ? "" : ", ") + reading.machine.at(inversion.chains[i].agent).name + " " +
            chain_ending(reading, inversion, i);
  }
  return text;
}

std::vector<std::string> inversion_sentences(const Reading& reading,
                                             const std::vector<Replay>& runs,
                                             const Inversion& inversion) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < inversion.chains.size(); ++i) {
    const Inversion::Chain& chain = inversion.chains[i];
    const Lock& held = wanted(inversion, i);
    std::string line = reading.machine.at(chain.agent).name + " holds " +
                       reading.names.lock_in_full(cell_of(held)) + for_reading(held);
    const std::string taken = taken_at(reading, runs[i], chain.agent, cell_of(held));
    if (!taken.empty()) line += ", taken at " + taken + ",";
    line += " and takes " + reading.names.lock_in_full(cell_of(chain.acquires)) +
            for_reading(chain.acquires) + " at " + place_of(reading, chain.agent, chain.location) +
            ".";
    lines.push_back(std::move(line));
  }
  const bool alone = inversion.chains.front().agent == inversion.chains.back().agent;
  lines.push_back(alone ? "if two threads ran this at once, each could wait for the other."
                        : "if these meet, each waits for the next, the last one for the first.");
  return lines;
}

}  // namespace headway::report

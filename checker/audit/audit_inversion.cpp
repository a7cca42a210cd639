// What the answer says of each chain is compared with what its last state says; nothing of the
// answer but the runs is believed.
#include "checker/audit/audit_inversion.h"

#include "checker/audit/classify.h"
#include "checker/audit/replay.h"

namespace headway::audit {

using machine::Machine;
using machine::State;
using property::Inversion;

namespace {

struct Standing {
  property::Lock acquires;
  std::vector<property::Lock> held;
  std::vector<std::int64_t> sizes;
};

Standing standing_of(const Machine& machine, const machine::Layout& layout, const State& state,
                     const Inversion::Chain& chain) {
  require(index_of(chain.agent) < machine.agents.size(), "a chain of no agent");
  const std::string& name = machine.at(chain.agent).name;
  require(state.locations[index_of(chain.agent)] == chain.location,
          name + " does not stand where it is said to take a lock");
  const auto lock = acquired_lock(machine, layout, state, chain.agent);
  require(lock.has_value(), name + " takes no lock there");
  require(*lock == chain.acquires, name + " takes another lock");
  std::vector<property::Lock> held = held_locks(machine, layout, state, chain.agent);
  require(held == chain.held, name + " holds other locks");
  require(!conflicting(held, {*lock}), name + " waits for itself");
  return {*lock, std::move(held), sizes_in(machine, layout, state)};
}

}  // namespace

std::size_t audit_inversion(const Machine& machine, const machine::Layout& layout,
                            const Inversion& inversion, bool alone) {
  const std::vector<Inversion::Chain>& chains = inversion.chains;
  require(chains.size() > 1, "an inverted order of one chain");
  std::vector<Standing> standing;
  std::size_t steps = 0;
  for (const Inversion::Chain& chain : chains) {
    const Replayed run = replay_path(machine, layout, chain.path, false);
    standing.push_back(standing_of(machine, layout, run.states.back(), chain));
    steps += chain.path.steps.size();
  }
  for (std::size_t i = 0; i < chains.size(); ++i) {
    require(conflicting(standing[(i + 1) % chains.size()].held, {standing[i].acquires}),
            "a chain does not take what the next one holds");
    for (std::size_t j = 0; j < i; ++j) {
      require((chains[i].agent == chains[j].agent) == alone,
              alone ? "the chains are not of one agent" : "two chains are of one agent");
      require(standing[i].sizes == standing[j].sizes, "the chains are of different sizes");
      require(!conflicting(standing[i].held, standing[j].held),
              "a lock that two chains hold keeps them apart");
    }
  }
  return steps;
}

}  // namespace headway::audit

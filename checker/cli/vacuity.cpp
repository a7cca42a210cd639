// Triggers in stable states become covers, those at returns become checks that fail where the
// trigger happens. A check of the watch stands beside one that reads the same variables on the same
// transition, so that no pass finds another machine because of it.
#include "checker/cli/vacuity.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "checker/audit/audit.h"
#include "model/source/error.h"

namespace headway::cli {

namespace {

// No id of a property has such a sign.
std::string id_of(const property::Trigger& trigger, std::size_t number) {
  return trigger.property + "?" + std::to_string(number);
}
bool is_watching(const std::string& id) { return id.find('?') != std::string::npos; }

std::string sentence_of(const property::Trigger& trigger) {
  if (trigger.text.empty()) return trigger.property + " is never judged: no call returns";
  return trigger.property + " asks nothing: never " + trigger.text;
}

}  // namespace

Watch::Watch(std::vector<property::Trigger> triggers, machine::Machine& machine,
             std::vector<property::Property>& properties)
    : triggers_(std::move(triggers)),
      own_properties_(properties.size()),
      own_covers_(machine.covers.size()) {
  for (std::size_t k = 0; k < triggers_.size(); ++k) {
    const property::Trigger& trigger = triggers_[k];
    const std::string id = id_of(trigger, k);
    if (trigger.anywhere) {
      machine.covers.push_back({id, "", *trigger.anywhere});
      continue;
    }
    for (const property::Trigger::Place& place : trigger.places) {
      machine.agents[index_of(place.agent)]
          .transitions[index_of(place.transition)]
          .checks.push_back({id, !place.when, "it happens", false});
    }
    properties.push_back(
        {id, "", trigger.text, property::Kind::check, property::Level::finite, true});
  }
}

std::vector<std::string> Watch::settle(machine::Machine& machine, property::Result& result) const {
  CHECK(result.answers.size() >= own_properties_ && machine.covers.size() >= own_covers_,
        "answers=" << result.answers.size() << " covers=" << machine.covers.size());
  property::Result watched;
  watched.answers.assign(result.answers.begin() + static_cast<std::ptrdiff_t>(own_properties_),
                         result.answers.end());
  audit::audit(machine, watched);
  std::vector<std::string> sentences;
  std::set<std::string> never_judged;
  std::size_t answer = own_properties_, cover = own_covers_;
  for (const property::Trigger& trigger : triggers_) {
    const bool happens =
        trigger.anywhere
            ? result.coverage.covers[cover++]
            : !std::holds_alternative<property::Holds>(result.answers[answer++].verdict);
    if (happens || never_judged.count(trigger.property) != 0) continue;
    if (trigger.text.empty()) never_judged.insert(trigger.property);
    sentences.push_back(sentence_of(trigger));
  }
  result.answers.resize(own_properties_);
  result.coverage.covers.resize(own_covers_);
  machine.covers.resize(own_covers_);
  for (machine::Agent& agent : machine.agents) {
    for (machine::Transition& transition : agent.transitions) {
      std::erase_if(transition.checks,
                    [](const machine::Check& check) { return is_watching(check.property); });
    }
  }
  return sentences;
}

}  // namespace headway::cli

#include "checker/report/standing.h"

namespace headway::report {
namespace {

constexpr std::size_t kCallsNamed = 5;

}  // namespace

const source::Origin* origin_at(const machine::Agent& agent, machine::LocationId location) {
  for (const machine::Transition& transition : agent.transitions) {
    if (transition.from == location && transition.origin && transition.origin->span.known()) {
      return transition.origin.get();
    }
  }
  return nullptr;
}

std::string place_of(const Reading& reading, const source::Origin* origin,
                     const std::string& otherwise) {
  const Spot exact = exact_spot(origin);
  if (!exact.known()) return otherwise;
  std::string text = short_name(exact);
  const Spot user = user_spot(origin, reading.inputs);
  if (!user.own || user.callee.empty())
    return exact.function.empty() ? text : text + " in " + exact.function;
  // The calls between, innermost first, as in a stack trace; the model's own functions say nothing
  // to a person.
  std::size_t depth = origin->stack.size();
  std::size_t named = 0;
  for (const char* between = " in "; depth > 0; --depth) {
    const source::Frame& frame = origin->stack[depth - 1];
    const bool outermost =
        frame.call_site.file_name() == user.file && frame.call_site.line == user.line;
    if (!frame.function.starts_with("hw_") && named < kCallsNamed) {
      text += between + frame.function;
      between = " < ";
      ++named;
    }
    if (outermost) break;
  }
  return text + " (called from " + short_name(user) + ")";
}

std::string place_of(const Reading& reading, machine::AgentId agent, machine::LocationId location) {
  const machine::Agent& who = reading.machine.at(agent);
  return place_of(reading, origin_at(who, location), who.at(location).name);
}

}  // namespace headway::report

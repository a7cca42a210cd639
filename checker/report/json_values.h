// Small things of the JSON report: values, places, stacks, kinds, scopes. The only header that
// shows the JSON library, and only json*.cpp includes it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "checker/report/findings.h"
#include "checker/report/scope.h"

namespace headway::report {

using Json = nlohmann::ordered_json;  // in the order in which a person would read it

Json text_or_null(const std::string& text);
Json line_or_null(const Spot& spot);

// A value in words, as what it is: a number, true or false, else its name ("EVICT").
Json value(const std::string& text);

Json finding(const Finding& found);

Json scope_facts(const machine::Machine& machine, const property::Answer& answer,
                 property::Fairness fairness);

const char* kind_name(machine::AgentKind kind);
const char* kind_name(property::Kind kind);
const char* kind_name(machine::WaitKind kind);

// The calls that lead to a place, outermost first; the last frame is the place itself.
Json stack(const source::Origin* origin);

// By name: the value before and after.
Json changes(const std::vector<Change>& changes);

}  // namespace headway::report

// The usual patterns of temporal properties by name, so that nobody has to know their formulas:
// absence, existence, universality, precedence and response, each over all of a run or within a
// scope (Dwyer, Avrunin and Corbett, Patterns in property specifications for finite-state
// verification, 1999). They are macros: what they stand for is put in their place.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/property/spec_tree.h"

namespace headway::property {

struct Pattern {
  std::string_view name;
  std::vector<std::string_view> operands;
};
// By name.
const std::vector<Pattern>& all_patterns();

struct Scope {
  std::string_view name;  // after, after_until, before, between
  std::vector<std::string_view> operands;
};
// By name.
const std::vector<Scope>& all_scopes();

// What was written where a term stands: an operand or a bound that something is asked under is the
// left side of a tree::Implies.
using Texts = std::map<const tree::Term*, std::string>;

// The formula. There are as many operands as the pattern has, as many bounds as the scope. Without
// a scope all of the run is meant.
tree::TermPtr apply_pattern(std::string_view pattern, const std::vector<tree::TermPtr>& operands,
                            std::optional<std::string_view> scope,
                            const std::vector<tree::TermPtr>& bounds, const source::Span& span,
                            const Texts& texts);

// `trigger leads_to answer`: response without a scope.
tree::TermPtr leads_to(const tree::TermPtr& trigger, const tree::TermPtr& answer,
                       const source::Span& span, const Texts& texts);

}  // namespace headway::property

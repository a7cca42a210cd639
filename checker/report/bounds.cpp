#include "checker/report/bounds.h"

#include <algorithm>

#include "checker/report/scope.h"
#include "checker/report/site.h"

namespace headway::report {
namespace {

using property::RetryBound;

std::string number(const std::optional<std::uint64_t>& most) {
  return most ? std::to_string(*most) : "unbounded";
}

bool never_made(const RetryBound& bound) {
  return std::all_of(bound.most.begin(), bound.most.end(),
                     [](const std::optional<std::uint64_t>& most) { return most && *most == 0; });
}

std::string first_in_words(const std::optional<std::uint64_t>& most) {
  return most ? "at most " + counted(*most, "attempt") : "unbounded";
}

// Numbers that stay the same are said once: what more adversary steps do not raise is said to be
// so.
std::string in_words(const std::vector<std::optional<std::uint64_t>>& most) {
  std::string text = first_in_words(most.front());
  if (std::adjacent_find(most.begin(), most.end(), std::not_equal_to<>()) == most.end()) {
    if (!most.front() || most.size() == 1) return text;
    return text + ", with up to " + counted(most.size() - 1, "adversary step") + " or without";
  }
  text += " with no adversary step";
  for (std::size_t n = 1; n < most.size(); ++n) {
    const bool rest_same = std::adjacent_find(most.begin() + static_cast<std::ptrdiff_t>(n),
                                              most.end(), std::not_equal_to<>()) == most.end();
    text += ", " + number(most[n]) + " with " + std::to_string(n);
    if (!most[n] && rest_same) break;  // more of them change nothing
  }
  return text;
}

}  // namespace

std::string sizes_of_bounds(const machine::Machine& machine) {
  std::vector<std::string> items;
  bool said = false;  // how many pages there are
  for (const Size& size : scope_of(machine, {}).sizes) {
    said = said || size.name == "pages";
    items.push_back(size.name + " " + size.low + (size.low == size.high ? "" : ".." + size.high));
  }
  std::size_t pages = 0;
  for (const machine::Variable& variable : machine.variables) {
    if (variable.strip == "pages") pages += variable.extent;
  }
  if (pages != 0 && !said) items.push_back(counted(pages, "page"));
  return listed(items);
}

std::vector<std::string> retry_bounds(const Reading& reading, const property::Result& result) {
  std::vector<std::string> lines;
  for (const RetryBound& bound : result.bounds) {
    if (bound.most.empty() || never_made(bound)) continue;
    const std::string line =
        site_name(reading, bound.agent, bound.attempt) + ": " + in_words(bound.most);
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  return lines;
}

}  // namespace headway::report

// Walking an inline stack outward, and the text of lines.
#include "checker/report/places.h"

#include <algorithm>
#include <fstream>

namespace headway::report {
namespace {

bool is_input(const source::Span& span, const std::vector<std::string>& inputs) {
  return span.known() && std::find(inputs.begin(), inputs.end(), span.file_name()) != inputs.end();
}

Spot spot_of(const source::Span& span, bool own, std::string function, std::string callee) {
  return {span.file_name(), span.known() ? span.line : 0, own, std::move(function),
          std::move(callee)};
}

}  // namespace

Spot user_spot(const source::Origin* origin, const std::vector<std::string>& inputs) {
  if (origin == nullptr) return {};
  const std::vector<source::Frame>& stack = origin->stack;
  const auto function_at = [&](std::size_t depth) {
    return depth == 0 ? std::string() : stack[depth - 1].function;
  };
  if (is_input(origin->span, inputs))
    return spot_of(origin->span, true, function_at(stack.size()), "");
  for (std::size_t i = stack.size(); i-- > 0;) {
    if (is_input(stack[i].call_site, inputs)) {
      return spot_of(stack[i].call_site, true, function_at(i), stack[i].function);
    }
  }
  for (std::size_t i = 0; i < stack.size(); ++i) {
    if (stack[i].call_site.known())
      return spot_of(stack[i].call_site, false, function_at(i), stack[i].function);
  }
  return spot_of(origin->span, false, function_at(stack.size()), "");
}

Spot exact_spot(const source::Origin* origin) {
  if (origin == nullptr) return {};
  return spot_of(origin->span, false, origin->stack.empty() ? "" : origin->stack.back().function,
                 "");
}

std::string short_name(const Spot& spot) {
  if (!spot.known()) return "";
  return spot.file.substr(spot.file.rfind('/') + 1) + ":" + std::to_string(spot.line);
}

std::string long_name(const Spot& spot) {
  return spot.known() ? spot.file + ":" + std::to_string(spot.line) : "";
}

const std::string& Sources::whole(const Spot& spot) {
  static const std::string kNone;
  if (!spot.known()) return kNone;
  const auto [found, fresh] = files_.try_emplace(spot.file);
  std::vector<std::string>& lines = found->second;
  if (fresh) {
    std::ifstream in(spot.file);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
  }
  return spot.line <= lines.size() ? lines[spot.line - 1] : kNone;
}

std::string Sources::text(const Spot& spot) {
  const std::string& line = whole(spot);
  const std::size_t first = line.find_first_not_of(" \t");
  const std::size_t last = line.find_last_not_of(" \t\r");
  return first == std::string::npos ? "" : line.substr(first, last - first + 1);
}

}  // namespace headway::report

// Blocks without a way to them, as lines. A line that is also in a block with a way to it is no
// matter here: it is in the machine, which tells whether it is executed.
#include "checker/cli/unlowered.h"

#include <set>

namespace headway::cli {

namespace {

bool is_one_expression(const program::Function& function) {
  return function.blocks.size() == 1 && function.blocks.front().statements.empty() &&
         std::holds_alternative<program::Return>(function.blocks.front().terminator.action);
}

}  // namespace

std::vector<report::Unlowered> unlowered_lines(const program::Program& program,
                                               const lower::Reached& reached,
                                               const std::string& file) {
  std::set<std::uint32_t> lines;
  const auto add = [&](const source::Span& span) {
    if (span.known() && span.file_name() == file) lines.insert(span.line);
  };
  for (std::size_t f = 0; f < program.functions.size(); ++f) {
    const program::Function& function = program.functions[f];
    if (function.span.file_name() != file || is_one_expression(function)) continue;
    for (std::size_t b = 0; b < function.blocks.size(); ++b) {
      if (reached[f][b]) continue;
      const program::Block& block = function.blocks[b];
      for (const program::Statement& statement : block.statements) {
        if (!std::holds_alternative<program::Declare>(statement.action)) add(statement.span);
      }
      const auto* leave = std::get_if<program::Return>(&block.terminator.action);
      if (leave != nullptr && leave->value) add(block.terminator.span);
    }
  }
  std::vector<report::Unlowered> result;
  for (const std::uint32_t line : lines) result.push_back({file, line});
  return result;
}

}  // namespace headway::cli

// What a scan of one function's control-flow graph tells lowering, once and for every inlined copy.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "model/program/program.h"

namespace headway::lower {

struct FunctionFacts {
  std::vector<bool> address_taken;        // by local
  std::vector<bool> maybe_uninitialised;  // by local: some path may read it before it is written
  // Locals whose constant value is followed through code that must be loop-free, so that loops with
  // an evident bound unroll: set to constants and stepped by constants, or the flag behind
  // hw_atomic.
  std::vector<bool> counter;
  std::vector<std::vector<bool>> live_in;  // by block, then local
  // By block that ends an hw_atomic: the blocks inside that hw_atomic, its head included.
  std::map<program::BlockId, std::set<program::BlockId>> atomics;
};

FunctionFacts scan(const program::Program& program, const program::Function& function);

// Fields of records, by (record, field), whose own address is taken somewhere in the program.
std::set<std::pair<program::TypeId, std::uint32_t>> fields_with_address(
    const program::Program& program);

// The blocks that a terminator may go to.
std::vector<program::BlockId> successors(const program::Terminator& terminator);

// Calls `visit(place, is_address)` for every place that an expression loads or takes the address
// of, inner first.
template <typename Visit>
void for_each_place(const program::Expr& expr, Visit&& visit);
template <typename Visit>
void for_each_place_inside(const program::Place& place, Visit&& visit) {
  if (const auto* deref = std::get_if<program::Deref>(&place.base))
    for_each_place(*deref->pointer, visit);
  for (const auto& projection : place.projections) {
    if (const auto* index = std::get_if<program::ProjectIndex>(&projection))
      for_each_place(*index->index, visit);
  }
}

template <typename Visit>
void for_each_place(const program::Expr& expr, Visit&& visit) {
  std::visit(
      [&](const auto& node) {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, program::LoadPlace>) {
          for_each_place_inside(node.place, visit);
          visit(node.place, false);
        } else if constexpr (std::is_same_v<Node, program::AddressOf>) {
          for_each_place_inside(node.place, visit);
          visit(node.place, true);
        } else if constexpr (std::is_same_v<Node, program::Unary> ||
                             std::is_same_v<Node, program::Convert>) {
          for_each_place(*node.operand, visit);
        } else if constexpr (std::is_same_v<Node, program::Binary> ||
                             std::is_same_v<Node, program::PointerDifference>) {
          for_each_place(*node.left, visit);
          for_each_place(*node.right, visit);
        } else if constexpr (std::is_same_v<Node, program::Conditional>) {
          for_each_place(*node.condition, visit);
          for_each_place(*node.then, visit);
          for_each_place(*node.otherwise, visit);
        } else if constexpr (std::is_same_v<Node, program::PointerAdd>) {
          for_each_place(*node.pointer, visit);
          for_each_place(*node.index, visit);
        }
      },
      expr.node);
}

}  // namespace headway::lower

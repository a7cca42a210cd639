// Templates over expression trees, declared in expr.h: visiting loads, and rebuilding with loads
// replaced.
#pragma once

#include <optional>
#include <type_traits>
#include <utility>

#include "model/machine/expr.h"
#include "model/source/error.h"

namespace headway::machine {

// Calls `visit(const Expr&)` for every node, operands and indices before what is made of them, left
// to right.
template <typename Visit>
void for_each_node(const Expr& expr, Visit&& visit) {
  std::visit(
      [&](const auto& node) {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Load>) {
          if (node.index) for_each_node(*node.index, visit);
        } else if constexpr (std::is_same_v<Node, Unary> || std::is_same_v<Node, Convert>) {
          for_each_node(node.operand, visit);
        } else if constexpr (std::is_same_v<Node, Binary>) {
          for_each_node(node.left, visit);
          for_each_node(node.right, visit);
        } else if constexpr (std::is_same_v<Node, Conditional>) {
          for_each_node(node.condition, visit);
          for_each_node(node.then, visit);
          for_each_node(node.otherwise, visit);
        }
      },
      expr.node());
  visit(expr);
}

template <typename Visit>
void for_each_load(const Expr& expr, Visit&& visit) {
  for_each_node(expr, [&](const Expr& node) {
    if (const auto* load = std::get_if<Load>(&node.node())) visit(*load);
  });
}

template <typename Replace>
Expr substitute(const Expr& expr, Replace&& replace) {
  const auto replaced = [&](const Expr& leaf) {
    std::optional<Expr> answer = replace(leaf);
    if (!answer) return leaf;
    CHECK(answer->type() == leaf.type());
    return *std::move(answer);
  };
  return std::visit(
      [&](const auto& node) -> Expr {
        using Node = std::decay_t<decltype(node)>;
        if constexpr (std::is_same_v<Node, Constant>) {
          return expr;
        } else if constexpr (std::is_same_v<Node, ChoiceValue>) {
          return replaced(expr);
        } else if constexpr (std::is_same_v<Node, Load>) {
          if (!node.index) return replaced(expr);
          return replaced(Expr::load(node.variable, substitute(*node.index, replace), expr.type()));
        } else if constexpr (std::is_same_v<Node, Unary>) {
          return Expr::unary(node.op, substitute(node.operand, replace));
        } else if constexpr (std::is_same_v<Node, Binary>) {
          return Expr::binary(node.op, substitute(node.left, replace),
                              substitute(node.right, replace));
        } else if constexpr (std::is_same_v<Node, Conditional>) {
          return Expr::conditional(substitute(node.condition, replace),
                                   substitute(node.then, replace),
                                   substitute(node.otherwise, replace));
        } else {
          return Expr::convert(substitute(node.operand, replace), expr.type());
        }
      },
      expr.node());
}

}  // namespace headway::machine

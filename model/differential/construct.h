// What random programs are made of, by name: the test counts each, so that nobody believes in
// coverage that is not there. One list, from which the enumeration and the names are made.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace headway::differential {

// clang-format off
#define HEADWAY_CONSTRUCTS(X)                                                                    \
  X(add_sub_mul) X(divide) X(remainder) X(shift_left) X(shift_right) X(bitwise) X(comparison)    \
  X(unary) X(logical_not) X(cast_integer) X(cast_bool) X(enum_constant) X(size_of) X(offset_of)  \
  X(ternary) X(elvis) X(logical_and) X(logical_or) X(comma) X(statement_expression)              \
  X(typeof_macro) X(assignment_in_expression) X(compound_assignment_in_expression)               \
  X(increment_in_expression) X(increment) X(assignment) X(compound_assignment)                   \
  X(bit_field_write) X(bit_field_read) X(union_read) X(union_write) X(array_index)               \
  X(two_dimensions) X(nested_struct) X(struct_assignment) X(struct_argument) X(struct_result)    \
  X(compound_literal) X(pointer_read) X(pointer_write) X(pointer_assignment) X(pointer_in_struct)\
  X(address_of_field) X(address_of_element) X(address_of_local) X(container_of)                  \
  X(pointer_through_long) X(pointer_through_void) X(pointer_arithmetic) X(pointer_difference)    \
  X(pointer_comparison) X(pointer_truth) X(null_pointer) X(error_pointer) X(tagged_pointer)      \
  X(pointer_ternary) X(pointer_to_pointer) X(call) X(call_with_effect) X(out_parameter)          \
  X(pointer_parameter) X(pointer_result) X(call_through_table) X(call_through_ops)               \
  X(call_through_variable) X(function_parameter) X(static_local) X(if_else) X(while_loop)        \
  X(do_while) X(for_loop) X(do_while_zero) X(break_) X(continue_) X(switch_) X(switch_range)     \
  X(fall_through) X(switch_default_inside) X(goto_forward) X(goto_backward) X(goto_into_loop)    \
  X(goto_out_of_loop) X(early_return) X(atomic_block) X(loop_in_atomic_block)                    \
  X(planted_undefined)
// clang-format on

enum class Construct {
#define HEADWAY_NAME(name) name,
  HEADWAY_CONSTRUCTS(HEADWAY_NAME)
#undef HEADWAY_NAME
};

inline constexpr auto kConstructNames = std::to_array<std::string_view>({
#define HEADWAY_NAME(name) #name,
    HEADWAY_CONSTRUCTS(HEADWAY_NAME)
#undef HEADWAY_NAME
});

}  // namespace headway::differential

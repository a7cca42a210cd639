/* SPDX-License-Identifier: Apache-2.0 */
/* Least and greatest; each argument is evaluated once. */
#ifndef _LINUX_MINMAX_H
#define _LINUX_MINMAX_H

#define min(a, b) ({ __typeof__(a) hw_a_ = (a); __typeof__(b) hw_b_ = (b); hw_a_ < hw_b_ ? hw_a_ : hw_b_; })
#define max(a, b) ({ __typeof__(a) hw_a_ = (a); __typeof__(b) hw_b_ = (b); hw_a_ > hw_b_ ? hw_a_ : hw_b_; })
#define min_t(type, a, b) ({ type hw_s_ = (a); type hw_t_ = (b); hw_s_ < hw_t_ ? hw_s_ : hw_t_; })
#define max_t(type, a, b) ({ type hw_s_ = (a); type hw_t_ = (b); hw_s_ > hw_t_ ? hw_s_ : hw_t_; })
#define clamp(value, low, high) min(max(value, low), high)
#define clamp_t(type, value, low, high) min_t(type, max_t(type, value, low), high)
#define swap(a, b) do { __typeof__(a) hw_a_ = (a); (a) = (b); (b) = hw_a_; } while (0)

#endif

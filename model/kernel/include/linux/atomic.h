/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Atomic numbers (include/linux/atomic.h, 6.14): each operation is one step, whatever its ordering, since memory is
 * sequentially consistent here. They wrap. cmpxchg promises nothing: who spins on it may lose for ever. No choice.
 */
#ifndef _LINUX_ATOMIC_H
#define _LINUX_ATOMIC_H

#include <asm/barrier.h>
#include <headway.h>
#include <linux/types.h>

typedef struct {
	int counter;
} atomic_t;
typedef struct {
	long counter;
} atomic_long_t;
typedef struct {
	s64 counter;
} atomic64_t;

#define ATOMIC_INIT(value) { (value) }
#define ATOMIC_LONG_INIT(value) { (value) }
#define ATOMIC64_INIT(value) { (value) }

/* The number before and the number after, in one step. */
#define HW_ATOMIC_STEP(v, before, value, after) \
	hw_atomic { \
		before = (v)->counter; \
		after = (value); \
		(v)->counter = after; \
	}
#define HW_ATOMIC_OP(prefix, number, name, op) \
static inline void prefix##_##name(number i, prefix##_t *v) { hw_atomic { v->counter = v->counter op i; } } \
static inline number prefix##_fetch_##name(number i, prefix##_t *v) \
{ \
	number before, after; \
\
	HW_ATOMIC_STEP(v, before, before op i, after) \
	return before; \
} \
static inline number prefix##_##name##_return(number i, prefix##_t *v) \
{ \
	number before, after; \
\
	HW_ATOMIC_STEP(v, before, before op i, after) \
	return after; \
}
#define HW_ATOMICS(prefix, number) \
static inline number prefix##_read(const prefix##_t *v) { return v->counter; } \
static inline void prefix##_set(prefix##_t *v, number i) { v->counter = i; } \
HW_ATOMIC_OP(prefix, number, add, +) \
HW_ATOMIC_OP(prefix, number, sub, -) \
HW_ATOMIC_OP(prefix, number, and, &) \
HW_ATOMIC_OP(prefix, number, or, |) \
HW_ATOMIC_OP(prefix, number, xor, ^) \
HW_ATOMIC_OP(prefix, number, andnot, & ~) \
static inline void prefix##_inc(prefix##_t *v) { prefix##_add(1, v); } \
static inline void prefix##_dec(prefix##_t *v) { prefix##_sub(1, v); } \
static inline number prefix##_inc_return(prefix##_t *v) { return prefix##_add_return(1, v); } \
static inline number prefix##_dec_return(prefix##_t *v) { return prefix##_sub_return(1, v); } \
static inline number prefix##_fetch_inc(prefix##_t *v) { return prefix##_fetch_add(1, v); } \
static inline number prefix##_fetch_dec(prefix##_t *v) { return prefix##_fetch_sub(1, v); } \
static inline bool prefix##_inc_and_test(prefix##_t *v) { return prefix##_inc_return(v) == 0; } \
static inline bool prefix##_dec_and_test(prefix##_t *v) { return prefix##_dec_return(v) == 0; } \
static inline bool prefix##_sub_and_test(number i, prefix##_t *v) { return prefix##_sub_return(i, v) == 0; } \
static inline bool prefix##_add_negative(number i, prefix##_t *v) { return prefix##_add_return(i, v) < 0; } \
static inline number prefix##_xchg(prefix##_t *v, number new) \
{ \
	number before, after; \
\
	HW_ATOMIC_STEP(v, before, new, after) \
	return before; \
} \
static inline number prefix##_cmpxchg(prefix##_t *v, number old, number new) \
{ \
	number before, after; \
\
	HW_ATOMIC_STEP(v, before, before == old ? new : before, after) \
	return before; \
} \
static inline bool prefix##_try_cmpxchg(prefix##_t *v, number *old, number new) \
{ \
	number before = prefix##_cmpxchg(v, *old, new); \
	bool done = before == *old; \
\
	*old = before; \
	return done; \
} \
static inline number prefix##_fetch_add_unless(prefix##_t *v, number i, number unless) \
{ \
	number before, after; \
\
	HW_ATOMIC_STEP(v, before, before == unless ? before : before + i, after) \
	return before; \
} \
static inline bool prefix##_add_unless(prefix##_t *v, number i, number unless) \
{ \
	return prefix##_fetch_add_unless(v, i, unless) != unless; \
} \
static inline bool prefix##_inc_not_zero(prefix##_t *v) { return prefix##_add_unless(v, 1, 0); } \
static inline number prefix##_dec_if_positive(prefix##_t *v) \
{ \
	number before, after; \
\
	HW_ATOMIC_STEP(v, before, before > 0 ? before - 1 : before, after) \
	return before - 1; \
}

HW_ATOMICS(atomic, int)
HW_ATOMICS(atomic_long, long)
HW_ATOMICS(atomic64, s64)

#define atomic_read_acquire(v) atomic_read(v)
#define atomic_set_release(v, i) atomic_set(v, i)
#define atomic_long_read_acquire(v) atomic_long_read(v)
#define atomic_long_set_release(v, i) atomic_long_set(v, i)
#define atomic_add_return_relaxed(i, v) atomic_add_return(i, v)
#define atomic_sub_return_release(i, v) atomic_sub_return(i, v)
#define atomic_fetch_add_relaxed(i, v) atomic_fetch_add(i, v)
#define atomic_fetch_or_acquire(i, v) atomic_fetch_or(i, v)
#define atomic_fetch_andnot_release(i, v) atomic_fetch_andnot(i, v)
#define atomic_xchg_acquire(v, new) atomic_xchg(v, new)
#define atomic_xchg_release(v, new) atomic_xchg(v, new)
#define atomic_cmpxchg_acquire(v, old, new) atomic_cmpxchg(v, old, new)
#define atomic_cmpxchg_release(v, old, new) atomic_cmpxchg(v, old, new)
#define atomic_cmpxchg_relaxed(v, old, new) atomic_cmpxchg(v, old, new)
#define atomic_try_cmpxchg_acquire(v, old, new) atomic_try_cmpxchg(v, old, new)
#define atomic_long_try_cmpxchg_acquire(v, old, new) atomic_long_try_cmpxchg(v, old, new)

/* On any variable. */
#define xchg(pointer, new) ({ \
	__typeof__(pointer) hw_place_ = (pointer); \
	__typeof__(*hw_place_) hw_next_ = (new), hw_before_; \
	hw_atomic { \
		hw_before_ = *hw_place_; \
		*hw_place_ = hw_next_; \
	} \
	hw_before_; \
})
#define cmpxchg(pointer, old, new) ({ \
	__typeof__(pointer) hw_place_ = (pointer); \
	__typeof__(*hw_place_) hw_old_ = (old), hw_next_ = (new), hw_before_; \
	hw_atomic { \
		hw_before_ = *hw_place_; \
		if (hw_before_ == hw_old_) \
			*hw_place_ = hw_next_; \
	} \
	hw_before_; \
})
#define try_cmpxchg(pointer, old_pointer, new) ({ \
	__typeof__(old_pointer) hw_expected_ = (old_pointer); \
	__typeof__(*hw_expected_) hw_wanted_ = *hw_expected_; \
	*hw_expected_ = cmpxchg(pointer, hw_wanted_, new); \
	*hw_expected_ == hw_wanted_; \
})
#define xchg_acquire(pointer, new) xchg(pointer, new)
#define xchg_release(pointer, new) xchg(pointer, new)
#define cmpxchg_acquire(pointer, old, new) cmpxchg(pointer, old, new)
#define cmpxchg_release(pointer, old, new) cmpxchg(pointer, old, new)
#define try_cmpxchg_acquire(pointer, old_pointer, new) try_cmpxchg(pointer, old_pointer, new)

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bits of words (include/linux/bitops.h, include/asm-generic/bitops, 6.14). Those without underscores are one step
 * each; the others are plain C, and so race. No choice.
 */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H

#include <asm/barrier.h>
#include <headway.h>
#include <linux/types.h>

#define BITS_PER_LONG 64
#define BITS_PER_LONG_LONG 64
#define BIT(n) (1UL << (n))
#define BIT_ULL(n) (1ULL << (n))
#define BIT_WORD(n) ((n) / BITS_PER_LONG)
#define BIT_MASK(n) (1UL << ((n) % BITS_PER_LONG))
#define BITS_TO_LONGS(n) (((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]

static inline bool test_bit(unsigned long nr, const volatile unsigned long *addr)
{
	return (addr[BIT_WORD(nr)] & BIT_MASK(nr)) != 0;
}

#define HW_BIT_OP(name, op) \
static inline void __##name##_bit(unsigned long nr, volatile unsigned long *addr) \
{ \
	addr[BIT_WORD(nr)] = addr[BIT_WORD(nr)] op BIT_MASK(nr); \
} \
static inline void name##_bit(unsigned long nr, volatile unsigned long *addr) \
{ \
	hw_atomic { \
		addr[BIT_WORD(nr)] = addr[BIT_WORD(nr)] op BIT_MASK(nr); \
	} \
} \
static inline bool __test_and_##name##_bit(unsigned long nr, volatile unsigned long *addr) \
{ \
	unsigned long before = addr[BIT_WORD(nr)]; \
\
	addr[BIT_WORD(nr)] = before op BIT_MASK(nr); \
	return (before & BIT_MASK(nr)) != 0; \
} \
static inline bool test_and_##name##_bit(unsigned long nr, volatile unsigned long *addr) \
{ \
	unsigned long before; \
\
	hw_atomic { \
		before = addr[BIT_WORD(nr)]; \
		addr[BIT_WORD(nr)] = before op BIT_MASK(nr); \
	} \
	return (before & BIT_MASK(nr)) != 0; \
}

HW_BIT_OP(set, |)
HW_BIT_OP(clear, & ~)
HW_BIT_OP(change, ^)

#define test_bit_acquire(nr, addr) test_bit(nr, addr)
#define test_and_set_bit_lock(nr, addr) test_and_set_bit(nr, addr)
#define clear_bit_unlock(nr, addr) clear_bit(nr, addr)
#define __clear_bit_unlock(nr, addr) clear_bit(nr, addr)

/* From 1, and 0 for no bit at all. */
static inline int ffs(int x)
{
	return __builtin_ffs(x);
}

static inline int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

/* From 0; there must be such a bit. */
static inline unsigned long __ffs(unsigned long x)
{
	return __builtin_ctzl(x);
}

static inline unsigned long __fls(unsigned long x)
{
	return 63 - __builtin_clzl(x);
}

static inline unsigned long ffz(unsigned long x)
{
	return __ffs(~x);
}

#define hweight32(x) ((unsigned int)__builtin_popcount((u32)(x)))
#define hweight64(x) ((unsigned long)__builtin_popcountll((u64)(x)))
#define hweight_long(x) hweight64(x)

#endif

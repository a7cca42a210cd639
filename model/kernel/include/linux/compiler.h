/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel tells compiler and sparse. __user is an address space of its own, so that a user address is never
 * dereferenced by mistake; hints about speed mean nothing here.
 */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#define __user __attribute__((address_space(1)))
#define __kernel
#define __force
#define __must_check
#define __always_inline inline
#define noinline
#define __maybe_unused __attribute__((unused))
#define __always_unused __attribute__((unused))
#define __init
#define __acquires(lock)
#define __releases(lock)
#define __must_hold(lock)
#define fallthrough __attribute__((fallthrough))

#define likely(condition) (!!(condition))
#define unlikely(condition) (!!(condition))

/* Under sequential consistency an access is what it says. */
#define READ_ONCE(x) (x)
#define WRITE_ONCE(x, value) ((x) = (value))
#define barrier() ((void)0)

#define offsetof(type, member) __builtin_offsetof(type, member)

#endif
